"""Readers get errata as a page, as Markdown and in the terminal."""

from lxml import etree

from pipeline.editions.errata import as_html, as_markdown
from pipeline.record.errata import Erratum, list_errata
from tests.record.test_errata import AGAIN, WRONG


def test_readers_get_page_place_and_words() -> None:
    listed = list_errata((Erratum("a.1", "Feler", "<b>*Fehler*"),), (WRONG, AGAIN))
    text = as_markdown(listed, "de", "1.0")
    assert "S. 7, Kapitel 1, Anfang" in text
    assert "\\<b\\>\\*Fehler\\*" in text
    assert "noch nicht" in text and "1.1" not in text
    tree = etree.fromstring(as_html(listed, "en").removeprefix("<!DOCTYPE html>\n"))
    assert [one.text for one in tree.iter("h2")] == ["Edition 1.1", "Edition 1.0"]
    assert [one.text for one in tree.iter("ins")] == ["<b>*Fehler*"] * 2
    assert "keine Berichtigungen" in as_markdown(listed, "de", "3.0")

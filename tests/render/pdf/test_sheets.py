"""What a section gets on its way to paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.book.model import Section
from pipeline.render import markup
from pipeline.render.pdf.sheets import make_sheet, prepare
from pipeline.theme import default_theme
from tests.render import sample


def _printed(body: str, numbers: Mapping[str, str] | None = None) -> markup.Tree:
    section = Section(id="probe", kind="chapter", title="Probe", number="3", part=1, body=body)
    book = replace(sample.book(), sections=(section,))
    sheet = make_sheet(prepare(book, default_theme("de")), section, "right", numbers or {})
    return markup.parse(sheet.html.partition("<body")[2].partition(">")[2].partition("</body>")[0])


def test_the_number_of_a_reference_stays_with_its_word() -> None:
    tree = _printed(
        '<p>In <a class="xref" href="#probe">Abbildung 11.1</a> und <a class="xref" href="#probe">'
        "Abschnitt „Drei 3“ in Kapitel 1</a>.</p>"
    )
    said = [reference.text for reference in markup.with_class(tree, "xref")]
    assert said == ["Abbildung\u00a011.1", "Abschnitt „Drei\u00a03“ in Kapitel\u00a01"]


def test_a_link_that_is_a_number_says_of_what() -> None:
    cited = '<span class="citation">[<a class="cite" href="#source-q1">45</a>]</span>'
    places = '<p id="source-q1">A</p><p id="marke">B</p>'
    tree = _printed(f'<p>{cited}, <a class="locator" href="#marke">Kapitel 3</a></p>{places}', {"marke": "92"})
    assert [link.get("aria-label") for link in tree.iter("a")] == ["Quelle 45", "Seite 92"]


def test_only_a_parted_word_has_the_sign_of_parted_words() -> None:
    assert markup.text_of(_printed("<p>E\u2010Mail</p>")).endswith("E-Mail")


def test_the_links_of_contents_lines_stand_in_a_span() -> None:
    tree = _printed('<ol class="toc"><li class="toc-line"><a href="#probe">Probe</a></li></ol>')
    (link,) = tree.iter("a")
    assert markup.classes(markup.parent(link)) == ("toc-entry",)

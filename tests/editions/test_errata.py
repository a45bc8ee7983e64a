"""Errors are listed with the page of each edition that has them, and never for one that has it right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.editions.errata import FILE, Erratum, add_erratum, as_html, as_markdown, list_errata, read_errata
from pipeline.past.blocks import Block
from pipeline.past.record import Edition, Record
from tests.past.samples import named

SLIP = Erratum("a.1", "Feler", "Fehler")


def edition(version: str, *blocks: Block) -> Edition:
    return Edition(Record(version, "Probe", "2027-03-01", "0" * 40), blocks, {"a": "Kapitel 1, Anfang"})


def says(text: str, folio: str = "1") -> Block:
    return named("a.1", text, folio=folio)


WRONG, AGAIN = edition("1.0", says("Ein Feler hier", "7")), edition("1.1", says("Ein Feler dort", "9"))
RIGHT = edition("1.2", says("Ein Fehler hier", "9"))


def lines(*editions: Edition) -> list[tuple[str, str, str]]:
    return [(one.version, one.folio, one.corrected) for one in list_errata((SLIP,), editions)]


def test_each_edition_with_the_error_has_its_own_page_and_the_right_ones_none() -> None:
    assert lines(WRONG, AGAIN, RIGHT) == [("1.1", "9", "1.2"), ("1.0", "7", "1.2")]
    assert lines(WRONG) == [("1.0", "7", "")]
    assert lines(RIGHT) == lines() == []


def test_a_block_that_is_gone_is_corrected_and_one_that_came_later_never_wrong() -> None:
    assert lines(WRONG, edition("1.1")) == [("1.0", "7", "1.1")]
    assert lines(edition("0.9"), WRONG) == [("1.0", "7", "")]


def test_an_error_that_comes_back_is_listed_again() -> None:
    assert lines(WRONG, RIGHT, edition("1.3", says("Ein Feler", "3"))) == [("1.3", "3", ""), ("1.0", "7", "1.2")]


def test_right_words_that_contain_the_wrong_ones_are_no_error() -> None:
    slip = Erratum("a.1", "10 Uhr", "10 Uhr 30")
    assert list_errata((slip,), (edition("1", says("Um 10 Uhr 30 beginnt es")),)) == ()
    assert len(list_errata((slip,), (edition("1", says("Um 10 Uhr beginnt es")),))) == 1


@given(st.lists(st.sampled_from(["Ein Feler", "Ein Fehler", "Feler Fehler", ""]), max_size=6))
def test_exactly_the_editions_with_the_wrong_words_are_listed(texts: list[str]) -> None:
    editions = [edition(f"1.{number}", *([says(text)] if text else [])) for number, text in enumerate(texts)]
    listed = {one.version for one in list_errata((SLIP,), editions)}
    assert listed == {f"1.{number}" for number, text in enumerate(texts) if "Feler" in text}


def test_an_erratum_is_added_at_the_end_and_what_stands_there_stays() -> None:
    first = add_erratum(b"", SLIP, (WRONG,)).value
    assert first is not None
    other = Erratum("a.1", "Ein", "Kein: „so“ #")
    second = add_erratum(first + b"# von Hand\n", other, (WRONG,)).value
    assert second is not None
    assert second.startswith(first) and b"# von Hand" in second
    assert read_errata(second).value == (SLIP, other)


def test_the_place_in_the_book_stands_for_the_block() -> None:
    added = add_erratum(b"", Erratum("a--b", "Feler", "Fehler"), (WRONG,)).value
    assert added is not None
    assert read_errata(added).value == (SLIP,)


@pytest.mark.parametrize("wrong", ["Irrtum", "feler"])
def test_words_that_stand_nowhere_are_refused(wrong: str) -> None:
    done = add_erratum(b"", Erratum("a.1", wrong, "x"), (WRONG, RIGHT))
    assert (done.value, [one.code for one in done.diagnostics]) == (None, ["e-030"])


def test_what_is_listed_is_not_listed_twice() -> None:
    first = add_erratum(b"", SLIP, (WRONG,)).value or b""
    assert [one.code for one in add_erratum(first, SLIP, (WRONG,)).diagnostics] == ["e-032"]


@pytest.mark.parametrize(
    "text", ["a: b", "- block: x", "- [", "- {block: x, wrong: '', right: y}", "- {block: 1, wrong: a, right: b}"]
)
def test_a_list_that_cannot_be_read_is_told_and_never_overwritten(text: str) -> None:
    assert [one.code for one in read_errata(text.encode()).diagnostics] == ["e-031"]
    assert read_errata(text.encode()).diagnostics[0].span.path == FILE
    assert add_erratum(text.encode(), SLIP, (WRONG,)).value is None


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

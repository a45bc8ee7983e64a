"""What is new, and what only looks new."""

from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.editions.notes import compare_editions
from pipeline.editions.redline import Comparison, Fact, as_html, as_markdown, as_text, pictures_of
from pipeline.record.blocks import Block
from pipeline.record.compare import compare, counted, mark_words
from pipeline.record.edition import Edition, Record
from tests.record.samples import named

A = named("a1", "Wer hat das Problem und wen trifft es", folio="3")
B = named("a2", "Die Stühle stehen im Kreis", folio="4")
C = named("c1", "Am Ende räumen alle auf", "c", folio="9")
EDITED = named("a1", "Wer hat das Problem und wen stört es", folio="5")


def kinds(before: list[Block], after: list[Block]) -> list[tuple[str, str]]:
    return [(change.kind, change.block.id) for change in compare(before, after)]


def test_the_same_blocks_are_no_change() -> None:
    assert kinds([A, B, C], [A, B, C]) == []


def test_a_block_on_another_page_is_no_change() -> None:
    assert kinds([A], [named("a1", A.text, folio="99")]) == []


def test_added_changed_and_removed_stand_in_reading_order() -> None:
    new = named("a9", "Vollkommen neu")
    assert kinds([A, B, C], [new, EDITED, C]) == [("added", "a9"), ("changed", "a1"), ("removed", "a2")]


def test_what_is_gone_stands_where_it_stood() -> None:
    assert kinds([A, B, C], [B, C]) == [("removed", "a1")]
    found = compare([B, A, C], [B, named("x", "Neu hier"), C])
    assert [(change.kind, change.block.id) for change in found] == [("removed", "a1"), ("added", "x")]
    assert kinds([A, B], []) == [("removed", "a1"), ("removed", "a2")]


def test_a_block_in_another_chapter_is_moved_and_its_neighbours_are_not() -> None:
    assert kinds([A, B, C], [A, C, named("a2", B.text, "c")]) == [("moved", "a2")]


def test_a_block_that_jumped_over_many_is_the_only_one_moved() -> None:
    many = [named(f"n{number}", f"Text {number}") for number in range(9)]
    assert kinds(many, [many[8], *many[:8]]) == [("moved", "n8")]


def test_a_chapter_with_a_new_name_has_not_moved_its_blocks() -> None:
    assert kinds([A, B], [named(one.id, one.text, "neu") for one in (A, B)]) == []


def test_a_block_that_got_a_written_id_is_still_the_same() -> None:
    assert kinds([A, B], [named("ziel", A.text), B]) == []


def test_changes_are_counted_by_kind() -> None:
    assert counted(compare([A, B], [EDITED])) == {"added": 0, "changed": 1, "removed": 1, "moved": 0}


TEXT = st.text(alphabet="ab ä.\n„", max_size=30)


@given(TEXT, TEXT)
def test_marked_words_give_both_texts_back(before: str, after: str) -> None:
    marked = mark_words(before, after)
    assert "".join(one.text for one in marked if one.kind != "ins") == before
    assert "".join(one.text for one in marked if one.kind != "del") == after


def test_only_the_words_that_changed_are_marked() -> None:
    marked = mark_words(A.text, EDITED.text)
    assert [(one.kind, one.text) for one in marked if one.kind != "same"] == [("del", "trifft"), ("ins", "stört")]


def shown(before: list[Block], after: list[Block], language: str = "de") -> Comparison:
    return Comparison(
        "Probe", "1.0", "1.1", language, compare(before, after), {"a": "Kapitel 1, Anfang & mehr", "c": "C"}
    )


def test_the_terminal_shows_chapter_pages_id_and_words() -> None:
    text = as_text(shown([A], [EDITED]))
    assert "Kapitel 1, Anfang & mehr" in text
    assert "~ S. 5, in Ausgabe 1.0 S. 3, a1" in text
    assert "[-trifft-]{+stört+}" in text
    assert as_text(shown([A], [A])).endswith("Keine Änderungen am Text.\n")


def test_markdown_escapes_what_the_book_says() -> None:
    text = as_markdown(shown([], [named("a7", "1. *fett* <b> [x]")]))
    assert "1\\. \\*fett\\* \\<b\\> \\[x\\]" in text
    assert "**trifft**" not in as_markdown(shown([A], [EDITED]))
    assert "~~trifft~~**stört**" in as_markdown(shown([A], [EDITED]))
    assert "p. 5" in as_markdown(shown([A], [EDITED], "en"))


def test_the_redline_is_well_formed_marks_words_and_lets_nothing_through() -> None:
    evil = named("a8", "<script>alert(1)</script> & „so“")
    page = as_html(shown([A, B], [EDITED, evil]))
    tree = etree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    assert [(mark.tag, mark.text) for mark in tree.iter("ins", "del")][:2] == [("del", "trifft"), ("ins", "stört")]
    assert not list(tree.iter("script"))
    assert [one.get("class") for one in tree.iter("article")] == ["changed", "removed", "added"]
    HTMLParser().feed(page)
    assert "http" not in page


def test_a_picture_that_is_another_is_told_as_one() -> None:
    before, after = (
        named("abb", "Ein Punkt", kind="figure"),
        replace(named("abb", "Ein Punkt", kind="figure"), hash="1"),
    )
    for form in (as_text, as_markdown, as_html):
        assert "Bild ausgetauscht: Ein Punkt" in form(shown([before], [after]))
    choice = named("art", "Art", kind="field")
    assert "dieselben Wörter" in as_text(shown([choice], [replace(choice, hash="1")]))


def test_the_redline_shows_pictures_as_they_were_and_as_they_are() -> None:
    place = "chapters/images/a.svg"
    old = replace(named("abb", "Ein Punkt", kind="figure"), pictures=(place,))
    changes = compare([old], [replace(old, hash="1")])
    was, now = ({place: data}.get for data in (b"<svg>1</svg>", b"<svg>2</svg>"))
    found = Comparison("Probe", "1.0", "1.1", "de", changes, {}, pictures=pictures_of(changes, was, now))
    tree = etree.fromstring(as_html(found).removeprefix("<!DOCTYPE html>\n"))
    data = [b64decode(image.get("src", "").partition(",")[2]) for image in tree.iter("img")]
    shown = list(zip([one.text for one in tree.iter("figcaption")], data, strict=True))
    assert shown == [(f"Bild vorher: {place}", b"<svg>1</svg>"), (f"Bild jetzt: {place}", b"<svg>2</svg>")]
    assert [one.get("src", "").partition(";")[0] for one in tree.iter("img")] == ["data:image/svg+xml"] * 2
    reworded = replace(found, pictures=pictures_of(changes, now, now))
    assert as_html(reworded).count("<img") == 1 and "Bild, unverändert" in as_html(reworded)
    assert "<img" not in as_html(replace(found, pictures=pictures_of(changes, {}.get, {}.get)))


def test_what_is_said_about_the_book_is_compared() -> None:
    old = Edition(Record("1.0", "Probe", "", "", publisher="Alt", subjects=("a",)), (A,), {})
    new = Edition(Record("1.1", "Probe zwei", "", "", publisher="Alt", subjects=("a", "b")), (A,), {})
    found = compare_editions(old, new)
    assert found.facts == (Fact("title", "Probe", "Probe zwei"), Fact("subjects", "a", "a, b"))
    for form in (as_text, as_markdown, as_html):
        assert "Titel: Probe → Probe zwei" in form(found)
        assert "Keine Änderungen am Text." in form(found)
    assert compare_editions(old, old).facts == ()

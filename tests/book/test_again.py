"""A chapter that is resolved alone reads as it does in the whole book."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.book import home_of, resolve, resolve_again
from pipeline.book.model import Book
from pipeline.manuscript.model import Document, Manuscript, Term
from pipeline.theme import default_theme
from tests.book.samples import PICTURE, document, manuscript

LABELS = default_theme().labels
SHORTCUT = '<aside class="box shortcut" id="{}"><p class="box-label">Shortcut</p><p>Geh hin.</p></aside>'
TABLE = '<table id="{}"><caption>Zahlen</caption><tbody><tr><td>1</td></tr></tbody></table>'
INLINE = '<div data-include="checklists/inline.md"></div>'
EVERYTHING = (
    '<h2 id="b--weg">Weg</h2><p>Siehe <a class="xref" href="#abb-c"></a>, <a class="xref" href="#b--weg"></a>.</p>'
    '<p><a class="term" href="#term-muster">Muster</a> <span class="index-mark" data-headword="Wort">Wort</span></p>'
    '<p><span class="citation" data-cites="q1">[@q1]</span></p><p><a class="xref" href="#nirgends"></a></p>'
    + PICTURE.format(id="abb-b", title="Zwei")
    + TABLE.format("tab-b")
    + SHORTCUT.format("s02")
    + INLINE
)


def written(body: str, numbered: bool = True) -> Manuscript:
    """A book whose middle chapter has this body."""
    one = (
        PICTURE.format(id="abb-a", title="Eins")
        + SHORTCUT.format("s01")
        + '<div data-include="checklists/c1.md"></div>'
    )
    last = PICTURE.format(id="abb-c", title="Drei") + '<p><a class="xref" href="#b--weg"></a></p>'
    last += '<p><span class="index-mark">Ende</span> <span class="citation" data-cites="q1">[@q1]</span></p>'
    chapters = [document("chapters/a.md", one), document("chapters/b.md", body), document("chapters/c.md", last)]
    check = '<ul class="checks"><li class="check"><span class="check-text">Da</span></li></ul>'
    sheets = [document(f"checklists/{name}.md", check) for name in ("c1", "inline", "c3")]
    made = manuscript(
        {"Teil": chapters},
        sheets=sheets,
        glossary=(Term("term-muster", "Muster", "<p>So.</p>"),),
        citations={"[@q1]": '[<a href="#ref-q1">1</a>]'},
        bibliography=(("q1", "Quelle"),),
    )
    if numbered:
        return made
    part = made.manifest.parts[0]
    entries = tuple(replace(one, numbered=one.path != "chapters/b.md") for one in part.chapters)
    return replace(made, manifest=replace(made.manifest, parts=(replace(part, chapters=entries),)))


def again(before: Manuscript, after: Manuscript, path: str = "chapters/b.md") -> Book | None:
    """The book of the first, with one chapter as the second has it."""
    return resolve_again(resolve(before, LABELS).value, after, path, LABELS)


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Alt.</p>", "<p>Neu.</p><p>Mehr.</p>"),
        (f"<p>Alt.</p>{INLINE}", EVERYTHING),
        (EVERYTHING, EVERYTHING.replace("<h2", "<p>Davor.</p><h2")),
        (EVERYTHING, "<p>Nichts mehr.</p>"),
    ],
)
def test_its_section_is_that_of_the_whole_book(before: str, after: str, numbered: bool) -> None:
    new = written(after, numbered)
    book, whole = again(written(before, numbered), new), resolve(new, LABELS).value
    assert book is not None
    sections = [next(one for one in some.sections if one.path == "chapters/b.md") for some in (book, whole)]
    assert sections[0] == sections[1]
    of_it = [{id: one for id, one in some.targets.items() if one.section == "b"} for some in (book, whole)]
    assert of_it[0] == of_it[1]


SAMPLE = '<section class="box sample" data-sheet="c3" id="b--s"><dl class="answers"></dl></section>'


@pytest.mark.parametrize(
    "body",
    [
        '<p id="abb-a">Dieselbe Kennung.</p>',
        '<p><span class="citation" data-cites="q2">[@q2]</span></p>',
        '<div data-include="checklists/fehlt.md"></div>',
        '<div data-include="checklists/c1.md"></div>',
        SAMPLE,
        INLINE,
    ],
)
def test_what_hangs_on_the_whole_book_is_not_resolved_alone(body: str) -> None:
    assert again(written("<p>Alt.</p>"), written(body)) is None


POINT = '<ul class="checks"><li class="check"><span class="check-text">{}</span></li></ul>'
NOTES = '<section class="footnotes"><ol><li id="n1"><p>Note.</p></li></ol></section>'


def with_sheet(made: Manuscript, path: str, body: str) -> Manuscript:
    """The book with another sheet at this path."""
    return replace(made, documents={**made.documents, path: replace(made.documents[path], body=body)})


@pytest.mark.parametrize("path", ["checklists/c3.md", "checklists/inline.md", "checklists/c1.md"])
@pytest.mark.parametrize(
    "body",
    [
        POINT.format("Neu"),
        "<h2>Weg</h2><p>Davor.</p>" + POINT.format("Neu") + TABLE.format("tab-s") + NOTES,
        "<p>Nur.</p>",
    ],
)
def test_a_sheet_alone_and_inside_a_chapter_too(path: str, body: str) -> None:
    before = written(f'{INLINE}<p><a class="xref" href="#c3"></a></p>')
    new = with_sheet(before, path, body)
    book, whole = again(before, new, path), resolve(new, LABELS).value
    assert book is not None
    homes = [home_of(some, path) for some in (book, whole)]
    assert homes[0] == homes[1] is not None
    of_it = [{id: one for id, one in some.targets.items() if one.section == homes[1].id} for some in (book, whole)]
    assert of_it[0] == of_it[1]


def test_what_is_no_text_is_not_resolved_alone() -> None:
    assert again(written("<p>Alt.</p>"), written("<p>Alt.</p>"), "chapters/nie.md") is None


def test_another_document_id_takes_the_whole_book() -> None:
    new = written("<p>Alt.</p>")
    renamed: Document = replace(new.documents["chapters/b.md"], id="anders")
    assert again(new, replace(new, documents={**new.documents, "chapters/b.md": renamed})) is None

"""What only the printed book has: signs before openings, and sheets that know their chapter."""

from __future__ import annotations

from dataclasses import replace

from pipeline.book.model import Book, Section
from pipeline.render.pdf.printed_book import as_printed, chapters_of
from pipeline.theme import default_theme
from tests.render import sample

LINK = '<p>Siehe <a href="#blatt" class="xref">Blatt</a></p>'


def chapter(id: str, number: str, part: int, body: str = "") -> Section:
    return Section(id, "chapter", "T", number=number, label=f"Kapitel {number}", part=part, body=body)


def printed(*sections: Section) -> tuple[Section, ...]:
    book: Book = replace(sample.book(), sections=sections)
    return as_printed(book, default_theme("de").labels).sections


def test_before_each_opening_stands_what_its_verso_may_show() -> None:
    sheet = Section("liste", "checklist", "Liste")
    ids = [section.id for section in printed(chapter("eins", "1", 1), sheet)]
    assert ids == ["eins--opener", "eins", "liste"]


def test_a_sheet_belongs_to_the_first_numbered_chapter_that_refers_to_it() -> None:
    sheet = Section("blatt", "worksheet", "Blatt", body="<p>Text</p>")
    chapters = [chapter("vor", "", 0, LINK), chapter("eins", "1", 3, LINK), chapter("zwei", "2", 4, LINK)]
    assert chapters_of([*chapters, sheet]) == {"blatt": chapters[1]}
    made = printed(*chapters, sheet)[-1]
    assert made.part == 3
    assert made.body.startswith('<p class="belongs">Gehört zu <a class="xref" href="#eins">Kapitel 1</a></p>')


def test_a_sheet_that_nothing_refers_to_is_as_it_was() -> None:
    sheet = Section("blatt", "worksheet", "Blatt", body="<p>Text</p>")
    assert printed(chapter("eins", "1", 1), sheet)[-1] == sheet


def test_a_checklist_has_the_colour_of_the_chapter_that_its_foot_names() -> None:
    foot = '<p class="belongs" id="b1">Gehört zu <a class="xref" href="#zwei">Kapitel 2</a></p>'
    sheet = Section("blatt", "checklist", "Liste", body=f"<p>Text</p>{foot}")
    made = printed(chapter("eins", "1", 3, LINK), chapter("zwei", "2", 4), sheet)[-1]
    assert (made.part, made.body) == (4, sheet.body)

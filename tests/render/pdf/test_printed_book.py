"""What only the printed book has: signs before openings, and sheets that know their chapter."""

from __future__ import annotations

from dataclasses import replace

from pipeline.book.model import Book, Section
from pipeline.render.pdf.printed_book import as_printed
from tests.render import sample

BELONGS = '<p class="belongs" id="b1">gehört zu <a class="xref" href="#eins">Kapitel 1</a></p>'


def chapter(id: str, number: str, part: int, body: str = "") -> Section:
    return Section(id, "chapter", "T", number=number, label=f"Kapitel {number}", part=part, body=body)


def printed(*sections: Section) -> tuple[Section, ...]:
    book: Book = replace(sample.book(), sections=sections)
    return as_printed(book).sections


def test_before_each_opening_stands_what_its_verso_may_show() -> None:
    sheet = Section("liste", "checklist", "Liste")
    ids = [section.id for section in printed(chapter("eins", "1", 1), sheet)]
    assert ids == ["eins--opener", "eins", "liste"]


def test_a_sheet_has_the_part_of_the_chapter_that_it_belongs_to() -> None:
    sheet = Section("blatt", "worksheet", "Blatt", body=f"{BELONGS}<p>Text</p>")
    assert printed(chapter("eins", "1", 3), sheet)[-1] == replace(sheet, part=3)


def test_a_sheet_that_belongs_to_nothing_is_as_it_was() -> None:
    sheet = Section("blatt", "worksheet", "Blatt", body='<p>Siehe <a class="xref" href="#eins">Kapitel 1</a></p>')
    assert printed(chapter("eins", "1", 1), sheet)[-1] == sheet

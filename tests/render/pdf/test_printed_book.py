"""What only the printed book has: signs before openings, and sheets that know their chapter."""

from __future__ import annotations

from dataclasses import replace

from pipeline.book.model import Book, Section
from pipeline.manuscript.model import FrontMatter, Part
from pipeline.render.pdf.printed_book import as_printed
from pipeline.render.pdf.sheets import make_sheet, prepare
from pipeline.theme import default_theme
from tests.render import sample

PLACES = ((1, 1), (2, 1), (3, 2), (4, 2))
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


def test_chapters_that_begin_here_are_one_section_with_the_one_before_in_their_part() -> None:
    front = FrontMatter(promise="Du & ich.")
    chapters = [replace(chapter(f"k{nth}", str(nth), part, f"<p>{nth}</p>"), front=front) for nth, part in PLACES]
    parts = (Part("A", (), opens="here"), Part("B", ()))
    book = replace(sample.book(), manifest=replace(sample.book().manifest, parts=parts), sections=tuple(chapters))
    made = [one for one in as_printed(book).sections if one.kind == "chapter"]
    assert [one.id for one in made] == ["k1", "k3", "k4"]
    opening = (
        '<div class="run-on" id="k2" data-head="T"><h1><span class="run-on-number">2</span><span>T</span></h1>'
        '<p class="promise">Du &amp; ich.</p></div>'
    )
    assert made[0].body == f"<p>1</p>{opening}<p>2</p>"
    sheet = make_sheet(prepare(as_printed(book), default_theme("de")), made[0], "right", {})
    assert "string(chapter, last)" in sheet.style and 'id="k2"' in sheet.html
    assert "string(chapter" not in make_sheet(prepare(book, default_theme("de")), chapters[2], "right", {}).style

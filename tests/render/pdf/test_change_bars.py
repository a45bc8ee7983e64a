"""Bars beside what is new or changed: in the outer margin, as long as the block, and nothing to read."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from pipeline.book.model import Book
from pipeline.cache import MemoryCache
from pipeline.manuscript.model import Manifest
from pipeline.pdflink.stamp import BAR_MM, MM
from pipeline.render.pdf import render
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.record.samples import files_of, read, shelve

PARAGRAPHS = [f"Absatz {nth}. " + "Hier stehen viele Wörter, damit die Seite voll wird. " * 9 for nth in range(12)]
FILES: dict[str, str | bytes] = {
    "book.yaml": "title: Probe\nlanguage: de\nparts: [{title: Eins, chapters: [chapters/a.md]}]\nchange_bars: true\n",
    "chapters/a.md": "# Anfang\n\n" + "\n\n".join(PARAGRAPHS) + "\n",
}
LONG = "Neu ist dieser lange Absatz, der über das Ende der Seite läuft. " * 50
BAR = re.compile(r"/Artifact <</Type/Layout>> BDC q [\d. ]+RG 1\.5 w (.*?) S Q EMC")


def edited(text: str) -> Book:
    """The book with another chapter, after edition 1.0."""
    return read({**FILES, **files_of(shelve("1.0", read(FILES))), "chapters/a.md": text})


def bars(book: Book) -> list[tuple[str, float, float, float]]:
    """(label, x, top, bottom) of every bar, in points."""
    printed = render(book, default_theme("de"), MemoryCache(), Workshop()).value
    found = []
    with pikepdf.open(io.BytesIO(next(iter(printed.artifacts.values())))) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
            for lines in BAR.findall(page.Contents.read_bytes().decode("latin-1")):
                for x, top, bottom in re.findall(r"([\d.]+) ([\d.]+) m [\d.]+ ([\d.]+) l", lines):
                    found.append((page.label, float(x), float(top), float(bottom)))
    return found


@pytest.fixture(scope="module")
def drawn() -> list[tuple[str, float, float, float]]:
    text = "# Anfang\n\n" + "\n\n".join([*PARAGRAPHS[:4], LONG, *PARAGRAPHS[4:]]) + "\n"
    return bars(edited(text))


def test_a_block_that_runs_over_the_page_has_a_bar_on_both(drawn: list[tuple[str, float, float, float]]) -> None:
    assert len(drawn) == 2
    assert int(drawn[1][0]) == int(drawn[0][0]) + 1
    assert all(top > bottom for _, _, top, bottom in drawn)


def test_bars_stand_in_the_outer_margin(drawn: list[tuple[str, float, float, float]]) -> None:
    width = Manifest("", "", ()).page.width_mm * MM
    for label, x, _, _ in drawn:
        assert x == pytest.approx(width - BAR_MM * MM if int(label) % 2 else BAR_MM * MM, abs=0.01)


def test_what_is_as_it_was_has_no_bar() -> None:
    assert bars(edited(str(FILES["chapters/a.md"]))) == []


def test_bars_are_for_books_that_want_them() -> None:
    book = edited("# Anfang\n\nAlles neu.\n")
    assert book.revised == {"a--b1"}
    unmarked = {
        **FILES,
        "book.yaml": str(FILES["book.yaml"]).replace("true", "false"),
        "chapters/a.md": "# Anfang\n\nNeu.\n",
    }
    assert read({**unmarked, **files_of(shelve("1.0", read(FILES)))}).revised == frozenset()
    assert bars(replace(book, revised=frozenset())) == []

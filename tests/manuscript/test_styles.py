"""A book cites in the CSL style that it names, in its own language; what is no style is told and ours stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostics import Span
from pipeline.manuscript.model import ChapterEntry
from pipeline.manuscript.styles import OURS, read_style
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace
from tests.manuscript.reading import read_book
from tests.manuscript.test_citations import SOURCES

STYLE = Path(__file__).with_name("author_date.csl").read_text(encoding="utf-8")
HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'


def test_a_style_of_the_book_sets_citations_and_list() -> None:
    text = "# A\n\nErst [@netz, S. 4; @buch], dann @buch."
    files = {"sources.yaml": SOURCES, "zitate/haus.csl": STYLE, "chapters/a.md": text}
    read = read_book(files, style="zitate/haus.csl")
    assert read.diagnostics == ()
    netz = '<a href="#source-netz" class="cite">Impact Hub 2023, S. 4</a>'
    buch = '<a href="#source-buch" class="cite">Abel 2020</a>'
    assert read.value.citations["[@netz, S. 4; @buch]"] == f"({netz}; {buch})"
    assert [key for key, _ in read.value.bibliography] == ["buch", "netz"]
    assert read.value.bibliography[0][1] == "Abel (2020). Buch. Verlag."


def test_upper_sorbian_is_lent_its_words() -> None:
    theme = default_theme("hsb")
    workspace = MemoryWorkspace({"a.csl": STYLE.encode()})
    lent = read_style(workspace, ChapterEntry("a.csl"), theme, "hsb").value
    assert b"wopytane" in lent and b"wopytane" not in STYLE.encode()
    assert b"locale" not in read_style(workspace, ChapterEntry("a.csl"), theme, "de").value


@pytest.mark.parametrize(
    ("name", "style", "told"),
    [
        ("gone.csl", "", "x-340"),
        ("a.csl", "<style", "x-341"),
        ("a.csl", "<html/>", "x-341"),
        ("a.csl", f"{HEAD}<info/></style>", "x-341"),
        ("a.csl", f'{HEAD}<info><link rel="independent-parent" href="http://x/apa"/></info></style>', "x-342"),
        ("a.csl", f'<!DOCTYPE style [<!ENTITY a "x">]>{HEAD}&a;</style>', "x-341"),
    ],
)
def test_what_cannot_be_a_style_is_told_and_ours_stands_in(name: str, style: str, told: str) -> None:
    workspace, theme = MemoryWorkspace({"a.csl": style.encode()}), default_theme("de")
    read = read_style(workspace, ChapterEntry(name, span=Span("book.yaml", 3)), theme, "de")
    assert [(one.code, one.span.line) for one in read.diagnostics] == [(told, 3)]
    assert read.value == theme.files[OURS]


def test_a_style_of_notes_cites_in_the_text_and_says_so() -> None:
    workspace = MemoryWorkspace({"a.csl": STYLE.replace("in-text", "note").encode()})
    read = read_style(workspace, ChapterEntry("a.csl"), default_theme("de"), "de")
    assert [one.code for one in read.diagnostics] == ["x-343"]
    assert b'class="in-text"' in read.value

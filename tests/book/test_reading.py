"""From files to the book: what the reader writes is what `resolve` understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import manuscript
from pipeline.book import resolve
from pipeline.book.model import Book
from pipeline.cache import MemoryCache
from pipeline.checks.rules import check
from pipeline.diagnostics import Diagnostic
from pipeline.manuscript.manifest import read_manifest
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace

FOLDER = Path(__file__).parent / "small"
FILES = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}


def made(files: dict[str, bytes]) -> tuple[Book, tuple[Diagnostic, ...]]:
    manifest = read_manifest(files["book.yaml"].decode()).value
    assert manifest is not None
    theme = default_theme()
    written = manuscript.read(MemoryWorkspace(files), manifest, theme, MemoryCache())
    resolved = resolve(written.value, theme.labels)
    found = (*written.diagnostics, *resolved.diagnostics, *check(written.value, resolved.value))
    return resolved.value, found


@pytest.fixture(scope="module")
def small() -> tuple[Book, tuple[Diagnostic, ...]]:
    return made(FILES)


def text(book: Book, id: str) -> str:
    body = next(section.body for section in book.sections if section.id == id)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_a_small_book_is_read_and_resolved_without_a_complaint(small: tuple[Book, tuple[Diagnostic, ...]]) -> None:
    book, found = small
    assert found == ()
    assert [section.id for section in book.sections][5:] == [
        *("shortcuts", "vorwort", "part-1", "gehen", "fragen"),
        *("checklists", "check-gespraech", "worksheets", "blatt-frage", "glossary", "sources", "book-index"),
    ]


def test_references_read_as_they_should(small: tuple[Book, tuple[Diagnostic, ...]]) -> None:
    book, _ = small
    assert text(book, "vorwort") == "Beginne bei Kapitel 1 „Geh hin“ ."
    assert "Mehr in Kapitel 2 „Frag nach“ und in Abschnitt „Fragen stellen“ in Kapitel 2 , siehe Tabelle 1.1 ." in text(
        book, "gehen"
    )
    fragen = text(book, "fragen")
    assert "Erst Abschnitt „Was du mitnimmst“ in Kapitel 1 , dann Shortcut 1 , dann das Blatt ." in fragen
    assert "Checkliste 1 Vor dem Abend Der Raum ist offen." in fragen
    assert "Und danach Checkliste 2 „Das erste Gespräch“ ." in fragen


def test_citations_terms_and_index_marks_arrive(small: tuple[Book, tuple[Diagnostic, ...]]) -> None:
    book, _ = small
    gehen = next(section.body for section in book.sections if section.id == "gehen")
    assert '<a href="#source-q1"' in gehen or 'class="cite" href="#source-q1"' in gehen
    assert 'class="term" href="#term-challenge"' in gehen
    assert "Ein Verband" in text(book, "sources")
    assert text(book, "glossary") == "Challenge Eine offene Frage aus der Praxis. Kapitel 1"
    assert text(book, "book-index") == ("A Augenhöhe , Kapitel 1 R Respekt siehe Augenhöhe Z Zeit und Geld , Kapitel 1")


def test_every_link_of_the_small_book_arrives(small: tuple[Book, tuple[Diagnostic, ...]]) -> None:
    book, _ = small
    links = [link for section in book.sections for link in re.findall(r'href="#([^"]+)"', section.body)]
    assert len(links) > 30
    assert [link for link in links if link not in book.targets] == []


def test_a_misspelt_name_is_reported_at_its_line_and_column() -> None:
    source = FILES["chapters/vorwort.md"].replace(b"#gehen", b"#gehn").replace(b"Beginne", b"Wie `[](#gehn)`: beginne")
    _, found = made({**FILES, "chapters/vorwort.md": source})
    (missing,) = found
    assert (missing.code, missing.suggestion) == ("x-003", "gehen")
    assert (missing.span.path, missing.span.line, missing.span.column) == ("chapters/vorwort.md", 3, 33)

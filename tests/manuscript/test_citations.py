"""Sources and glossary: YAML with places, citations set by our style."""

from __future__ import annotations

import re

import pytest

from pipeline.cache import MemoryCache
from pipeline.manuscript.glossary import read_glossary
from pipeline.manuscript.sources import read_sources
from pipeline.theme import default_theme
from tests.manuscript.reading import read_book

SOURCES = """references:
  - id: netz
    type: webpage
    author: [{literal: "Impact Hub"}]
    title: "Start"
    container-title: BLICK
    URL: "https://example.org/a"
    issued: '2023-05-26'
    accessed: '2026-11-24'
  - id: buch
    type: book
    author: [{family: Abel, given: Anna}]
    title: Buch
    publisher: Verlag
    issued: 2020
"""


def test_citations_are_numbered_in_the_order_of_the_list() -> None:
    files = {"sources.yaml": SOURCES, "chapters/a.md": "# A\n\nErst [@netz, S. 4], dann [@buch; @netz]."}
    manuscript = read_book(files).value
    assert '<span class="citation" data-cites="netz">[@netz, S. 4]</span>' in manuscript.documents["chapters/a.md"].body
    assert manuscript.citations["[@netz, S. 4]"] == '[<a href="#source-netz" class="cite">2, S. 4</a>]'
    assert set(manuscript.citations) == {"[@netz, S. 4]", "[@buch; @netz]"}
    assert manuscript.bibliography == (
        ("buch", '<span class="source-number">[1]</span> Abel, Anna: <em>Buch</em>. Verlag, 2020.'),
        (
            "netz",
            '<span class="source-number">[2]</span> Impact Hub: „Start“. <em>BLICK</em>, 26. Mai 2023. '
            '<a href="https://example.org/a">https://example.org/a</a>, abgerufen am 24. November 2026.',
        ),
    )


def test_a_source_read_in_another_form_says_so() -> None:
    """Nobody claims to have retrieved a page of which an excerpt was read."""
    sources = SOURCES.replace("    accessed", "    medium: gespeicherter Auszug\n    accessed")
    (entry,) = read_book({"sources.yaml": sources, "chapters/a.md": "# A\n\nErst [@netz]."}).value.bibliography
    assert entry[1].endswith("</a>, gespeicherter Auszug, gelesen am 24. November 2026.")


def test_an_unknown_source_is_reported_with_a_suggestion() -> None:
    result = read_book({"sources.yaml": SOURCES, "chapters/a.md": "# A\n\nErst [@netz], dann [@bucht]."})
    (one,) = result.diagnostics
    assert (one.code, one.suggestion, one.span.line, one.span.column) == ("x-024", "buch", 3, 21)
    assert [key for key, _ in result.value.bibliography] == ["netz"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Schreib an @anna_m im Netz.", []),
        ("Belegt ist das nicht [@anna_m].", [("x-024", "")]),
        ("Wie @bucht sagt.", [("x-024", "buch")]),
        ("Erst @anna_m, dann [siehe @anna_m].", [("x-024", ""), ("x-024", "")]),
    ],
)
def test_a_name_without_brackets_is_a_citation_where_a_source_may_be_meant(
    written: str, told: list[tuple[str, str]]
) -> None:
    result = read_book({"sources.yaml": SOURCES, "chapters/a.md": f"# A\n\n{written}"})
    assert [(one.code, one.suggestion) for one in result.diagnostics] == told
    assert "@anna_m" in result.value.documents["chapters/a.md"].body or "@bucht" in written


def test_mistakes_in_the_sources_have_their_lines() -> None:
    text = (
        "references:\n  - id: a\n    titel: A\n    URL: x\n  - titel: B\n"
        "  - id: a\n    title: C\n  - id: d\n    issued: bald\n"
    )
    found = [(one.code, one.span.line) for one in read_sources(text).diagnostics]
    assert found == [("x-028", 3), ("x-061", 4), ("x-028", 5), ("x-026", 5), ("x-027", 6), ("x-030", 9), ("x-029", 8)]


def test_a_list_without_its_key_is_a_list() -> None:
    assert set(read_sources("- id: a\n  title: A\n").value) == {"a"}
    assert [one.code for one in read_sources("a: b").diagnostics] == ["x-025"]


def test_the_glossary_is_markdown_with_places() -> None:
    text = (
        "- term: Challenge\n  definition: Eine *offene* Frage.\n  also: [Challenges]\n- term: Pitch\n"
        "- term: challenge\n  definition: x\n- begriff: Camp\n  erklärung: y\n"
        "  auch: [Challenges]\n- term: Z\n  def: z\n"
    )
    result = read_glossary(text, default_theme().labels, MemoryCache())
    assert [(term.id, term.definition_html) for term in result.value] == [
        ("term-challenge", "Eine <em>offene</em> Frage."),
        ("term-camp", "y"),
    ]
    found = [(one.code, one.span.line) for one in result.diagnostics]
    assert found == [("g-012", 4), ("g-013", 11), ("g-012", 10), ("g-014", 5), ("g-015", 7)]


def _listed(entry: str) -> str:
    files = {"sources.yaml": f"- {entry}", "chapters/a.md": "# A\n\nSatz [@x, S. 7]."}
    ((_, written),) = read_book(files).value.bibliography
    return re.sub(r"<[^>]+>", "", written)


def test_editors_series_and_editions_are_named() -> None:
    horn = "editor: [{family: Horn, given: Hanna}]"
    ernst = "author: [{family: Ernst, given: Edda}], title: Beitrag"
    chapter = f"{{id: x, type: chapter, {ernst}, container-title: Band, {horn}, publisher: Verlag, issued: '2020'}}"
    assert "Ernst, Edda: „Beitrag“. In: Horn, Hanna (Hrsg.): Band, Verlag, 2020." in _listed(chapter)
    assert "Horn, Hanna (Hrsg.): Band. " in _listed(f"{{id: x, type: book, {horn}, title: Band, publisher: Verlag}}")
    book = f"{{id: x, type: book, {ernst}, edition: 2, publisher: V, collection-title: Reihe, collection-number: 7}}"
    assert "2. Aufl., V (Reihe 7)" in _listed(book)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("'2020-05'", "Mai 2020"),
        ("{date-parts: [[2020, 5, 2]]}", "2. Mai 2020"),
        ("{date-parts: [['2020']]}", "2020"),
        ("{year: 2020, month: 5}", "Mai 2020"),
        ("[{year: 2020}]", "2020"),
        ("[2020, 5, 2]", "2. Mai 2020"),
        ("02.05.2020", "2. Mai 2020"),
        ("{raw: 2020/05/02}", "2. Mai 2020"),
    ],
)
def test_a_date_may_be_written_as_other_programs_do(written: str, printed: str) -> None:
    assert _listed(f"{{id: x, title: T, issued: {written}}}").rstrip(". ").endswith(printed)

"""Where references lead, how they read, and what happens when they lead nowhere."""

from __future__ import annotations

import pytest

from pipeline.book import resolve
from pipeline.book.model import Book
from pipeline.book.wording import quoted
from pipeline.diagnostics import Checked, Span
from pipeline.manuscript.model import ChapterEntry, Document, Target, Term
from pipeline.theme import default_theme
from tests.book.samples import PICTURE, document, manuscript

LABELS = default_theme().labels
EVERYTHING = (
    '<h2 id="weg">Der Weg</h2><p>T</p>'
    + PICTURE.format(id="abb", title="Die Leiter")
    + '<table id="tab"><caption>Welches Format</caption><tr><td>x</td></tr></table>'
    + '<table id="bare"><tr><td>x</td></tr></table>'
    + '<aside class="box shortcut" id="s01"><p class="box-label">Shortcut</p><p>Geh hin.</p></aside>'
    + '<section class="method" id="methode"><p class="box-title">Netzwerkabend</p></section>'
    + '<aside class="box tip" id="tipp"><p class="box-label">Tipp</p><p class="box-title">Frag</p><p>T</p></aside>'
    + '<aside class="box tip" id="stumm"><p class="box-label">Tipp</p><p>T</p></aside>'
)


def read(source: str, *, here: str = "b") -> tuple[str, Checked[Book]]:
    """Resolve a book whose second chapter is `source`; return that chapter's body."""
    first = document("chapters/a.md", EVERYTHING + (source if here == "a" else ""), title="Von der Klage")
    second = document("chapters/b.md", source if here == "b" else "<p>T</p>")
    sheets = [
        document("checklists/check.md", title="Das erste Gespräch"),
        document("worksheets/blatt.md", title="Canvas"),
    ]
    checked = resolve(
        manuscript({"Cross": [first, second]}, sheets=sheets, front=[document("chapters/vorwort.md")]), LABELS
    )
    return next(one.body for one in checked.value.sections if one.id == here), checked


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("#a", "Kapitel 1 „Von der Klage“"),
        ("chapters/a.md", "Kapitel 1 „Von der Klage“"),
        ("a.md", "Kapitel 1 „Von der Klage“"),
        ("../checklists/check.md", "Checkliste 1 „Das erste Gespräch“"),
        ("#blatt", "Arbeitsblatt 1 „Canvas“"),
        ("#part-1", "Teil 1 „Cross“"),
        ("#vorwort", "„Vorwort“"),
        ("#weg", "Abschnitt „Der Weg“ in Kapitel 1"),
        ("chapters/a.md#weg", "Abschnitt „Der Weg“ in Kapitel 1"),
        ("#abb", "Abbildung 1.1"),
        ("#tab", "Tabelle 1.1"),
        ("#bare", "Kapitel 1"),
        ("#s01", "Shortcut 1"),
        ("#methode", "Steckbrief Netzwerkabend"),
        ("#tipp", "Tipp „Frag“ in Kapitel 1"),
        ("#stumm", "Tipp in Kapitel 1"),
    ],
)
def test_an_empty_reference_gets_the_text_of_its_target(href: str, text: str) -> None:
    body, checked = read(f'<p>Siehe <a class="xref" href="{href}"></a>.</p>')
    assert checked.diagnostics == ()
    assert f">{text}</a>.</p>" in body
    assert 'href="#' in body and ".md" not in body


def test_a_heading_in_the_same_chapter_is_named_without_the_chapter() -> None:
    body, _ = read('<p><a class="xref" href="#weg"/></p>', here="a")
    assert '<a class="xref" href="#weg">Abschnitt „Der Weg“</a>' in body


def test_quotation_marks_in_a_title_become_single_ones() -> None:
    assert quoted(LABELS, "Was heißt „fertig“?") == "„Was heißt ‚fertig‘?“"
    assert quoted(LABELS, "Was heißt »fertig«?") == "„Was heißt »fertig«?“"


def test_a_reference_with_words_of_its_own_keeps_them() -> None:
    body, _ = read('<p><a href="../checklists/check.md">das <em>Gespräch</em></a></p>')
    assert '<a href="#check">das <em>Gespräch</em></a>' in body


def test_links_to_the_web_stay_as_they_are() -> None:
    body, checked = read('<p><a href="https://example.org/x.md">x</a> <a href="mailto:a@example.org">y</a></p>')
    assert checked.diagnostics == () and 'href="https://example.org/x.md"' in body


def test_a_missing_target_is_marked_reported_with_its_place_and_a_suggestion() -> None:
    text = "# B\n\nSiehe [](#wegg) und\nnochmal [](#wegg).\n"
    source = '<p>Siehe <a class="xref" href="#wegg"></a> und nochmal <a class="xref" href="#wegg">da</a>.</p>'
    chapters = [document("chapters/a.md", EVERYTHING), document("chapters/b.md", source, text=text)]
    checked = resolve(manuscript({"": chapters}), LABELS)
    assert [(one.code, one.span.line, one.suggestion) for one in checked.diagnostics] == [
        ("x-003", 3, "weg"),
        ("x-003", 4, "weg"),
    ]
    assert dict(checked.diagnostics[0].facts) == {"name": "wegg"}
    body = next(one.body for one in checked.value.sections if one.id == "b")
    assert '<span class="missing">Verweis fehlt: wegg</span>' in body and '<span class="missing">da</span>' in body


def test_a_missing_file_suggests_a_file() -> None:
    _, checked = read('<p><a class="xref" href="checklists/chek.md"></a></p>')
    assert [one.suggestion for one in checked.diagnostics] == ["../checklists/check.md"]


def test_an_id_used_in_two_files_is_reported_with_both_places_and_the_second_gives_way() -> None:
    def chapter(name: str, line: int) -> Document:
        span = Span(f"chapters/{name}.md", line, 1, line, 5)
        body = '<h2 id="weg">Weg</h2><p><a class="xref" href="#weg"></a></p>'
        return document(f"chapters/{name}.md", body, targets=(Target("weg", "heading", span=span),))

    checked = resolve(manuscript({"": [chapter("a", 3), chapter("b", 5)]}), LABELS)
    (doubled,) = checked.diagnostics
    assert (doubled.code, doubled.span.path, doubled.span.line) == ("x-001", "chapters/b.md", 5)
    assert doubled.related == (Span("chapters/a.md", 3, 1, 3, 5),)
    body = next(one.body for one in checked.value.sections if one.id == "b")
    assert '<h2 id="weg-2">' in body and '<a class="xref" href="#weg-2">' in body


def test_an_id_used_twice_in_a_file_is_found_in_its_source() -> None:
    text = "# A\n\n## Eins {#weg}\n\n[](#weg)\n\n## Zwei {#weg}\n"
    body = '<h2 id="weg">Eins</h2><p><a class="xref" href="#weg"/></p><h2 id="weg">Zwei</h2><p>T</p>'
    checked = resolve(manuscript({"": [document("chapters/a.md", body, text=text)]}), LABELS)
    (doubled,) = checked.diagnostics
    assert (doubled.span.line, doubled.related[0].line) == (7, 3)
    assert '<a class="xref" href="#weg">Abschnitt „Eins“</a>' in checked.value.sections[-1].body


def test_two_documents_of_one_name_are_reported() -> None:
    chapters = [document("chapters/a.md"), document("extra/a.md")]
    checked = resolve(manuscript({"": chapters}), LABELS)
    assert [one.code for one in checked.diagnostics] == ["x-001"]
    assert [one.id for one in checked.value.sections[5:]] == ["a", "a-2"]


def test_terms_lead_to_the_glossary_and_the_glossary_leads_back_once_per_section() -> None:
    body = '<p><a class="term" href="#term-challenges">Challenges</a>'
    body += ' <a class="term" href="#term-challenge">Challenge</a></p>'
    chapters = [document(f"chapters/{name}.md", body) for name in "ab"]
    terms = (Term("term-challenge", "Challenge", "Eine Frage.", also=("Challenges",)), Term("term-ort", "Ort", "Da."))
    checked = resolve(manuscript({"": chapters}, glossary=terms), LABELS)
    assert checked.diagnostics == ()
    glossary = checked.value.sections[-1]
    assert glossary.kind == "glossary" and glossary.body.count("term-use xref") == 2
    assert "Kapitel 1</a>, <a" in glossary.body
    assert checked.value.sections[5].body.count('href="#term-challenge"') == 2


def test_an_unknown_term_is_reported_with_a_suggestion() -> None:
    text = "# A\n\nDie [Chalenge]{.begriff}.\n"
    chapter = document("chapters/a.md", '<p>Die <a class="term" href="#term-chalenge">Chalenge</a>.</p>', text=text)
    checked = resolve(
        manuscript({"": [chapter]}, glossary=(Term("term-challenge", "Challenge", "Eine Frage."),)), LABELS
    )
    (unknown,) = checked.diagnostics
    assert (unknown.code, unknown.suggestion, unknown.span.line, unknown.span.column) == ("g-001", "Challenge", 3, 6)
    assert '<span class="missing">Chalenge</span>' in checked.value.sections[5].body


def test_citations_are_filled_in_and_lead_to_their_sources() -> None:
    body = '<p>A <span class="citation" data-cites="q1 q2">[@q1; @q2]</span>'
    body += ' <span class="citation" data-cites="q9">[@q9]</span></p>'
    source = manuscript(
        {"": [document("chapters/a.md", body)]},
        citations={"[@q1; @q2]": '(<a href="#source-q1">Eins</a>; Zwei)'},
        bibliography=(("q1", "Eins, 2023"), ("q2", "Zwei")),
    )
    book = resolve(source, LABELS).value
    assert '(<a href="#source-q1" class="cite">Eins</a>; Zwei)</span>' in book.sections[5].body
    assert "[@q9]</span>" in book.sections[5].body
    assert '<li id="source-q2">Zwei</li>' in book.sections[-1].body
    assert book.targets["source-q1"].kind == "source"


def test_a_citation_without_links_of_its_own_gets_one_for_each_source() -> None:
    body = '<p><span class="citation" data-cites="q1 q2">[@q1; @q2]</span></p>'
    source = manuscript(
        {"": [document("chapters/a.md", body)]},
        citations={"[@q1; @q2]": "[1; 2]"},
        bibliography=(("q1", "Eins"), ("q2", "Zwei")),
    )
    body = resolve(source, LABELS).value.sections[5].body
    assert '[<a class="cite" href="#source-q1">1</a>; <a class="cite" href="#source-q2">2</a>]' in body


def test_without_a_printed_glossary_terms_are_plain_words() -> None:
    source = manuscript(
        {"": [document("chapters/a.md", '<p><a class="term" href="#term-x">X</a></p>')]},
        glossary=(Term("term-x", "X", "Y."),),
        manifest={"back_matter": (ChapterEntry("index"),)},
    )
    checked = resolve(source, LABELS)
    assert checked.diagnostics == () and '<span class="term"' in checked.value.sections[5].body


def test_what_one_format_has_is_listed_there_only_and_references_from_elsewhere_are_reported() -> None:
    only = f'<div data-only="pdf">{PICTURE.format(id="abb", title="Bild")}<h2 id="weg">Weg</h2><p>T</p></div>'
    inside = '<p data-only="pdf"><a class="xref" href="#abb"/></p>'
    text = "# A\n\nSiehe [](#abb).\n"
    chapter = document("chapters/a.md", only + inside + '<p><a class="xref" href="#abb"/></p>', text=text)
    checked = resolve(manuscript({"": [chapter]}), LABELS)
    (broken,) = checked.diagnostics
    assert (broken.code, broken.span.line) == ("x-006", 3)
    contents, figures = (
        next(s.body for s in checked.value.sections if s.id == id) for id in ("contents", "list-of-figures")
    )
    assert '<li data-only="pdf"><div class="toc-line toc-section"><a href="#weg">' in contents
    assert '<li class="toc-line" data-only="pdf"><a href="#abb">' in figures

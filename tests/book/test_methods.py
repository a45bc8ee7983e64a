"""The goal × format matrix names every method with its facts and its page; an empty sheet invites more."""

from __future__ import annotations

from pipeline.book import resolve
from pipeline.manuscript.model import ChapterEntry, Document, Manifest, Manuscript, Part
from pipeline.theme import default_theme

METHOD = (
    '<section class="method" id="{id}"><p class="box-label">Steckbrief</p><p class="box-title">{title}</p>'
    '<dl class="facts"><div class="fact" data-fact="goal"><dt>Ziel</dt><dd>{goal}</dd></div></dl></section>'
)


def _book(*methods: tuple[str, str, str]) -> Manuscript:
    body = "".join(METHOD.format(id=id, title=title, goal=goal) for id, title, goal in methods)
    document = Document("chapters/a.md", "a", "chapter", "A", "A", body)
    manifest = Manifest("T", "de", (Part("Teil", (ChapterEntry("chapters/a.md"),)),))
    return Manuscript(manifest, {"chapters/a.md": document})


def test_every_method_has_a_row_with_its_goal_and_its_page() -> None:
    written = _book(("methode-a", "Abend", "treffen &amp; reden"), ("methode-b", "Camp", "bauen"))
    book = resolve(written, default_theme("de").labels).value
    matrix = next(section for section in book.sections if 'class="matrix"' in section.body)
    for id, title, goal in (("methode-a", "Abend", "treffen &amp; reden"), ("methode-b", "Camp", "bauen")):
        assert f'<a href="#{id}">{title}</a> <span class="page-ref" data-target="{id}"' in matrix.body
        assert f"<td>{goal}</td>" in matrix.body


def test_a_single_method_needs_no_matrix() -> None:
    book = resolve(_book(("methode-a", "Abend", "treffen")), default_theme("de").labels).value
    assert not any("matrix" in section.body for section in book.sections)


def test_an_empty_sheet_asks_what_a_method_box_tells() -> None:
    labels = default_theme("de").labels
    book = resolve(_book(("methode-a", "Abend", "treffen")), labels).value
    sheet = next(section for section in book.sections if section.id == "own-method")
    assert (sheet.kind, sheet.title, sheet.label) == ("worksheet", "Eigene Methode", "Arbeitsblatt 1")
    for fact, word in labels.under("facts").items():
        assert (
            f'id="own-method--{fact}" data-kind="line" data-lines="1"><span class="field-label">{word}</span>'
            in sheet.body
        )
    assert sheet.body.count("<td>") == 15


def test_a_book_without_methods_has_no_empty_sheet() -> None:
    book = resolve(_book(), default_theme("de").labels).value
    assert "own-method" not in {section.id for section in book.sections}

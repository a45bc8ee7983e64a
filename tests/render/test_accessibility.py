"""What is said about a book's accessibility was counted in that book."""

from __future__ import annotations

from dataclasses import replace

from pipeline.book.model import Book, PageMap
from pipeline.render import html
from pipeline.render.accessibility import Measured, Share, judged_by_people, measure, rows, summary
from pipeline.theme import default_theme
from tests.render import sample

NO_PAGES = PageMap()


def measured(body: str, pages: PageMap = NO_PAGES) -> Measured:
    """What is measured of a chapter with this text."""
    return measure(_book(body), default_theme("de"), pages)


def _book(body: str) -> Book:
    book = sample.book()
    chapter = next(section for section in book.sections if section.kind == "chapter")
    return replace(book, sections=(replace(chapter, body=body),))


def test_pictures_without_an_alternative_are_counted() -> None:
    found = measured('<p><img src="a" alt="Tor"/><img src="b" alt=""/><img src="c"/></p>')
    assert (found.pictures, found.decoration) == (Share(2, 3), 1)
    assert "Nicht alle Bilder haben einen Alternativtext (2 von 3)." in summary(found, default_theme("de").labels)


def test_a_skipped_level_is_counted() -> None:
    assert measured("<h3>a</h3><h2>b</h2><h3>c</h3>").headings == Share(2, 3)


def test_tables_and_fields_are_counted_with_what_they_lack() -> None:
    table = '<table><tr><th scope="col">x</th></tr></table><table><tr><td>x</td></tr></table>'
    field = '<div class="field"><span class="field-label">Wer?</span></div><div class="field"></div>'
    check = '<ul class="checks"><li class="check"><span class="check-text">Da.</span></li></ul>'
    found = measured(table + field + check)
    assert (found.tables, found.fields) == (Share(1, 2), Share(2, 3))


def test_marked_languages_are_named() -> None:
    found = measured('<p>Ein <span lang="en">match</span>.</p>')
    assert (found.languages, found.passages) == (("de", "en"), 1)


def test_the_lowest_contrast_of_the_theme_is_told_and_not_rounded_up() -> None:
    labels = default_theme("de").labels
    found = replace(measured("<p>x</p>"), contrast=4.59)
    assert "mindestens 4,5 : 1 (gefordert 4,5 : 1)" in dict(rows(found, labels)).values()


def test_the_report_of_the_sample_book_stands_in_its_web_edition() -> None:
    book, theme = sample.book(), default_theme("de")
    page = html.render(book, theme, sample.PAGES).value["html/barrierefreiheit.html"].decode()
    for name, value in rows(measure(book, theme, sample.PAGES), theme.labels):
        assert f'<th scope="row">{name}</th><td>{value}</td>' in page
    for sentence in judged_by_people(theme.labels):
        assert f"<li>{sentence}</li>" in page
    assert "hat noch niemand die Barrierefreiheit bestätigt" in page


def test_who_certifies_an_edition_is_named() -> None:
    book = sample.book()
    certified = replace(book, manifest=replace(book.manifest, certified_by="Prüfstelle"))
    made = html.render(certified, default_theme("de"), NO_PAGES).value["html/barrierefreiheit.html"].decode()
    draft = html.render(replace(certified, draft=True), default_theme("de"), NO_PAGES).value
    assert "Geprüft und bestätigt von Prüfstelle." in made
    assert "Prüfstelle" not in draft["html/barrierefreiheit.html"].decode()


def test_a_chapter_of_the_same_name_keeps_its_own_page() -> None:
    book = _book("<p>x</p>")
    (chapter,) = book.sections
    made = html.render(
        replace(book, sections=(replace(chapter, id="barrierefreiheit"),)), default_theme("de"), NO_PAGES
    )
    assert {"html/barrierefreiheit.html", "html/barrierefreiheit-2.html"} <= set(made.value)

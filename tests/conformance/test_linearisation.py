"""What a screen reader reads in the PDF is what the web edition says, section by section.

What the two editions do not share is named in linear.py; besides, contents and lists of figures name pages in print
only (their numbers are left out here), the index leads to pages in print and to chapters in the web, and a scale
has its words beside or around its numbers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pikepdf
import pytest
from lxml import etree

from pipeline.book.model import Book, Section
from pipeline.cache import MemoryCache
from pipeline.render import html, pdf
from pipeline.render.markup import section_names
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.conformance.books import long_book
from tests.conformance.linear import Element, TagReader, bare, read_print, read_web

pytestmark = pytest.mark.slow
NO_PAGE = {"cover", "half-title", "title-page"}
NUMBERED = {"contents", "list", "worksheet", "part"}
ONE_FORMAT = re.compile(r'<p [^>]*data-only="[a-z]+">.*?</p>|<span class="page-ref"[^>]*></span>')
FOREIGN = '<p id="fremd--p1">„Das ‚Innere‘“ und „it’s“: Ein <span lang="en">matching event</span> ist ein Treffen.</p>'


@dataclass(frozen=True)
class Editions:
    book: Book
    data: bytes
    print: dict[str, Element]
    web: dict[str, etree._Element]


@pytest.fixture(scope="module")
def editions() -> Editions:
    book, theme = _book(), default_theme("de")
    printed = pdf.render(book, theme, MemoryCache(), Workshop()).value
    data = next(iter(printed.artifacts.values()))
    names, pages = section_names(book), html.render(book, theme, printed.pages).value
    read = {section.id: tree for section, tree in zip(book.sections, _tagged(data), strict=True)}
    parser = etree.HTMLParser()
    web = {
        section.id: etree.fromstring(pages[f"html/{names[section.id]}.html"], parser).find(".//article")
        for section in book.sections
        if section.kind not in NO_PAGE
    }
    return Editions(book, data, read, web)


def _book() -> Book:
    book = long_book(1)
    foreign = Section("fremd", "chapter", "Fremde Wörter", number="9", label="Kapitel 9", part=2, body=FOREIGN)
    shared = tuple(replace(section, body=ONE_FORMAT.sub("", section.body)) for section in book.sections)
    return replace(book, sections=(*shared, foreign))


def _tagged(data: bytes) -> list[Element]:
    with pikepdf.open(io.BytesIO(data)) as file:
        # The verso before an opening shows a sign, which is not read.
        return [section for section in TagReader(file).sections() if section.kids]


def _all(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _all(kid)


def _differing(editions: Editions, print_: dict[str, Element]) -> list[str]:
    """The sections that print and web do not say alike."""
    legend = bare("! Halt-Punkt: Fehlt dieser Punkt, geht es noch nicht weiter. • Kurzfassung")
    found = []
    for section in editions.book.sections:
        if section.kind in NO_PAGE | {"index"}:
            continue
        (printed, notes), (shown, web_notes) = read_print(print_[section.id]), read_web(editions.web[section.id])
        printed = printed.replace(legend, "")
        if section.kind in NUMBERED:
            printed, shown = re.sub(r"\d", "", printed), re.sub(r"\d", "", shown)
        if (printed, notes) != (shown, web_notes):
            found.append(section.id)
    return found


def test_the_tree_of_the_pdf_reads_like_the_web_edition(editions: Editions) -> None:
    assert len(editions.print) > 15
    assert _differing(editions, editions.print) == []


def test_two_blocks_in_the_wrong_order_are_noticed(editions: Editions) -> None:
    chapter = _tagged(editions.data)[[section.id for section in editions.book.sections].index("lang-1")]
    body = next(element for element in _all(chapter) if len(element.kids) > 20)
    body.kids[4], body.kids[5] = body.kids[5], body.kids[4]
    assert _differing(editions, {**editions.print, "lang-1": chapter}) == ["lang-1"]


def test_a_block_that_is_no_content_is_noticed(editions: Editions) -> None:
    chapter = _tagged(editions.data)[[section.id for section in editions.book.sections].index("annaeherung")]
    next(element for element in _all(chapter) if len(element.kids) > 10).kids.pop(3)
    assert _differing(editions, {**editions.print, "annaeherung": chapter}) == ["annaeherung"]


def test_notes_are_read_with_their_paragraph(editions: Editions) -> None:
    (note,) = [element for element in _all(editions.print["annaeherung"]) if element.role == "Note"]
    around = [element for element in _all(editions.print["annaeherung"]) if note in element.kids]
    assert [element.role for element in around] == ["P"]


def test_the_head_of_a_table_over_several_pages_is_read_once(editions: Editions) -> None:
    (table,) = [element for element in _all(editions.print["lang-1"]) if element.role == "Table"]
    (head,) = [element for element in _all(table) if element.role == "THead"]
    assert head.text() == "WortSatz"
    assert len([element for element in _all(table) if element.role == "TR"]) == 31


def test_signs_of_a_checklist_are_read_as_words(editions: Editions) -> None:
    labels = [element.actual for element in _all(editions.print["check-erstgespraech"]) if element.actual]
    assert labels == ["Halt-Punkt 1", "Kurzfassung 2", "Halt-Punkt, Kurzfassung 4"]


def test_a_long_description_is_said_in_the_place_of_its_picture(editions: Editions) -> None:
    (figure,) = [element for element in _all(editions.print["annaeherung"]) if element.role == "Figure"]
    assert figure.alt.startswith("Eine Treppe mit sechs Stufen. Von links unten")


def test_words_of_another_language_keep_it(editions: Editions) -> None:
    section, words = [element for element in _all(editions.print["fremd"]) if element.language]
    assert section.language == "de"
    assert (words.language, words.text()) == ("en", "matching event")

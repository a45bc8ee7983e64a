"""A second, slow proof over the finished file: the letters that a PDF reader finds in it are those of the sheets.

What is written after the layout (page numbers, folios, fonts) no box has seen. PDFium knows nothing of us.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pypdfium2
import pytest
from lxml import etree

from pipeline.cache import MemoryCache
from pipeline.render import pdf
from pipeline.render.pdf import Workshop, sheets
from pipeline.theme import default_theme
from tests.render import sample

# What is no letter of the text, or of a drawing.
_SIGNS = re.compile(r"[^\w]|_")
FEWEST_LETTERS, A_PAGE = 3000, 300


def _letters(text: str) -> Counter[str]:
    return Counter(_SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold())


@pytest.mark.slow
def test_every_letter_of_the_sheets_is_in_the_file() -> None:
    """There are more in the file: running heads, folios, numbers of lists, words that styles make."""
    book, theme = sample.book(), default_theme("de")
    printed = pdf.render(book, theme, MemoryCache(), Workshop()).value
    (data,) = printed.artifacts.values()
    with pypdfium2.PdfDocument(data) as document:
        pages = [_letters(page.get_textpage().get_text_bounded()) for page in document]
    maker = sheets.prepare(book, theme)
    wanted: Counter[str] = Counter()
    for section in book.sections:
        sheet = sheets.make_sheet(maker, section, "recto", printed.pages.folios)
        tree = etree.fromstring(sheet.html.replace("<!DOCTYPE html>", "").strip().encode())
        wanted += _letters(" ".join(_said(tree)))
    found = sum(pages, Counter[str]())
    assert sum(wanted.values()) > FEWEST_LETTERS
    assert wanted - found == Counter()
    # A page of text less would be seen.
    assert all(wanted - (found - page) for page in pages if sum(page.values()) > A_PAGE)


def _said(tree: etree._Element) -> list[str]:
    """What is printed of a sheet; the numbers of pages have room only."""
    silent = ("head", "style", "svg", "{http://www.w3.org/2000/svg}svg", "math")
    words = []
    for element in tree.iter(etree.Element):
        around = [element, *element.iterancestors()]
        classes = {name for one in around for name in (one.get("class") or "").split()}
        hidden = {"description", "toc-section", "page-number"} & classes or {"cell", "field-label"} <= classes
        if not hidden and not any(one.tag in silent for one in around):
            words.append(element.text or "")
        parents = {name for one in around[1:] for name in (one.get("class") or "").split()}
        kept = not {"description", "toc-section", "page-number"} & parents
        if kept and not any(one.tag in silent for one in around[1:]):
            words.append(element.tail or "")
    return words

"""The words of a book that a finished PDF lacks, as another program reads it.

PDFium knows nothing of us, nor of what was drawn into which box; so what is lost behind the typesetter (fonts, pages,
numbers) shows, too. It takes half a second for a book, and is asked for editions only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
from lxml import etree

from ...book.model import Book, Section
from ...diagnostics import Diagnostic
from ...render import arrival
from ...tokens import words_of
from .print import FORMAT

Tree = etree._Element
# What print does not show, or in its own way.
UNPRINTED = frozenset({"description", "toc-section", "page-number"})
# How PDFium writes the hyphen at the end of a line, whoever put it there.
PARTED = "\ufffe"
_PARTED = re.compile(rf"{PARTED}\s*")
_BEGINNING = re.compile(rf"(\w+){PARTED}")


def of_file(data: bytes, book: Book) -> Iterator[Diagnostic]:
    """Tell which words a book's PDF lacks. They are counted in the whole book: which of two places has lost one of two
    equal words nobody can tell, so the first that says it is named."""
    by_place: dict[str, list[str]] = {}
    for word in missing(data, book.sections):
        place = next((one.path for one in book.sections if one.path and _printed(one)[word]), "")
        by_place.setdefault(place, []).append(word)
    for place, gone in by_place.items():
        yield from arrival.tell(place, gone, FORMAT)


def missing(data: bytes, sections: Sequence[Section]) -> list[str]:
    """The words that sections have and a PDF has not, in small letters, each as often as it is gone."""
    text = "\n".join(texts(data)).casefold()
    wanted = sum((_printed(section) for section in sections), Counter[str]())
    whole = Counter(words_of(_PARTED.sub("", text)))
    parts = Counter(words_of(_PARTED.sub(" ", text)))
    beginnings = set(_BEGINNING.findall(text))
    # Words that touch on a page are one to PDFium.
    glued = " ".join((whole - wanted).keys())
    return sorted(
        word
        for word in (wanted - (whole | parts)).elements()
        # One that is parted between two pages has a folio in its middle.
        if word not in glued and not any(word.startswith(one) and parts[word[len(one) :]] for one in beginnings)
    )


def texts(data: bytes) -> list[str]:
    """The text of each page, as PDFium reads it."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _printed(section: Section) -> Counter[str]:
    tree = etree.fromstring(f"<div>{section.body}</div>")
    for element in [*tree.iter(etree.Element)][1:]:
        if not UNPRINTED.isdisjoint((element.get("class") or "").split()) or element.get("data-only", "pdf") != "pdf":
            tail = element.tail
            element.clear()
            element.tail = tail
    return Counter({word.casefold(): count for word, count in arrival.words_in(tree).items()})

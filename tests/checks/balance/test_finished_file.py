"""A second, slow proof over the finished file: the words that a PDF reader finds in it are those of the book.

What is written after the layout (page numbers, folios, fonts) no box has seen. PDFium knows nothing of us.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest

from pipeline.book.model import Book
from pipeline.cache import MemoryCache
from pipeline.checks.balance import finished
from pipeline.render import pdf
from pipeline.render.pdf import Workshop
from pipeline.theme import default_theme
from tests.render import sample

A_PAGE = 60


@pytest.fixture(scope="module")
def printed() -> tuple[Book, bytes]:
    book = sample.book()
    (data,) = pdf.render(book, default_theme("de"), MemoryCache(), Workshop()).value.artifacts.values()
    return book, data


@pytest.mark.slow
def test_every_word_of_the_book_is_in_the_file(printed: tuple[Book, bytes]) -> None:
    book, data = printed
    assert finished.missing(data, book.sections) == []


@pytest.mark.slow
def test_a_page_that_the_file_has_lost_is_told(printed: tuple[Book, bytes]) -> None:
    book, data = printed
    told = [(nth, [*finished.of_file(less, book)]) for nth, less in _one_page_less(data)]
    assert len(told) > 5
    assert [nth for nth, found in told if not found] == []
    assert {one.code for _, found in told for one in found} == {"s-150"}


@pytest.mark.slow
def test_a_word_that_the_file_has_lost_is_told_in_its_file(printed: tuple[Book, bytes]) -> None:
    book, data = printed
    home = next(one for one in book.sections if one.path and one.kind == "chapter")
    more = replace(home, body=f"{home.body}<p>Wolkenkuckucksheim und <span class='description'>ungedruckt</span></p>")
    sections = tuple(more if one is home else one for one in book.sections)
    (found,) = finished.of_file(data, replace(book, sections=sections))
    assert (found.code, found.span.path, dict(found.facts)["words"]) == ("s-150", home.path, "wolkenkuckucksheim")


def _one_page_less(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Without each page that has words enough."""
    with pikepdf.open(io.BytesIO(data)) as book:
        count = len(book.pages)
        words = [len(finished.words_of(text)) for text in finished.texts(data)]
    for nth in range(count):
        if words[nth] >= A_PAGE:
            with pikepdf.open(io.BytesIO(data)) as book:
                del book.pages[nth]
                file = io.BytesIO()
                book.save(file)
            yield nth, file.getvalue()

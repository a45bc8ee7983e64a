"""Printed pages as pictures, so that the preview can show a section as it will lie on the table.

PDFium draws them. It must not be asked by two threads at once, so all that is asked of a file goes through one lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from threading import Lock

import pypdfium2
from pypdfium2 import raw

# Dots to the inch: sharp on a screen that has two for one at the usual size, and drawn in 30 ms.
RESOLUTION, POINTS = 144, 72
KEPT = 64
ONE_AT_A_TIME = Lock()


class Printed:
    """A finished PDF of the book, whose destinations are the ids of its sections and blocks."""

    def __init__(self, data: bytes) -> None:
        with ONE_AT_A_TIME:
            self._document = pypdfium2.PdfDocument(data)
        self._draw = lru_cache(KEPT)(self._drawn)

    def pages(self, section: str, sections: Sequence[str]) -> range:
        """The pages of a section, by number from 0; `sections` are all of the book in their order. Empty where it is
        not printed."""
        with ONE_AT_A_TIME:
            start = self._page_of(section)
            if start is None:
                return range(0)
            later = sections[sections.index(section) + 1 :] if section in sections else ()
            starts = (self._page_of(one) for one in later)
            end = next((page for page in starts if page is not None), len(self._document))
            return range(start, max(end, start + 1))

    def page_of(self, id: str) -> int | None:
        """On which page a block is, from 0."""
        with ONE_AT_A_TIME:
            return self._page_of(id)

    def label(self, page: int) -> str:
        """What a page is called."""
        with ONE_AT_A_TIME:
            return str(self._document.get_page_label(page)) or str(page + 1)

    def draw(self, page: int) -> bytes:
        """A page as PNG; raises IndexError where there is none."""
        return self._draw(page)

    def _drawn(self, page: int) -> bytes:
        with ONE_AT_A_TIME:
            if not 0 <= page < len(self._document):
                raise IndexError(page)
            image = self._document[page].render(scale=RESOLUTION / POINTS).to_pil().convert("RGB")
        file = BytesIO()
        image.save(file, "PNG", compress_level=1)
        return file.getvalue()

    def _page_of(self, id: str) -> int | None:
        found = raw.FPDF_GetNamedDestByName(self._document, id.encode("utf-8"))
        return raw.FPDFDest_GetDestPageIndex(self._document, found) if found else None

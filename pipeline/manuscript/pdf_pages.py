"""The first page of a PDF as a picture: bytes in, PNG out, nothing else touched.

PDFium draws it (pypdfium2, without JavaScript and forms that compute). A page is vectors, so it is drawn as large as a
picture stands in print, whatever its own size is.
"""

from __future__ import annotations

import ctypes
from io import BytesIO
from threading import Lock
from typing import NamedTuple

import pypdfium2

# The widest text and the highest page of our sheets, at 300 dots to the inch.
WIDTH_MM, HEIGHT_MM, DOTS_PER_MM = 150, 200, 300 / 25.4

# PDFium knows no threads.
ONE_AT_A_TIME = Lock()


class NoPage(ValueError):
    """A PDF without a page that can be drawn: locked, broken, empty."""


class Page(NamedTuple):
    """A page that was drawn, and how many its PDF has."""

    png: bytes
    pages: int


def draw_first_page(data: bytes) -> Page:
    """Draw the first page on white. Raises NoPage."""
    try:
        with ONE_AT_A_TIME, pypdfium2.PdfDocument(data) as document:
            count = len(document)
            page = document[0]
            width, height = page.get_size()
            if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
                raise NoPage
            scale = min(WIDTH_MM * DOTS_PER_MM / width, HEIGHT_MM * DOTS_PER_MM / height)
            image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ctypes.ArgumentError) as problem:
        raise NoPage from problem
    file = BytesIO()
    image.save(file, "PNG")
    return Page(file.getvalue(), count)

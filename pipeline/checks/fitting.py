"""Rules of what must fit: fields onto their page, and bitmaps to the size at which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from ..book.model import Book
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.model import Document, Manuscript
from ..manuscript.positions import locate
from ..trees import by_class, words_of
from .reading import Reading

# What margins, heads and a label take of a page (templates/styles/print.css).
MARGINS_MM, HEADS_MM = 54, 62
LINE_MM, TALLEST_PICTURE_MM, MM_PER_INCH = 8.5, 150, 25.4
LEAST_DPI = 200
BITMAPS = ("image/png", "image/jpeg", "image/webp", "image/gif")


def fields_fit_on_a_page(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """f-117: no field is higher, no gap wider than what a page holds."""
    page = book.manifest.page
    for reading in readings:
        for field in by_class(reading.tree, "field"):
            most = page.width_mm - MARGINS_MM if field.get("data-kind") == "gap" else page.height_mm - HEADS_MM
            if (size := _size_mm(field)) > most:
                place = _place(reading.document, field)
                yield diagnose("f-117", place, label=words_of(field)[:60], size=round(size), most=round(most))


def bitmaps_have_enough_pixels(
    manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]
) -> Iterator[Diagnostic]:
    """f-118, f-119: at its printed size a bitmap has 200 pixels an inch; it matters more where a print file is made."""
    code = "f-119" if "print" in book.manifest.formats else "f-118"
    for reading in readings:
        document = reading.document
        for image in (image for figure in reading.tree.iter("figure") for image in figure.iter("img")):
            asset = book.assets.get(image.get("src", ""))
            if asset is None or asset.media_type not in BITMAPS or not asset.width or not asset.height:
                continue
            path, pixels = asset.path, asset.width
            width = min(book.manifest.page.width_mm - MARGINS_MM, TALLEST_PICTURE_MM * pixels / asset.height)
            dpi, needed = round(pixels / width * MM_PER_INCH), round(width / MM_PER_INCH * LEAST_DPI)
            if dpi < LEAST_DPI:
                place = locate(document.text, "picture", _written(document, path), 1, document.path)
                yield diagnose(code, place, path=path, pixels=pixels, dpi=dpi, width=round(width), needed=needed)


def _size_mm(field: Element) -> float:
    """How high a field is, or how wide a gap."""
    kind = field.get("data-kind", "")
    if kind == "lines":
        lines = field.get("data-lines", "")
        return LINE_MM * int(lines) if lines.isdigit() else 0
    measure = field.get("data-width" if kind == "gap" else "data-height", "") if kind in ("gap", "area") else ""
    number = float(measure.rstrip("cm") or 0)
    return number * 10 if measure.endswith("cm") else number


def _written(document: Document, path: str) -> str:
    """The end of a picture's path that its author wrote, whatever stands before it."""
    parts = path.split("/")
    names = ("/".join(parts[start:]) for start in range(len(parts)))
    return next((name for name in names if f"({name}" in document.text), parts[-1])


def _place(document: Document, field: Element) -> Span:
    noted = next((one.span for one in document.targets if one.id == field.get("id") and one.span.path), None)
    return noted or Span(document.path)

"""Pages to be corrected by hand: a draft's PDF and the places of its chapters in, its pages on larger paper out, with
their lines counted. Page and line are what people tell each other, so each page is what it is in the book.

Nothing of it is for machines: fields, links and tags are left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from ctypes import create_string_buffer
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from pypdfium2 import raw

from .book.model import Section

MM = 72 / 25.4
# The text block, from the edges of the page (templates/styles/print.css, @page): notes, ticks' numbers and folios stand
# outside of it.
INNER_MM, OUTER_MM, TOP_MM, BOTTOM_MM = 20, 34, 22, 20.4
# What a rectangle of letters may reach over it.
SLACK_PT = 3
EVERY = 5
PAPER_PT = (210 * MM, 297 * MM)
# Paper beside the spine, where nobody writes; the rest is beside the outer edge.
SPINE_MM, AROUND_MM = 8, 40
FONT, SIZE_PT, DIGIT_PT = "/WbLines", 7, 3.9
HEAD_PT = 9


class Box(NamedTuple):
    """Where some letters are, in points from the lower left."""

    left: float
    bottom: float
    right: float
    top: float


def pages_of(data: bytes, sections: Sequence[Section], wanted: Sequence[Section]) -> tuple[int, ...]:
    """The pages of some of a book's sections, by the destinations of its PDF; all pages where none is wanted."""
    with pypdfium2.PdfDocument(data) as document:
        if not wanted:
            return tuple(range(len(document)))
        begins = {section.id: place for section in sections if (place := _page_of(document, section.id)) is not None}
        pages: set[int] = set()
        for start in (begins[section.id] for section in wanted if section.id in begins):
            pages |= {*range(start, min((place for place in begins.values() if place > start), default=len(document)))}
    return tuple(sorted(pages))


def on_paper(data: bytes, pages: Sequence[int], head: str) -> bytes:
    """Print these pages, with line numbers in the outer margin and a line above that says what they are."""
    with pypdfium2.PdfDocument(data) as document:
        boxes = {nth: [*_boxes(document[nth])] for nth in pages}
        rectos = _rectos(document)
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as proof:
        if "/Lang" in source.Root:
            proof.Root.Lang = str(source.Root.Lang)
        for nth in pages:
            proof.pages.append(source.pages[nth])
            _finish(proof, proof.pages[-1], boxes[nth], head, is_recto=nth % 2 == rectos)
        proof.save(made, deterministic_id=True, compress_streams=True)
    return made.getvalue()


def lines_of(boxes: Sequence[Box], block: Box) -> list[Box]:
    """The lines of a text block, from above: letters side by side are one, also those of a table's cells."""
    inside = [box for box in boxes if _is_inside(box, block)]
    lines: list[Box] = []
    for box in sorted(inside, key=lambda box: (-(box.top + box.bottom), box.left)):
        last = lines[-1] if lines else None
        if (
            last
            and min(last.top, box.top) - max(last.bottom, box.bottom)
            > min(box.top - box.bottom, last.top - last.bottom) / 2
        ):
            lines[-1] = Box(*map(min, last[:2], box[:2]), *map(max, last[2:], box[2:]))
        else:
            lines.append(box)
    return lines


def _page_of(document: pypdfium2.PdfDocument, name: str) -> int | None:
    found = raw.FPDF_GetNamedDestByName(document, create_string_buffer(name.encode()))
    place = raw.FPDFDest_GetDestPageIndex(document, found) if found else -1
    return place if place >= 0 else None


def _rectos(document: pypdfium2.PdfDocument) -> int:
    """Whether rectos are the even or the odd ones of the file: a cover may stand before the first."""
    labels = ((nth, document.get_page_label(nth)) for nth in range(len(document)))
    return next(((nth + int(label) + 1) % 2 for nth, label in labels if label.isdecimal()), 0)


def _boxes(page: pypdfium2.PdfPage) -> Iterator[Box]:
    text = page.get_textpage()
    for nth in range(text.count_rects()):
        yield Box(*text.get_rect(nth))


def _is_inside(box: Box, block: Box) -> bool:
    return (
        box.top - box.bottom > 1
        and box.left > block.left - SLACK_PT
        and box.right < block.right + SLACK_PT
        and box.bottom > block.bottom - SLACK_PT
        and box.top < block.top + SLACK_PT
    )


def _finish(proof: pikepdf.Pdf, page: pikepdf.Page, boxes: Sequence[Box], head: str, *, is_recto: bool) -> None:
    for key in ("/Annots", "/StructParents", "/Tabs", "/CropBox", "/BleedBox", "/AF"):
        if key in page.obj:
            del page.obj[key]
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    left, right = (INNER_MM, OUTER_MM) if is_recto else (OUTER_MM, INNER_MM)
    block = Box(left * MM, BOTTOM_MM * MM, width - right * MM, height - TOP_MM * MM)
    paper = _paper(width, height, is_recto=is_recto)
    drawn = [f"0.6 G 0.25 w 0 0 {width:.2f} {height:.2f} re S", _words(head, 0, height + HEAD_PT)]
    for count, line in enumerate(lines_of(boxes, block), 1):
        if count % EVERY == 0:
            drawn.append(_number(count, line, block, boxes, width, is_recto=is_recto))
    given: Any = page.obj
    resources: Any = Dictionary(given.get("/Resources", {}))
    fonts: Any = Dictionary(resources.get("/Font", {}))
    fonts[FONT] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    resources["/Font"] = fonts
    page.obj["/Resources"] = resources
    # What bleeds over the page's edge is cut off there.
    page.contents_add(f"q 0 0 {width:.2f} {height:.2f} re W n\n".encode(), prepend=True)
    page.contents_add(f"\nQ q {' '.join(drawn)} Q".encode("cp1252", "replace"))
    page.obj["/MediaBox"] = Array([round(side, 2) for side in paper])
    page.obj["/TrimBox"] = Array([0, 0, round(width, 2), round(height, 2)])


def _paper(width: float, height: float, *, is_recto: bool) -> Box:
    """The sheet around a page: A4, or larger where the page is; the page at the spine, halfway up."""
    wide, high = (max(PAPER_PT[nth], side + AROUND_MM * MM) for nth, side in enumerate((width, height)))
    left = -SPINE_MM * MM if is_recto else width + SPINE_MM * MM - wide
    bottom = (height - high) / 2
    return Box(left, bottom, left + wide, bottom + high)


def _number(count: int, line: Box, block: Box, boxes: Sequence[Box], width: float, *, is_recto: bool) -> str:
    """A line's number beside the text block; outside of the page where something else stands there."""
    wide = DIGIT_PT * len(str(count))
    left = block.right + SLACK_PT if is_recto else block.left - SLACK_PT - wide
    mine = Box(left - 1, line.bottom, left + wide + 1, line.top)
    if any(
        box.left < mine.right and box.right > mine.left and box.bottom < mine.top and box.top > mine.bottom
        for box in boxes
    ):
        left = width + SLACK_PT if is_recto else -SLACK_PT - wide
    return _words(str(count), left, (line.top + line.bottom) / 2 - SIZE_PT / 3)


def _words(text: str, left: float, bottom: float) -> str:
    said = re.sub(r"([\\()])", r"\\\1", text)
    return f"BT 0.35 g {FONT} {SIZE_PT} Tf 1 0 0 1 {left:.2f} {bottom:.2f} Tm ({said}) Tj ET"

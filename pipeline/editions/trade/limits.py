"""What a single house or shop does not take: it gets no folder, the others get theirs.

In: an edition and its files. Out: diagnostics, by the house that they are about.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image

from ...diagnostics import Diagnostic, Span, diagnose
from ...render.cover import COMMON_PAPER_MM
from ...render.cover.wrap import LEAST_SPINE_MM, spine_mm
from ...render.prepress import ENDING
from .channels import Goods
from .requirements import HOUSES, MM, SHOPS, House

# Text may stand so much nearer than a house asks for: letters reach a little over their lines.
TOLERANCE_MM = 0.3
PICTURES = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class Inside:
    """What is measured of an inside: its pages, and how near text comes to the spine and to the other edges, each with
    the first page where it is so near."""

    pages: int
    gutter_mm: float
    edge_mm: float
    gutter_page: int = 0
    edge_page: int = 0


def measure_inside(data: bytes) -> Inside:
    """Measure where text stands on the pages of an inside, which begins with a right-hand page."""
    with pikepdf.open(io.BytesIO(data)) as book:
        trims = [[float(edge) for edge in page.obj.get("/TrimBox", page.obj.MediaBox)] for page in book.pages]
    gutters, edges = [], []
    with pypdfium2.PdfDocument(data) as document:
        for number, (trim, page) in enumerate(zip(trims, document, strict=True), 1):
            text = page.get_textpage()
            boxes = [text.get_rect(nth) for nth in range(text.count_rects())]
            # What stands outside is cut off, and meant so.
            inner = [box for box in boxes if box[0] >= trim[0] and box[2] <= trim[2]]
            if inner:
                left, right = min(box[0] for box in inner) - trim[0], trim[2] - max(box[2] for box in inner)
                below, above = min(box[1] for box in inner) - trim[1], trim[3] - max(box[3] for box in inner)
                gutters.append((left if number % 2 else right, number))
                edges += [(right if number % 2 else left, number), (below, number), (above, number)]
    (gutter, on), (edge, at) = (min(found, default=(trims[0][2], 0)) for found in (gutters, edges))
    return Inside(len(trims), gutter / MM, edge / MM, on, at)


def house_limits(goods: Goods) -> dict[str, tuple[Diagnostic, ...]]:
    """What each house does not take of this inside and its cover; no house without an inside."""
    inside = goods.one(ENDING)
    if not inside:
        return {}
    measured, place = measure_inside(inside), Span(goods.path(ENDING))
    paper = float(goods.record.paper_mm or COMMON_PAPER_MM)
    return {house.name: tuple(_limits(house, measured, paper, place)) for house in HOUSES}


def _limits(house: House, inside: Inside, paper_mm: float, place: Span) -> Iterator[Diagnostic]:
    pages = inside.pages
    name = house.title
    if pages % house.pages_by or not house.least_pages <= pages <= house.most_pages:
        yield diagnose(
            "e-211", place, house=name, pages=pages, least=house.least_pages, most=house.most_pages, by=house.pages_by
        )
    for code, there, wanted, page in (
        ("e-212", inside.gutter_mm, house.gutter_mm(pages), inside.gutter_page),
        ("e-213", inside.edge_mm, house.edge_mm, inside.edge_page),
    ):
        if there < wanted - TOLERANCE_MM:
            far, asked = f"{there:.1f}", f"{wanted:g}"
            yield diagnose(code, place, house=name, pages=pages, page=page, there=far, wanted=asked)
    spine = spine_mm(pages, paper_mm)
    if spine >= LEAST_SPINE_MM and pages < house.spine_text_from:
        yield diagnose("e-214", place, house=name, pages=pages, least=house.spine_text_from)


def shop_limits(goods: Goods) -> Iterator[Diagnostic]:
    """Pictures in the EPUB that have more pixels than a shop takes."""
    epub = goods.one(".epub")
    strictest = [shop for shop in SHOPS if shop.most_px]
    if not epub or not strictest:
        return
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        for name in sorted(packed.namelist()):
            if name.endswith(PICTURES):
                width, height = Image.open(io.BytesIO(packed.read(name))).size
                for shop in strictest:
                    if width * height > shop.most_px:
                        size = f"{width} × {height}"
                        most = f"{shop.most_px:,}".replace(",", " ")
                        yield diagnose(
                            "e-215", Span(goods.path(".epub")), shop=shop.title, name=name, size=size, most=most
                        )

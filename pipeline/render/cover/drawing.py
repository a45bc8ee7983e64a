"""A drawing of filled shapes, in millimetres, and the files that it becomes: a picture for screens, PDF for printers.

Nothing in it is transparent and no font is asked for, so every renderer draws the same. Colours are written as RGB;
what goes to a printing house is separated into inks there (`prepress`).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pikepdf
import pypdfium2

from .outlines import Step

MM_TO_PT = 72 / 25.4
QUALITY = 90
# What is trimmed off on every side, as much as any printing house asks for.
BLEED_MM = 5.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled path."""

    steps: tuple[Step, ...]
    fill: str

    def turned(self) -> Shape:
        """The same, a quarter turn to the right around the origin: what ran to the right runs down."""
        return replace(self, steps=tuple((name, tuple(_turn(points))) for name, points in self.steps))

    def moved(self, x: float, y: float) -> Shape:
        """The same at another place."""
        return replace(self, steps=tuple((name, tuple(_move(points, x, y))) for name, points in self.steps))


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet whose upper left corner, without bleed, is the origin."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def polygon(points: Iterable[tuple[float, float]], fill: str) -> Shape:
    """A shape with straight edges."""
    corners = list(points)
    return Shape((("m", corners[0]), *(("l", corner) for corner in corners[1:]), ("h", ())), fill)


def rectangle(x: float, y: float, width: float, height: float, fill: str) -> Shape:
    """A rectangle."""
    return polygon(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), fill)


def to_pdf(drawing: Drawing) -> bytes:
    """Write a drawing as a page whose edges are those of the trimmed sheet; what bleeds stands outside of them."""
    with pikepdf.new() as book:
        book.add_blank_page(page_size=(drawing.width * MM_TO_PT, drawing.height * MM_TO_PT))
        book.pages[0].contents_add(book.make_stream("\n".join(_operators(drawing)).encode()))
        target = io.BytesIO()
        book.save(target, deterministic_id=True)
    return target.getvalue()


def to_jpeg(drawing: Drawing, width: int, height: int) -> bytes:
    """Draw it as a picture at least so wide and so high, in pixels."""
    scale = max(width / drawing.width, height / drawing.height) / MM_TO_PT
    with pypdfium2.PdfDocument(to_pdf(drawing)) as document:
        picture = document[0].render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, subsampling=0, optimize=True, dpi=(300, 300))
    return target.getvalue()


def _operators(drawing: Drawing) -> Iterator[str]:
    left, bottom = -BLEED_MM * MM_TO_PT, -BLEED_MM * MM_TO_PT
    width, height = ((side + 2 * BLEED_MM) * MM_TO_PT for side in (drawing.width, drawing.height))
    yield f"q {left:.4f} {bottom:.4f} {width:.4f} {height:.4f} re W n"
    yield f"{MM_TO_PT:.6f} 0 0 {-MM_TO_PT:.6f} 0 {drawing.height * MM_TO_PT:.4f} cm"
    for shape in drawing.shapes:
        red, green, blue = (int(shape.fill[at : at + 2], 16) / 255 for at in (1, 3, 5))
        path = "\n".join(f"{_numbers(points, 4)} {name}".strip() for name, points in shape.steps)
        yield f"{red:.6f} {green:.6f} {blue:.6f} rg\n{path}\nf"
    yield "Q"


def _numbers(points: Iterable[float], places: int) -> str:
    return " ".join(f"{number:.{places}f}".rstrip("0").rstrip(".") or "0" for number in points)


def _turn(points: tuple[float, ...]) -> Iterator[float]:
    for x, y in zip(points[::2], points[1::2], strict=True):
        yield from (-y, x)


def _move(points: tuple[float, ...], by_x: float, by_y: float) -> Iterator[float]:
    for x, y in zip(points[::2], points[1::2], strict=True):
        yield from (x + by_x, y + by_y)

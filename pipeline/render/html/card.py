"""The picture that others show beside a link: the cover's bands, the title large, in the size that networks ask for.

In: the book and the theme. Out: a PNG of 1200 × 630. The same book has the same picture.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image, ImageDraw, ImageFont

from ...book.model import Book
from ...theme import Theme
from ..motif import crossing_bands
from .start import title_lines

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
# The bands are drawn larger and made smaller, so that their edges are smooth.
FINER = 2
INK, PAPER = "#1b1b24", "#ffffff"
HEAVY, PLAIN = (f"fonts/bricolage-grotesque-latin-{weight}-normal.woff2" for weight in (800, 600))
LARGEST, SMALLEST, STEP, SMALL = 150, 40, 6, 34
LEADING = 0.95
_POINTS = re.compile(r"[-\d.]+")
Face = ImageFont.FreeTypeFont


def draw_card(book: Book, theme: Theme) -> bytes:
    """Draw the picture. Letters that the face of titles lacks are left out: the words stand beside it anyway."""
    picture = _bands(book.manifest.edition or book.manifest.title)
    pen = ImageDraw.Draw(picture)
    heavy, plain = theme.files[HEAVY], theme.files[PLAIN]
    size, lines = _fit(heavy, title_lines(book.manifest.title))
    face, small = _face(heavy, size), _face(plain, SMALL)
    top = MARGIN - size * 0.2
    for nth, line in enumerate(lines):
        pen.text((MARGIN, top + nth * size * LEADING), line, INK, face)
    below = top + len(lines) * size * LEADING + SMALL
    for nth, line in enumerate(_wrap(small, book.manifest.subtitle)):
        pen.text((MARGIN, below + nth * SMALL * 1.3), line, INK, small)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _bands(seed: str) -> Image.Image:
    """The cover's sign at the right, fading out to the left."""
    wide, high = WIDTH * FINER, HEIGHT * FINER
    ground = Image.new("RGB", (wide, high), PAPER)
    for shape in etree.fromstring(crossing_bands(seed, wide, high).encode()).iter("{*}polygon"):
        numbers = [float(one) for one in _POINTS.findall(shape.get("points", ""))]
        strength = round(255 * float(shape.get("fill-opacity", shape.get("opacity", "1"))))
        mask = Image.new("L", (wide, high), 0)
        ImageDraw.Draw(mask).polygon(list(zip(numbers[::2], numbers[1::2], strict=True)), fill=strength)
        ground.paste(shape.get("fill", INK), (0, 0, wide, high), mask)
    fade = Image.linear_gradient("L").rotate(90).resize((wide, high))
    paper = Image.new("RGB", (wide, high), PAPER)
    return Image.composite(ground, paper, fade).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _fit(data: bytes, lines: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """The largest size at which all lines of the title fit, and those lines, broken where one is too long."""
    for size in range(LARGEST, SMALLEST, -STEP):
        face = _face(data, size)
        broken = tuple(piece for line in lines for piece in _wrap(face, line))
        fits = all(face.getlength(line) <= WIDTH - 2 * MARGIN for line in broken)
        if fits and len(broken) * size * LEADING <= HEIGHT * 0.68:
            return size, broken
    return SMALLEST, tuple(piece for line in lines for piece in _wrap(_face(data, SMALLEST), line))


def _wrap(face: Face, text: str) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _face(data: bytes, size: int) -> Face:
    """A face that Pillow reads, which knows no woff2; laid out letter by letter, the same on every machine."""
    font, target = TTFont(io.BytesIO(data)), io.BytesIO()
    font.flavor = None
    font.save(target)
    return ImageFont.truetype(io.BytesIO(target.getvalue()), size, layout_engine=ImageFont.Layout.BASIC)

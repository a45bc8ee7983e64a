"""The cover as a picture: crossing bands and the title in very large letters.

The letters are drawn as outlines, because a picture cannot ask for a font; `title` and `desc` hold the words.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from markupsafe import escape

from pipeline.book.model import Book
from pipeline.render.motif import crossing_bands
from pipeline.theme import Theme

WIDTH, HEIGHT, MARGIN = 1600, 2260, 130
INK, PAPER = "#1b1b24", "#ffffff"
FONT_FILES = "fonts/bricolage-grotesque-latin-{}-normal.woff2"
# Sizes in px, and the title's share of the height at most.
LARGEST, SMALLEST, STEP, TITLE_SHARE = 380, 60, 10, 0.5
LEADING = 0.94
SMALL, SMALL_LEADING = 62, 84


@dataclass(frozen=True)
class Letters:
    """A font's outlines."""

    data: bytes

    @cached_property
    def font(self) -> TTFont:
        """The font, read once."""
        return TTFont(io.BytesIO(self.data))

    def width(self, text: str, size: float) -> float:
        """How wide a line is in px."""
        metrics = self.font["hmtx"]
        return float(sum(metrics[glyph][0] for glyph in self._glyphs(text)) * self._scale(size))

    def draw(self, text: str, size: float, x: float, y: float) -> str:
        """Write a line's outlines as path data; (x, y) is where its baseline begins."""
        glyphs, scale = self.font.getGlyphSet(), self._scale(size)
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
        for glyph in self._glyphs(text):
            glyphs[glyph].draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
            x += self.font["hmtx"][glyph][0] * scale
        commands: str = pen.getCommands()
        return commands

    def _glyphs(self, text: str) -> list[str]:
        names = self.font.getBestCmap()
        return [names[ord(letter)] for letter in text if ord(letter) in names]

    def _scale(self, size: float) -> float:
        return float(size / self.font["head"].unitsPerEm)


def draw_cover(book: Book, theme: Theme) -> str:
    """Draw the cover: a pure function of title, people and edition."""
    manifest = book.manifest
    heavy, plain = (Letters(theme.files[FONT_FILES.format(weight)]) for weight in (800, 600))
    edition = f"{theme.labels.word('names.edition')} {manifest.edition}" if manifest.edition and not book.draft else ""
    draft = f"{theme.labels.word('names.draft')} {book.revision}".strip() if book.draft else ""
    size, lines = fit(heavy, manifest.title)
    top = MARGIN + SMALL_LEADING * 2 + size
    title = [heavy.draw(line, size, MARGIN, top + number * size * LEADING) for number, line in enumerate(lines)]
    under = top + (len(lines) - 1) * size * LEADING + SMALL_LEADING * 2
    subtitle = [
        plain.draw(line, SMALL, MARGIN, under + number * SMALL_LEADING)
        for number, line in enumerate(wrap(plain, manifest.subtitle, SMALL))
    ]
    ends = [plain.draw(manifest.publisher, SMALL, MARGIN, MARGIN + SMALL)]
    ends.append(plain.draw(edition or draft, SMALL, MARGIN, HEIGHT - MARGIN))
    seed = manifest.edition or manifest.title
    bands = crossing_bands(seed, WIDTH, HEIGHT).replace("<svg ", f'<svg width="{WIDTH}" height="{HEIGHT}" ', 1)
    words = ". ".join(
        text for text in (manifest.title, manifest.subtitle, manifest.publisher, edition or draft) if text
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<title>{escape(manifest.title)}</title><desc>{escape(words)}</desc>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{bands}'
        f'<path fill="{INK}" d="{"".join((*title, *subtitle, *ends))}"/></svg>'
    )


def fit(letters: Letters, title: str) -> tuple[int, tuple[str, ...]]:
    """The largest size at which the title fits, and its lines."""
    for size in range(LARGEST, SMALLEST, -STEP):
        lines = wrap(letters, title, size)
        widest = max((letters.width(line, size) for line in lines), default=0)
        if widest <= WIDTH - 2 * MARGIN and len(lines) * size * LEADING <= HEIGHT * TITLE_SHARE:
            return size, lines
    return SMALLEST, wrap(letters, title, SMALLEST)


def wrap(letters: Letters, text: str, size: float) -> tuple[str, ...]:
    """Break a text into lines as wide as the cover allows."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.width(longer, size) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)

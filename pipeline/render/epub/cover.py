"""The cover as a picture: crossing bands and the title in very large letters.

The letters are drawn as outlines, because a picture cannot ask for a font; `title` and `desc` hold the words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyphen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from markupsafe import escape

from ...book.model import Book
from ...cache import Cache
from ...letters import covers, is_drawn, table
from ...theme import Theme
from .. import unpacked
from ..lettering import faces_for
from ..motif import crossing_bands

# In px; the proportions are those of the printed cover: the title above, the bands in the lower part.
WIDTH, HEIGHT, MARGIN = 1600, 2260, 130
BANDS_TOP, BANDS_GRID = 922, (680, 568)
INK, PAPER = "#1b1b24", "#ffffff"
FONT_FILES = "fonts/bricolage-grotesque-latin-{}-normal.woff2"
# The face that goes on from those, with the rest of Latin.
REST = "fonts/bricolage-grotesque-latin-ext-800-normal.woff2"
LARGEST, SMALLEST, STEP = 380, 60, 4
# So large a title stays before its words are parted.
LEAST_WHOLE = 180
LEADING, TRACKING = 0.91, -0.022
SMALL, SMALL_LEADING, PATCH = 54, 76, 26
FIRST_EDITION = "1.0"


@dataclass(frozen=True)
class Face:
    """A font and its outlines, read once."""

    data: bytes

    @cached_property
    def font(self) -> TTFont:
        """The font."""
        return TTFont(io.BytesIO(self.data))

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Its glyphs by their letters."""
        names: Mapping[int, str] = self.font.getBestCmap()
        return names

    @cached_property
    def glyphs(self) -> Any:
        """Its outlines."""
        return self.font.getGlyphSet()

    def advance(self, glyph: str, size: float) -> float:
        """How wide a glyph is in px."""
        return float(self.font["hmtx"][glyph][0]) * self.scale(size)

    def scale(self, size: float) -> float:
        """How many px one of its units is."""
        return float(size / self.font["head"].unitsPerEm)


@dataclass(frozen=True)
class Letters:
    """The outlines of fonts; each letter is drawn by the first that has it."""

    faces: tuple[Face, ...]

    def width(self, text: str, size: float) -> float:
        """How wide a line is in px."""
        drawn = sum(face.advance(glyph, size) for face, glyph in self._glyphs(text))
        return drawn + len(text) * self._tracking(size)

    def draw(self, text: str, size: float, x: float, y: float) -> str:
        """Write a line's outlines as path data; (x, y) is where its baseline begins."""
        pieces = []
        for face, glyph in self._glyphs(text):
            scale = face.scale(size)
            pen = SVGPathPen(face.glyphs, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
            face.glyphs[glyph].draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
            pieces.append(pen.getCommands())
            x += face.advance(glyph, size) + self._tracking(size)
        return "".join(pieces)

    def _glyphs(self, text: str) -> Iterator[tuple[Face, str]]:
        for letter in text:
            face = next((face for face in self.faces if ord(letter) in face.names), None)
            if face:
                yield face, face.names[ord(letter)]

    def _tracking(self, size: float) -> float:
        """Large letters stand closer."""
        return TRACKING * size if size > SMALL else 0


def draw_cover(book: Book, theme: Theme, cache: Cache) -> str:
    """Draw the cover: a pure function of title, publisher and edition. Fonts that print unpacked are read faster."""
    manifest = book.manifest
    fonts = {path: theme.files[path] for path in (FONT_FILES.format(weight) for weight in (800, 600))}
    written = f"{manifest.title}{manifest.subtitle}{manifest.publisher}{_issue(book, theme)}"
    others = tuple(Face(face.data) for face in faces_for(_lacking(written, fonts, theme), theme, REST))
    heavy, plain = (Letters((Face(data), *others)) for data in {**fonts, **unpacked.known(fonts, cache)}.values())
    issue = _issue(book, theme)
    below = wrap(plain, part(plain, manifest.subtitle, SMALL, manifest.language), SMALL)
    room = BANDS_TOP - MARGIN - SMALL_LEADING * (len(below) + 1.5)
    size, lines = fit(heavy, manifest.title, room, manifest.language)
    top = MARGIN + size * 0.75
    title = [heavy.draw(line, size, MARGIN, top + number * size * LEADING) for number, line in enumerate(lines)]
    under = top + (len(lines) - 1) * size * LEADING + SMALL_LEADING * 1.6
    subtitle = [plain.draw(line, SMALL, MARGIN, under + number * SMALL_LEADING) for number, line in enumerate(below)]
    left = MARGIN + PATCH
    right = WIDTH - MARGIN - PATCH - plain.width(manifest.publisher, SMALL)
    feet = "".join(_foot(plain, text, x) for text, x in ((issue, left), (manifest.publisher, right)) if text)
    bands = crossing_bands(manifest.edition or FIRST_EDITION, *BANDS_GRID)
    placed = f'<svg x="0" y="{BANDS_TOP}" width="{WIDTH}" height="{HEIGHT - BANDS_TOP}" '
    words = " · ".join(text for text in (manifest.title, manifest.subtitle, manifest.publisher, issue) if text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<title>{escape(manifest.title)}</title><desc>{escape(words)}</desc>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{bands.replace("<svg ", placed, 1)}'
        f'<path fill="{INK}" d="{"".join((*title, *subtitle))}"/>{feet}</svg>'
    )


def _lacking(words: str, fonts: Iterable[str], theme: Theme) -> Iterator[str]:
    """What these fonts have not, by the table of what they cover."""
    covered = table(theme)
    return (
        one for one in set(words) if is_drawn(one) and not any(covers(covered.get(path, ()), one) for path in fonts)
    )


def fit(letters: Letters, title: str, height: float, language: str = "") -> tuple[int, tuple[str, ...]]:
    """The largest size at which the title fits into the width and a height, and its lines."""
    for size in range(LARGEST, SMALLEST, -STEP):
        whole = title if size > LEAST_WHOLE else part(letters, title, size, language)
        lines = _title_lines(letters, whole, size)
        widest = max((letters.width(line, size) for line in lines), default=0)
        if widest <= WIDTH - 2 * MARGIN and len(lines) * size * LEADING <= height:
            return size, lines
    return SMALLEST, _title_lines(letters, part(letters, title, SMALLEST, language), SMALLEST)


def part(letters: Letters, text: str, size: float, language: str) -> str:
    """Part the words that are wider than a line at a size, by syllables where the language is known."""
    return " ".join(piece for word in text.split() for piece in _parted(letters, word, size, language))


def _parted(letters: Letters, word: str, size: float, language: str) -> Iterator[str]:
    room = WIDTH - 2 * MARGIN
    if letters.width(word, size) > room:
        known = pyphen.language_fallback(language.replace("-", "_"))
        places = pyphen.Pyphen(lang=known).positions(word) if known else []
        done = 0
        while letters.width(word[done:], size) > room:
            fitting = [end for end in range(done + 1, len(word)) if letters.width(f"{word[done:end]}-", size) <= room]
            end = max({*places}.intersection(fitting), default=max(fitting, default=done + 1))
            yield f"{word[done:end]}-"
            done = end
        word = word[done:]
    yield word


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


def _title_lines(letters: Letters, title: str, size: float) -> tuple[str, ...]:
    """Each sentence of a title begins a line: "Cross. / Create. / Innovate."."""
    sentences = re.split(r"(?<=[.!?])\s+", title)
    return tuple(line for sentence in sentences for line in wrap(letters, sentence, size))


def _issue(book: Book, theme: Theme) -> str:
    if book.draft:
        return f"{theme.labels.word('names.draft')} {book.revision}".strip()
    return f"{theme.labels.word('names.edition')} {book.manifest.edition}" if book.manifest.edition else ""


def _foot(letters: Letters, text: str, x: float) -> str:
    """A line at the foot, on a patch of paper so that the bands do not cross it."""
    baseline = HEIGHT - MARGIN
    return (
        f'<rect x="{x - PATCH:.1f}" y="{baseline - SMALL}" width="{letters.width(text, SMALL) + 2 * PATCH:.1f}"'
        f' height="{SMALL_LEADING}" fill="{PAPER}"/><path fill="{INK}" d="{letters.draw(text, SMALL, x, baseline)}"/>'
    )

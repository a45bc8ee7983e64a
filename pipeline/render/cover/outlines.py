"""Letters as outlines, for pictures that cannot ask for a font: what draws them, how wide they are, how lines break.

All lengths are in millimetres, y counts downwards.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyphen
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

LEADING = 0.91
# Larger letters stand closer.
LARGE_MM, TRACKING = 8.0, -0.022
LARGEST_MM, SMALLEST_MM, STEP_MM = 40.0, 6.0, 0.5
# So large a title stays before its words are parted.
LEAST_WHOLE_MM = 19.0

# One step of a path: move, line, curve or close, and its points.
Step = tuple[str, tuple[float, ...]]


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
        """How wide a glyph is."""
        return float(self.font["hmtx"][glyph][0]) * self.scale(size)

    def scale(self, size: float) -> float:
        """How many millimetres one of its units is."""
        return float(size / self.font["head"].unitsPerEm)


@dataclass(frozen=True)
class Letters:
    """The outlines of fonts; each letter is drawn by the first that has it."""

    faces: tuple[Face, ...]

    def width(self, text: str, size: float) -> float:
        """How wide a line is."""
        drawn = sum(face.advance(glyph, size) for face, glyph in self._glyphs(text))
        return drawn + len(text) * _tracking(size)

    def draw(self, text: str, size: float, x: float, y: float) -> tuple[Step, ...]:
        """The outlines of a line; (x, y) is where its baseline begins."""
        steps: list[Step] = []
        for face, glyph in self._glyphs(text):
            scale = face.scale(size)
            face.glyphs[glyph].draw(TransformPen(_Pen(face.glyphs, steps), (scale, 0, 0, -scale, x, y)))
            x += face.advance(glyph, size) + _tracking(size)
        return tuple(steps)

    def _glyphs(self, text: str) -> Iterator[tuple[Face, str]]:
        for letter in text:
            face = next((face for face in self.faces if ord(letter) in face.names), None)
            if face:
                yield face, face.names[ord(letter)]


class _Pen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes steps down; curves of TrueType come as cubic ones, and letters made of letters as their parts."""

    def __init__(self, glyphs: object, steps: list[Step]) -> None:
        super().__init__(glyphs)
        self.steps = steps

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  # fontTools' name
        self.steps.append(("m", point))

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802  # fontTools' name
        self.steps.append(("l", point))

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802  # fontTools' name
        self.steps.append(("c", tuple(number for point in points for number in point)))

    def _closePath(self) -> None:  # noqa: N802  # fontTools' name
        self.steps.append(("h", ()))


def _tracking(size: float) -> float:
    return TRACKING * size if size > LARGE_MM else 0


def fit(
    letters: Letters, title: str, room: tuple[float, float], language: str = "", largest: float = LARGEST_MM
) -> tuple[float, tuple[str, ...]]:
    """The largest size at which a title fits into a width and a height, and its lines."""
    width, height = room
    size = largest
    while size > SMALLEST_MM:
        whole = title if size > LEAST_WHOLE_MM else part(letters, title, size, width, language)
        lines = _title_lines(letters, whole, size, width)
        widest = max((letters.width(line, size) for line in lines), default=0)
        if widest <= width and len(lines) * size * LEADING <= height:
            return size, lines
        size -= STEP_MM
    return SMALLEST_MM, _title_lines(letters, part(letters, title, SMALLEST_MM, width, language), SMALLEST_MM, width)


def part(letters: Letters, text: str, size: float, width: float, language: str) -> str:
    """Part the words that are wider than a line, by syllables where the language is known."""
    return " ".join(piece for word in text.split() for piece in _parted(letters, word, size, width, language))


def _parted(letters: Letters, word: str, size: float, width: float, language: str) -> Iterator[str]:
    if letters.width(word, size) > width:
        known = pyphen.language_fallback(language.replace("-", "_"))
        places = pyphen.Pyphen(lang=known).positions(word) if known else []
        done = 0
        while letters.width(word[done:], size) > width:
            fitting = [end for end in range(done + 1, len(word)) if letters.width(f"{word[done:end]}-", size) <= width]
            end = max({*places}.intersection(fitting), default=max(fitting, default=done + 1))
            yield f"{word[done:end]}-"
            done = end
        word = word[done:]
    yield word


def wrap(letters: Letters, text: str, size: float, width: float) -> tuple[str, ...]:
    """Break a text into lines of a width."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _title_lines(letters: Letters, title: str, size: float, width: float) -> tuple[str, ...]:
    """Each sentence of a title begins a line: "Cross. / Create. / Innovate."."""
    sentences = re.split(r"(?<=[.!?])\s+", title)
    return tuple(line for sentence in sentences for line in wrap(letters, sentence, size, width))

"""The front of a cover: crossing bands over the whole sheet, the title within.

A pure function of title, publisher and edition. The bands are light and what is written on them is ink, so that every
word can be read wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...book.model import Book
from ...cache import Cache
from ...letters import covers, is_drawn, table
from ...theme import Theme
from .. import unpacked
from ..lettering import faces_for
from ..motif import cover_palette, lay
from .drawing import Drawing, Shape, polygon, rectangle
from .outlines import LEADING, Face, Letters, fit, part, wrap

INK, PAPER = "#1b1b24", "#ffffff"
FONT_FILES = "fonts/bricolage-grotesque-latin-{}-normal.woff2"
# The face that goes on from those, with the rest of Latin.
REST = "fonts/bricolage-grotesque-latin-ext-800-normal.woff2"
FIRST_EDITION = "1.0"
# Of the width of the page: its margin and the largest title; of the height inside the margins: what the title may take.
MARGIN, LARGEST, TITLE_SHARE = 14 / 170, 40 / 170, 0.6
SUBTITLE, FOOT, LINE = 27 / 850, 17 / 850, 1.36


@dataclass(frozen=True)
class Design:
    """What all sides of a cover share: its letters, what it says, and the edition that its bands are drawn from."""

    book: Book
    theme: Theme
    heavy: Letters
    plain: Letters
    width: float
    height: float

    @property
    def margin(self) -> float:
        """The margin of the front."""
        return MARGIN * self.width

    @property
    def issue(self) -> str:
        """Which edition this is, or which draft."""
        words, manifest = self.theme.labels, self.book.manifest
        if self.book.draft:
            return f"{words.word('names.draft')} {self.book.revision}".strip()
        return f"{words.word('names.edition')} {manifest.edition}" if manifest.edition else ""

    def bands(self) -> Iterator[Shape]:
        """The sign as it lies over the front, and far beyond it."""
        seed = self.book.manifest.edition or FIRST_EDITION
        fills = dict(zip("abc", cover_palette(seed)[1:], strict=True))
        yield from (polygon(one.points, fills[one.field]) for one in lay(seed, self.width, self.height, spread=True))

    @property
    def ground(self) -> str:
        """The colour below the bands."""
        return cover_palette(self.book.manifest.edition or FIRST_EDITION)[0]


def design(book: Book, theme: Theme, cache: Cache, more: str = "") -> Design:
    """Read the fonts that a cover needs for its words and for `more`; those that print unpacked are read faster."""
    manifest = book.manifest
    fonts = {path: theme.files[path] for path in (FONT_FILES.format(weight) for weight in (800, 600))}
    words = theme.labels.under("names").values()
    written = "".join((manifest.title, manifest.subtitle, manifest.publisher, manifest.edition, *words, more))
    others = tuple(Face(face.data) for face in faces_for(_lacking(written, fonts, theme), theme, REST))
    heavy, plain = (Letters((Face(data), *others)) for data in {**fonts, **unpacked.known(fonts, cache)}.values())
    return Design(book, theme, heavy, plain, manifest.page.width_mm, manifest.page.height_mm)


def _lacking(words: str, fonts: Iterable[str], theme: Theme) -> Iterator[str]:
    """What these fonts have not, by the table of what they cover."""
    covered = table(theme)
    return (
        one for one in set(words) if is_drawn(one) and not any(covers(covered.get(path, ()), one) for path in fonts)
    )


def draw_front(made: Design) -> Drawing:
    """The front alone, for screens."""
    ground = rectangle(0, 0, made.width, made.height, made.ground)
    return Drawing(made.width, made.height, (ground, *made.bands(), *front_words(made)))


def front_words(made: Design) -> Iterator[Shape]:
    """The words of the front, from its upper left corner."""
    manifest, margin = made.book.manifest, made.margin
    room, size = made.width - 2 * margin, SUBTITLE * made.width
    below = wrap(made.plain, part(made.plain, manifest.subtitle, size, room, manifest.language), size, room)
    height = (made.height - 2 * margin) * TITLE_SHARE
    large, lines = fit(made.heavy, manifest.title, (room, height), manifest.language, LARGEST * made.width)
    top = margin + large * 0.75
    for number, line in enumerate(lines):
        yield Shape(made.heavy.draw(line, large, margin, top + number * large * LEADING), INK)
    under = top + (len(lines) - 1) * large * LEADING + size * 2.3
    for number, line in enumerate(below):
        yield Shape(made.plain.draw(line, size, margin, under + number * size * LINE), INK)
    yield from _feet(made)


def _feet(made: Design) -> Iterator[Shape]:
    """The edition on the left of the foot, the publisher on the right."""
    size, baseline, publisher = FOOT * made.width, made.height - made.margin, made.book.manifest.publisher
    yield Shape(made.plain.draw(made.issue, size, made.margin, baseline), INK)
    right = made.width - made.margin - made.plain.width(publisher, size)
    yield Shape(made.plain.draw(publisher, size, right, baseline), INK)

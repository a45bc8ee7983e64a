"""The wrap: back, spine and front as one sheet, as a printing house asks for it.

The spine is as wide as the leaves of the book are thick. The bands of the front go on over all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import bars
from .drawing import BLEED_MM, Drawing, Shape, rectangle
from .front import INK, PAPER, Design, front_words
from .outlines import fit, part, wrap

# A spine that is narrower bears no words: folding is not exact to the millimetre.
LEAST_SPINE_MM = 6.0
SPINE_AIR_MM = 1.5
# On the back, in millimetres: its panel's inset and padding, sizes of words and distances of lines.
INSET, PADDING = 12.0, 8.0
LEAD, LEAD_LINE = 5.6, 7.0
TEXT, TEXT_LINE = 3.7, 5.3
NUMBER, NUMBER_LINE = 7.5, 6.0
NUMBER_COLUMN = 12.0
MOST_PROMISES = 3


def spine_mm(pages: int, paper_mm: float) -> float:
    """How thick the inside is: two pages are a leaf, and `paper_mm` is how thick one is."""
    return round((pages + 1) // 2 * paper_mm, 2)


def draw_wrap(made: Design, spine: float, promises: Sequence[str]) -> Drawing:
    """The whole sheet; its origin is the upper left corner of the back."""
    across = made.width + spine
    sheet = across + made.width
    ground = rectangle(-BLEED_MM, -BLEED_MM, sheet + 2 * BLEED_MM, made.height + 2 * BLEED_MM, made.ground)
    front = (shape.moved(across, 0) for shape in (*made.bands(), *front_words(made)))
    shapes = (ground, *front, *_back(made, promises), *_spine(made, spine))
    return Drawing(sheet, made.height, shapes)


def _spine(made: Design, spine: float) -> Iterator[Shape]:
    """Title and publisher, from top to bottom (ISO 6357), where there is room."""
    if spine < LEAST_SPINE_MM:
        return
    manifest = made.book.manifest
    room, wide = made.height - 2 * INSET, spine - 2 * SPINE_AIR_MM
    foot = made.plain.width(manifest.publisher, TEXT)
    if foot > room / 3:
        foot = 0
    size, lines = fit(made.heavy, manifest.title, (10_000, wide), largest=wide)
    title = " ".join(lines)
    size = min(size, 7.0, size * (room - foot - 10) / max(made.heavy.width(title, size), 1))
    # Letters are centred by their height, which is about 0.7 of their size.
    middle = made.width + spine / 2
    yield Shape(made.heavy.draw(title, size, INSET, 0.35 * size), INK).turned().moved(middle, 0)
    if foot:
        start = made.height - INSET - foot
        yield Shape(made.plain.draw(manifest.publisher, TEXT, start, 0.35 * TEXT), INK).turned().moved(middle, 0)


def _back(made: Design, promises: Sequence[str]) -> Iterator[Shape]:
    """A panel with the blurb and the promises, and the field of the ISBN below."""
    written = list(_back_words(made, promises))
    foot = written[-1][1] if written else INSET
    if written:
        yield rectangle(INSET, INSET, made.width - 2 * INSET, foot - INSET + PADDING, PAPER)
        yield from (shape for shape, _ in written)
    yield from _field(made)


def _back_words(made: Design, promises: Sequence[str]) -> Iterator[tuple[Shape, float]]:
    """Lines of the back, each with its baseline."""
    left = INSET + PADDING
    room, y = made.width - 2 * left, INSET + PADDING + LEAD * 0.75
    for nth, promise in enumerate(promises[:MOST_PROMISES]):
        yield Shape(made.heavy.draw(str(nth + 1), NUMBER, left, y + NUMBER * 0.1), INK), y
        for line in _lines(made, promise, LEAD, room - NUMBER_COLUMN):
            yield Shape(made.heavy.draw(line, LEAD, left + NUMBER_COLUMN, y), INK), y
            y += LEAD_LINE
        y += LEAD_LINE * 0.5
    if promises:
        y += LEAD_LINE * 0.4
    for line in _blurb(made, room, y):
        yield Shape(made.plain.draw(line, TEXT, left, y), INK), y
        y += TEXT_LINE


def _blurb(made: Design, room: float, y: float) -> Sequence[str]:
    """As many whole sentences as there is room for above the field."""
    bottom = made.height - INSET - bars.HEIGHT_MM - 2 * PADDING
    lines = _lines(made, made.book.manifest.description, TEXT, room)
    return lines[: max(0, int((bottom - y) // TEXT_LINE) + 1)]


def _lines(made: Design, text: str, size: float, room: float) -> Sequence[str]:
    return wrap(made.plain, part(made.plain, text, size, room, made.book.manifest.language), size, room)


def _field(made: Design) -> Iterator[Shape]:
    """The bars of the printed book's ISBN, or the white field for them; the house stands on the left of it."""
    left, top = made.width - INSET - bars.WIDTH_MM, made.height - INSET - bars.HEIGHT_MM
    number = made.book.manifest.isbn.print
    if number:
        yield from bars.draw(number, left, top, made.plain)
    else:
        yield rectangle(left, top, bars.WIDTH_MM, bars.HEIGHT_MM, PAPER)


def overflow(made: Design, promises: Sequence[str]) -> bool:
    """Whether the blurb has more lines than the back has room for."""
    room = made.width - 2 * (INSET + PADDING)
    shown = sum(1 for _ in _back_words(made, promises))
    wanted = len(_lines(made, made.book.manifest.description, TEXT, room))
    heads = (len(_lines(made, promise, LEAD, room - NUMBER_COLUMN)) for promise in promises[:MOST_PROMISES])
    return shown < wanted + sum(1 + lines for lines in heads)

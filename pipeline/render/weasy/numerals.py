"""Page numbers that stay open in a section, until the book is bound.

A section is set and written before anybody knows the page numbers in it. Each has room for three figures; what stands
there is left to the merge. Comments in the content of pages say where a number is, and which texts of its line move
when it needs another width: those after it close up, or where the line is set right, those before it come closer. The
file says whose page each number is, and how the signs of a folio are drawn. So a section is not set again when the
pages move that it names. Where something else than text would have to move, a line is centred or justified, or the font
is not the book's, the section is closed: it must be set with its numbers as they are.

This uses WeasyPrint 70.0's boxes and drawing, which are no public interface; test_numerals.py holds the result against
sections that were set with their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
import weasyprint.draw.text as drawing
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi

from ...pdflink.late_numbers import SIGNS, STAYS, Moves, Number
from ..layout import PAGE_OF
from .embedding import is_the_books
from .quick import lines

OPEN = "OpenNumbers"
_SIDES = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


class Unfit(Exception):
    """A number cannot stay open."""


def install() -> None:
    """Make WeasyPrint draw open numbers."""
    drawing.draw_first_line = _draw


def leave_open(layout: Any) -> None:
    """Note on the boxes of a layout which are numbers and what moves with them. Raises Unfit."""
    count = 0
    for page in layout.pages:
        for line in _lines(page._page_box):
            count = _note_moves(line, count)


def edges(box: Any) -> pydyf.Array | None:
    """How the edges of a box move, for what is noted of it (the rectangle of a link); None when both stay."""
    moves = getattr(box, "open_edges", (STAYS, STAYS))
    return None if moves == (STAYS, STAYS) else pydyf.Array([pydyf.Array(part) for one in moves for part in one])


def _lines(box: Any) -> Iterator[Any]:
    for child in box.all_children():
        child = getattr(child, "_box", None) or child
        if isinstance(child, boxes.LineBox):
            yield child
        yield from _lines(child)


def _note_moves(line: Any, count: int) -> int:
    """Note what moves on a line; numbers are counted from `count` on. Returns how many there are then."""
    leaves = list(_leaves(line))
    places = [place for place, leaf in enumerate(leaves) if _target(leaf)]
    if not places:
        return count
    numbers = dict(zip(places, range(count, count + len(places)), strict=True))
    set_right = _is_set_right(line.style)

    def moves(place: int) -> Moves:
        """What moves the left edge of a leaf."""
        if set_right:
            return Moves(right=tuple(number for at, number in numbers.items() if at >= place))
        return Moves(left=tuple(number for at, number in numbers.items() if at < place))

    for place, leaf in enumerate(leaves):
        leaf.open_moves = moves(place)
        leaf.open_number = numbers.get(place)
        if leaf.open_moves != STAYS and not _is_plain_text(leaf):
            raise Unfit
    for box, first, end in _spans(line, 0):
        box.open_edges = moves(first), moves(end)
        if box.open_edges != (STAYS, STAYS) and _is_decorated(box):
            raise Unfit
    return count + len(places)


def _is_set_right(style: Any) -> bool:
    """Whether a line stands at the right edge. Raises Unfit where it stands at neither: in a line that is centred or
    justified everything would move."""
    align, last = style["text_align_all"], style["text_align_last"]
    if align in ("center", "justify") or last not in ("auto", align) or style["direction"] == "rtl":
        raise Unfit
    return align in ("right", "end")


def _leaves(box: Any) -> Iterator[Any]:
    """What stands on a line, from left to right, whatever inline boxes it is in."""
    for child in box.children:
        if isinstance(child, boxes.InlineBox):
            yield from _leaves(child)
        else:
            yield child


def _spans(box: Any, start: int) -> Iterator[tuple[Any, int, int]]:
    """The inline boxes on a line, each with the places of its first leaf and of the one after its last."""
    for child in box.children:
        end = start + (sum(1 for _ in _leaves(child)) if isinstance(child, boxes.InlineBox) else 1)
        if isinstance(child, boxes.InlineBox):
            yield child, start, end
            yield from _spans(child, start)
        start = end


def _target(leaf: Any) -> str:
    """The id whose page a text names; what a style sheet puts before or after the number names none."""
    if not isinstance(leaf, boxes.TextBox) or leaf.element is None or leaf.element_tag != leaf.element.tag:
        return ""
    return str(leaf.element.get(PAGE_OF, ""))


def _is_plain_text(leaf: Any) -> bool:
    return isinstance(leaf, boxes.TextBox) and leaf.style["text_decoration_line"] == "none"


def _is_decorated(box: Any) -> bool:
    pictures = any(kind != "none" for kind, _ in box.style["background_image"])
    return bool(
        pictures or get_color(box.style, "background_color").alpha or any(getattr(box, name) for name in _SIDES)
    )


def _draw(stream: Any, text: Any, *rest: Any) -> Any:
    """Draw a line of text, with notes on its number and its moves."""
    before = len(stream.stream)
    emojis = lines.draw_first_line(stream, text, *rest)
    number, moves = getattr(text, "open_number", None), getattr(text, "open_moves", STAYS)
    if len(stream.stream) > before and (number is not None or moves != STAYS):
        stream.extra[OPEN] = "true"
        if number is not None:
            stream._fonts.numbers[number] = _number(stream, text)
            stream.stream[-1] = b"%%= %d\n" % number + stream.stream[-1]
        left, right = (",".join(map(str, part)).encode() for part in moves)
        stream.stream[before] = b"%%> %s;%s\n" % (left, right) + stream.stream[before]
    return emojis


def _number(stream: Any, text: Any) -> Number:
    """See how the signs of folios are drawn in the place of a text box. Raises Unfit."""
    layout, shown = text.pango_layout, text.pango_layout.text
    layout.set_text(SIGNS)
    run = layout.get_first_line()[0].runs[0]
    item = run.data
    font, size = stream.add_font(item.item.analysis.font)
    if run.next != ffi.NULL or item.glyphs.num_glyphs != len(SIGNS) or not is_the_books(font, stream._fonts):
        raise Unfit
    try:
        written = tuple(lines.pieces(stream, text, item, font, size))
    except lines.Unusual as problem:
        raise Unfit from problem
    widths = tuple(one.geometry.width * FROM_UNITS for one in item.glyphs.glyphs[0 : len(SIGNS)])
    layout.set_text(shown)
    return Number(_target(text), written, widths)

"""Gaps at the foot of a page: where a piece that stays whole went to the next page, a better break is looked for.

In: a layout; out: whether anything in it must be set again. Tried in this order, as typesetters do:

1. A page a line longer, where that is all that the piece lacks.
2. The text behind the piece comes before it: a box, a picture or a table moves, never behind a heading but for figures,
   which are referred to, and each at most twice.
3. Where the gap is great, the piece breaks, if it is none of those that are carried into a room.
4. Where nothing else is left to do in the section, one that is carried breaks all the same, with enough of it on either
   page; what is one card, letter or method never does.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

# Less is no gap.
PX_TO_MM = 25.4 / 96
LEAST_GAP_PX, GREAT_GAP_PX = 30 / PX_TO_MM, 37 / PX_TO_MM
# So much of a carried piece stands on either page when it breaks.
LEAST_PART_PX, LEAST_REST_PX = 30 / PX_TO_MM, 20 / PX_TO_MM
CARRIED = frozenset({"steps", "roles", "reflection", "decision", "script", "checklist"})
ROWS = frozenset({"steps", "script", "reflection"})
ONE = frozenset({"method", "micro-method", "card", "shortcut", "fields"})
LOOSE = "break-inside: auto"
_PARTED = frozenset({"aside", "section", "table"})
MOVED, MOST_MOVES = "data-moved", 2
# The pages of a sheet that are a line longer, from 0, at its root.
LONGER = "data-longer"
HEADINGS = ("h2", "h3", "h4")
_TEXTS = frozenset({"p", "ul", "ol"})
_PIECES = frozenset({"aside", "section", "figure", "table", "div"})
# It stands for itself and may go on over the page.
LETTER = "letter"
ANNOUNCES = "announces"


def close(layout: Any) -> bool:
    """Make pages longer, move pieces that leave a gap, or let them break; say whether there were any."""
    turns = [_turn(*pair) for pair in pairwise(layout.pages)]
    made = [_close(layout, number, turn) for number, turn in enumerate(turns)]
    return any(made) or any(map(_part_carried, turns))


def faults(layout: Any) -> float:
    """How bad the breaks of a layout are: all that is more than a small gap, and a page counts as one that is great."""
    free = (gap_px(page) for page in layout.pages[:-1])
    return sum(gap - LEAST_GAP_PX for gap in free if gap > LEAST_GAP_PX) + len(layout.pages) * GREAT_GAP_PX


def longer(layout: Any) -> str:
    """The style of the pages that are a line longer."""
    root = layout._html.etree_element
    page = layout.pages[-1]._page_box
    line = strut(page.children[0].style)[0]
    numbers = root.get(LONGER, "").split()
    return "".join(
        f"@page :nth({int(number) + 1}) {{ margin-bottom: {page.margin_bottom - line}px }}" for number in numbers
    )


def left(layout: Any) -> tuple[tuple[int, int, str], ...]:
    """The gaps that are left because a piece does not break: their page, from 0, their height in mm, the piece's id."""
    found = []
    for number, (page, following) in enumerate(pairwise(layout.pages)):
        gap, there = gap_px(page), blocks_of(following)
        piece = next((box for box in there if box.element_tag not in HEADINGS), None)
        is_forced = any(box.style["break_before"] != "auto" for box in there[:2])
        if gap > GREAT_GAP_PX and piece is not None and not is_forced and _stays_whole(piece):
            found.append((number, round(gap * PX_TO_MM), str(piece.element.get("id") or "")))
    return tuple(found)


def gap_px(page: Any) -> float:
    """How much is free at the foot of a page, above its notes."""
    notes = next((box for box in page._page_box.children if isinstance(box, boxes.FootnoteAreaBox)), None)
    foot = page._page_box.content_box_y() + page._page_box.height
    if notes is not None and notes.children:
        foot = min(foot, notes.position_y)
    bottoms = [box.border_box_y() + box.border_height() for box in blocks_of(page)]
    return float(foot - max(bottoms, default=page._page_box.content_box_y()))


def blocks_of(page: Any) -> list[Any]:
    """The blocks of a section that stand on a page."""
    box = page._page_box.children[0]
    while box.element_tag != "main":
        box = next((child for child in box.children if child.element_tag in ("body", "main")), None)
        if box is None:
            return []
    return [child for child in box.children if child.element is not None and child.is_in_normal_flow()]


class _Turn(NamedTuple):
    """A page that ends early: how much is free, its last block and the headings behind it, the piece that went to the
    next page with them, and what follows that."""

    gap: float
    before: list[Any]
    piece: Any
    behind: list[Any]

    @property
    def headings(self) -> list[Any]:
        """A heading goes with its piece; text of its own below it may come first."""
        return self.before[1:]

    @property
    def room(self) -> float:
        """How much is free below the headings."""
        return self.gap - _height(self.headings)

    @property
    def starts(self) -> bool:
        """Whether the piece begins on its page because it found no room on the last."""
        breaks = any(box.style["break_before"] != "auto" for box in (*self.headings, self.piece))
        return not breaks and all(box.element is not self.piece.element for box in self.before)


def _turn(page: Any, following: Any) -> _Turn | None:
    gap, here, there = gap_px(page), blocks_of(page), blocks_of(following)
    headings = next((nth for nth, box in enumerate(there) if box.element_tag not in HEADINGS), len(there))
    if gap < LEAST_GAP_PX or not here or headings == len(there):
        return None
    return _Turn(gap, [here[-1], *there[:headings]], there[headings], there[headings + 1 :])


def _close(layout: Any, number: int, turn: _Turn | None) -> bool:
    """Close the gap of a page, if it has one and there is a way."""
    if turn is None or not turn.starts:
        return False
    if _lengthen(layout, number, turn):
        return True
    if _may_move(turn) and (texts := _texts_behind(turn)):
        _move(layout, turn.piece.element, texts[-1].element)
        return True
    # A table has rows that keep one another company.
    has_rest = turn.piece.is_table_wrapper or turn.piece.margin_height() - turn.room >= LEAST_REST_PX
    is_kept = bool({*CARRIED, *ONE} & _classes(turn.piece))
    if turn.gap <= GREAT_GAP_PX or is_kept or not has_rest or not _may_break(turn.piece):
        return False
    _loosen(turn.piece.element)
    return True


def _lengthen(layout: Any, number: int, turn: _Turn) -> bool:
    """Make a page a line longer if what went to the next one has room then."""
    root, line = layout._html.etree_element, strut(layout.pages[number]._page_box.children[0].style)[0]
    longer = root.get(LONGER, "").split()
    first = (*turn.headings, turn.piece)[0]
    # At the head of a page a block has no margin above.
    above = max(float(first.style["margin_top"].value), 0.0)
    need = above + turn.piece.border_box_y() + turn.piece.border_height() - first.position_y
    if str(number) in longer or not _stays_whole(turn.piece) or not 0 < need - turn.gap <= line:
        return False
    root.set(LONGER, " ".join((*longer, str(number))))
    return True


def _move(layout: Any, piece: Any, after: Any) -> None:
    parent = _parent(layout, piece)
    parent.remove(piece)
    parent.insert(list(parent).index(after) + 1, piece)
    piece.set(MOVED, piece.get(MOVED, "") + "|")


def _loosen(piece: Any) -> None:
    piece.set("style", "; ".join(filter(None, (piece.get("style"), LOOSE))))


def _part_carried(turn: _Turn | None) -> bool:
    """Let a carried piece break that leaves a great gap."""
    if turn is None or not turn.starts or turn.gap < GREAT_GAP_PX or not CARRIED & _classes(turn.piece):
        return False
    rest = turn.piece.margin_height() - turn.room
    # Rows of a table keep one another company, and a question has room of its own.
    is_enough = turn.room >= LEAST_PART_PX and (rest >= LEAST_REST_PX or bool(ROWS & _classes(turn.piece)))
    # As high as a page, it would leave its heading alone on the one before.
    is_page = turn.before[0].element_tag in HEADINGS
    if not (is_enough or is_page) or not _may_break(turn.piece):
        return False
    _loosen(turn.piece.element)
    return True


def _may_break(piece: Any) -> bool:
    """Whether a piece stays whole now, and may be parted where nothing else helps."""
    return _stays_whole(piece) and LOOSE not in piece.element.get("style", "") and piece.element.tag in _PARTED


def _stays_whole(piece: Any) -> bool:
    box = piece.get_wrapped_table() if piece.is_table_wrapper else piece
    return bool(box.style["break_inside"] == "avoid")


def _may_move(turn: _Turn) -> bool:
    element = turn.piece.element
    return (
        element.tag in _PIECES
        and len(element.get(MOVED, "")) < MOST_MOVES
        and turn.before[0].element_tag not in HEADINGS
        and ANNOUNCES not in _classes(turn.before[-1])
    )


def _texts_behind(turn: _Turn) -> list[Any]:
    """As much text and boxes behind a piece as the gap holds; what announces something does not come alone, nor does a
    heading, and that comes before a figure only, which is referred to."""
    height = 0.0
    texts: list[Any] = []
    for box in turn.behind:
        is_heading = box.element_tag in HEADINGS and turn.piece.element_tag == "figure"
        if height >= turn.room or not (is_heading or _may_come_first(box, turn.room - height)):
            break
        texts.append(box)
        height += box.margin_height()
    while texts and (ANNOUNCES in _classes(texts[-1]) or texts[-1].element_tag in HEADINGS):
        texts.pop()
    return texts


def _may_come_first(box: Any, room: float) -> bool:
    """Whether a block behind a piece may come before it: text, a box that has room or may break, a letter."""
    is_box = box.element_tag == "aside" or "card" in _classes(box)
    fits = is_box and (box.margin_height() <= room or not _stays_whole(box))
    is_text = box.element_tag in _TEXTS or LETTER in _classes(box)
    return bool((fits or is_text) and box.style["break_before"] == "auto")


def _height(pieces: list[Any]) -> float:
    return float(sum(box.margin_height() for box in pieces))


def _classes(box: Any) -> set[str]:
    return set((box.element.get("class") or "").split())


def _parent(layout: Any, element: Any) -> Any:
    return next(one for one in layout._html.etree_element.iter() if element in list(one))

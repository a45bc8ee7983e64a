"""Gaps at the foot of a page: where a piece that stays whole went to the next page, the text behind it comes before it.

In: a layout; out: whether anything in it must be set again. As typesetters do with figures and tables, a box, a picture
or a table moves behind the paragraphs that follow it, never behind a heading, and each only once. Where that does not
help and the gap is great, it breaks, if it is none of those that are carried into a room.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

# Less is no gap.
PX_TO_MM = 25.4 / 96
LEAST_GAP_PX, GREAT_GAP_PX = 30 / PX_TO_MM, 40 / PX_TO_MM
CARRIED = frozenset(
    {"steps", "method", "micro-method", "roles", "reflection", "decision", "script", "card", "checklist"}
)
LOOSE = "break-inside: auto"
_PARTED = frozenset({"aside", "section", "table"})
MOVED = "data-moved"
HEADINGS = ("h2", "h3", "h4")
_TEXTS = frozenset({"p", "ul", "ol"})
_PIECES = frozenset({"aside", "section", "figure", "table", "div"})
# It stands for itself and may go on over the page.
LETTER = "letter"
ANNOUNCES = "announces"


def close(layout: Any) -> bool:
    """Move pieces that leave a gap, or let them break; say whether there were any."""
    changes = [change for change in (_change(*two) for two in pairwise(layout.pages)) if change]
    for piece, after in changes:
        if after is None:
            piece.set("style", "; ".join(filter(None, (piece.get("style"), LOOSE))))
            continue
        parent = _parent(layout, piece)
        parent.remove(piece)
        parent.insert(list(parent).index(after) + 1, piece)
        piece.set(MOVED, "")
    return bool(changes)


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


def _change(page: Any, following: Any) -> tuple[Any, Any] | None:
    """The piece that leaves a gap, and the text that it goes behind; None for one that may break."""
    gap = gap_px(page)
    if gap < LEAST_GAP_PX:
        return None
    here, there = blocks_of(page), blocks_of(following)
    # A heading goes with its piece; text of its own below it may come first.
    headings = next((nth for nth, box in enumerate(there) if box.element_tag not in HEADINGS), len(there))
    if not here or headings == len(there):
        return None
    before, piece = [*here[-1:], *there[:headings]], there[headings]
    if _may_move(piece, before) and (texts := list(_texts_behind(there[headings + 1 :], gap))):
        return piece.element, texts[-1].element
    return (piece.element, None) if gap > GREAT_GAP_PX and _may_break(piece, before) else None


def _may_break(piece: Any, before: list[Any]) -> bool:
    """Whether a piece may be parted where nothing else helps: none that is carried into a room."""
    classes = (piece.element.get("class") or "").split()
    starts = all(box.element is not piece.element for box in before)
    is_whole = _stays_whole(piece) and LOOSE not in piece.element.get("style", "")
    breaks = any(box.style["break_before"] != "auto" for box in (*before[1:], piece))
    return starts and is_whole and not breaks and piece.element.tag in _PARTED and CARRIED.isdisjoint(classes)


def _stays_whole(piece: Any) -> bool:
    box = piece.get_wrapped_table() if piece.is_table_wrapper else piece
    return bool(box.style["break_inside"] == "avoid")


def _may_move(piece: Any, before: list[Any]) -> bool:
    element = piece.element
    return (
        element.tag in _PIECES
        and element.get(MOVED) is None
        and all(box.style["break_before"] == "auto" for box in (*before[1:], piece))
        and before[0].element is not element
        and before[0].element_tag not in HEADINGS
        and ANNOUNCES not in before[-1].element.get("class", "")
    )


def _texts_behind(behind: list[Any], gap: float) -> Iterator[Any]:
    """As much text and boxes behind a piece as the gap holds; what announces something does not come alone."""
    height = 0.0
    texts: list[Any] = []
    for box in behind:
        if height >= gap or not _may_come_first(box, gap - height):
            break
        texts.append(box)
        height += box.margin_height()
    while texts and ANNOUNCES in texts[-1].element.get("class", ""):
        texts.pop()
    yield from texts


def _may_come_first(box: Any, room: float) -> bool:
    """Whether a block behind a piece may come before it: text, a box that has room, a letter."""
    fits = box.element_tag == "aside" and box.margin_height() <= room
    is_text = box.element_tag in _TEXTS or LETTER in (box.element.get("class") or "").split()
    return bool((fits or is_text) and box.style["break_before"] == "auto")


def _parent(layout: Any, element: Any) -> Any:
    return next(one for one in layout._html.etree_element.iter() if element in list(one))

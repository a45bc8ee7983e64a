"""Which block begins a page, read from WeasyPrint's boxes: where all formats put the mark of that page.

A block is what has an id in the book's own text; boxes to fill in and what only print has do not count. Where no block
begins, the page starts inside one: then its letters on earlier pages say where, without those that only print adds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from ..layout import PRINT_ONLY, REVISED

# Bars as near as this become one.
JOINED_PT = 8.0
PT_PER_PX = 0.75
# The section itself, and notes at the foot of the page.
_NO_BLOCKS = frozenset({"html", "body", "main", "small"})
_ADDED = frozenset({"page-note", "page-number", "footnote"})


def opener(page_box: Any, fresh: set[str]) -> str:
    """The first block in reading order that begins on the page, empty when none does; `fresh` are the ids that no
    earlier page had."""
    for box in descendants(page_box):
        name = _name(box)
        if name in fresh and isinstance(box, boxes.BlockLevelBox):
            return name
    return ""


class Letters:
    """Counts, page by page, the letters of each block so far."""

    def __init__(self) -> None:
        self._so_far: Counter[str] = Counter()

    def count(self, page_box: Any) -> None:
        """Add a page's letters to all blocks that they stand in."""
        for text, names in _texts(page_box, ()):
            self._so_far.update(dict.fromkeys(names, letters_in(text.text)))

    def turn(self, page_box: Any) -> tuple[tuple[str, int], ...]:
        """The blocks that the page's first text stands in, the innermost last, each with its letters so far."""
        for text, names in _texts(page_box, ()):
            if names and letters_in(text.text):
                return tuple((name, self._so_far[name]) for name in names)
        return ()


def bars(page_box: Any) -> tuple[tuple[float, float], ...]:
    """Where on a page new or changed blocks stand: from and to, in points from the top."""
    marked = (box for box in descendants(page_box) if box.element is not None and box.element.get(REVISED) is not None)
    joined: list[tuple[float, float]] = []
    for top, bottom in sorted((box.border_box_y(), box.border_box_y() + box.border_height()) for box in marked):
        start, end = round(top * PT_PER_PX, 2), round(bottom * PT_PER_PX, 2)
        if joined and start - joined[-1][1] <= JOINED_PT:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif end > start:
            joined.append((start, end))
    return tuple(joined)


def letters_in(text: str) -> int:
    """How many letters and figures a text has: what neither hyphens nor spaces change."""
    return sum(sign.isalnum() for sign in text)


def descendants(box: Any) -> Iterator[Any]:
    """All boxes in a box, in reading order."""
    for child in box.all_children():
        child = getattr(child, "_box", None) or child
        yield child
        yield from descendants(child)


def _texts(box: Any, names: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """The texts of the book on a page, each with the blocks around it, the innermost last."""
    for child in box.all_children():
        child = getattr(child, "_box", None) or child
        if isinstance(child, boxes.MarginBox) or _is_added(child):
            continue
        if isinstance(child, boxes.TextBox):
            yield child, names
            continue
        name = _name(child) if isinstance(child, boxes.BlockLevelBox) else ""
        yield from _texts(child, (*names, name) if name and name not in names else names)


def _is_added(box: Any) -> bool:
    """Whether a box holds what only print has: notes at the foot, page numbers, generated words."""
    if box.element is None:
        return False
    return "::" in (box.element_tag or "") or bool(_ADDED & set((box.element.get("class") or "").split()))


def _name(box: Any) -> str:
    element = box.element
    if (
        element is None
        or element.tag in _NO_BLOCKS
        or element.get("data-widget")
        or element.get(PRINT_ONLY) is not None
    ):
        return ""
    return str(element.get("id") or "")

"""Where a block may break: the ends of its lines, rows and blocks that the style sheet allows.

In: the boxes of a block, on one page or several. Out: offsets from its top, in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

# What lies side by side does not break.
_SIDE_BY_SIDE = boxes.FlexContainerBox | boxes.GridContainerBox


def of(parts: list[Any]) -> Iterator[float]:
    """All places where a block may break, whether it should stay whole or not."""
    base = 0.0
    for nth, part in enumerate(parts):
        if nth:
            yield base
        yield from (base + stop - part.border_box_y() for stop in _within(part))
        base += part.border_height() - getattr(part, "grid_missing", 0.0)


def head_of(box: Any) -> float:
    """How high the head of a table is, which every page repeats."""
    if not box.is_table_wrapper:
        return 0.0
    groups = box.get_wrapped_table().children
    return float(sum(group.height for group in groups if getattr(group, "is_header", False)))


def in_flow(box: Any) -> bool:
    """Whether a box stands where its text does: no float, no note, nowhere else on the page."""
    return box.style["float"] == "none" and box.style["position"] in ("static", "relative")


def _within(box: Any) -> Iterator[float]:
    if isinstance(box, _SIDE_BY_SIDE):
        return
    if getattr(box, "is_table_wrapper", False):
        yield from _rows(box.get_wrapped_table())
        return
    children = [child for child in getattr(box, "children", ()) if in_flow(child)]
    lines = [child for child in children if isinstance(child, boxes.LineBox)]
    if lines:
        first, last = box.style["orphans"], len(lines) - box.style["widows"]
        yield from (line.position_y + line.height for line in lines[first - 1 : max(last, 0)])
        return
    for child, following in [*pairwise(children), *((child, None) for child in children[-1:])]:
        if child.style["break_inside"] != "avoid" and isinstance(child, boxes.BlockLevelBox):
            yield from _within(child)
        if following is not None and not _is_bound(child, following):
            yield child.border_box_y() + child.border_height()


def _rows(table: Any) -> Iterator[float]:
    groups = (group for group in table.children if not getattr(group, "is_header", False))
    rows = [row for group in groups for row in group.children]
    for row, following in pairwise(rows):
        if not _is_bound(row, following):
            yield row.position_y + row.height


def _is_bound(box: Any, following: Any) -> bool:
    return any(str(said).startswith("avoid") for said in (box.style["break_after"], following.style["break_before"]))

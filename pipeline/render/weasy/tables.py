"""Tables that fit: one wider than its column is set smaller, then with more words parted; a row as high as half a page
may go on over the page.

In: a layout; out: whether anything in it must be set again. What is to be changed is written at its elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

# No table is set smaller than this.
LEAST_PX = 10.0
PX_TO_MM = 25.4 / 96
TOLERANCE_PX = 0.5
# A row as high as this part of the page is parted rather than moved.
HIGH = 0.4
# How a table is squeezed that is wider than its column even in the smallest letters.
WAYS = (
    "hyphens: auto; hyphenate-limit-chars: 6 3 3; padding-right: 1mm",
    "hyphens: auto; hyphenate-limit-chars: 5 2 2; padding-right: 1mm; overflow-wrap: anywhere",
)
SQUEEZED = "data-squeezed"
PARTED = "break-inside: auto; break-before: auto; break-after: auto"


def fit(layout: Any) -> bool:
    """Change what is too wide or too high; say whether anything was."""
    changed = False
    for page in layout.pages:
        content = page._page_box.children[0]
        for table, room in _tables(content, content.width):
            if table.border_width() > room + TOLERANCE_PX:
                changed |= _narrow(table, room)
        for row in _rows(content):
            if row.height > HIGH * page._page_box.height and PARTED not in row.element.get("style", ""):
                row.element.set("style", PARTED)
                changed = True
    return changed


def any_wide(layout: Any) -> bool:
    """Whether a table is wider than its column."""
    contents = (page._page_box.children[0] for page in layout.pages)
    found = (two for content in contents for two in _tables(content, content.width))
    return any(table.border_width() > room + TOLERANCE_PX for table, room in found)


def squeezed(layout: Any) -> tuple[tuple[str, int, int], ...]:
    """Tables whose words had to be parted: their ids, the width that they have, and the one that they need, in mm."""
    found = (one for one in layout._html.etree_element.iter("table") if one.get(SQUEEZED))
    return tuple((one.get("id", ""), *map(int, one.get(SQUEEZED).split()[1:])) for one in found)


def _tables(box: Any, room: float) -> Iterator[tuple[Any, float]]:
    """All tables, each with the width that it has."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TableBox):
            if child.element is not None:
                yield child, room
        elif getattr(child, "is_table_wrapper", False):
            yield from _tables(child, box.width)
        else:
            yield from _tables(child, 0)


def _rows(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TableRowBox) and child.element is not None:
            yield child
        else:
            yield from _rows(child)


def _narrow(table: Any, room: float) -> bool:
    """Set a table smaller, or squeeze it more than before; False when there is no more to be done."""
    element, size = table.element, table.style["font_size"]
    before = element.get(SQUEEZED, "")
    if not before:
        factor = 0.99 * room / table.border_width()
        smaller = max(size * factor, min(size, LEAST_PX))
        element.set("style", f"font-size: {smaller:.3f}px; line-height: 1.35")
        need = round(table.border_width() * smaller / size * PX_TO_MM + 0.5)
        if smaller > size * factor:
            element.set(SQUEEZED, f"0 {int(room * PX_TO_MM)} {need}")
        elif smaller == size:
            return False
        return True
    stage, *facts = before.split()
    if int(stage) == len(WAYS):
        return False
    for cell in (one for one in element.iter() if one.tag in ("td", "th")):
        cell.set("style", WAYS[int(stage)])
    element.set(SQUEEZED, " ".join((str(int(stage) + 1), *facts)))
    return True

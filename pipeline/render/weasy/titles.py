"""Titles that fit: where a word is wider than its line, the title is set smaller, and only then parted.

In: a layout; out: whether anything in it must be set again. What is to be changed is written at the elements of the
page themselves, so sheets whose titles fit are set once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from . import blocks

# So much smaller a title may become before its words are parted.
LEAST = 0.55
# Lines are measured to parts of a pixel.
TOLERANCE_PX = 0.5
_TITLES = frozenset({"h1", "h2", "h3"})
_CLASSES = frozenset({"half-title-text", "box-title", "part-subtitle", "cover-subtitle"})


def shrink(layout: Any) -> bool:
    """Set titles smaller that are wider than their lines; those that would become too small are parted."""
    root = layout._html.etree_element
    parents = {child: parent for parent in root.iter() for child in parent}
    found: dict[Any, tuple[float, Any]] = {}
    for box, ratio in _too_wide(layout):
        title = _title_of(box.element, parents)
        if title is not None and ratio < found.get(title, (1.0, None))[0]:
            found[title] = ratio, box
    for title, (ratio, box) in found.items():
        title.set("style", _smaller(title, box, ratio))
    return bool(found)


def _too_wide(layout: Any) -> Iterator[tuple[Any, float]]:
    """Blocks with a line that is too wide, and how wide they are of it."""
    for page in layout.pages:
        for box in blocks.descendants(page._page_box.children[0]):
            if isinstance(box, boxes.BlockContainerBox) and box.element is not None:
                widest = max((_width(line) for line in box.children if isinstance(line, boxes.LineBox)), default=0)
                if widest > box.width + TOLERANCE_PX:
                    yield box, box.width / widest


def _width(line: Any) -> float:
    return float(max((box.position_x + box.width for box in line.children), default=0) - line.position_x)


def _title_of(element: Any, parents: dict[Any, Any]) -> Any:
    while element is not None:
        if element.tag in _TITLES or _CLASSES.intersection(element.get("class", "").split()):
            return element
        element = parents.get(element)
    return None


def _smaller(title: Any, box: Any, ratio: float) -> str:
    """The style of a title: as much smaller as it must be, or as it may be, and then with parted words."""
    if title.get("style"):
        return "; ".join((title.get("style"), "overflow-wrap: anywhere"))
    factor = max(ratio * 0.995, LEAST)
    size, line = box.style["font_size"] * factor, strut(box.style)[0] * factor
    style = f"font-size: {size:.3f}px; line-height: {line:.3f}px"
    return style if factor > LEAST else f"{style}; hyphens: auto; hyphenate-limit-chars: 8 4 4"

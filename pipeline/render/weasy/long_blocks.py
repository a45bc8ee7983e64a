"""Blocks that stay whole only where a page holds them.

WeasyPrint 70.0 gives a block that must not be broken a new page, breaks it there all the same when that is too short,
and leaves behind what must not be parted from it: a chapter's number and title on pages of their own.
"""

from __future__ import annotations

from typing import Any

from . import blocks

LOOSE = "break-inside: auto"


def loosen(layout: Any) -> bool:
    """Let blocks break that had to be broken; say whether there were any."""
    last: dict[Any, int] = {}
    broken = []
    for number, page in enumerate(layout.pages):
        for box in blocks.descendants(page._page_box.children[0]):
            element = box.element
            if element is None or box.style["break_inside"] == "auto" or box.style.pseudo_type:
                continue
            if last.setdefault(element, number) != number and LOOSE not in element.get("style", ""):
                broken.append(element)
                last[element] = number
    for element in broken:
        element.set("style", "; ".join(filter(None, (element.get("style"), LOOSE))))
    return bool(broken)

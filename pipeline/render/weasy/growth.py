"""Hand-outs fill their sheet: rows, lines and cells grow until no more goes on its pages, and type with them.

In: a layout whose root asks for it (`GROWS`); out: its factor, as the properties `--rows` and `--type` that the style
sheet reckons with. Heights that stand at elements are multiplied where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from . import gaps, tables

GROWS, BASE = "data-grows", "data-base-height"
# No line for a hand is higher than 2.4 of its kind; type grows half as fast, and is never larger than this.
MOST, MOST_TYPE = 2.4, 1.35
# A sheet is full when less is free of what its page holds.
FULL = 0.06
ATTEMPTS = 6
_HEIGHT = re.compile(r"height: ([\d.]+)mm")


def grow(layout: Any, render: Callable[[], Any]) -> Any:
    """The layout of a sheet that is as large as its pages hold."""
    root = layout._html.etree_element
    if GROWS not in root.attrib:
        return layout
    pages, is_wide = len(layout.pages), tables.any_wide(layout)
    best, least, most, most_type = layout, 1.0, 0.0, MOST_TYPE
    factor = _guess(layout, least)
    for _ in range(ATTEMPTS):
        if factor - least < FULL / 2:
            break
        _set(root, factor, most_type)
        tried = _tried(render)
        if tried and most_type > 1 and tables.any_wide(tried) > is_wide:
            # Its words fill their columns: rows grow alone.
            most_type = 1.0
            continue
        if tried is None or len(tried.pages) > pages:
            most = factor
        else:
            best, least = tried, factor
            if _free(best) < FULL:
                break
        factor = (least + most) / 2 if most else _guess(best, least)
    return best


def _tried(render: Callable[[], Any]) -> Any:
    """A layout; None where WeasyPrint 70.0 gives up, as it does on a grid that is higher than its page."""
    try:
        return render()
    except AssertionError:
        return None


def _guess(layout: Any, factor: float) -> float:
    """By what a sheet could be larger, if all on its last page grew."""
    free = min(_free(layout), 0.9)
    return min(MOST, factor * (1 + 1.1 * free / (1 - free)))


def _free(layout: Any) -> float:
    page = layout.pages[-1]
    return float(gaps.gap_px(page) / page._page_box.height)


def _set(root: Any, factor: float, most_type: float) -> None:
    root.set("style", f"--rows: {factor:.3f}; --type: {min(most_type, 1 + (factor - 1) / 2):.3f}")
    # A canvas has the height of its page.
    fixed = {inner for canvas in root.iter("section") if "canvas" in canvas.get("class", "") for inner in canvas.iter()}
    for element in (one for one in root.iter() if one not in fixed):
        style = element.get(BASE) or element.get("style", "")
        if height := _HEIGHT.search(style):
            element.set(BASE, style)
            element.set("style", style.replace(height[0], f"height: {float(height[1]) * factor:.2f}mm"))

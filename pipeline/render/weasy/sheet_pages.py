"""Sheets that are one sheet: where a worksheet runs a little over its page, its pieces stand closer.

In: a layout; out: how many pages the sheet has without its sample, which begins a page of its own. How close is the
style sheet's: what a hand needs of room stays.
"""

from __future__ import annotations

from typing import Any

from . import blocks

SHEET, SAMPLE, CLOSE = "worksheet", "sample", "close"


def count(layout: Any) -> int:
    """How many pages a sheet has; 0 for a section that is none."""
    main = _main(layout)
    if main is None or SHEET not in _classes(main):
        return 0
    return next((nth for nth, page in enumerate(layout.pages) if _has_sample(page)), len(layout.pages))


def stand_closer(layout: Any, *, close: bool = True) -> None:
    """Let the pieces of a sheet stand closer, or as they did."""
    main = _main(layout)
    main.set("class", " ".join([name for name in _classes(main) if name != CLOSE] + [CLOSE] * close))


def _has_sample(page: Any) -> bool:
    elements = (box.element for box in blocks.descendants(page._page_box.children[0]) if box.element is not None)
    return any(SAMPLE in _classes(element) for element in elements)


def _main(layout: Any) -> Any:
    return next(layout._html.etree_element.iter("main"), None)


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()

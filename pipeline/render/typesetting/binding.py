"""Page numbers set into a finished layout.

Every reference is laid out with the same placeholder, wide enough for three figures, so a layout never depends on
the numbers themselves: nothing is laid out twice, and a build that starts from nothing gives the bytes of one that knew
them all. When the true number is set, what follows it on its line closes up (or, where the line is set right, what
stands before it moves over). Then only how many figures it has is final: the figures themselves stay open until the
merge (numerals.py). This uses WeasyPrint 70.0's boxes, which are no public interface; test_binding.py holds
the result against a layout that knew its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import line_size

from pipeline.render.typesetting.model import PAGE_OF, noughts
from pipeline.render.typesetting.numerals import leave_open


def bind(layout: Any, numbers: Mapping[str, str]) -> bool:
    """Set the numbers of a layout (id to printed folio); ids without one keep their placeholder.

    Returns whether all of them stay open: then noughts are drawn, and numbers of as many figures can be set later.
    """
    _bind(layout, {target: noughts(number) for target, number in numbers.items()})
    placed = [text for page in layout.pages for text in _texts(page._page_box) if _target(text) in numbers]
    stays_open = all(leave_open(text, _target(text), layout.fonts) for text in placed if text.text.isdigit())
    if not stays_open:
        for text in placed:
            text.open_number = None
        _bind(layout, numbers)
    return stays_open


def _bind(layout: Any, numbers: Mapping[str, str]) -> None:
    for index, page in enumerate(layout.pages):
        lines = [line for line in _lines(page._page_box) if _set_numbers(line, numbers)]
        if lines:
            # The page has noted where links are; they have moved.
            layout.pages[index] = Page(page._page_box)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.all_children():
        child = getattr(child, "_box", None) or child
        if isinstance(child, boxes.TextBox):
            yield child
        yield from _texts(child)


def _lines(box: Any) -> Iterator[Any]:
    for child in box.all_children():
        child = getattr(child, "_box", None) or child
        if isinstance(child, boxes.LineBox):
            yield child
        yield from _lines(child)


def _set_numbers(line: Any, numbers: Mapping[str, str]) -> bool:
    """Set the numbers on one line, and say whether there are any."""
    found = False
    while path := _path_to_number(line, numbers):
        found = True
        text = path[-1]
        gained = _rewrite(text, numbers[text.element.get(PAGE_OF, "")])
        if line.style["text_align_all"] in ("right", "end"):
            _move(path, gained, before=True)
        else:
            _move(path, -gained, before=False)
    return found


def _path_to_number(box: Any, numbers: Mapping[str, str]) -> list[Any]:
    """The boxes from a line down to its first text that still is a placeholder; empty when there is none."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox):
            continue
        if isinstance(child, boxes.TextBox):
            target = _target(child)
            if target in numbers and child.text != numbers[target]:
                return [box, child]
        elif path := _path_to_number(child, numbers):
            return [box, *path]
    return []


def _target(text: Any) -> str:
    """The id whose page a text names; what a style sheet puts before or after the number names none."""
    if text.element is None or text.element_tag != text.element.tag:
        return ""
    return str(text.element.get(PAGE_OF, ""))


def _rewrite(text: Any, number: str) -> float:
    """Change the words of a text box; drawing reads them from its Pango layout. Returns the width that came free."""
    text.text = text.pango_layout.text = number
    text.pango_layout.reactivate(text.style)
    width, _ = line_size(text.pango_layout.get_first_line()[0], text.style)
    text.pango_layout.deactivate()
    freed = text.width - width
    text.width = width
    return float(freed)


def _move(path: list[Any], by: float, *, before: bool) -> None:
    """Move what stands before (and with) or after the last box of a path on its line, and fit the boxes around it."""
    for depth, (box, inner) in enumerate(pairwise(path)):
        at = next(index for index, child in enumerate(box.children) if child is inner)
        for child in box.children[:at] if before else box.children[at + 1 :]:
            child.translate(dx=by)
        if before:
            inner.position_x += by
        if depth:
            box.width -= abs(by)

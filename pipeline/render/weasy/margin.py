"""The outer margin: notes stand there beside the line that calls them, and one below the other.

WeasyPrint 70.0 knows on which side a page is only when styles are known already, and has no `float: outside`. So a note
in a text (in a draft also what somebody says of it) is a box without size in its line, and one beside a text floats on
the right; all are put in their places when the section is laid out. They are read and painted where the text has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes

# Notes in a line, and one that is a block of its own.
NOTES, SIDENOTE = frozenset({"margin-note", "comment"}), "sidenote"
APART_PX = 3 * 96 / 25.4


def settle(layout: Any) -> None:
    """Put the notes of all pages in their places."""
    for page in layout.pages:
        box = page._page_box
        is_verso, notes = box.page_type.side == "left", list(_notes(box.children[0], None))
        spans = [(note.position_y, _height(note)) for note, _ in notes]
        tops = stack(spans, box.content_box_y() + box.height)
        for (note, section), top in zip(notes, tops, strict=True):
            left, right = section.content_box_x(), section.content_box_x() + section.width
            place = left - APART_PX - _width(note) if is_verso else right + APART_PX
            note.translate(place - note.border_box_x(), top - note.position_y)


def stack(spans: Sequence[tuple[float, float]], bottom: float) -> list[float]:
    """Say where each of some notes (top, height) begins, so that none lies on another, nor below the last line as long
    as there is room above."""
    tops, free = [], 0.0
    for top, height in spans:
        tops.append(max(free, top))
        free = tops[-1] + height
    for nth in range(len(tops) - 1, -1, -1):
        tops[nth] = bottom = min(tops[nth], max(bottom - spans[nth][1], sum(height for _, height in spans[:nth])))
    return tops


def _notes(box: Any, section: Any) -> Iterator[tuple[Any, Any]]:
    """The notes in a box, each with the section that it stands in."""
    section = box if box.element_tag == "main" else section
    for child in getattr(box, "children", ()):
        if section is not None and _is_note(child):
            yield child, section
        else:
            yield from _notes(child, section)


def _is_note(box: Any) -> bool:
    classes = (box.element.get("class") or "").split() if box.element is not None else ()
    is_note = not NOTES.isdisjoint(classes) and isinstance(box, boxes.InlineBlockBox)
    return is_note or (SIDENOTE in classes and box.is_floated())


def _width(note: Any) -> float:
    """How wide a note is: that of a line has no width, but its words have."""
    lines = (one for one in note.descendants() if isinstance(one, boxes.LineBox))
    return float(note.border_width() or max((_length(line) for line in lines), default=0.0))


def _length(line: Any) -> float:
    return float(sum(child.margin_width() for child in line.children))


def _height(note: Any) -> float:
    """How high a note is with what flows out of it: that of a line has no height."""
    last = max((one.position_y + one.margin_height() for one in note.descendants()), default=note.position_y)
    return float(max(note.margin_height(), last - note.position_y))

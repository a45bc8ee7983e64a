"""The outer margin: notes stand there beside the line that calls them, and one below the other.

WeasyPrint 70.0 knows on which side a page is only when styles are known already, and has no `float: outside`. So a note
in a text is a box without width in its line, and one beside a text floats on the right; all are put in their places
when the section is laid out. They are read, and painted, where the text has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

# A note in a line, and one that is a block of its own.
NOTE, SIDENOTE = "margin-note", "sidenote"
APART_PX = 4 * 96 / 25.4


def settle(layout: Any) -> None:
    """Put the notes of all pages in their places."""
    for page in layout.pages:
        is_verso, free = page._page_box.page_type.side == "left", 0.0
        for note, section in list(_notes(page._page_box.children[0], None)):
            top = max(free, note.position_y)
            left, right = section.content_box_x(), section.content_box_x() + section.width
            place = left - APART_PX - _width(note) if is_verso else right + APART_PX
            note.translate(place - note.border_box_x(), top - note.position_y)
            free = top + note.margin_height()


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
    return (NOTE in classes and isinstance(box, boxes.InlineBlockBox)) or (SIDENOTE in classes and box.is_floated())


def _width(note: Any) -> float:
    """How wide a note is: that of a line has no width, but its words have."""
    lines = (one for one in note.descendants() if isinstance(one, boxes.LineBox))
    return float(note.border_width() or max((child.width for line in lines for child in line.children), default=0.0))

"""The outer margin: notes stand there beside the line that calls them, and one below the other.

WeasyPrint 70.0 knows on which side a page is only when styles are known already, has no `float: outside`, and lets a
float wait for the next line where it is wider than the rest of its own. So notes are set on the right, and are put in
their places when all is laid out; they are read where their text calls them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

NOTE = "margin-note"
# A note of the margin that is a block of its own.
SIDENOTE = "sidenote"
_CLASSES = frozenset({NOTE, SIDENOTE})


def settle(layout: Any) -> None:
    """Put the notes of all pages in their places."""
    for page in layout.pages:
        if not (notes := list(_notes(page._page_box.children[0], None))):
            continue
        elements = list(layout._html.etree_element.iter())
        references = [note.element for note, _ in notes if NOTE in note.element.get("class").split()]
        callers = {note: elements[elements.index(note) - 1] for note in references}
        lines = _lines_of(page._page_box.children[0], set(callers.values()))
        free = 0.0
        for note, section in notes:
            top = max(free, lines.get(callers.get(note.element), note.position_y))
            dx = _to_the_left(note, section) if page._page_box.page_type.side == "left" else 0.0
            note.translate(dx, top - note.position_y)
            free = top + note.margin_height()


def _to_the_left(note: Any, section: Any) -> float:
    """The way of a note to the other side, as far from the text there as it is here."""
    apart = note.border_box_x() - (section.content_box_x() + section.width)
    return float(section.content_box_x() - apart - note.border_width() - note.border_box_x())


def _notes(box: Any, section: Any) -> Iterator[tuple[Any, Any]]:
    """The notes in a box, each with the section that it stands in."""
    section = box if box.element_tag == "main" else section
    for child in getattr(box, "children", ()):
        if (
            section is not None
            and child.is_floated()
            and not _CLASSES.isdisjoint((child.element.get("class") or "").split())
        ):
            yield child, section
        else:
            yield from _notes(child, section)


def _lines_of(box: Any, elements: set[Any]) -> dict[Any, float]:
    """Where the last line is that each of these elements stands in."""
    found: dict[Any, float] = {}
    for line in (one for one in box.descendants() if isinstance(one, boxes.LineBox)):
        inside = {one.element for one in line.descendants()} & elements
        found.update(dict.fromkeys(inside, line.position_y))
    return found

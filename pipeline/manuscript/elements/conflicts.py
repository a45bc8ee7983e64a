"""Places that two authors changed differently: both readings show in the draft, and neither breaks what is around it.

A box of which one reading was deleted is none any more: its text stands as if there never had been one.
"""

from __future__ import annotations

from copy import deepcopy

from lxml.etree import _Element as Element

from ...trees import elements, parent_of, replace, take, unwrap
from .vocabulary import BOXES, kind_of

# What these hold has a form: one reading stands in it, and the box behind it.
_FREE = {"", "only", "comment", *BOXES}


def settle_conflicts(tree: Element) -> None:
    """Leave boxes with two readings or more, of which only the first has ids; where it must stand free, behind what it
    stood in."""
    for box in [element for element in elements(tree, "div") if kind_of(element) == "conflict"]:
        readings = [child for child in box if kind_of(child) == "reading"]
        if len(readings) < 2:
            for wrapping in (*readings, box):
                unwrap(wrapping)
            continue
        around = parent_of(box)
        if around is not tree and kind_of(around) not in _FREE:
            replace(box, *[deepcopy(child) for child in readings[0]])
            around.addnext(box)
            readings.insert(0, box)
        for reading in readings[1:]:
            for element in reading.iter():
                take(element, "id")
            reading.set("class", "reading")
    for stray in [element for element in elements(tree, "div") if kind_of(element) == "reading"]:
        if kind_of(parent_of(stray)) != "conflict":
            unwrap(stray)

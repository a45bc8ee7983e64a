"""How a named block becomes a labelled box: its label, its title, its id."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...trees import inner_into, make, remove, take, text_of
from ..parse_state import ParseState

HEADING = re.compile(r"h[1-6]")


def dress(state: ParseState, block: Element, kind: str, *, tag: str, name: str) -> Element | None:
    """Make a block a labelled box; the first heading in it is its title, which is returned."""
    title = _take_title(state, block)
    label = make("p", {"class": "box-label"}, state.labels.word(f"elements.{kind}.word"))
    block.text = None
    block.tag = tag
    block.set("class", name)
    block.insert(0, label)
    if title is not None:
        block.insert(1, title)
    words = text_of(title) if title is not None else ""
    block.set("data-slug", f"{state.labels.word(f'elements.{kind}.alias')} {words}")
    return title


def _take_title(state: ParseState, block: Element) -> Element | None:
    first: Element | None = None
    for heading in [child for child in block if HEADING.fullmatch(str(child.tag))]:
        if first is None and heading.getprevious() is None and not (block.text or "").strip():
            first = heading
        _to_paragraph(heading, "box-title" if heading is first else "")
    if first is not None:
        remove(first)
        name = take(first, "id") or ""
        if name and not block.get("id"):
            block.set("id", name)
    if not text_of(block):
        state.report("s-025", block)
    return first


def _to_paragraph(heading: Element, name: str) -> None:
    """A heading inside a box is none of the chapter's."""
    heading.tag = "p"
    if name:
        heading.set("class", name)
        return
    strong = inner_into(make("strong"), heading)
    for child in list(heading):
        heading.remove(child)
    heading.append(strong)

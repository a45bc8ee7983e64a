"""Gaps for the project's team: drafts show them, an edition does without them.

A field that only the team can fill is a line that no reader may write on. So it leaves an edition together with what
would say nothing without it: the words around it in its paragraph, a line before it that ends with a colon, a heading
over nothing, a box or list that is empty now.
"""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...trees import elements, has_class, remove, text_of
from ..parse_state import ParseState
from .vocabulary import FIELDS, kind_of

_HEADING = re.compile(r"h([1-6])")
_BLOCKS = ("p", "li", "dd")
_LISTS = ("ul", "ol", "dl", "table")
_CUE = ":"


def leave_gaps_out(state: ParseState, tree: Element) -> None:
    """Take the team's fields out, unless this is a draft."""
    if state.draft:
        return
    for field in elements(tree, "span"):
        if kind_of(field) == "team-field" and field.getparent() is not None:
            block = next((one for one in field.iterancestors() if one.tag in _BLOCKS), None)
            remove(field)
            if block is not None and not _holds_fields(block):
                _drop(block)


def _holds_fields(block: Element) -> bool:
    """Say whether a block still has gaps or other fields of its own, or is a note, which its call needs."""
    noted = any(has_class(one, "footnotes") for one in block.iterancestors())
    return noted or any(kind_of(one) in FIELDS for one in elements(block, "span"))


def _drop(element: Element) -> None:
    """Take an element out, then what would introduce or hold nothing."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None or element.tag == "h1":
        return
    remove(element)
    if before is not None and _introduces_nothing(before):
        _drop(before)
    elif before is None and parent.getparent() is not None and not len(parent) and not text_of(parent):
        _drop(parent)


def _introduces_nothing(element: Element) -> bool:
    following = element.getnext()
    if heading := _HEADING.fullmatch(str(element.tag)):
        level = _HEADING.fullmatch(str(following.tag)) if following is not None else None
        return following is None or (level is not None and level[1] <= heading[1])
    if element.tag == "dt":
        return following is None or following.tag == "dt"
    return element.tag == "p" and text_of(element).endswith(_CUE) and not _goes_on(following)


def _goes_on(following: Element | None) -> bool:
    """Say whether a line that ends with a colon still introduces something."""
    return following is not None and (following.tag in _LISTS or (following.tag == "p" and _holds_fields(following)))

"""Names in capitals, as "WIR GESTALTEN DRESDEN", become small capitals: two words and more, in running text alone."""

from __future__ import annotations

import re

from ... import trees
from ...trees import Element

CAPS = "caps"
TEXTS = ("p", "li", "dd")
# What has no running text around it, or type of its own.
APART = frozenset({"box-label", "box-title", "answer", "letter-subject"})
_NAME = re.compile(r"\b[^\W\d_a-zäöüß]{2,}(?: [^\W\d_a-zäöüß]{2,})+\b")


def set_names(tree: Element) -> None:
    """Put names in capitals into spans of their own."""
    for block in [one for one in tree.iter(*TEXTS) if not APART.intersection(trees.classes(one))]:
        for element in [block, *(one for one in block.iter() if isinstance(one.tag, str) and one is not block)]:
            if element.tag not in ("code", "math", "svg"):
                _set_text(element)
            if element is not block:
                _set_tail(element)


def _set_text(element: Element) -> None:
    if found := _NAME.search(element.text or ""):
        text = element.text or ""
        element.text = text[: found.start()]
        span = trees.make("span", {"class": CAPS}, found[0])
        element.insert(0, span)
        span.tail = text[found.end() :]
        _set_tail(span)


def _set_tail(element: Element) -> None:
    if found := _NAME.search(element.tail or ""):
        text, parent = element.tail or "", trees.parent_of(element)
        element.tail = text[: found.start()]
        span = trees.make("span", {"class": CAPS}, found[0])
        parent.insert(parent.index(element) + 1, span)
        span.tail = text[found.end() :]
        _set_tail(span)

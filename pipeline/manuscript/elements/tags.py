"""Spans that were tags in the source (preparation/tags) become elements again."""

from __future__ import annotations

from lxml.etree import _Element as Element

from ...trees import classes, elements, take
from ..preparation.tags import CLASS

_ALONE = "br"


def make_tags(tree: Element) -> None:
    """Give every such span the name that its class holds."""
    for element in elements(tree, "span"):
        name = next((one.removeprefix(CLASS) for one in classes(element) if one.startswith(CLASS)), "")
        if name:
            element.tag = name
            take(element, "class")
            if name == _ALONE:
                element.text = None

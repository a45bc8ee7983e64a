"""Code: what the highlighter said of its words, and its caption. The words stay as they are."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ..trees import classes, elements, has_class, make, parent_of, replace, take, unwrap

TOKEN = "data-token"
# The highlighter gives blocks without an id one of its own.
_NUMBERED = re.compile(r"cb\d+")
_KEPT = ("id", "data-language", "data-caption")


def make_code(tree: Element) -> None:
    """Make of what pandoc highlights a plain block, whose words bear what they are (`data-token`); before classes are
    looked at, for these are nobody's."""
    for block in elements(tree, "pre"):
        around = parent_of(block)
        wrapped = around.tag == "div" and has_class(around, "sourceCode")
        facts = {name: value for name in _KEPT if (value := (around if wrapped else block).get(name))}
        if wrapped:
            _simplify(block)
            replace(around, [block])
        if wrapped and _NUMBERED.fullmatch(facts.get("id", "")):
            del facts["id"]
        block.attrib.clear()
        for name, value in facts.items():
            block.set(name, value)


def caption_code(tree: Element) -> None:
    """Put captions over code."""
    for block in elements(tree, "pre"):
        if caption := take(block, "data-caption"):
            listing = make("div", class_="listing")
            if name := take(block, "id"):
                listing.set("id", name)
            replace(block, [listing])
            block.tail = None
            listing.extend((make("p", caption, class_="code-caption"), block))


def _simplify(block: Element) -> None:
    for code in elements(block, "code"):
        code.attrib.clear()
    for anchor in elements(block, "a"):
        unwrap(anchor)
    for span in elements(block, "span"):
        kind = next(iter(classes(span)), "")
        span.attrib.clear()
        if kind:
            span.set(TOKEN, kind)
        else:
            unwrap(span)

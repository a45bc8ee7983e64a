"""Code: what the highlighter said of its words, and its caption. The words stay as they are."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...trees import classes, elements, has_class, make, parent_of, replace, take, unwrap

TOKEN = "data-token"
# The second class of a block and those behind it.
CLASSES = "data-classes"
# The highlighter gives blocks without an id one of its own.
_NUMBERED = re.compile(r"cb\d+")
# What pandoc's writer sets; all else comes from the author.
_WRITTEN = ("class", "style")


def make_code(tree: Element) -> None:
    """Make of what pandoc highlights a plain block, whose words bear what they are (`data-token`); before classes are
    looked at, for these are nobody's. What else its author set stays for `settings`."""
    for block in elements(tree, "pre"):
        around = parent_of(block)
        wrapped = around.tag == "div" and has_class(around, "sourceCode")
        facts = {
            str(name): str(value) for name, value in (around if wrapped else block).items() if name not in _WRITTEN
        }
        if wrapped:
            _simplify(block)
            replace(around, block)
        if wrapped and _NUMBERED.fullmatch(facts.get("id", "")):
            del facts["id"]
        block.attrib.clear()
        for name, value in facts.items():
            block.set("class" if name == CLASSES else name, value)


def caption_code(tree: Element) -> None:
    """Put captions over code."""
    for block in elements(tree, "pre"):
        if caption := take(block, "data-caption"):
            listing = make("div", {"class": "listing"})
            if name := take(block, "id"):
                listing.set("id", name)
            replace(block, listing)
            block.tail = None
            listing.extend((make("p", {"class": "code-caption"}, caption), block))


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

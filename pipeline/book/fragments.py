"""Canonical fragments as trees: parse, write, read their text.

A section is worked on as one tree, `<div><h1>title</h1>body…</div>`, so that every walk meets the title too.
Trees live inside `resolve` only; values keep the serialised text.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import cast

from lxml import etree

from ..trees import BESIDE_WORDS, Element, append_markup, has_class, parse, remove, take, unwrap, write

# The path of the file that an included piece came from; taken out again when the tree is written.
ORIGIN = "data-origin"
_CLASSES = etree.XPath("descendant-or-self::*/@class", smart_strings=False)


def parse_section(title_html: str, body: str) -> Element:
    """Read a title and a body into one tree."""
    return parse(f"<h1>{title_html}</h1>{body}")


def write_section(tree: Element) -> tuple[str, str]:
    """Give title and body of a tree back as text."""
    etree.strip_attributes(tree, ORIGIN)
    title, *body = tree
    return write(title), "".join(etree.tostring(child, encoding="unicode") for child in body).strip()


def fill_after_title(tree: Element, markup: str) -> None:
    """Write the body of a generated section."""
    for child in list(tree)[1:]:
        tree.remove(child)
    append_markup(tree, markup)


def plain_markup(element: Element, *, without: str = "") -> str:
    """The markup inside an element fit for a second place in the book: no ids, links or notes.

    `without` is the class of a child that is left out.
    """
    twin = copy.deepcopy(element)
    twin.tail = None
    for child in list(twin.iter()):
        if child is twin:
            continue
        if has_class(child, *BESIDE_WORDS) or (without and has_class(child, without)):
            remove(child)
            continue
        take(child, "id")
    etree.strip_tags(twin, "a")
    for mark in list(twin.iter("span")):
        if has_class(mark, "index-mark", "term", "citation"):
            unwrap(mark)
    return write(twin).strip()


def class_names(trees: Iterable[Element]) -> frozenset[str]:
    """All classes that something in some trees has."""
    written = {attribute for tree in trees for attribute in cast("list[str]", _CLASSES(tree))}
    return frozenset(name for attribute in written for name in attribute.split())

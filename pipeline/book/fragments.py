"""Canonical fragments as trees: parse, write, read their text.

A section is worked on as one tree, `<div><h1>title</h1>body…</div>`, so that every walk meets the title too.
Trees live inside `resolve` only; values keep the serialised text.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from ..manuscript.trees import escape, has_class, inner_into, remove, unwrap

# The path of the file that an included piece came from; taken out again when the tree is written.
ORIGIN = "data-origin"
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
)
_CLASSES = etree.XPath("descendant-or-self::*/@class", smart_strings=False)
# What a copied title or sentence must not carry along: notes do not belong into lists.
_NOT_COPIED = ("footnote-ref", "page-ref")


def parse_section(title_html: str, body: str) -> Element:
    """Read a title and a body into one tree."""
    return etree.fromstring(f"<div><h1>{title_html}</h1>{body}</div>", _PARSER)


def write_section(tree: Element) -> tuple[str, str]:
    """Give title and body of a tree back as text."""
    etree.strip_attributes(tree, ORIGIN)
    title, *body = tree
    return inner(title), "".join(_written(child) for child in body).strip()


def elements_of(markup: str) -> list[Element]:
    """Read markup into elements without a parent."""
    return list(etree.fromstring(f"<div>{markup}</div>", _PARSER))


def inner(element: Element) -> str:
    """The markup inside an element."""
    return escape(element.text or "") + "".join(_written(child) for child in element)


def fill(element: Element, markup: str) -> None:
    """Replace what is inside an element."""
    element.text = None
    for child in list(element):
        element.remove(child)
    append_markup(element, markup)


def fill_after_title(tree: Element, markup: str) -> None:
    """Write the body of a generated section."""
    for child in list(tree)[1:]:
        tree.remove(child)
    append_markup(tree, markup)


def append_markup(element: Element, markup: str) -> None:
    """Add markup at the end of an element."""
    inner_into(element, etree.fromstring(f"<div>{markup}</div>", _PARSER))


def text_of(element: Element) -> str:
    """The readable text inside an element, white space made single, notes left out."""
    written = "".join(_texts(element)) if len(element) else element.text or ""
    return " ".join(written.split())


def plain_markup(element: Element, *, without: str = "") -> str:
    """The markup inside an element fit for a second place in the book: no ids, links or notes.

    `without` is the class of a child that is left out.
    """
    twin = copy.deepcopy(element)
    twin.tail = None
    for child in list(twin.iter()):
        if child is twin:
            continue
        if has_class(child, *_NOT_COPIED) or (without and has_class(child, without)):
            remove(child)
            continue
        without_attribute(child, "id")
    etree.strip_tags(twin, "a")
    for mark in list(twin.iter("span")):
        if has_class(mark, "index-mark", "term", "citation"):
            unwrap(mark)
    return inner(twin).strip()


def without_attribute(element: Element, name: str) -> str:
    """Take an attribute off and return its value."""
    value = element.get(name, "")
    if name in element.attrib:
        del element.attrib[name]
    return value


def by_class(tree: Element, name: str) -> Iterator[Element]:
    """All elements of a class, in reading order."""
    return (element for element in tree.iter() if (written := element.get("class")) and name in written.split())


def class_names(trees: Iterable[Element]) -> frozenset[str]:
    """All classes that something in some trees has."""
    written = {attribute for tree in trees for attribute in cast("list[str]", _CLASSES(tree))}
    return frozenset(name for attribute in written for name in attribute.split())


def first_by_class(tree: Element, name: str) -> Element | None:
    """The first element of a class."""
    return next(by_class(tree, name), None)


def html(text: str) -> str:
    """Write plain text as markup."""
    return escape(text)


def attribute(text: str) -> str:
    """Write an attribute's value with its quotes."""
    written = escape(text)
    # A parser reads white space as a space, unless it is spelled out.
    for sign, name in (('"', "&quot;"), ("\n", "&#10;"), ("\r", "&#13;"), ("\t", "&#9;")):
        written = written.replace(sign, name)
    return f'"{written}"'


def _written(element: Element) -> str:
    return etree.tostring(element, encoding="unicode")


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not has_class(child, *_NOT_COPIED):
            yield from _texts(child)
        yield child.tail or ""

"""Fragments as lxml trees: parse, look, change, write. Trees live only while one document is read."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.etree import _Element as Element

from ..sieve import sift

MATHML = "{http://www.w3.org/1998/Math/MathML}"
DEPTH_LIMIT = 120
_BLOCKS = "p div ul ol dl table figure section aside blockquote pre h1 h2 h3 h4 h5 h6 hr"


class TooDeep(Exception):
    """Nested deeper than any book is."""


def parse(html: str) -> Element:
    """Parse pandoc's HTML into a `div`. Raises TooDeep."""
    text = f"<div>{sift(html)}</div>"
    try:
        tree = etree.fromstring(text, _parser(recover=False))
    except etree.XMLSyntaxError:
        # Authors can write attribute names that are none in XML; those are dropped later anyway.
        tree = etree.fromstring(text, _parser(recover=True))
    if _depth(tree) > DEPTH_LIMIT:
        raise TooDeep
    for section in tree.iter("section"):
        # Pandoc takes a div that begins with a heading for a section.
        if section.get("role") != "doc-endnotes":
            section.tag = "div"
    return tree


def write(tree: Element) -> str:
    """What is inside an element, as XHTML."""
    return escape(tree.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in tree)


def escape(text: str) -> str:
    """Text as it is written between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def elements(tree: Element, *tags: str) -> list[Element]:
    """All elements below (and with) `tree` in document order, as a list that survives changes."""
    return [element for element in tree.iter(*tags) if isinstance(element.tag, str)]


def classes(element: Element) -> list[str]:
    """The element's classes in their order."""
    return (element.get("class") or "").split()


def has_class(element: Element, *names: str) -> bool:
    """Does the element have one of these classes?"""
    written = element.get("class")
    return written is not None and not set(names).isdisjoint(written.split())


def text_of(element: Element | None) -> str:
    """The text inside, white space joined."""
    return "" if element is None else " ".join("".join(str(piece) for piece in element.itertext()).split())


def words_of(element: Element | None) -> str:
    """The same, without the numbers of notes: what a title, a caption or a head of a column is called."""
    if element is None or not _calls(element):
        return text_of(element)
    twin = copy.deepcopy(element)
    twin.tail = None
    for call in _calls(twin):
        remove(call)
    return text_of(twin)


def _calls(element: Element) -> list[Element]:
    return [link for link in element.iter("a") if has_class(link, "footnote-ref")]


def take(element: Element, name: str) -> str | None:
    """Remove an attribute and return it; None when it is not there."""
    value = element.get(name)
    if value is not None:
        del element.attrib[name]
    return value


def make(tag: str, text: str = "", children: Iterable[Element] = (), **attributes: str) -> Element:
    """Make an element; `class_` is the class, `data_x` is data-x."""
    made = etree.Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    made.text = text or None
    made.extend(list(children))
    return made


def inner_into(target: Element, source: Element) -> Element:
    """Move everything inside `source` to the end of `target`."""
    append_text(target, source.text or "")
    target.extend(list(source))
    source.text = None
    return target


def append_text(element: Element, text: str) -> None:
    """Put text behind everything inside an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text or None


def remove(element: Element) -> None:
    """Take an element out; the text behind it stays."""
    parent = parent_of(element)
    _give_text(element, parent, element.tail or "")
    element.tail = None
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Take an element's tags away; what is inside stays."""
    parent = parent_of(element)
    place = parent.index(element)
    _give_text(element, parent, element.text or "")
    inside = list(element)
    parent[place : place + 1] = inside
    tail = element.tail or ""
    if not tail:
        return
    if inside:
        inside[-1].tail = (inside[-1].tail or "") + tail
    elif place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def replace(old: Element, new: Iterable[Element]) -> None:
    """Put elements in another's place; the text behind it stays behind them."""
    parent = parent_of(old)
    place = parent.index(old)
    inserted = list(new)
    if not inserted:
        remove(old)
        return
    inserted[-1].tail, old.tail = old.tail, None
    parent[place : place + 1] = inserted


def parent_of(element: Element) -> Element:
    """The parent; the root is never asked."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a fragment has no parent")
    return parent


def is_block(element: Element) -> bool:
    """Does the element stand for itself, not in a line of text?"""
    return element.tag in _BLOCKS.split()


def texts(tree: Element, skip: frozenset[str] = frozenset()) -> Iterator[tuple[Element, bool]]:
    """Every place of text: (element, False) for its text, (element, True) for its tail.

    What is inside the tags of `skip`, or of MathML, is left out.
    """
    passed: set[Element] = set()
    for element in tree.iter():
        parent = element.getparent()
        outside = parent is None or parent not in passed
        if not outside or not isinstance(element.tag, str) or element.tag in skip or element.tag.startswith(MATHML):
            passed.add(element)
        elif element.text:
            yield element, False
        if outside and element is not tree and element.tail:
            yield element, True


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, recover=recover, huge_tree=True
    )


def _depth(tree: Element) -> int:
    depth, row = 0, [tree]
    while row:
        depth, row = depth + 1, [child for element in row for child in element]
    return depth


def _give_text(element: Element, parent: Element, text: str) -> None:
    """Put text where an element begins."""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text or None
    else:
        parent.text = (parent.text or "") + text or None

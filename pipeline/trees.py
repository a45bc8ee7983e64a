"""Fragments as trees: parse, look, change, write; what pandoc wrote and canonical fragments (pipeline/README.md) alike.

Trees live inside a stage only; values keep the written text. Fragments are XML and are never given to an HTML parser,
which would lower the case of SVG names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from lxml import etree

from .sieve import sift

Element: TypeAlias = etree._Element

MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"
XLINK = "http://www.w3.org/1999/xlink"
DEPTH_LIMIT = 120
_BLOCKS = "p div ul ol dl table figure section aside blockquote pre h1 h2 h3 h4 h5 h6 hr"
# Calls of notes and page numbers: no words of the text that they stand in.
BESIDE_WORDS = ("footnote-ref", "page-ref")


class TooDeep(Exception):
    """Nested deeper than any book is."""


def parse(body: str) -> Element:
    """Parse a canonical fragment into a `div` without attributes. Raises `etree.XMLSyntaxError`."""
    return etree.fromstring(f"<div>{body}</div>", _parser(recover=False))


def parse_read(html: str) -> Element:
    """Parse pandoc's HTML of what somebody wrote into a `div`. Raises TooDeep."""
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


def elements_of(markup: str) -> list[Element]:
    """Read markup into elements without a parent."""
    return list(parse(markup))


def write(tree: Element) -> str:
    """What is inside an element, as XHTML. Elements stay without a namespace of their own: they inherit it from the
    document that they are put in."""
    return escape(tree.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in tree)


def write_whole(element: Element) -> str:
    """An element as XHTML, without the text behind it."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def escape(text: str) -> str:
    """Text as it is written between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """An attribute's value as it is written, with its quotes."""
    written = escape(text)
    # A parser reads white space as a space, unless it is spelled out.
    for sign, name in (('"', "&quot;"), ("\n", "&#10;"), ("\r", "&#13;"), ("\t", "&#9;")):
        written = written.replace(sign, name)
    return f'"{written}"'


# Looking


def elements(tree: Element, *tags: str) -> list[Element]:
    """All elements below (and with) `tree` in document order, as a list that survives changes."""
    return list(tree.iter(*(tags or ("*",))))


def classes(element: Element) -> tuple[str, ...]:
    """The element's classes in their order."""
    return tuple((element.get("class") or "").split())


def has_class(element: Element, *names: str) -> bool:
    """Does the element have one of these classes?"""
    written = element.get("class")
    return written is not None and not set(names).isdisjoint(written.split())


def by_class(tree: Element, name: str) -> tuple[Element, ...]:
    """All elements below (and with) `tree` that have a class, in document order."""
    return tuple(_of_class(tree, name))


def first_by_class(tree: Element, name: str) -> Element | None:
    """The first of them."""
    return next(_of_class(tree, name), None)


def text_of(element: Element | None) -> str:
    """The text inside, white space joined."""
    return "" if element is None else " ".join("".join(str(piece) for piece in element.itertext()).split())


def words_of(element: Element | None) -> str:
    """The same without numbers of notes and pages: what a title, a caption or a head of a column is called."""
    if element is None:
        return ""
    written = "".join(_words(element)) if len(element) else element.text or ""
    return " ".join(written.split())


def ids_of(tree: Element) -> tuple[str, ...]:
    """All ids in document order."""
    return tuple(id for element in tree.iter("*") if (id := element.get("id")))


def links_of(tree: Element) -> tuple[str, ...]:
    """The ids that links lead to, each once, in document order."""
    addresses = (link.get("href", "") for link in tree.iter("a"))
    return tuple(dict.fromkeys(address[1:] for address in addresses if address.startswith("#")))


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


# Changing


def make(
    tag: str, attributes: Mapping[str, str] | None = None, text: str = "", children: Iterable[Element] = ()
) -> Element:
    """Make an element with text, then children. Empty text stays out."""
    made = etree.Element(tag, dict(attributes or {}))
    made.text = text or None
    made.extend(list(children))
    return made


def take(element: Element, name: str) -> str | None:
    """Remove an attribute and return it; None when it is not there."""
    value = element.get(name)
    if value is not None:
        del element.attrib[name]
    return value


def fill(element: Element, markup: str) -> None:
    """Replace what is inside an element."""
    element.text = None
    for child in list(element):
        element.remove(child)
    append_markup(element, markup)


def append_markup(element: Element, markup: str) -> None:
    """Add markup at the end of an element."""
    inner_into(element, parse(markup))


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


def replace(old: Element, *new: Element) -> None:
    """Put elements in another's place; the text behind it stays behind them."""
    parent = parent_of(old)
    place = parent.index(old)
    if not new:
        remove(old)
        return
    new[-1].tail, old.tail = old.tail, None
    parent[place : place + 1] = list(new)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, recover=recover, huge_tree=True
    )


def _of_class(tree: Element, name: str) -> Iterator[Element]:
    # Most elements have none, or other ones: looking for the letters first spares parting them.
    return (one for one in tree.iter("*") if name in (one.get("class") or "") and name in classes(one))


def _depth(tree: Element) -> int:
    depth, row = 0, [tree]
    while row:
        depth, row = depth + 1, [child for element in row for child in element]
    return depth


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not has_class(child, *BESIDE_WORDS):
            yield from _words(child)
        yield child.tail or ""


def _give_text(element: Element, parent: Element, text: str) -> None:
    """Put text where an element begins."""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text or None
    else:
        parent.text = (parent.text or "") + text or None

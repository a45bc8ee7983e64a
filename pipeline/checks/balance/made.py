"""The words of a made text: a tree in, the same stream out that `written` makes of its source.

What nobody wrote is left out: labels of boxes, the title of the notes, numbers of notes. So are formulas and citations,
which both sides leave out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ...render.counting import written as counted
from ...tokens import words_of
from .things import address_key, formula_key, picture_key

Tree = etree._Element
# Classes of what is generated, and elements whose words are none of the author's or none that both sides read alike.
GENERATED = frozenset({"box-label", "footnote-ref", "footnote-back", "missing"})
SILENT = frozenset({"math", "{http://www.w3.org/1998/Math/MathML}math", "svg", "style", "script"})
# These stand in a line; all others end a word.
INLINE = frozenset(
    {
        "a",
        "b",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    }
)
KINDS = ("img", "a", "li", "span", "math", "{http://www.w3.org/1998/Math/MathML}math")
NOTES = "footnotes"
# What the team says of a text is none of it, and may stand in the middle of a word.
COMMENT = "comment"
# Amounts are reckoned, and all written in one way: their figures are not held against the source.
AMOUNT = "amount"
_FIGURES = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Made:
    """What a made text says: its text, and its notes; and its things, each with its kind and what tells it apart."""

    text: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    things: tuple[tuple[str, str], ...] = ()


def made(body: str) -> Made:
    """Read a canonical fragment."""
    tree = etree.fromstring(f"<div>{body}</div>")
    main: list[str] = []
    notes: list[str] = []
    _read(tree, main, notes)
    return Made(tuple(words_of("".join(main))), tuple(words_of("".join(notes))), tuple(_things(tree)))


def _things(tree: Tree) -> Iterator[tuple[str, str]]:
    for element in tree.iter(*KINDS):
        tag, names = etree.QName(element).localname, (element.get("class") or "").split()
        if tag == "img":
            yield "picture", picture_key(element.get("src") or "")
        elif tag == "a":
            yield "link", address_key(element.get("href") or "")
        elif tag == "math":
            yield "formula", formula_key(element.get("alttext") or "")
        elif "citation" in names:
            yield from (("source", key) for key in (element.get("data-cites") or "").split())
        elif "check" in names:
            yield "tick", ""


def _read(element: Tree, into: list[str], notes: list[str]) -> None:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            into.append(child.tail or "")
            continue
        names = (child.get("class") or "").split()
        space = "" if tag in INLINE else " "
        if tag in SILENT or not GENERATED.isdisjoint(names) or _is_generated(child, element):
            into.append(f" {child.tail or ''}")
            continue
        if NOTES in names:
            _read(child, notes, notes)
        elif "citation" in names or COMMENT in names:
            pass
        else:
            text = child.text or ""
            into.append(space + _first(child, element) + (_FIGURES.sub(" ", text) if AMOUNT in names else text))
            _read(child, into, notes)
        into.append(space + (child.tail or ""))


def _first(item: Tree, items: Tree) -> str:
    """What stands before the words of an element: the words of a picture without a caption, the letter of an item, and
    of numbers that of a list's first item, which the others only follow."""
    if item.tag == "img" and items.tag != "figure":
        return f"{item.get('alt') or ''} "
    if item.tag != "li" or items.tag != "ol" or items.get("class"):
        return ""
    kind, before = items.get("type") or "1", items.index(item)
    parent = items.getparent()
    if (before and kind == "1") or (parent is not None and NOTES in (parent.get("class") or "")):
        return ""
    return f"{counted(int(items.get('start') or 1) + before, kind)} "


def _is_generated(child: Tree, parent: Tree) -> bool:
    return child.tag == "h2" and NOTES in (parent.get("class") or "")

"""Numbers, in reading order and without gaps.

Chapters count across the parts; parts, checklists, worksheets and shortcuts count alone. Figures and tables count per
chapter ("3.2"); in sections without a number they count through the book ("1", "2"), because such a section
has nothing to put before the point. Only what has a caption is numbered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element

from ..theme import Labels
from ..trees import first_by_class, has_class
from .arrangement import Piece
from .fragments import ORIGIN
from .model import Target
from .wording import numbered

COUNTED = frozenset({"part", "chapter", "checklist", "worksheet"})
NUMBER = "data-number"


def number(pieces: Iterable[Piece], words: Labels) -> tuple[Piece, ...]:
    """Give every section, caption and shortcut its number and label."""
    counts: Counter[str] = Counter()
    return tuple(_number_piece(piece, counts, words) for piece in pieces)


def number_again(piece: Piece, earlier: Iterable[Target], words: Labels) -> Piece:
    """Number one section; `earlier` is all that stands before it."""
    counts = Counter(one.kind for one in earlier if one.number and "." not in one.number)
    return _number_piece(piece, counts, words)


def _number_piece(piece: Piece, counts: Counter[str], words: Labels) -> Piece:
    section = piece.section
    given = ""
    if section.kind in COUNTED and piece.numbered:
        counts[section.kind] += 1
        given = str(counts[section.kind])
    counts["figure in section"] = counts["table in section"] = 0
    # Only a chapter lends its number: "3.2" in checklist 3 would be taken for chapter 3.
    chapter = given if section.kind == "chapter" else ""
    for element in piece.tree.iter():
        _number_element(element, chapter, counts, words)
    return replace(piece, section=replace(section, number=given, label=numbered(words, section.kind, given)))


def _number_element(element: Element, chapter: str, counts: Counter[str], words: Labels) -> None:
    if element.tag == "figure":
        _number_caption(element, "figcaption", chapter, counts, words)
    elif element.tag == "table":
        _number_caption(element, "caption", chapter, counts, words)
    elif element.tag == "aside" and has_class(element, "shortcut"):
        counts["shortcut"] += 1
        element.set(NUMBER, str(counts["shortcut"]))
        _relabel(element, numbered(words, "shortcut", str(counts["shortcut"])))
    elif element.get(ORIGIN):
        kind = "worksheet" if has_class(element, "worksheet") else "checklist"
        counts[kind] += 1
        element.set(NUMBER, str(counts[kind]))
        _relabel(element, numbered(words, kind, str(counts[kind])))


def _next(kind: str, chapter: str, counts: Counter[str]) -> str:
    name = f"{kind} in section" if chapter else kind
    counts[name] += 1
    return f"{chapter}.{counts[name]}" if chapter else str(counts[name])


def _number_caption(element: Element, name: str, chapter: str, counts: Counter[str], words: Labels) -> None:
    caption = element.find(name)
    if caption is None:
        return
    kind = str(element.tag)
    given = _next(kind, chapter, counts)
    element.set(NUMBER, given)
    label = first_by_class(caption, "caption-label")
    if label is None:
        label = etree.Element("span", {"class": "caption-label"})
        label.tail = " " + (caption.text or "").lstrip()
        caption.text = None
        caption.insert(0, label)
    label.text = numbered(words, kind, given)


def _relabel(box: Element, text: str) -> None:
    label = first_by_class(box, "box-label")
    if label is None:
        label = etree.Element("p", {"class": "box-label"})
        box.insert(0, label)
    label.text = text

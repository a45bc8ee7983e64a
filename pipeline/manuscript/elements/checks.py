"""Checklist items: task lists become lists of checks with their marks."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...spelling import slug
from ...trees import elements, is_block, make, remove, text_of, unwrap
from ..parse_state import AT, ParseState
from .vocabulary import kind_of

# What the author puts behind an item, in bold.
_MARKS = {"!": "must", "+": "short"}
# The same without being bold, behind the item, in brackets or before it.
_PLAIN_MARK = re.compile(r"(?:[.!?] |\.|[(\[])(?P<behind>[!+])[)\]]?$|^[(\[]?(?P<before>[!+])[)\]]?[ ]?(?=[^\W_])")
# By so many letters a point without a box is found again.
PLACED = 60
# A box and nothing else is no task to pandoc.
BARE = ("[ ]", "[x]", "[X]")


def make_checks(state: ParseState, tree: Element) -> None:
    """Turn every list that has a box to tick into a list of checks; those of checklists have them all."""
    listed = _points_of_sheet(tree) if state.kind == "checklist" else _points_of_boxes(tree)
    for item in elements(tree, "li"):
        box = _box(item)
        if box is not None and box.get("checked") is not None:
            state.report("k-101", item)
        if box is None and item in listed and text_of(item) and text_of(item) not in BARE:
            item.set(AT, item.get(AT) or f"text 1 {text_of(item)[:PLACED]}")
        elif box is None:
            if text_of(item) in BARE:
                state.report("k-011", item)
            continue
        list_ = item.getparent()
        if list_ is not None:
            list_.set("class", "checks")
        _make_check(state, item, box)


def tell_empty(state: ParseState, tree: Element) -> None:
    """Tell of a checklist's file without a point."""
    if state.kind == "checklist" and tree.find(".//li[@data-slug]") is None:
        state.report("k-100", None)


def _points_of_sheet(tree: Element) -> list[Element]:
    return [item for list_ in tree if list_.tag in ("ul", "ol") for item in list_ if item.tag == "li"]


def _points_of_boxes(tree: Element) -> list[Element]:
    """The points of checklists in a chapter where at least one has a box: one beside it without is one, too."""
    lists = (list_ for div in elements(tree, "div") if kind_of(div) == "checklist" for list_ in div)
    return [
        item
        for list_ in lists
        if list_.tag in ("ul", "ol") and any(_box(one) is not None for one in list_)
        for item in list_
    ]


def _box(item: Element) -> Element | None:
    """The tick box that begins an item."""
    lead = item[0] if len(item) and not (item.text or "").strip() else None
    if lead is not None and lead.tag == "p" and len(lead) and not (lead.text or "").strip():
        lead = lead[0]
    if lead is None or lead.tag != "label" or not len(lead) or lead[0].tag != "input":
        return None
    return lead[0]


def _make_check(state: ParseState, item: Element, box: Element | None) -> None:
    if box is not None:
        remove(box)
    for label in [one for one in elements(item, "label") if not _inside_list(one, item)]:
        unwrap(label)
    if len(item) and item[0].tag == "p" and not (item.text or "").strip():
        unwrap(item[0])
    words = make("span", {"class": "check-text"})
    words.text, item.text = item.text, None
    words.extend(_leading_line(item))
    if len(words) and words[-1].tail is None:
        words[-1].tail = ""
    item.insert(0, words)
    names = ["check", *_take_marks(words)]
    item.set("class", " ".join(dict.fromkeys(names)))
    _strip_end(words)
    if not text_of(words):
        state.report("k-011", item)
    elif match := _PLAIN_MARK.search(text_of(words)):
        state.report("k-102", item, mark=match["behind"] or match["before"])
    if len(words) == 1 and words[0].get("id") and not (words.text or "").strip() and not (words[0].tail or "").strip():
        item.set("id", words[0].attrib.pop("id"))
    item.set("data-slug", slug(text_of(words)))


def _leading_line(item: Element) -> list[Element]:
    """What belongs to the item's own text: everything before its first block."""
    line: list[Element] = []
    for child in item:
        if is_block(child):
            break
        line.append(child)
    return line


def _inside_list(element: Element, item: Element) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not item:
        if parent.tag in ("ul", "ol"):
            return True
        parent = parent.getparent()
    return False


def _take_marks(words: Element) -> list[str]:
    """Take `**!**` and `**+**` from the end of an item, or from its beginning."""
    found: list[str] = []
    while len(words) and words[0].tag == "strong" and not (words.text or "").strip() and text_of(words[0]) in _MARKS:
        found.append(_MARKS[text_of(words[0])])
        remove(words[0])
        words.text = (words.text or "").lstrip()
    while len(words) and words[-1].tag == "strong" and not (words[-1].tail or "").strip():
        name = _MARKS.get(text_of(words[-1]))
        if name is None:
            break
        found.append(name)
        remove(words[-1])
    return sorted(found)


def _strip_end(words: Element) -> None:
    if len(words):
        words[-1].tail = (words[-1].tail or "").rstrip() or None
    elif words.text:
        words.text = words.text.strip()

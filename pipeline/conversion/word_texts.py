"""Texts of a Word file that pandoc passes over: those of boxes, of fields, of readings over a line; pictures that
LibreOffice offers twice; lists that go on. The archive in, the archive with them in its paragraphs out (ECMA-376,
part 1, 17.17.1 text box content, 17.16.19 simple fields, 17.3.3.25 ruby, 17.9 numbering; part 3, 10 alternatives).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from .archives import pack, read_xml
from .words import FALLBACK, W

_DOCUMENT = "word/document.xml"
_NUMBERS = "word/numbering.xml"
_ALTERNATIVES = FALLBACK.replace("Fallback", "AlternateContent")
_CHOICE = FALLBACK.replace("Fallback", "Choice")
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_MARK = re.compile(r"\s*(?:XE|TC)\b")
_READ = (b"txbxContent", b"fldSimple", b"AlternateContent", b"w:ruby", b"instrText", b"w:numPr", b"docPr")


def made_ready(members: Mapping[str, bytes]) -> bytes:
    """Let paragraphs of boxes stand behind the paragraph that the box hangs on, and the other texts where they are."""
    if not any(sign in members[_DOCUMENT] for sign in _READ):
        return pack(members)
    tree = read_xml(members[_DOCUMENT])
    _choose_pictures(tree)
    for fallback in [*tree.iter(FALLBACK)]:
        _drop(fallback)
    for field in [*tree.iter(f"{W}fldSimple")]:
        for run in [*field]:
            field.addprevious(run)
        _drop(field)
    for box in [*tree.iter(f"{W}txbxContent")]:
        host = next((one for one in box.iterancestors(f"{W}p")), None)
        for paragraph in reversed([*box]):
            if host is not None:
                host.addnext(paragraph)
    for empty in [*tree.iter(_ALTERNATIVES)]:
        if next(empty.iter(f"{W}txbxContent"), None) is not None:
            _drop(empty)
    _write_readings(tree)
    for order in [*tree.iter(f"{W}instrText")]:
        if _MARK.match(order.text or ""):
            _free_marked(order)
    if _NUMBERS in members:
        _join_lists(tree, read_xml(members[_NUMBERS]))
    return pack({**members, _DOCUMENT: etree.tostring(tree, encoding="UTF-8", xml_declaration=True)})


def _choose_pictures(tree: Element) -> None:
    """Of a picture offered twice take the modern one: the other has lost its description; a title may be one."""
    for properties in tree.iter(_PROPERTIES):
        if not properties.get("descr") and (title := properties.get("title")):
            properties.set("descr", title)
    for both in [*tree.iter(_ALTERNATIVES)]:
        choice = both.find(_CHOICE)
        if choice is None or next(choice.iter(_PICTURE), None) is None:
            continue
        if next(choice.iter(f"{W}txbxContent"), None) is None:
            for one in [*choice]:
                both.addprevious(one)
            _drop(both)


def _write_readings(tree: Element) -> None:
    """Put how a word is read behind it, in brackets."""
    for ruby in [*tree.iter(f"{W}ruby")]:
        run = ruby.getparent()
        if run is None:
            continue
        base, reading = ([*ruby.iterfind(f"{W}{name}//{W}t")] for name in ("rubyBase", "rt"))
        said = "".join(one.text or "" for one in reading)
        text = etree.SubElement(run, f"{W}t")
        text.text = "".join(one.text or "" for one in base) + (f" ({said})" if said.strip() else "")
        ruby.addprevious(text)
        run.remove(ruby)


def _free_marked(order: Element) -> None:
    """Let the words that an index mark is wound around stand behind it: LibreOffice hides them in its result."""
    run = order.getparent()
    result: list[Element] | None = None
    for one in [*run.itersiblings()] if run is not None else []:
        mark = one.find(f"{W}fldChar")
        kind = mark.get(f"{W}fldCharType") if mark is not None else None
        if kind == "separate":
            result = []
            _drop(one)
        elif kind == "end":
            for shown in reversed(result or []):
                one.addnext(shown)
            return
        elif kind == "begin":
            return
        elif result is not None:
            result.append(one)


def _join_lists(tree: Element, numbers: Element) -> None:
    """Give lists that count on one number: they share their counter by what they are made from (17.9.18 num)."""
    abstract: dict[str, str] = {}
    begins_anew = set()
    for num in numbers.iter(f"{W}num"):
        made_from = num.find(f"{W}abstractNumId")
        abstract[num.get(f"{W}numId", "")] = made_from.get(f"{W}val", "") if made_from is not None else ""
        if num.find(f"{W}lvlOverride") is not None:
            begins_anew.add(num.get(f"{W}numId", ""))
    last: dict[str, str] = {}
    for number in _numbers(tree):
        own = number.get(f"{W}val", "")
        kind = abstract.get(own, "")
        if kind and own not in begins_anew and kind in last:
            number.set(f"{W}val", last[kind])
        if kind:
            last[kind] = number.get(f"{W}val", "")


def _numbers(tree: Element) -> Iterator[Element]:
    for paragraph in tree.iter(f"{W}p"):
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            yield number


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

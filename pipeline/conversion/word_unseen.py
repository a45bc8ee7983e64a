"""What of a Word file its readers do not see, or the book makes by itself: the members in, the members without it out.

Hidden text (ECMA-376, part 1, 17.3.2.41 vanish) and lists that Word makes: contents and index (17.16.5.68 TOC,
17.16.5.25 INDEX). Each is counted as left out, so that its words are not looked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from .archives import read_xml
from .words import W, word_text

HIDDEN, MADE = "f-445", "f-446"
SHOWN = 80
_STORIES = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_OFF = ("0", "false", "off", "none")
_LIST = re.compile(r"\s*(?:TOC|INDEX)\b")
_CONTENTS = "Table of Contents"
_HEADING = re.compile(r"(?i)(?:toc|contents|index)heading\d*|inhaltsverzeichnisberschrift|tableofcontents")


def without_unseen(members: Mapping[str, bytes], changed: Counter[tuple[str, str]]) -> dict[str, bytes]:
    """Take out hidden text and lists made by Word; count both in `changed`."""
    styles = _hidden_styles(members)
    made = {**members}
    for name in _STORIES:
        if name not in members or not (styles or re.search(rb"<w:vanish\b|\bTOC\b|\bINDEX\b|Gallery", members[name])):
            continue
        tree = read_xml(members[name])
        lists = _drop_lists(tree)
        hidden = [*_hidden(tree, styles)]
        if lists:
            changed[MADE, lists[0][:SHOWN]] += len(lists)
        if hidden:
            changed[HIDDEN, " ".join(" ".join(hidden).split())[:SHOWN]] += 1
        if lists or hidden:
            made[name] = etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
    return made


def _hidden_styles(members: Mapping[str, bytes]) -> frozenset[str]:
    data = members.get("word/styles.xml", b"")
    if b"<w:vanish" not in data:
        return frozenset()
    styles = read_xml(data).iter(f"{W}style")
    return frozenset(one.get(f"{W}styleId", "") for one in styles if _vanishes(one))


def _vanishes(element: Element) -> bool:
    mark = element.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in _OFF


def _hidden(tree: Element, styles: frozenset[str]) -> list[str]:
    """Empty the runs that are hidden; give back what they said."""
    found = []
    for run in tree.iter(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        shown = run.find(f"{W}rPr/{W}vanish") is not None and not _vanishes(run)
        by_style = style is not None and style.get(f"{W}val") in styles and not shown
        if (_vanishes(run) or by_style) and (said := "".join(word_text(run))).strip():
            found.append(said)
            for text in run.findall(f"{W}t"):
                run.remove(text)
    return found


def _drop_lists(tree: Element) -> list[str]:
    """Remove contents and indexes that Word keeps up to date; give back how each begins."""
    found = []
    for control in [*tree.iter(f"{W}sdt")]:
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(f"{W}val") == _CONTENTS:
            found.append(_taken((control,)))
    for order in [*tree.iter(f"{W}instrText")]:
        if _LIST.match(order.text or "") and (paragraphs := _field_paragraphs(order)):
            found.append(_taken(paragraphs))
    return found


def _field_paragraphs(order: Element) -> tuple[Element, ...]:
    """The paragraphs over which a field goes, with its heading; none when other text stands beside it."""
    first = next(order.iterancestors(f"{W}p"), None)
    if first is None or first.getparent() is None:
        return ()
    depth, made = 0, []
    for paragraph in (first, *first.itersiblings(f"{W}p")):
        made.append(paragraph)
        for mark in paragraph.iter(f"{W}fldChar"):
            kind = mark.get(f"{W}fldCharType")
            depth += (kind == "begin") - (kind == "end")
        if depth <= 0:
            break
    else:
        return ()
    before = first.getprevious()
    style = before.find(f"{W}pPr/{W}pStyle") if before is not None else None
    if before is not None and style is not None and _HEADING.fullmatch(style.get(f"{W}val", "")):
        made.insert(0, before)
    return tuple(made)


def _taken(elements: tuple[Element, ...]) -> str:
    said = " ".join(" ".join("".join(word_text(one)).split()) for one in elements)
    for one in elements:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    return said

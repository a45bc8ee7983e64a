"""Texts of a Word file that pandoc passes over: those of boxes and of fields; the archive in, the archive with them in
its paragraphs out (ECMA-376, part 1, 17.17.1 text box content, 17.16.19 simple fields)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from .archives import pack, read_xml
from .words import FALLBACK, W

_DOCUMENT = "word/document.xml"
_ALTERNATIVES = FALLBACK.replace("Fallback", "AlternateContent")


def made_ready(members: Mapping[str, bytes], data: bytes) -> bytes:
    """Let paragraphs of boxes stand behind the paragraph that the box hangs on, and fields be their text."""
    if b"txbxContent" not in members[_DOCUMENT] and b"fldSimple" not in members[_DOCUMENT]:
        return data
    tree = read_xml(members[_DOCUMENT])
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
    return pack({**members, _DOCUMENT: etree.tostring(tree, encoding="UTF-8", xml_declaration=True)})


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

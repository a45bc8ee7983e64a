"""Changes and comments of an ODT file, which pandoc runs together: the archive in, the archive with marks in its text
out (OpenDocument 1.3, part 3, "Change Tracking" and "Annotation").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from .archives import Refused, pack, read_xml
from .critic import COMMENTED, DELETED, INSERTED, Change, Marks, close, without_signs
from .odt_texts import TEXT, exchange, unfold, without_unseen

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def seen(members: Mapping[str, bytes], changed: Counter[tuple[str, str]]) -> dict[str, bytes]:
    """The members without what readers do not see. Raises Refused when there is no text."""
    if "content.xml" not in members:
        raise Refused("f-160", problem="content.xml")
    tree = read_xml(members["content.xml"])
    without_unseen(tree, changed)
    return {**members, "content.xml": etree.tostring(tree, encoding="UTF-8", xml_declaration=True)}


def with_marks(members: Mapping[str, bytes], marks: Marks) -> bytes:
    """Write changes and comments into the text."""
    tree = read_xml(members["content.xml"])
    for element in tree.iter():
        if isinstance(element.tag, str):
            element.text = without_signs(element.text or "") or None
        element.tail = without_signs(element.tail or "") or None
    unfold(tree)
    regions = {_name(region): region for region in tree.iter(f"{TEXT}changed-region")}
    opened: dict[str, str] = {}
    for element in [one for one in tree.iter() if isinstance(one.tag, str)]:
        said = _mark(element, regions, opened, marks)
        if said is not None:
            exchange(element, said)
    for changes in [*tree.iter(f"{TEXT}tracked-changes")]:
        exchange(changes, "")
    return pack({**members, "content.xml": etree.tostring(tree, encoding="UTF-8", xml_declaration=True)})


def _mark(element: Element, regions: Mapping[str, Element], opened: dict[str, str], marks: Marks) -> str | None:
    """What stands in the text for an element, None for one that stays."""
    name = element.get(f"{TEXT}change-id", "")
    if element.tag == f"{TEXT}change-start":
        region = regions.get(name)
        if region is None or region.find(f"{TEXT}insertion") is None:
            return ""
        opened[name] = marks.open(Change(INSERTED, _author(region)))
        return opened[name]
    if element.tag == f"{TEXT}change-end":
        return close(opened.pop(name)) if name in opened else ""
    if element.tag == f"{TEXT}change":
        return _deleted(regions.get(name), marks)
    if element.tag == f"{OFFICE}annotation":
        said = " ".join("".join(map(str, one.itertext())) for one in element.iter(f"{TEXT}p"))
        begun = marks.open(Change(COMMENTED, element.findtext(CREATOR) or "", said))
        key = element.get(f"{OFFICE}name", "")
        if key and any(
            one.get(f"{OFFICE}name") == key for one in element.getroottree().iter(f"{OFFICE}annotation-end")
        ):
            opened[f"annotation {key}"] = begun
            return begun
        return begun + close(begun)
    if element.tag == f"{OFFICE}annotation-end":
        begun = opened.pop(f"annotation {element.get(f'{OFFICE}name', '')}", "")
        return close(begun) if begun else ""
    return None


def _deleted(region: Element | None, marks: Marks) -> str:
    deletion = region.find(f"{TEXT}deletion") if region is not None else None
    if region is None or deletion is None:
        return ""
    text = " ".join(
        "".join(map(str, one.itertext())) for one in deletion if one.tag in (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list")
    )
    begun = marks.open(Change(DELETED, _author(region)))
    return begun + text + close(begun)


def _author(region: Element) -> str:
    return region.findtext(f".//{CREATOR}") or ""


def _name(region: Element) -> str:
    return region.get(f"{TEXT}id") or region.get(_XML_ID) or ""

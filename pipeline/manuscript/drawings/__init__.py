"""Drawings: the bytes of an SVG file in, a drawing that only draws out, and what was left out of it.

The drawing is written anew from what `vocabulary` names, so what nobody thought of is not in it: no script, no other
namespace, no link, no style, nothing that moves or fetches. Styles have become attributes (`styles`). Ids have the
drawing's own name before them; of classes only those of the figures' interface stay. What is left is bounded: numbers
(`values`), elements, depth, and what references make of them (`copies`).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import cssselect2
from lxml import etree
from lxml.etree import _Element as Element

from ..bitmaps import MOST_PIXELS
from . import vocabulary as words
from .copies import TooMuch, count_copies
from .styles import Sheet, declared_of, read_sheet
from .values import WrongValue, in_bounds, is_readable, is_settled, is_suspect, settle

MOST_ELEMENTS, MOST_DEPTH, MOST_PX = 20_000, 64, 20_000.0
MOST_CSS = 6_000_000
# lxml writes names of the namespace of None without a prefix, which its types do not know.
_NAMESPACES = cast("dict[str, str]", {None: words.SVG})
_TAG = f"{{{words.SVG}}}"
_XLINK_HREF = f"{{{words.XLINK}}}href"
_XML_SPACE, _XML_LANG = f"{{{words.XML}}}space", f"{{{words.XML}}}lang"
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,([A-Za-z0-9+/=\s]+)")
_NAME = re.compile(r"[^\s'\"()\\#<>&]+")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(px|mm|cm|in|pt|pc|)\s*")
# A transformation's attribute has no units; a style's must.
_UNIT = re.compile(r"(?<=\d)(?:px|deg)\b")
_PX = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "mm": 96 / 25.4, "cm": 96 / 2.54}


class NoDrawing(ValueError):
    """Bytes that are no SVG; says in which line, and why."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line, self.problem = line, problem


class TooLarge(ValueError):
    """More elements, levels or copies than a drawing has, or references in a ring."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that only draws. What was left out, by its kind with the line where it first stood: `harmful` could
    run, lead out or be seen, `silent` never drew anything, `unbounded` are numbers nobody can mean."""

    data: bytes
    width: int
    height: int
    harmful: Mapping[str, int] = field(default_factory=dict)
    silent: Mapping[str, int] = field(default_factory=dict)
    unbounded: Mapping[str, int] = field(default_factory=dict)


def clean(data: bytes, prefix: str, pixels: Callable[[bytes], int]) -> Drawing:
    """Write a drawing anew, `prefix` before its ids; `pixels` counts those of a picture inside, none when it is none.
    Raises NoDrawing, TooLarge."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        old = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise NoDrawing(problem.lineno or 1, problem.msg) from problem
    except ValueError as problem:
        raise NoDrawing(1, str(problem)) from problem
    if old.tag != f"{_TAG}svg":
        raise NoDrawing(_line(old), f'<svg xmlns="{words.SVG}">?')
    size = _hold_bounds(old)
    root = etree.Element(f"{_TAG}svg", nsmap=_NAMESPACES)
    work = _Cleaner(prefix, pixels, read_sheet(old, size), root)
    work.look_around(old)
    # Elements alone are left: a selector that looks at neighbours knows nothing else.
    etree.strip_tags(old, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    work.wrapped = {one.etree_element: one for one in cssselect2.ElementWrapper.from_xml_root(old).iter_subtree()}
    try:
        work.fill(root, old)
        width, height = work.settle_size(root)
        count_copies(root)
    except TooMuch as problem:
        raise TooLarge from problem
    etree.cleanup_namespaces(root)
    written = etree.tostring(root, encoding="utf-8")
    return Drawing(written, width, height, work.harmful, work.silent, work.unbounded)


def _hold_bounds(root: Element) -> int:
    size, row, depth = 0, [root], 0
    while row:
        size, depth = size + len(row), depth + 1
        if size > MOST_ELEMENTS or depth > MOST_DEPTH:
            raise TooLarge
        row = [child for one in row for child in one]
    return size


@dataclass(slots=True)
class _Cleaner:
    prefix: str
    pixels: Callable[[bytes], int]
    sheet: Sheet
    root: Element
    wrapped: dict[Element, cssselect2.ElementWrapper] = field(default_factory=dict)
    shown: int = 0
    signs: int = 0
    ids: set[str] = field(default_factory=set)
    harmful: dict[str, int] = field(default_factory=dict)
    silent: dict[str, int] = field(default_factory=dict)
    unbounded: dict[str, int] = field(default_factory=dict)

    def look_around(self, root: Element) -> None:
        """Note what is no element, before, in and behind the root."""
        around: tuple[Any, ...] = (
            *root.itersiblings(preceding=True),
            *root.iter(etree.ProcessingInstruction),
            *root.itersiblings(),
        )
        for one in around:
            if one.tag is etree.ProcessingInstruction:
                self._note(self.harmful, "processing instruction", one)
        for one in root.iter(etree.Entity):
            self._note(self.harmful, "entity", one)
        for kind, line in self.sheet.dropped:
            self.harmful.setdefault(kind, line)

    def fill(self, new: Element, old: Element) -> None:
        """Fill a new element from an old one."""
        name = _local(new)
        self._attributes(new, old)
        if name in words.NAMES:
            new.text = (old.text or "") + "".join(child.tail or "" for child in old)
            for child in old:
                self._note(self.harmful, _local(child), child)
            return
        if name in words.WORDS:
            new.text = old.text
        for child in old:
            made = self._child(child, name)
            for one in made:
                new.append(one)
            if name in words.WORDS and child.tail:
                _add_text(new, child.tail)

    def _child(self, old: Element, parent: str) -> list[Element]:
        """What becomes of an element: itself, made anew, or nothing."""
        name = _local(old)
        if not str(old.tag).startswith(_TAG):
            # Elements of HTML are what a browser runs; those of drawing programs are unknown to it.
            is_html = "xhtml" in str(old.tag) or not str(old.tag).startswith("{")
            self._note(self.harmful if is_html else self.silent, name, old)
            return []
        if name == "style":
            return []
        if name not in words.ELEMENTS or (parent in words.WORDS and name not in words.WORDS | words.NAMES | {"a"}):
            self._note(self.silent if name in words.SILENT_ELEMENTS else self.harmful, name, old)
            return []
        if name == "switch":
            return self._chosen(old, parent)
        if name == "image" and not self._shows_bitmap(old):
            self._note(self.harmful, "image", old)
            return []
        if name == "a":
            name = "tspan" if parent in words.WORDS else "g"
        new = etree.Element(f"{_TAG}{name}", nsmap=_NAMESPACES)
        self.fill(new, old)
        return [new]

    def _chosen(self, switch: Element, parent: str) -> list[Element]:
        """Of a switch the first child that can be drawn: not what is kept for the program that wrote it."""
        group = etree.Element(f"{_TAG}g", nsmap=_NAMESPACES)
        self._attributes(group, switch)
        for child in switch:
            can_be = str(child.tag).startswith(_TAG) and _local(child) in words.ELEMENTS
            if can_be and not child.get("requiredExtensions", "").strip():
                group.extend(self._child(child, parent))
                break
            self._note(self.silent, _local(child), child)
        return [group]

    def _shows_bitmap(self, image: Element) -> bool:
        found = _EMBEDDED.fullmatch((image.get("href") or image.get(_XLINK_HREF) or "").strip())
        try:
            shown = self.pixels(base64.b64decode("".join(found[1].split()), validate=True)) if found else 0
        except binascii.Error:
            return False
        self.shown += shown
        return 0 < self.shown <= MOST_PIXELS and shown > 0

    def _attributes(self, new: Element, old: Element) -> None:
        line = _line(old)
        for key, value in [(str(key), str(value)) for key, value in old.attrib.items()]:
            self._attribute(new, old, (key, value), line)
        written = str(old.get("style", ""))
        self._spend(len(written))
        if not is_readable(written):
            self.harmful.setdefault("style", line)
        declared = declared_of(self.wrapped[old], self.sheet)
        ground = [declared.pop(name, "") for name in ("background", "background-color")] if new is self.root else []
        for name, value in declared.items():
            self._property(new, name, value, line)
        if any(ground):
            self._ground(new, ground[1] or ground[0], line)

    def _attribute(self, new: Element, old: Element, given: tuple[str, str], line: int) -> None:
        key, value = given
        name = key.rpartition("}")[2]
        if key in ("href", _XLINK_HREF):
            self._address(new, key, value, line)
        elif key == "id":
            self._id(new, value)
        elif key == "class":
            self._classes(new, value.split())
        elif key == _XML_LANG or (key == _XML_SPACE and value == "preserve"):
            new.set(key, value)
        elif key in words.SPOKEN_IDS:
            new.set(key, " ".join(f"{self.prefix}{one}" for one in value.split()))
        elif key in words.SPOKEN and (key != "role" or value in words.ROLES):
            new.set(key, value)
        elif key in words.ATTRIBUTES:
            self._value(new, key, value, line)
        elif key != "style":
            is_silent = key.startswith("{") and words.XML not in key and words.XLINK not in key
            is_silent |= name in words.SILENT_ATTRIBUTES or name.startswith("data-") or words.XLINK in key
            (self.silent if is_silent else self.harmful).setdefault(name, line)

    def _id(self, new: Element, value: str) -> None:
        if _NAME.fullmatch(value) and value not in self.ids:
            self.ids.add(value)
            new.set("id", f"{self.prefix}{value}")

    def _classes(self, new: Element, names: list[str]) -> None:
        kept = [name for name in [*new.get("class", "").split(), *names] if name in words.CLASSES]
        self._set_classes(new, kept)

    @staticmethod
    def _set_classes(new: Element, names: list[str]) -> None:
        new.set("class", " ".join(dict.fromkeys(names)))
        if not names:
            del new.attrib["class"]

    def _address(self, new: Element, key: str, value: str, line: int) -> None:
        name, value = _local(new), value.strip()
        if name == "image" and _EMBEDDED.fullmatch(value):
            new.set(key, "".join(value.split()))
        elif name in words.REFERRING and value.startswith("#") and _NAME.fullmatch(value[1:]):
            new.set(key, f"#{self.prefix}{value[1:]}")
        else:
            self.harmful.setdefault("href", line)

    def _property(self, new: Element, name: str, value: str, line: int) -> None:
        """Say as an attribute what a style says; where a style means nothing to SVG, it draws nothing."""
        if name == "transform":
            self._value(new, name, _UNIT.sub("", value), line)
        elif name in words.PRESENTATION or (name in words.GEOMETRY and _LENGTH.fullmatch(value)):
            self._value(new, name, value, line)
        elif value not in words.SILENT_VALUES:
            is_seen = not is_settled(value) or name in ("mix-blend-mode", "d")
            (self.harmful if is_seen else self.silent).setdefault(name, line)

    def _ground(self, root: Element, value: str, line: int) -> None:
        """The colour behind a whole drawing is an area; what is inside has no background."""
        whole = root.get("viewBox", "").replace(",", " ").split() if _box(root) else ("0", "0", "100%", "100%")
        x, y, width, height = whole
        area = etree.Element(f"{_TAG}rect", x=x, y=y, width=width, height=height, stroke="none")
        self._value(area, "fill", value, line)
        if area.get("fill") not in (*words.SILENT_VALUES, None):
            root.insert(0, area)

    def _value(self, new: Element, name: str, value: str, line: int) -> None:
        if new is self.root and name in words.NOT_OF_ROOT:
            self.silent.setdefault(name, line)
            return
        self._spend(len(value) if is_suspect(value) else 0)
        try:
            settled = settle(value)
        except WrongValue:
            self.harmful.setdefault(name, line)
            return
        if not in_bounds(name, settled.text):
            self.unbounded.setdefault(name, line)
        elif settled.text:
            if name in new.attrib:
                # A style has more weight than an attribute, and the colour of that one with it.
                kept = [one for one in new.get("class", "").split() if not one.startswith(f"figure-{name}-")]
                self._set_classes(new, kept)
            new.set(name, settled.text.replace("url(#", f"url(#{self.prefix}"))
            if settled.colour and name in ("fill", "stroke"):
                self._classes(new, [f"figure-{name}-{settled.colour}"])

    def _spend(self, signs: int) -> None:
        """Count what is read as CSS, which takes a second for a million signs. Raises TooMuch."""
        self.signs += signs
        if self.signs > MOST_CSS:
            raise TooMuch

    def _note(self, kind: dict[str, int], name: str, element: Element) -> None:
        kind.setdefault(name, _line(element))

    def settle_size(self, root: Element) -> tuple[int, int]:
        """CSS px from width and height, else from the view box; what no page can be is left out."""
        sizes = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
        width, height = (float(one[1]) * _PX[one[2]] if one else None for one in sizes)
        box = _box(root)
        for key, low, high in (("width", width, width), ("height", height, height), ("viewBox", *_ends(root, box))):
            if low is not None and high is not None and not 0 < low <= high <= (1e6 if key == "viewBox" else MOST_PX):
                self.unbounded.setdefault(key, _line(root))
                del root.attrib[key]
        if width and height and "width" in root.attrib and "height" in root.attrib:
            return round(width), round(height)
        if not box or "viewBox" not in root.attrib:
            return 0, 0
        fit = min(1.0, MOST_PX / max(box[2:]))
        return round(box[2] * fit), round(box[3] * fit)


def _box(root: Element) -> tuple[float, ...]:
    """The numbers of the view box, none where they are not four."""
    parts = root.get("viewBox", "").replace(",", " ").split()
    try:
        return tuple(float(one) for one in parts) if len(parts) == 4 else ()
    except ValueError:
        return ()


def _ends(root: Element, box: tuple[float, ...]) -> tuple[float | None, float | None]:
    if box:
        return min(box[2:]), max(box[2:])
    return (0.0, 0.0) if "viewBox" in root.attrib else (None, None)


def _line(element: Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 1


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _add_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text

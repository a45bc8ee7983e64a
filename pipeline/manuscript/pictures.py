"""Pictures: read from the workspace, measured, and made harmless.

PNG, JPEG, GIF and WebP are recognised by their first bytes and measured from their headers; nothing is decoded.
SVG is parsed without entities and network; scripts and links to the outside are taken out.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.manuscript.desk import Seen
from pipeline.manuscript.model import Asset
from pipeline.workspace import Workspace, WorkspaceError

MOST_BYTES = 12_000_000
# More than this is told before it is committed.
MANY_BYTES = 5_000_000
MOST_PIXELS = 60_000_000
SVG = "{http://www.w3.org/2000/svg}"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_DANGEROUS = frozenset({"script", "foreignObject", "iframe", "embed", "object", "handler", "listener"})
_MOVING = frozenset({"set", "animate", "animateMotion", "animateTransform"})
_SAFE_ADDRESS = re.compile(r"^(?:#|data:image/(?:png|jpeg|gif|webp);base64,)")
# A backslash can spell any of these in another way; no drawing program writes one.
_FAR_STYLE = re.compile(
    r"@import|url\(\s*['\"]?(?!#|data:image/(?:png|jpeg|gif|webp);)|image-set\(|expression\(|javascript:|\\",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px|mm|cm|in|pt|)\s*")
_PX = {"": 1.0, "px": 1.0, "pt": 96 / 72, "in": 96.0, "mm": 96 / 25.4, "cm": 96 / 2.54}


@dataclass(slots=True)
class Gallery:
    """Looks at every picture once."""

    workspace: Workspace
    seen: dict[str, Seen] = field(default_factory=dict)

    def look(self, path: str) -> Seen:
        """Return the picture at a path from the book's root."""
        if path not in self.seen:
            self.seen[path] = self._look(path)
        return self.seen[path]

    def _look(self, path: str) -> Seen:
        try:
            data = self.workspace.read(path)
        except FileNotFoundError:
            return Seen(None, "f-015")
        except WorkspaceError:
            return Seen(None, "f-014")
        if len(data) > MOST_BYTES:
            return Seen(None, "f-018", (("size", f"{len(data) / 1e6:.1f} MB"), ("most", f"{MOST_BYTES / 1e6:.0f} MB")))
        seen = read_svg(path, data) if path.casefold().endswith(".svg") else read_bitmap(path, data)
        if len(data) > MANY_BYTES and not seen.code:
            sizes = (("size", f"{len(data) / 1e6:.1f} MB"), ("most", f"{MANY_BYTES / 1e6:.0f} MB"))
            return replace(seen, code="f-086", facts=sizes)
        return seen


def read_bitmap(path: str, data: bytes) -> Seen:
    """Recognise and measure a bitmap."""
    try:
        media_type, width, height = _measure(data)
    except (struct.error, IndexError):
        media_type, width, height = "", 0, 0
    if not width or not height:
        return Seen(None, "f-016")
    if width * height > MOST_PIXELS:
        return Seen(None, "f-018", (("size", f"{width} × {height}"), ("most", f"{MOST_PIXELS // 1_000_000} Megapixel")))
    return Seen(Asset(path, media_type, data, width, height)) if _is_whole(media_type, data) else Seen(None, "f-016")


@lru_cache(maxsize=256)  # the preview looks at every drawing after every edit
def read_svg(path: str, data: bytes) -> Seen:
    """Parse an SVG; keep its bytes when it is harmless, else write it anew without what is not."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Seen(None, "f-016")
    if root.tag != f"{SVG}svg":
        return Seen(None, "f-016")
    declared = b"<!DOCTYPE" in data or b"<!ENTITY" in data
    dropped = _disarm(root)
    width, height = _svg_size(root)
    if declared or dropped or root.getroottree().docinfo.encoding not in (None, "UTF-8", "utf-8", "ASCII"):
        data = etree.tostring(root, encoding="utf-8")
    asset = Asset(path, "image/svg+xml", data, width, height)
    return Seen(asset, "f-017", (("dropped", ", ".join(sorted(dropped))),)) if dropped else Seen(asset)


def _is_whole(media_type: str, data: bytes) -> bool:
    """Whether a bitmap has its end: one that was cut off while it was copied has not, and shows nothing or half."""
    ends = {"image/png": b"IEND\xaeB`\x82", "image/jpeg": b"\xff\xd9", "image/gif": b"\x3b"}
    if media_type == "image/webp":
        return len(data) >= 8 + int.from_bytes(data[4:8], "little")
    return media_type in ends and ends[media_type] in data


def _measure(data: bytes) -> tuple[str, int, int]:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return ("image/png", *struct.unpack(">II", data[16:24]))
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return ("image/gif", *struct.unpack("<HH", data[6:10]))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ("image/webp", *_measure_webp(data))
    if data.startswith(b"\xff\xd8"):
        return ("image/jpeg", *_measure_jpeg(data))
    return "", 0, 0


def _measure_jpeg(data: bytes) -> tuple[int, int]:
    """Walk the segments to the start of frame."""
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        if marker == 0xFF:
            position += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
        else:
            position += 2 + struct.unpack(">H", data[position + 2 : position + 4])[0]
    return 0, 0


def _measure_webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _disarm(root: Element) -> set[str]:
    """Take out what could run or reach outside; return what it was."""
    dropped: set[str] = set()
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            if node.tag in (etree.Entity, etree.ProcessingInstruction):
                dropped.add("entity" if node.tag is etree.Entity else "processing instruction")
                _take_out(node)
            continue
        name = etree.QName(node).localname
        target = node.get("attributeName", "")
        if name in _DANGEROUS or (name in _MOVING and target.endswith("href")):
            dropped.add(name)
            _take_out(node)
            continue
        if name == "style" and _FAR_STYLE.search("".join(str(text) for text in node.itertext())):
            dropped.add("style")
            _take_out(node)
            continue
        dropped |= _disarm_attributes(node)
    return dropped


def _disarm_attributes(node: Element) -> set[str]:
    dropped = set()
    for key, value in [(str(key), str(value)) for key, value in node.attrib.items()]:
        far = (key in _HREFS or key == "src") and not _SAFE_ADDRESS.match(value.strip())
        if far or etree.QName(key).localname.casefold().startswith("on") or _FAR_STYLE.search(value):
            dropped.add(etree.QName(key).localname)
            del node.attrib[key]
    return dropped


def _take_out(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        before = node.getprevious()
        if node.tail and before is not None:
            before.tail = (before.tail or "") + node.tail
        elif node.tail:
            parent.text = (parent.text or "") + node.tail
        parent.remove(node)


def _svg_size(root: Element) -> tuple[int, int]:
    """CSS px from width and height, else from the view box."""
    sizes = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
    if sizes[0] and sizes[1]:
        return round(float(sizes[0][1]) * _PX[sizes[0][2]]), round(float(sizes[1][1]) * _PX[sizes[1][2]])
    box = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else (0, 0)

"""Files that are ZIP archives (DOCX, ODT, EPUB, exports of pads), opened without trust: bytes in, members out.

What leads out of the archive, is larger than any text, or is XML that defines entities is refused (`Refused`, which
names a code); macros and links to elsewhere are listed, and nobody follows them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from ..workspace import UNFIT_NAME, Outside, clean

MOST_MEMBERS = 5_000
MOST_UNPACKED = 400_000_000
# XML packs well; nothing that people write packs like this.
MOST_RATIO, SMALL = 250, 5_000_000
_ENCRYPTED = 0x1
_LINK = 0o120000
_ENTITIES = re.compile(rb"<!DOCTYPE[^>]*\[|<!ENTITY")
_MACROS = re.compile(
    r"(?:^|/)(?:vbaProject\w*\.bin|vbaData\.xml|Basic/.*|Scripts/.*|.*\.(?:exe|dll|js|vbs|bat|ps1))$", re.I
)
_EMBEDDED = re.compile(r"(?:^|/)(?:embeddings|activeX|ObjectReplacements)/|(?:^|/)Object \d+/")


class Refused(Exception):
    """A file that is not read: `code` says why, `facts` fill its texts."""

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def unpack(data: bytes) -> dict[str, bytes]:
    """All members of an archive by their names. Raises Refused (f-160, f-162, f-163)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            _bound(entries)
            return {_name(one): archive.read(one) for one in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as problem:
        raise Refused("f-160", problem=str(problem) or type(problem).__name__) from None


def pack(members: Mapping[str, bytes]) -> bytes:
    """An archive of members, for another program to read at once."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


def is_archive(data: bytes) -> bool:
    """Whether bytes begin as those of a ZIP archive do."""
    return data[:4] == b"PK\3\4"


def read_xml(data: bytes) -> Element:
    """Parse a member; a document type that defines something is refused (f-166), one that is broken too (f-160)."""
    if _ENTITIES.search(data[:4096]):
        raise Refused("f-166")
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as problem:
        raise Refused("f-160", problem=problem.msg) from None
    return tree


def macros(members: Mapping[str, bytes]) -> tuple[str, ...]:
    """Programs inside a document, and documents of other programs: what is never taken."""
    return tuple(sorted(name for name in members if _MACROS.search(name) or _EMBEDDED.search(name)))


def elsewhere(members: Mapping[str, bytes]) -> tuple[str, ...]:
    """Addresses that a Word file would fetch something from when it is opened: pictures, templates; links are none."""
    found = set()
    for name, data in members.items():
        if name.endswith(".rels"):
            for one in read_xml(data):
                if one.get("TargetMode") == "External" and not one.get("Type", "").endswith("/hyperlink"):
                    found.add(one.get("Target", ""))
    return tuple(sorted(found))


def _bound(entries: list[zipfile.ZipInfo]) -> None:
    size = sum(one.file_size for one in entries)
    if len(entries) > MOST_MEMBERS or size > MOST_UNPACKED:
        raise Refused("f-162", count=len(entries), size=f"{size / 1e6:.0f} MB")
    for one in entries:
        if one.file_size > SMALL and one.file_size > MOST_RATIO * max(one.compress_size, 1):
            raise Refused("f-162", count=len(entries), size=f"{one.file_size / 1e6:.0f} MB")
        if one.flag_bits & _ENCRYPTED:
            raise Refused("f-160", problem=f"{one.filename}: password")


def _name(entry: zipfile.ZipInfo) -> str:
    """A member's name; one that leads out of where it is unpacked, or is a link, is refused."""
    try:
        name = clean(entry.filename.replace("\\", "/"))
    except Outside:
        raise Refused("f-163", path=entry.filename[:200]) from None
    if UNFIT_NAME.search(name) or (entry.external_attr >> 16) & 0o170000 == _LINK:
        raise Refused("f-163", path=entry.filename[:200])
    return name

"""The EPUB container, through EbookLib: the only module that knows it, and all that has to be worked around.

EbookLib 0.20 runs XHTML through an HTML parser, which lowers the case of SVG names, and writes a contents document,
landmarks and page list of its own; so every file goes in as a plain item with its own bytes. It never sets xml:lang on
the package, writes 0 as the depth of the NCX, and stamps the archive with the clock; so the archive is packed again,
and only then the files get their bytes, lest they be compressed twice.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ebooklib import epub
from lxml import etree

from ...artifacts import Member, archive

NAVIGATION = "nav.xhtml"
XHTML = "application/xhtml+xml"
MIMETYPE = "mimetype"
FOLDER = "EPUB"  # EbookLib's own choice

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_OPTIONS = {"epub2_guide": False, "epub3_landmark": False, "epub3_pages": False, "compresslevel": 0}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the publication, by its path in it; `properties` as the package vocabulary names them."""

    path: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents with those below it."""

    title: str
    href: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement about the publication: `name` is a Dublin Core element ("dc:title") or the property of a `meta`.

    Attributes such as `id`, `refines`, `scheme` are pairs.
    """

    name: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said about the publication; `modified` is the fixed moment of its release, in UTC."""

    identifier: str
    modified: datetime
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A publication, ready to be written. `spine` lists paths in reading order."""

    title: str
    language: str
    metadata: Metadata
    files: tuple[File, ...]
    spine: tuple[str, ...]
    outline: tuple[Line, ...]


def write(package: Package) -> bytes:
    """Write the publication; equal values give equal bytes."""
    book = epub.EpubBook()
    book.metadata.clear()  # Its own generator line is EPUB 2.
    book.set_identifier(package.metadata.identifier)
    book.title, book.language = package.title, package.language
    for statement in package.metadata.statements:
        _state(book, statement)
    names: dict[str, str] = {}
    for number, file in enumerate(package.files, start=1):
        names[file.path] = "nav" if "nav" in file.properties else f"file-{number}"
        item = epub.EpubItem(names[file.path], file.path, file.media_type)
        item.properties = list(file.properties)
        book.add_item(item)
    book.add_item(epub.EpubNcx())
    book.spine = [(names[path], "yes") for path in package.spine]
    book.toc = _links(package.outline, iter(range(1, 1_000_000)))
    target = io.BytesIO()
    modified = package.metadata.modified.astimezone(UTC)
    epub.EpubWriter(target, book, {**_OPTIONS, "mtime": modified}).write()
    return archive(_repaired(target.getvalue(), package))


def _state(book: epub.EpubBook, statement: Statement) -> None:
    attributes = dict(statement.attributes)
    if statement.name.startswith("dc:"):
        book.add_metadata("DC", statement.name.removeprefix("dc:"), statement.value, attributes)
    else:
        book.add_metadata(None, "meta", statement.value, {"property": statement.name, **attributes})


def _links(lines: Iterable[Line], numbers: Iterable[int]) -> list[object]:
    """The outline as EbookLib's links, each with an id of its own."""
    made: list[object] = []
    for line in lines:
        link = epub.Link(line.href, line.title, f"line-{next(iter(numbers))}")
        made.append((link, _links(line.lines, numbers)) if line.lines else link)
    return made


def _repaired(data: bytes, package: Package) -> Iterable[Member]:
    bytes_of = {f"{FOLDER}/{file.path}": file.data for file in package.files}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            text = bytes_of.get(name) or packed.read(name)
            if name.endswith("/content.opf"):
                text = _with_language(text, package.language)
            elif name.endswith("/toc.ncx"):
                text = _with_depth(text, _depth(package.outline))
            yield Member(name, text, stored=name == MIMETYPE)


def _with_language(text: bytes, language: str) -> bytes:
    root = etree.fromstring(text)
    root.set(_XML_LANG, language)
    del root.attrib["prefix"]  # It declares a vocabulary that nothing here uses.
    return _serialise(root)


def _with_depth(text: bytes, depth: int) -> bytes:
    root = etree.fromstring(text)
    for meta in root.iter(f"{_NCX}meta"):
        if meta.get("name") == "dtb:depth":
            meta.set("content", str(depth))
    return _serialise(root)


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _depth(lines: Sequence[Line]) -> int:
    return max((1 + _depth(line.lines) for line in lines), default=0)

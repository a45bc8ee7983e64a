"""A Word file that we wrote, as its reviewers gave it back: its paragraphs with every change and comment in them.

ECMA-376, part 1, 17.13 (annotations: bookmarks, comments, revisions). What stands in a bookmark of ours is its passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from .archives import read_xml
from .critic import DELETED, INSERTED
from .inlines import NOTE_SIGN
from .words import W
from .wordwriting import BOOKMARK, NAMESPACE

STARTS, ENDS = "starts", "ends"
_STATES = {"ins": INSERTED, "moveTo": INSERTED, "del": DELETED, "moveFrom": DELETED}
_FORMAT_CHANGES = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one state: as it was, INSERTED or DELETED by an author. `passage` is that of its bookmark, else -1.
    Where a comment starts or ends there is no text, and `note` is its number; at the sign of a note that note's."""

    text: str = ""
    state: str = ""
    author: str = ""
    passage: int = -1
    note: str = ""
    edge: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph; `style` is the style's id, `row` the table's and the row's number it stands in."""

    style: str = ""
    is_item: bool = False
    row: tuple[int, int] | None = None
    note: str = ""
    pieces: list[Piece] = field(default_factory=list)

    def text(self) -> str:
        """What it says when every change is accepted."""
        return "".join(piece.text for piece in self.pieces if piece.state != DELETED)


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The whole file: what was written into it, and what came back."""

    path: str
    source: str
    names: Mapping[str, str]
    paragraphs: tuple[Paragraph, ...]
    remarks: Mapping[str, Remark]
    formats: int


def origin(members: Mapping[str, bytes]) -> tuple[str, str, dict[str, str]] | None:
    """The chapter's path, its source and what addresses are called in it, from a file of ours; else None."""
    for name in sorted(members):
        if name.startswith("customXml/item") and NAMESPACE.encode() in members[name]:
            tree = read_xml(members[name])
            source = tree.findtext(f"{{{NAMESPACE}}}source")
            if tree.tag == f"{{{NAMESPACE}}}chapter" and source is not None:
                rows = {one.get("of", ""): one.text or "" for one in tree.iter(f"{{{NAMESPACE}}}name")}
                return tree.get("path", ""), source, rows
    return None


def read_word(members: Mapping[str, bytes]) -> Returned | None:
    """Read a file of ours; None for one that was written by others. Raises Refused."""
    own = origin(members)
    if own is None or "word/document.xml" not in members:
        return None
    body = read_xml(members["word/document.xml"])
    paragraphs = [*_Reader().read(body)]
    if "word/footnotes.xml" in members:
        for note in read_xml(members["word/footnotes.xml"]):
            if note.get(f"{W}type") is None:
                paragraphs += _Reader(note=note.get(f"{W}id", "")).read(note)
    formats = sum(1 for name in _FORMAT_CHANGES for _ in body.iter(f"{W}{name}"))
    return Returned(*own, tuple(paragraphs), _remarks(members), formats)


def _remarks(members: Mapping[str, bytes]) -> dict[str, Remark]:
    if "word/comments.xml" not in members:
        return {}
    return {
        one.get(f"{W}id", ""): Remark(
            one.get(f"{W}author", ""),
            " / ".join(
                said for p in one.iter(f"{W}p") if (said := "".join(t.text or "" for t in p.iter(f"{W}t"))).strip()
            ),
        )
        for one in read_xml(members["word/comments.xml"])
    }


@dataclass(slots=True)
class _Reader:
    """Reads one story of the file, from its beginning; bookmarks stay open over paragraphs."""

    note: str = ""
    opened: dict[str, int] = field(default_factory=dict)
    said: set[int] = field(default_factory=set)
    tables: int = 0

    def read(self, story: Element, row: tuple[int, int] | None = None) -> Iterator[Paragraph]:
        """Each paragraph in its order."""
        for element in story:
            name = str(element.tag).removeprefix(W)
            if name == "p":
                yield self._paragraph(element, row)
            elif name == "tbl":
                self.tables += 1
                table = self.tables
                for nth, line in enumerate(element.iter(f"{W}tr")):
                    for cell in line.iter(f"{W}tc"):
                        # LibreOffice lets the bookmark of an empty cell end far behind the table.
                        self.opened.clear()
                        yield from self.read(cell, row or (table, nth))
                self.opened.clear()
            elif name in ("bookmarkStart", "bookmarkEnd"):
                self._bookmark(element)
            elif name not in ("pPr", "tcPr", "sectPr"):
                yield from self.read(element, row)

    def _paragraph(self, element: Element, row: tuple[int, int] | None) -> Paragraph:
        style = element.find(f"{W}pPr/{W}pStyle")
        number = element.find(f"{W}pPr/{W}numPr/{W}numId")
        is_item = number is not None and number.get(f"{W}val") != "0"
        made = Paragraph(style.get(f"{W}val", "") if style is not None else "", is_item, row, self.note)
        made.pieces = [*self._pieces(element, "", "")]
        # LibreOffice lets a bookmark without text, that of a picture, end pages later: it ends with its paragraph.
        self.said |= {piece.passage for piece in made.pieces if piece.text}
        self.opened = {key: passage for key, passage in self.opened.items() if passage in self.said}
        return made

    def _pieces(self, element: Element, state: str, author: str) -> Iterator[Piece]:
        for one in element:
            name = str(one.tag).removeprefix(W)
            if name in ("bookmarkStart", "bookmarkEnd"):
                self._bookmark(one)
            elif name == "commentRangeStart" or name == "commentRangeEnd":
                edge = STARTS if name == "commentRangeStart" else ENDS
                yield Piece("", "", "", self._passage(), one.get(f"{W}id", ""), edge)
            elif name in _STATES:
                # What one added and another took out again was never there.
                inner = DELETED if DELETED in (state, _STATES[name]) else INSERTED
                if state and inner != state and state == INSERTED:
                    continue
                yield from self._pieces(one, inner, one.get(f"{W}author", ""))
            elif name == "r":
                yield from self._run(one, state, author)
            elif name not in ("pPr", "rPr"):
                yield from self._pieces(one, state, author)

    def _run(self, run: Element, state: str, author: str) -> Iterator[Piece]:
        for one in run:
            name = str(one.tag).removeprefix(W)
            text, note = "", ""
            if name in ("t", "delText"):
                text = one.text or ""
            elif name in ("tab", "br", "cr", "noBreakHyphen", "softHyphen"):
                text = {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": ""}.get(name, "\n")
            elif name == "footnoteReference":
                text, note = NOTE_SIGN, one.get(f"{W}id", "")
            if text:
                yield Piece(text, state, author, self._passage(), note)

    def _passage(self) -> int:
        return [*self.opened.values()][-1] if self.opened else -1

    def _bookmark(self, element: Element) -> None:
        key, name = element.get(f"{W}id", ""), element.get(f"{W}name", "")
        if name.startswith(BOOKMARK) and name.removeprefix(BOOKMARK).isdecimal():
            self.opened[key] = int(name.removeprefix(BOOKMARK))
        elif element.tag == f"{W}bookmarkEnd":
            self.opened.pop(key, None)

"""What WeasyPrint wrote of a section becomes pieces: the section, then the pictures that it shows.

Only what pages, structure tree and form fields refer to goes on. What the whole book has once, or what it alone knows,
becomes a symbol:

    pages, document         the book's page tree, the root of its structure tree
    font, digest            a font program (embedding.py)
    image, digest           a picture; equal ones are one in the book
    key, n                  the place of the n-th owner of marked content in the book's parent tree
    contents, n             what the n-th page draws: its content, and what is stamped under it
    stamps                  the font of stamps, among the page's fonts
    rectangle, edges, moves where a link is, when the numbers beside it are set (numerals.py)

The facts of a section, which merge.py and catalogue.py ask: its `pages` (object, content, width, height), `top` of its
structure, `parents`, its leaf of the parent tree, and `keys`, how many of them are in it; `destinations` and `ids` by
name, `fields`, `numbers` that are open, and `open`, the contents that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pydyf

from ...artifacts import digest
from ...pdflink import late_numbers, packing
from ...pdflink.model import LINK_SCHEME
from ...pdflink.pieces import Piece, Stream, Symbol, refer
from . import embedding, numerals

# A string, which may say anything, a symbol, or a reference.
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|\x02(\d+);|(\d+) 0 R", re.DOTALL)
# Streams that draw; whatever else has entries of these names has no kind.
_DRAWINGS = (None, "/Form")
_PROGRAMS = ("Length1", "N")
_written: Any = pydyf._to_bytes


def install() -> None:
    """Make pydyf write numbers in one form."""
    pydyf._to_bytes = to_bytes


def to_bytes(item: Any) -> bytes:
    """Write a value as pydyf does, but a number that is nearly whole as one that is: -12, never -12. or -0.

    How near it comes hangs on how the system's libraries calculate.
    """
    if item.__class__ is not float:
        return bytes(_written(item))
    text = f"{item:f}".rstrip("0").rstrip(".")
    return b"0" if text == "-0" else text.encode("ascii")


def pieces_of(pdf: Any, numbers: dict[int, late_numbers.Number]) -> tuple[Piece, ...]:
    """The section that a file of WeasyPrint is, with the numbers that were drawn in it, and its pictures."""
    return _Writer(pdf).pieces(numbers)


class _Writer:
    """Follows references from the pages on, and counts what it finds anew."""

    def __init__(self, pdf: Any) -> None:
        self.objects, self.catalog = pdf.objects, pdf.catalog
        self.tree = self._at(pdf.catalog["StructTreeRoot"])
        self.symbols: dict[Symbol, int] = {}
        self.pictures: dict[str, Piece] = {}
        self.texts: dict[int, bytes] = {}
        self.streams: dict[int, Stream] = {}
        self.elsewhere: dict[int, Symbol] = {pdf.pages.number: ("pages",), self.tree.number: ("document",)}
        self._name_what_is_shared()
        self.pages = [self._open_page(nth, at) for nth, at in enumerate(map(_number, pdf.page_references))]
        self._open_annotations()

    def pieces(self, numbers: dict[int, late_numbers.Number]) -> tuple[Piece, ...]:
        """The section first."""
        top, (leaf, keys) = _number(self.tree["K"][0]), self._leaf()
        fields = [_number(field) for field in self._at(self.catalog["AcroForm"])["Fields"]] if self._has_form() else []
        self._follow([*(number for page in self.pages for number in page[:2]), top, *fields, *_references(leaf)])
        # The leaf has no number yet: it comes last of those without a stream.
        order = [*sorted(self.texts), None, *sorted(self.streams)]
        new = {number: nth for nth, number in enumerate(order)}
        places = new | {number: len(order) + self._symbol(*symbol) for number, symbol in self.elsewhere.items()}

        def counted(text: bytes) -> bytes:
            return _REFERENCE.sub(lambda found: _refer(found, places, len(order)), text)

        facts = {
            "pages": [(new[page], new[content], *size) for page, content, *size in self.pages],
            "top": new[top],
            "parents": new[None],
            "keys": keys,
            "destinations": [(name, new[page], where) for name, page, where in self._destinations()],
            "ids": [(name, new[thing]) for name, thing in self._ids()],
            "fields": [new[field] for field in fields],
            "numbers": late_numbers.to_json(numbers),
            "open": [nth for nth, number in enumerate(sorted(self.streams)) if self._is_open(number)],
        }
        streams = [Stream(counted(entries), content) for _, (entries, content) in sorted(self.streams.items())]
        plain = [counted(text) for text in (*(text for _, text in sorted(self.texts.items())), leaf)]
        return Piece.of(plain, streams, self.symbols, facts), *self.pictures.values()

    def _at(self, reference: Any) -> Any:
        return self.objects[_number(reference)]

    def _has_form(self) -> bool:
        return "AcroForm" in self.catalog

    def _is_open(self, number: int) -> bool:
        return numerals.OPEN in self.objects[number].extra

    def _symbol(self, *symbol: Any) -> int:
        return self.symbols.setdefault(symbol, len(self.symbols))

    def _mark(self, *symbol: Any) -> bytes:
        """What stands for a symbol until the objects are counted."""
        return b"\x02%d;" % self._symbol(*symbol)

    def _name_what_is_shared(self) -> None:
        for thing in self.objects:
            if isinstance(thing, pydyf.Dictionary) and embedding.NOTE in thing:
                self.elsewhere[thing.number] = ("font", thing[embedding.NOTE].string)
            elif isinstance(thing, pydyf.Stream) and thing.extra.get("Subtype") == "/Image":
                self.elsewhere[thing.number] = ("image", self._picture(thing))

    def _picture(self, image: Any) -> str:
        """Make a piece of a picture, and of its mask; returns the digest that it is known by."""
        extra, symbols = dict(image.extra), []
        if "SMask" in extra:
            symbols = [("image", self._picture(self._at(extra["SMask"])))]
            extra["SMask"] = refer(1)
        stream = _packed(image, extra)
        name = digest(*stream, *(mask for _, mask in symbols))
        self.pictures[name] = Piece.of((), [stream], symbols, {"name": name})
        return name

    def _open_page(self, nth: int, number: int) -> tuple[int, int, float, float]:
        """Leave open what only the book knows of a page; returns it and its content, its width and its height."""
        page = self.objects[number]
        content, (_, _, width, height) = _number(page["Contents"]), page["MediaBox"]
        page["Contents"] = self._mark("contents", nth)
        page["StructParents"] = self._mark("key", page["StructParents"])
        fonts = self._at(self._at(page["Resources"])["Font"])
        self.texts[fonts.number] = fonts.data.removesuffix(b">>") + self._mark("stamps") + b">>"
        return number, content, float(width), float(height)

    def _open_annotations(self) -> None:
        for thing in self.objects:
            if not isinstance(thing, pydyf.Dictionary) or thing.get("Type") != "/Annot":
                continue
            if "StructParent" in thing:
                thing["StructParent"] = self._mark("key", thing["StructParent"])
            if moves := thing.pop(numerals.OPEN, None):
                edges = tuple(map(float, thing["Rect"]))
                thing["Rect"] = self._mark("rectangle", edges, tuple(map(tuple, moves)))
            _lead_on(thing)

    def _leaf(self) -> tuple[bytes, int]:
        """The section's part of the parent tree, and how many keys it has."""
        flat = self._at(self.tree["ParentTree"])["Nums"]
        keys = [self._mark("key", key) for key in flat[::2]]
        owners = pydyf.Array(entry for pair in zip(keys, flat[1::2], strict=True) for entry in pair)
        return b"<</Limits[%s %s]/Nums%s>>" % (keys[0], keys[-1], owners.data), max(flat[::2]) + 1

    def _destinations(self) -> Iterator[tuple[str, int, str]]:
        """Name, page, and where on it."""
        flat = self.catalog["Names"]["Dests"]["Names"] if "Names" in self.catalog else []
        for name, (page, *where) in zip(flat[::2], flat[1::2], strict=True):
            yield name.string, _number(page), pydyf.Array(where).data[1:-1].decode()

    def _ids(self) -> Iterator[tuple[str, int]]:
        flat = self.tree["IDTree"]["Names"] if "IDTree" in self.tree else []
        yield from ((name.string, _number(thing)) for name, thing in zip(flat[::2], flat[1::2], strict=True))

    def _follow(self, numbers: Sequence[int]) -> None:
        """Write what is referred to."""
        waiting, seen = list(numbers), set(self.elsewhere)
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            thing = self.objects[number]
            if isinstance(thing, pydyf.Stream):
                entries = {key: value for key, value in thing.extra.items() if key != numerals.OPEN}
                self.streams[number] = _packed(thing, entries)
                text = self.streams[number].entries
            else:
                text = self.texts.setdefault(number, thing.data)
            waiting += _references(text)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _references(text: bytes) -> list[int]:
    return [int(found[2]) for found in _REFERENCE.finditer(text) if found[2]]


def _refer(found: re.Match[bytes], places: dict[int | None, int], count: int) -> bytes:
    if found[1]:
        return refer(count + int(found[1]))
    return refer(places[int(found[2])]) if found[2] else found[0]


def _packed(stream: Any, entries: dict[str, Any]) -> Stream:
    # As pydyf joins them; most steps are bytes already.
    content = b"\n".join([step if step.__class__ is bytes else to_bytes(step) for step in stream.stream])
    if "Filter" in entries:
        return packing.ended(content, entries)
    draws = entries.get("Subtype") in _DRAWINGS and not any(name in entries for name in _PROGRAMS)
    return packing.packed(content, entries) if draws else packing.packed_whole(content, entries)


def _lead_on(annotation: Any) -> None:
    """Links to other sections are links in the book."""
    if annotation.get("Subtype") == "/Link" and "A" in annotation:
        target = str(getattr(annotation["A"].get("URI"), "string", ""))
        if target.startswith(LINK_SCHEME):
            del annotation["A"]
            annotation["Dest"] = pydyf.String(target.removeprefix(LINK_SCHEME))

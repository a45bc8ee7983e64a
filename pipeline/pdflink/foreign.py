"""A file that another program wrote becomes a section to be bound: its pages, places and links, and nothing else.

It has no tags and no fields, so a book with such a section claims no conformance (catalogue.py). Its fonts and pictures
stay its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, String

from . import late_numbers
from .model import LINK_SCHEME
from .pieces import Piece, Stream, Symbol, refer

# A string, which may say anything, a mark with the number of a symbol, or a reference.
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|(?:/wb-stamps )?/wb-mark-(\d+)|(\d+) 0 R", re.DOTALL)


def piece_of(data: bytes) -> Piece:
    """Make a section of a file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _Reader(pdf).piece()


class _Reader:
    """Follows references from the pages on, and counts what it finds anew."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._symbols: list[Symbol] = []

    def piece(self) -> Piece:
        destinations = list(self._destinations())
        pages = [self._open(nth, page) for nth, page in enumerate(list(self._pdf.pages))]
        texts, streams = self._follow([number for page in pages for number in page[:2]])
        # Behind those without a stream comes one that stands for the structure, which is not there.
        order = [*sorted(texts), None, *sorted(streams)]
        new = {number: nth for nth, number in enumerate(order)}

        def counted(text: bytes) -> bytes:
            return _REFERENCE.sub(lambda found: _refer(found, new, len(order)), text)

        facts = {
            "pages": [(new[page], new[content], *size) for page, content, *size in pages],
            "top": new[None],
            "parents": new[None],
            "keys": 0,
            "destinations": [(name, new[page], where) for name, page, where in destinations],
            "ids": [],
            "fields": [],
            "numbers": late_numbers.to_json({}),
            "open": [],
            "untagged": True,
        }
        plain = [*(counted(text) for _, text in sorted(texts.items())), b"null"]
        kept = [Stream(counted(entries), content) for _, (entries, content) in sorted(streams.items())]
        return Piece.of(plain, kept, self._symbols, facts)

    def _mark(self, *symbol: Any) -> Name:
        self._symbols.append(symbol)
        return Name(f"/wb-mark-{len(self._symbols) - 1}")

    def _destinations(self) -> Iterator[tuple[str, int, str]]:
        """Name, page, and where on it."""
        names: Any = self._pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", ())
        flat = list(names)
        for name, (page, *where) in zip(flat[::2], map(list, flat[1::2]), strict=True):
            written = pikepdf.Array(where).unparse().decode()
            yield str(name), page.objgen[0], written.strip("[] ")

    def _open(self, nth: int, page: pikepdf.Page) -> tuple[int, int, float, float]:
        """Leave open what only the book knows of a page; returns it and its content, its width and its height."""
        page.contents_coalesce()
        left, bottom, right, top = map(float, page.mediabox)
        content = page.obj.Contents.objgen[0]
        resources = Dictionary(dict(page.resources.items()))
        resources["/Font"] = Dictionary(dict(resources.get("/Font", Dictionary()).items()))
        resources["/Font"]["/wb-stamps"] = self._mark("stamps")
        for annotation in page.obj.get("/Annots", ()):
            _lead_on(annotation)
        for name in ("/StructParents", "/Group"):
            if name in page.obj:
                del page.obj[name]
        page.obj.Resources = resources
        page.obj.Contents = self._mark("contents", nth)
        page.obj.Parent = self._mark("pages")
        return page.obj.objgen[0], content, right - left, top - bottom

    def _follow(self, numbers: list[int]) -> tuple[dict[int, bytes], dict[int, tuple[bytes, bytes]]]:
        """Write what is referred to: objects without a stream, and those with one."""
        texts: dict[int, bytes] = {}
        streams: dict[int, tuple[bytes, bytes]] = {}
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number in texts or number in streams:
                continue
            thing: Any = self._pdf.get_object(number, 0)
            if isinstance(thing, pikepdf.Stream):
                entries = Dictionary({name: value for name, value in thing.stream_dict.items() if name != "/Length"})
                text = entries.unparse()
                streams[number] = text, thing.read_raw_bytes()
            else:
                text = texts[number] = thing.unparse(resolved=True)
            waiting += [int(found[2]) for found in _REFERENCE.finditer(text) if found[2]]
        return texts, streams


def _refer(found: re.Match[bytes], places: dict[int | None, int], count: int) -> bytes:
    if found[1]:
        return refer(count + int(found[1]))
    return refer(places[int(found[2])]) if found[2] else found[0]


def _lead_on(annotation: Any) -> None:
    """Links to other sections are links in the book."""
    target = str(annotation.get("/A", Dictionary()).get("/URI", ""))
    if target.startswith(LINK_SCHEME):
        del annotation["/A"]
        annotation["/Dest"] = String(target.removeprefix(LINK_SCHEME))

"""What makes a book of sections: the trees of pages, structure, names and bookmarks, the form, and the catalogue with
what PDF/UA-1 and PDF/A ask of it (ISO 32000-1, 7.7). The claims of conformance are written because
tests/render/pdf/test_render.py holds the rules."""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pydyf

from . import metadata
from .linking import Block, link
from .model import Bars, Bookmark, Imprint, Part, Place
from .pieces import Piece, reference
from .shared import Library
from .stamp import FIELD_FONT, INK

# The first three numbers: two objects that sections refer to, and the stream that they are in.
PAGES, DOCUMENT, FIRST_FREE = 1, 2, 4
# What a book does not say where a section of it has no tags (foreign.py).
CLAIMS = ("StructTreeRoot", "MarkInfo", "Metadata", "OutputIntents")


class Bound(NamedTuple):
    """A section in the book: its piece, what that is of, where it stands, and where its objects and its keys begin."""

    piece: Piece
    part: Part
    place: Place
    bars: Sequence[Bars]
    first: int
    key: int

    @property
    def stamped(self) -> list[int]:
        """Its pages, counted from 0, that show a folio."""
        return [] if self.place.bare else [nth for nth, folio in enumerate(self.place.folios) if folio]

    def refer(self, number: int) -> bytes:
        """A reference to one of its objects."""
        return reference(self.first + number)


class Catalogue(NamedTuple):
    """The blocks before and behind all others, and the numbers of the catalogue and of the document information."""

    front: Block
    back: Block
    root: int
    information: int


def catalogue(imprint: Imprint, field_font: str, library: Library, sections: Sequence[Bound], first: int) -> Catalogue:
    """Write PAGES and DOCUMENT, and all that comes behind the sections, from number `first` on."""
    writer = _Writer(imprint, sections, first)
    pages = writer.pages()
    root = writer.root(library.refer(("packet",)), library.refer(("profile",)), _form(field_font, library, sections))
    document = writer.document()
    information = writer.add(metadata.information(imprint.description))
    front = link(Piece.of([pages.data, document.data]), PAGES, ())
    return Catalogue(front, link(Piece.of(writer.texts), first, ()), root, information)


def _form(field_font: str, library: Library, sections: Sequence[Bound]) -> pydyf.Dictionary | None:
    """All fields, and what every text field starts from: the font of its text."""
    fields = [one.refer(field) for one in sections for field in one.piece.facts["fields"]]
    if not fields:
        return None
    fonts = pydyf.Dictionary({FIELD_FONT[1:]: library.refer(("simple", field_font))})
    defaults = {"DR": pydyf.Dictionary({"Font": fonts}), "DA": pydyf.String(f"{FIELD_FONT} 10 Tf {INK}")}
    return pydyf.Dictionary({"Fields": pydyf.Array(fields), **defaults})


class _Writer:
    """Writes objects from number `first` on."""

    def __init__(self, imprint: Imprint, sections: Sequence[Bound], first: int) -> None:
        self._imprint, self._sections, self._first = imprint, sections, first
        self.texts: list[bytes] = []
        self._destinations = {
            name: b"[%s %s]" % (one.refer(page), where.encode())
            for one in sections
            for name, page, where in one.piece.facts["destinations"]
        }
        self._structure = self._structure_root()

    def add(self, thing: pydyf.Object) -> int:
        """Write an object; returns its number."""
        self.texts.append(thing.data)
        return self._first + len(self.texts) - 1

    def _refer(self, thing: pydyf.Object) -> bytes:
        return reference(self.add(thing))

    def pages(self) -> pydyf.Dictionary:
        """The page tree."""
        kids = [page for one in self._sections for page in (*self._blanks(one), *_pages(one))]
        return pydyf.Dictionary({"Type": "/Pages", "Kids": pydyf.Array(kids), "Count": len(kids)})

    def _blanks(self, section: Bound) -> Iterator[bytes]:
        size = pydyf.Array([0, 0, self._imprint.width_pt, self._imprint.height_pt])
        page = {"Type": "/Page", "Parent": reference(PAGES), "MediaBox": size, "Resources": pydyf.Dictionary()}
        for _ in range(section.place.blanks):
            yield self._refer(pydyf.Dictionary({**page, "Contents": pydyf.Array()}))

    def document(self) -> pydyf.Dictionary:
        """The one element under the root of the structure tree."""
        tops = pydyf.Array(one.refer(one.piece.facts["top"]) for one in self._sections)
        return pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "P": self._structure, "K": tops})

    def root(self, packet: bytes, profile: bytes, form: pydyf.Dictionary | None) -> int:
        """The catalogue's number."""
        names = self._refer(_name_tree(self._destinations))
        entries = {
            "Type": "/Catalog",
            "Pages": reference(PAGES),
            "PageLabels": pydyf.Dictionary({"Nums": self._labels()}),
            "Names": pydyf.Dictionary({"Dests": names}),
            "StructTreeRoot": self._structure,
            "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
            "Lang": pydyf.String(self._imprint.description.language),
            "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true"}),
            "OpenAction": pydyf.Array([next(_pages(self._sections[0])), "/Fit"]),
            # A book opens as one: two pages side by side, the first alone at the right. A sheet is a page.
            **({"PageLayout": "/TwoPageRight"} if len(self._sections) > 1 else {}),
            "Metadata": packet,
            "OutputIntents": pydyf.Array([metadata.intent(profile)]),
        }
        if any(one.piece.facts.get("untagged") for one in self._sections):
            for claim in CLAIMS:
                del entries[claim]
        if form is not None:
            entries["AcroForm"] = self._refer(form)
        if self._imprint.bookmarks:
            entries["Outlines"] = self._outline()
        return self.add(pydyf.Dictionary(entries))

    def _structure_root(self) -> bytes:
        leaves = pydyf.Array(one.refer(one.piece.facts["parents"]) for one in self._sections)
        last = self._sections[-1]
        entries = {
            "Type": "/StructTreeRoot",
            "K": pydyf.Array([reference(DOCUMENT)]),
            "ParentTree": self._refer(pydyf.Dictionary({"Kids": leaves})),
            "ParentTreeNextKey": last.key + last.piece.facts["keys"],
        }
        ids = {name: one.refer(thing) for one in self._sections for name, thing in one.piece.facts["ids"]}
        if ids:
            # Notes must be found by their ids (ISO 14289-1, 7.9).
            entries["IDTree"] = self._refer(_name_tree(ids))
        return self._refer(pydyf.Dictionary(entries))

    def _labels(self) -> pydyf.Array:
        """Page labels as printed: a cover without one, roman front matter, then arabic."""
        labels: list[object] = [0, pydyf.Dictionary()]
        roman = True
        for place in (section.place for section in self._sections):
            number = next((text for text in place.folios if text), "")
            if number and (number.isdigit() or not labels[2:]) and (roman or not labels[2:]):
                style = "/D" if number.isdigit() else "/r"
                page = place.page - (place.blanks if style == "/r" else 0)
                labels += [page, pydyf.Dictionary({"S": style, "St": 1})]
                roman = not number.isdigit()
        return pydyf.Array(labels)

    def _outline(self) -> bytes:
        outline = pydyf.Dictionary({"Type": "/Outlines"})
        number = self._first + len(self.texts)
        self.texts.append(b"")
        outline |= self._items(self._imprint.bookmarks, reference(number))
        self.texts[number - self._first] = outline.data
        return reference(number)

    def _items(self, bookmarks: Sequence[Bookmark], parent: bytes) -> dict[str, Any]:
        """Write bookmarks side by side, all closed; returns what their parent says of them."""
        first = self._first + len(self.texts)
        references = [reference(number) for number in range(first, first + len(bookmarks))]
        self.texts += [b""] * len(bookmarks)
        for nth, bookmark in enumerate(bookmarks):
            item = pydyf.Dictionary({"Title": pydyf.String(bookmark.title), "Parent": parent})
            if bookmark.target in self._destinations:
                item["Dest"] = self._destinations[bookmark.target]
            if nth:
                item["Prev"] = references[nth - 1]
            if nth + 1 < len(bookmarks):
                item["Next"] = references[nth + 1]
            if bookmark.children:
                below = self._items(bookmark.children, references[nth])
                item |= {**below, "Count": -below["Count"]}
            self.texts[first - self._first + nth] = item.data
        return {"First": references[0], "Last": references[-1], "Count": len(bookmarks)}


def _pages(section: Bound) -> Iterator[bytes]:
    return (section.refer(page) for page, *_ in section.piece.facts["pages"])


def _name_tree(things: Mapping[str, bytes]) -> pydyf.Dictionary:
    """A name tree of one node."""
    entries = [entry for name in sorted(things, key=_written) for entry in (pydyf.String(name), things[name])]
    return pydyf.Dictionary({"Names": pydyf.Array(entries)})


def _written(name: str) -> bytes:
    """What a string says byte by byte: name trees are sorted by that (ISO 32000-1, 7.9.6)."""
    return name.encode() if name.isascii() else BOM_UTF16_BE + name.encode("utf-16-be")

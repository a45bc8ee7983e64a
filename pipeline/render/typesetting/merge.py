"""Sections' PDFs become one book, without walking page content.

Pages are copied; structure trees, form fields, destinations and bookmarks are spliced; equal font and picture streams
are shared; folios are stamped under each page; the catalogue gets what PDF/UA-1 and PDF/A ask for. The section files
come from `engine`; the claims of conformance are written because tests/render/pdf/test_render.py holds the rules.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pipeline.render.typesetting import embedding, stamp
from pipeline.render.typesetting.metadata import describe
from pipeline.render.typesetting.model import Bars, Bookmark, Bound, Fonts, Imprint, Part, Place
from pipeline.render.typesetting.numerals import Setter
from pipeline.render.typesetting.saving import saved


def merge(
    parts: Sequence[Part],
    places: Sequence[Place],
    imprint: Imprint,
    fonts: Fonts,
    bars: Sequence[Sequence[Bars]] = (),
) -> Bound:
    """Bind sections in order, with the change bars of their pages; the book's bytes are equal for equal input, whether
    contents with numbers were known or not."""
    book = pikepdf.new()
    binder = _Binder(book, imprint, fonts)
    contents = []
    for one, place, its_bars in zip(parts, places, bars or ((),) * len(parts), strict=True):
        with pikepdf.open(io.BytesIO(one.data)) as part:
            setter = Setter(part, one.numbers, one.contents)
            binder.add(part, place, setter, its_bars)
            contents.append(tuple(setter.fresh))
    binder.finish(places)
    return Bound(saved(book), tuple(contents))


class _Binder:
    """Collects what must be one in the whole book."""

    def __init__(self, book: pikepdf.Pdf, imprint: Imprint, fonts: Fonts) -> None:
        self.book, self.imprint = book, imprint
        self.case = embedding.FontCase(book, fonts.programs)
        self.stamps = stamp.Stamps(book, fonts, self.case.descriptor)
        self.key = 0
        self.destinations: dict[str, pikepdf.Object] = {}
        self.named: dict[str, pikepdf.Object] = {}
        self.numbers: list[pikepdf.Object | int] = []
        self.tops: list[pikepdf.Object] = []
        self.fields: list[pikepdf.Object] = []
        root = Dictionary(Type=Name.StructTreeRoot)
        self.tree = book.make_indirect(root)
        self.document = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.tree))
        self.shared: dict[bytes, pikepdf.Object] = {}

    def add(self, part: pikepdf.Pdf, place: Place, setter: Setter, bars: Sequence[Bars]) -> None:
        for _ in range(place.blanks):
            self._blank()
        pages = self._copied(part)
        self._share(pages)
        self._number(pages, setter)
        self._renumber(part, pages)
        for name, destination in _destinations(part):
            self.destinations[str(name)] = self.book.copy_foreign(part.make_indirect(destination))
        form = part.Root.get("/AcroForm")
        if form is not None:
            self.fields.extend(self.book.copy_foreign(entry) for entry in form.Fields)
        if not place.bare:
            self.stamps.folios(pages, place.folios, self.imprint.note)
            self.stamps.bars(pages, place.folios, bars)

    def _copied(self, part: pikepdf.Pdf) -> list[pikepdf.Page]:
        """Pages of the book that were the section's. pikepdf 10.18 counts all pages anew for each that is added or read
        by its number in its public list of pages."""
        first = len(self.book.Root.Pages.Kids)
        for page in part.pages:
            self.book._add_page(page.obj, first=False)
        kids = self.book.Root.Pages.Kids
        return [pikepdf.Page(kids[nth]) for nth in range(first, len(kids))]

    def _blank(self) -> None:
        size = [0, 0, self.imprint.width_pt, self.imprint.height_pt]
        page = Dictionary(Type=Name.Page, MediaBox=Array(size), Resources=Dictionary(), Contents=Array())
        self.book.pages.append(pikepdf.Page(self.book.make_indirect(page)))

    def _number(self, pages: Sequence[pikepdf.Page], setter: Setter) -> None:
        for page in pages:
            setter.set_content(page.obj.Contents)
            for annotation in page.obj.get("/Annots", []):
                setter.set_rectangle(annotation)
        for resources in _resources(pages):
            drawings: Any = resources.get("/XObject", {})
            for name in sorted(drawings.keys()):
                setter.set_content(drawings[name])

    def _share(self, pages: Sequence[pikepdf.Page]) -> None:
        """Point the section's fonts and pictures at those that the book has already."""
        for resources in _resources(pages):
            self.case.put(resources)
            for name, thing in list(resources.get("/XObject", {}).items()):
                if thing.get("/Subtype") == "/Image":
                    resources.XObject[name] = self.shared.setdefault(_identity(thing), thing)

    def _renumber(self, part: pikepdf.Pdf, pages: Sequence[pikepdf.Page]) -> None:
        """Move the section's keys of the parent tree behind those of the sections before it."""
        tree = part.Root.StructTreeRoot
        top = self.book.copy_foreign(tree.K[0])
        top.P = self.document
        self.tops.append(top)
        owners = self.book.copy_foreign(part.make_indirect(tree.ParentTree))
        highest = -1
        for key, owner in _pairs(owners.Nums):
            highest = max(highest, int(key))
            self.numbers += [self.key + int(key), self.book.make_indirect(owner)]
        for page in pages:
            page.obj.StructParents = self.key + int(page.obj.get("/StructParents", 0))
            for annotation in page.obj.get("/Annots", []):
                if "/StructParent" in annotation:
                    annotation.StructParent = self.key + int(annotation.StructParent)
        self.key += highest + 1
        if "/IDTree" in tree:
            named = self.book.copy_foreign(part.make_indirect(tree.IDTree))
            self.named.update((str(name), thing) for name, thing in _pairs(named.Names))

    def finish(self, places: Sequence[Place]) -> None:
        root = self.book.Root
        self.document.K = Array(self.tops)
        self.tree.K = Array([self.document])
        self.tree.ParentTree = self.book.make_indirect(Dictionary(Nums=Array(self.numbers)))
        self.tree.ParentTreeNextKey = self.key
        root.StructTreeRoot = self.tree
        root.MarkInfo = Dictionary(Marked=True)
        root.Lang = String(self.imprint.description.language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.Names = Dictionary(Dests=_name_tree(self.destinations))
        if self.named:
            # Notes must be found by their ids (ISO 14289-1, 7.9).
            self.tree.IDTree = self.book.make_indirect(_name_tree(self.named))
        if self.fields:
            root.AcroForm = self.book.make_indirect(
                Dictionary({"/Fields": Array(self.fields)} | self.stamps.form_defaults())
            )
        self._label_pages(places)
        self._outline()
        describe(self.book, self.imprint.description)

    def _label_pages(self, places: Sequence[Place]) -> None:
        """Page labels as printed: a cover without one, roman front matter, then arabic."""
        labels: list[object] = [0, Dictionary()]
        page, roman = 0, True
        for place in places:
            number = next((text for text in place.folios if text), "")
            if number and (number.isdigit() or not labels[2:]) and (roman or not labels[2:]):
                style = Name.D if number.isdigit() else Name.r
                labels += [place.page - (place.blanks if style == Name.r else 0), Dictionary(S=style, St=1)]
                roman = not number.isdigit()
            page += len(place.folios)
        self.book.Root.PageLabels = Dictionary(Nums=Array(labels))

    def _outline(self) -> None:
        with self.book.open_outline() as outline:
            outline.root.extend(self._item(bookmark) for bookmark in self.imprint.bookmarks)

    def _item(self, bookmark: Bookmark) -> pikepdf.OutlineItem:
        item = pikepdf.OutlineItem(bookmark.title, cast(Array, self.destinations.get(bookmark.target)))
        item.is_closed = True
        item.children.extend(self._item(child) for child in bookmark.children)
        return item


def _resources(pages: Sequence[pikepdf.Page]) -> Iterable[pikepdf.Object]:
    return {page.obj.Resources.objgen: page.obj.Resources for page in pages}.values()


def _destinations(part: pikepdf.Pdf) -> list[tuple[pikepdf.Object, pikepdf.Object]]:
    return _pairs(part.Root.Names.Dests.Names) if "/Names" in part.Root else []


def _pairs(flat: object) -> list[tuple[pikepdf.Object, pikepdf.Object]]:
    things = list(flat)  # type: ignore[call-overload]
    return list(zip(things[::2], things[1::2], strict=True))


def _identity(thing: pikepdf.Object) -> bytes:
    """A digest of an object and all that it refers to; equal digests draw the same."""
    digest = hashlib.sha256()
    waiting, seen = [thing], set()
    while waiting:
        item = waiting.pop()
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        if isinstance(item, pikepdf.Stream):
            digest.update(item.read_raw_bytes())
        if isinstance(item, pikepdf.Stream | Dictionary):
            for key in sorted(item.keys()):
                digest.update(key.encode())
                waiting.append(item[key]) if isinstance(item[key], pikepdf.Object) else digest.update(
                    str(item[key]).encode()
                )
        elif isinstance(item, Array):
            digest.update(b"[")
            for entry in item:
                waiting.append(entry) if isinstance(entry, pikepdf.Object) else digest.update(
                    str(entry).encode() + b" "
                )
        else:
            digest.update(item.unparse())
    return digest.digest()


def _name_tree(things: Mapping[str, pikepdf.Object]) -> Dictionary:
    """A name tree of one node."""
    pairs = [entry for name in sorted(things, key=_sort_key) for entry in (String(name), things[name])]
    return Dictionary(Names=Array(pairs))


def _sort_key(name: str) -> bytes:
    """Name trees are sorted by the bytes that are written (ISO 32000-1, 7.9.6)."""
    return bytes(String(name))

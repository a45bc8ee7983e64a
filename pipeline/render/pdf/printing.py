"""One run of the maker: sections are set until the page numbers settle.

What is set does not depend on page numbers (numerals.py), only on the side where its section opens, and an index on the
pages that it joins. The rounds start from an estimate, never from the last build's numbers: the way to the result, and
so the result, depends on the book alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ... import trees
from ...artifacts import digest
from ...book.model import PageMap, Section
from ...cache import Cache
from ...diagnostics import Diagnostic, Span, diagnose
from ...pdflink.model import Part, Place
from ...theme import Labels
from ...workspace import ToolFailed
from .. import arrival
from ..layout import Extent, Sheet, Typeset, Unset
from ..weasy.border import lacking
from ..workers import Workshop
from .folios import facing, openings, page_map, place, sheet_pages
from .kept_sheets import Sheets
from .reasons import look_of, reasons, traits
from .sheets import Sheetmaker

ROUNDS = 6
# A sheet is a page, or a verso and its recto.
MOST_SHEET_PAGES = 2
# Lower gaps are seen, and seldom disturb.
TOLD_GAP_MM = 40
# A page of running text as markup, for the first guess.
CHARACTERS_A_PAGE = 3200
NO_PICTURE = digest(b"")


class Printing:
    """The sections of a book on their way: `settle` sets them until their pages are known, then `parts` has them all.
    `ground` is the digest of all that every section stands on."""

    def __init__(self, maker: Sheetmaker, cache: Cache, workshop: Workshop, ground: str) -> None:
        self.maker, self.cache, self.workshop, self.ground = maker, cache, workshop, ground
        self.sections = list(maker.book.sections)
        self.pictures = {asset.path: digest(asset.data) for asset in maker.book.assets.values()}
        self.places = self._placed([_guess(section) for section in self.sections])
        self.pages = PageMap(self._first_folios())
        self.kept_sheets = Sheets(maker, cache)
        self.sheets: dict[int, Sheet] = {}
        self.measured: dict[int, Extent] = {}
        self.fresh: dict[int, bytes] = {}
        # Those that could not be set, by slot; a box stands in their place.
        self.unset: dict[int, Unset] = {}
        # Those whose sheets must have their page numbers in them.
        self.closed = {slot for slot, section in enumerate(self.sections) if section.kind == "index"}

    @property
    def extents(self) -> tuple[Extent, ...]:
        """What each section measures."""
        return tuple(extent for _, extent in sorted(self.measured.items()))

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What could not be set, what is wider than its page, what of a section is not in its sheet, and whether all
        is a plain draft."""
        lost = (
            one
            for slot, sheet in sorted(self.sheets.items())
            for one in arrival.tell(self.sections[slot].path, sheet.missing, "PDF")
        )
        unset = (tell_unset(self.sections[slot], unset) for slot, unset in sorted(self.unset.items()))
        narrow = (one for slot, extent in sorted(self.measured.items()) for one in self._tell_narrow(slot, extent))
        loose = (one for slot, extent in sorted(self.measured.items()) for one in self._tell_pages(slot, extent))
        return (*lost, *unset, *narrow, *loose, *tell_unfit(self.extents))

    @property
    def unfit(self) -> tuple[str, ...]:
        """The ways of ours that were not gone (weasy/border.py)."""
        return tuple(sorted({name for extent in self.extents for name in extent.unfit}))

    def _tell_narrow(self, slot: int, extent: Extent) -> Iterator[Diagnostic]:
        section, targets = self.sections[slot], self.maker.book.targets
        for name, room, need in extent.narrow:
            table = (targets[name].label if name in targets else "") or section.title
            yield diagnose("f-116", Span(section.path), table=table, room=room, need=need)

    def _tell_pages(self, slot: int, extent: Extent) -> Iterator[Diagnostic]:
        """Say where a page ends early, and which sheets are more than a page and the one beside it."""
        section, folios, targets = self.sections[slot], self.places[slot].folios, self.maker.book.targets
        for page, free, name in extent.gaps if section.kind == "chapter" else ():
            if free < TOLD_GAP_MM:
                continue
            what = (targets[name].label if name in targets else "") or section.title
            yield diagnose("t-080", Span(section.path), page=folios[page], free=free, what=what)
        if section.kind == "worksheet" and (pages := sheet_pages(section, extent)) > MOST_SHEET_PAGES:
            yield diagnose("k-120", Span(section.path), title=section.title, pages=pages)

    def settle(self) -> None:
        """Set sections until the page numbers settle."""
        for _ in range(ROUNDS):
            self._measure()
            pages = [extent.pages for extent in self.extents]
            before, self.places = self.places, self._placed(pages, facing(self.sections, self.extents))
            self.pages = page_map(self.sections, self.places, self.extents)
            closed = {slot for slot, extent in self.measured.items() if not extent.is_open} - self.closed
            self.closed |= closed
            if not closed and _sides(before) == _sides(self.places) and self._holds():
                break

    def _placed(self, pages: Sequence[int], facing: Collection[str] = ()) -> tuple[Place, ...]:
        return place(self.sections, pages, facing, openings(self.maker.book.manifest))

    def parts(self) -> tuple[Part, ...]:
        """All sections, with the numbers that are open in them."""
        known = {slot: self._known(sheet, slot) for slot, sheet in self.sheets.items()}
        self._typeset({slot: self.sheets[slot] for slot, data in known.items() if data is None})
        folios = self.pages.folios
        return tuple(
            Part(known[slot] or self.fresh[slot], {name: folios.get(name, "") for name in sheet.refers_to})
            for slot, sheet in sorted(self.sheets.items())
            if self.places[slot].folios
        )

    def made(self) -> dict[str, str]:
        """Which sections (by id) were set anew, and why."""
        book, look = self.maker.book, look_of(self.maker.theme, self.ground)
        now = {
            self.sections[slot].id: traits(look, sheet, self._pictures(sheet))
            for slot, sheet in sorted(self.sheets.items())
        }
        anew = (self.sections[slot].id for slot in sorted(self.fresh))
        return reasons(self.cache, f"{book.manifest.slug}-{book.variant}", now, anew)

    def _first_folios(self) -> dict[str, str]:
        """A guess to begin with: everything stands on its section's first page."""
        first = {
            section.id: its.folios[0] for section, its in zip(self.sections, self.places, strict=True) if its.folios
        }
        return {name: first[home] for name, home in self.maker.homes.items() if home in first}

    def _holds(self) -> bool:
        """Whether the sheets that have page numbers in them have the right ones."""
        return all(self.sheets[slot] == self._sheet(slot, self.sheets[slot].opens) for slot in self.closed)

    def _sheet(self, slot: int, opens: str) -> Sheet:
        closed = slot in self.closed
        return self.kept_sheets.sheet(self.sections[slot], opens, self.pages.folios, closed=closed)

    def _measure(self) -> None:
        wanted: dict[int, Sheet] = {}
        for slot, its in enumerate(self.places):
            sheet = self._sheet(slot, its.opens)
            if self.sheets.get(slot) == sheet:
                continue
            self.sheets[slot] = sheet
            self.fresh.pop(slot, None)
            known = self.cache.get("extent", self._key(sheet))
            if known is None:
                wanted[slot] = sheet
            else:
                self.measured[slot] = Extent.from_json(known)
        self._typeset(wanted)

    def _typeset(self, sheets: Mapping[int, Sheet]) -> None:
        for slot, made in self.workshop.typeset(sheets).items():
            extent, data = self._set_stand_in(slot, made) if isinstance(made, Unset) else made
            self.measured[slot] = extent
            self.fresh[slot] = data
            key = self._key(self.sheets[slot])
            self.cache.put("extent", key, extent.to_json())
            self.cache.put("section", key, data)

    def _set_stand_in(self, slot: int, unset: Unset) -> Typeset:
        """Put a box in the place of a section that cannot be set."""
        if slot in self.unset:
            raise ToolFailed(f"typesetting: {self.sections[slot].path}")
        self.unset[slot] = unset
        self.sections[slot] = stand_in(self.sections[slot], self.maker.theme.labels)
        self.sheets[slot] = self._sheet(slot, self.sheets[slot].opens)
        made = self.workshop.typeset({slot: self.sheets[slot]})[slot]
        return self._set_stand_in(slot, made) if isinstance(made, Unset) else made

    def _known(self, sheet: Sheet, slot: int) -> bytes | None:
        return self.fresh.get(slot) or self.cache.get("section", self._key(sheet))

    def _key(self, sheet: Sheet) -> str:
        return digest(self.ground, sheet.html, sheet.style, sheet.opens, *self._pictures(sheet))

    def _pictures(self, sheet: Sheet) -> tuple[str, ...]:
        return tuple(self.pictures.get(path, NO_PICTURE) for path in sheet.pictures)


def stand_in(section: Section, labels: Labels) -> Section:
    """The box that is printed where a section cannot be."""
    label = trees.make("p", {"class": "box-label"}, labels.word("broken.section"))
    box = trees.make("aside", {"class": "box broken", "role": "note", "id": f"{section.id}--broken"})
    box.append(label)
    return replace(section, body=trees.write_whole(box), headings=(), included=())


def tell_unset(section: Section, unset: Unset) -> Diagnostic:
    """Say what could not be set: it took too long, or too much memory."""
    code = "f-070" if unset.reason == "time" else "f-071"
    return diagnose(code, Span(section.path), title=section.title)


def tell_unfit(extents: Iterable[Extent]) -> tuple[Diagnostic, ...]:
    """Say that sections were set plainly, if any were."""
    ways = lacking(sorted({name for extent in extents for name in extent.unfit}))
    return (diagnose("v-020", Span("book.yaml"), ways=", ".join(ways)),) if ways else ()


def _guess(section: Section) -> int:
    if section.kind in ("cover", "half-title", "title-page", "part", "opener", "checklist"):
        return 1
    return max(1, round(len(section.body) / CHARACTERS_A_PAGE))


def _sides(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(its.opens for its in places)

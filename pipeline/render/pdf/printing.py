"""One run of the press: lay out until the page numbers settle, then write every section.

A layout does not depend on page numbers (binding.py), only on the side where its section opens, and an index on the
pages that it joins. The rounds start from an estimate, never from the last build's numbers: the way to the result, and
so the result, depends on the book alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.artifacts import digest
from pipeline.book.model import PageMap, Section
from pipeline.cache import Cache
from pipeline.render.pdf import written
from pipeline.render.pdf.folios import page_map, place
from pipeline.render.pdf.kept_sheets import Sheets
from pipeline.render.pdf.reasons import look_of, reasons, traits
from pipeline.render.pdf.sheets import Press
from pipeline.render.typesetting.model import Extent, Part, Place, Sheet
from pipeline.render.typesetting.workers import Workshop

ROUNDS = 6
# A page of running text as markup, for the first guess.
CHARACTERS_A_PAGE = 3200


class Printing:
    """The sections of a book on their way: `settle` lays them out, `write` makes their PDFs. `ground` is the digest of
    all that every section stands on."""

    def __init__(self, press: Press, cache: Cache, workshop: Workshop, ground: str) -> None:
        self.press, self.cache, self.workshop, self.ground = press, cache, workshop, ground
        self.sections = press.book.sections
        self.pictures = {asset.path: asset.data for asset in press.book.assets.values()}
        self.places = place(self.sections, [_guess(section) for section in self.sections])
        self.pages = PageMap(self._first_folios())
        self.kept_sheets = Sheets(press, cache)
        self.sheets: dict[int, Sheet] = {}
        self.measured: dict[int, Extent] = {}
        self.held: dict[int, Sheet] = {}

    @property
    def extents(self) -> tuple[Extent, ...]:
        """What each section measures."""
        return tuple(extent for _, extent in sorted(self.measured.items()))

    def settle(self) -> None:
        """Lay out until the page numbers settle."""
        for _ in range(ROUNDS):
            self._measure()
            before, self.places = self.places, place(self.sections, [extent.pages for extent in self.extents])
            self.pages = page_map(self.sections, self.places, self.extents)
            if _sides(before) == _sides(self.places) and self._holds():
                break

    def _first_folios(self) -> dict[str, str]:
        """A guess to begin with: everything stands on its section's first page."""
        first = {section.id: its.folios[0] for section, its in zip(self.sections, self.places, strict=True)}
        return {name: first[home] for name, home in self.press.homes.items()}

    def _holds(self) -> bool:
        """Whether what was laid out is right with these numbers: an index joins equal pages, so it needs them."""
        return all(
            section.kind != "index" or self.sheets[slot] == self._sheet(slot, self.sheets[slot].opens)
            for slot, section in enumerate(self.sections)
        )

    def _sheet(self, slot: int, opens: str) -> Sheet:
        return self.kept_sheets.sheet(self.sections[slot], opens, self.pages.folios)

    def _measure(self) -> None:
        wanted: dict[int, Sheet] = {}
        for slot, its in enumerate(self.places):
            sheet = self._sheet(slot, its.opens)
            if self.sheets.get(slot) == sheet:
                continue
            self.sheets[slot] = sheet
            known = self.cache.get("extent", self._key(sheet))
            if known is None:
                wanted[slot] = sheet
            else:
                self.measured[slot] = Extent.from_json(known)
        self._lay_out(wanted)

    def _lay_out(self, sheets: Mapping[int, Sheet]) -> None:
        for slot, extent in self.workshop.lay_out(sheets).items():
            self.measured[slot] = extent
            self.held[slot] = sheets[slot]
            self.cache.put("extent", self._key(sheets[slot]), extent.to_json())

    def write(self) -> tuple[tuple[Part, ...], Mapping[str, str]]:
        """Make the PDFs of all sections; says also which (by id) were made anew, and why."""
        used = {
            slot: {name: self.pages.folios[name] for name in sheet.refers_to} for slot, sheet in self.sheets.items()
        }
        kept = {slot: written.get(self.cache, self._key(self.sheets[slot]), its) for slot, its in used.items()}
        missing = [slot for slot, one in kept.items() if one is None]
        self._lay_out({slot: self.sheets[slot] for slot in missing if self.held.get(slot) != self.sheets[slot]})
        fresh = self.workshop.write({slot: used[slot] for slot in missing})
        for slot, one in fresh.items():
            written.put(self.cache, self._key(self.sheets[slot]), used[slot], one)
        done = {slot: one for slot, one in sorted((kept | fresh).items()) if one is not None}
        parts = tuple(Part(one.data, used[slot]) for slot, one in done.items())
        figures = {slot: written.stand_ins(used[slot], is_open=one.is_open) for slot, one in done.items()}
        return parts, self._reasons(missing, figures)

    def _reasons(self, missing: Sequence[int], figures: Mapping[int, Mapping[str, str]]) -> dict[str, str]:
        book, look = self.press.book, look_of(self.press.theme, self.ground)
        now = {
            self.sections[slot].id: traits(look, sheet, self._pictures(sheet), figures[slot])
            for slot, sheet in sorted(self.sheets.items())
        }
        anew = (self.sections[slot].id for slot in sorted(missing))
        return reasons(self.cache, f"{book.manifest.slug}-{book.variant}", now, anew)

    def _key(self, sheet: Sheet) -> str:
        return digest(self.ground, sheet.html, sheet.style, sheet.opens, *self._pictures(sheet))

    def _pictures(self, sheet: Sheet) -> tuple[str, ...]:
        return tuple(digest(self.pictures.get(path, b"")) for path in sheet.pictures)


def _guess(section: Section) -> int:
    if section.kind in ("cover", "half-title", "title-page", "part", "checklist"):
        return 1
    return max(1, round(len(section.body) / CHARACTERS_A_PAGE))


def _sides(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(its.opens for its in places)

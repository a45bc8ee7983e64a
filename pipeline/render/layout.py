"""What goes into typesetting and what comes out: sheets, what they stand on, and what their layouts measure.

Plain values: they are sent between processes, and need none of the libraries that set type.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

# Where the files of the book are, and where links to other sections lead.
SCHEME = "book:"

# A page number: its attribute names whose page it is, and until that is known there is room for three figures.
PAGE_OF = "data-page-of"

# Marks of blocks: not in other formats, and new or changed in this edition.
PRINT_ONLY = "data-print-only"

REVISED = "data-revised"

# Where the pictures and other files of the theme lie, from the book's folder.
THEME = "templates/"

# Where fonts lie that only some sheets need (lettering.py).
LETTERS = "letters/"
FAMILY_OF_CODE = "Code"
FONTS = ("fonts/", LETTERS)

# What an engine reads once, and never again: of other files it takes new ones as they come.
SHARED = ("fonts/", "icons/", THEME)


def family_of(path: str) -> str:
    """The name under which a font of those is declared: one family each, as what sets type keeps them apart by that."""
    name = path.removeprefix(LETTERS).partition(".")[0]
    return FAMILY_OF_CODE if name.startswith(f"{FAMILY_OF_CODE.lower()}-") else name


def others_of(paths: Iterable[str]) -> list[str]:
    """The families that are looked through for what the faces of the text lack."""
    families = {family_of(path) for path in paths if path.startswith(LETTERS)}
    return sorted(families - {FAMILY_OF_CODE})


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What sheets stand on: the style sheet, and the files that they may use, by path."""

    styles: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    def change_to(self, new: Furnishing) -> Change | None:
        """What a worker with this furnishing lacks of another; None when that is nothing."""
        fresh = {path: data for path, data in new.files.items() if self.files.get(path) != data}
        gone = tuple(sorted(self.files.keys() - new.files.keys()))
        return Change(new.styles, fresh, gone) if fresh or gone or self.styles != new.styles else None

    def changed(self, change: Change) -> Furnishing:
        """This furnishing after a change."""
        files = {path: data for path, data in self.files.items() if path not in change.gone}
        return Furnishing(change.styles, {**files, **change.files})


@dataclass(frozen=True, slots=True)
class Change:
    """The whole style sheet, but of the files only those that are other now, and the paths of those that are gone."""

    styles: str
    files: Mapping[str, bytes]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A section ready to be laid out.

    `style` is what only this section needs: running heads and the thumb index. `opens` says on which side it
    begins: "recto" or "verso". `refers_to` are the ids whose page numbers stand in it, `pictures` the paths
    of those that it shows, `missing` the words of its section that it has not.
    """

    html: str
    style: str
    opens: str = "recto"
    refers_to: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Flaw(NamedTuple):
    """What a layout does not show as its sheet has it: `kind` is "lost", "doubled", "moved", "changed", "number",
    "picture", "outside" the page, "clipped" by a box, or "letter" where no font has one. `page` counts from 0, `ids`
    are those around the place, the innermost first, `words` what stands there, `shown` what is shown in its place."""

    kind: str
    page: int
    ids: tuple[str, ...]
    words: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a layout says: how many pages, on which of them (from 0) each id is, which block is the first to begin on
    each page, the free space in points at the end of the last page, and how many words stand after the first page.

    `turns` are, for each page, the blocks that its first text stands in, the innermost last, and how many letters of
    each came before. `bars` are, for each page, the stretches of new or changed blocks, in points from the top.
    `narrow` are tables that are wider than their page: their ids, the width in mm that they have and that they need.
    `is_open` says whether the numbers in it can be set when the book is bound (numerals.py), `unfit` which ways of ours
    were not gone as they do not fit the WeasyPrint that is there (weasy/border.py), `flaws` what of
    the sheet is not there to be read. `gaps` are pages, from 0, that end
    early because what follows does not break: how many mm, and the id of that.
    """

    pages: int
    anchors: Mapping[str, int] = field(default_factory=dict)
    openers: tuple[str, ...] = ()
    turns: tuple[tuple[tuple[str, int], ...], ...] = ()
    free_pt: float = 0.0
    spilled_words: int = 0
    bars: tuple[tuple[tuple[float, float], ...], ...] = ()
    is_open: bool = True
    flaws: tuple[Flaw, ...] = ()
    narrow: tuple[tuple[str, int, int], ...] = ()
    unfit: tuple[str, ...] = ()
    gaps: tuple[tuple[int, int, str], ...] = ()

    def to_json(self) -> bytes:
        """Write the extent for the cache."""
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def from_json(data: bytes) -> Extent:
        """Read what `to_json` wrote."""
        facts = json.loads(data)
        turns = tuple(tuple((name, letters) for name, letters in page) for page in facts["turns"])
        bars = tuple(tuple((top, bottom) for top, bottom in page) for page in facts["bars"])
        narrow = tuple((name, has, needs) for name, has, needs in facts["narrow"])
        flaws = tuple(Flaw(kind, page, tuple(ids), words, shown) for kind, page, ids, words, shown in facts["flaws"])
        gaps = tuple((page, free, name) for page, free, name in facts["gaps"])
        names = {name: tuple(facts[name]) for name in ("openers", "unfit")}
        read = {"turns": turns, "bars": bars, "narrow": narrow, "flaws": flaws, "gaps": gaps}
        return Extent(**{**facts, **names, **read})


class Slip(NamedTuple):
    """What is wrong in a style sheet, and where: `kind` is "brace", "url", or "style" with what WeasyPrint says."""

    kind: str
    line: int
    column: int
    what: str


class Unset(NamedTuple):
    """A sheet that could not be set: it took too much "time" or "memory", or its worker "ended" twice."""

    reason: str


class Typeset(NamedTuple):
    """What a sheet measures, and its pieces (pieces.py); empty when its numbers cannot stay open."""

    extent: Extent
    data: bytes

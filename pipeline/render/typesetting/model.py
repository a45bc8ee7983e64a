"""What goes in and out of typesetting: sheets, what their layouts measure, written sections, and the book they become.

Plain values: they are sent between processes, and need none of the libraries that set type.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import NamedTuple

# WeasyPrint measures in pixels of CSS.
PX_TO_PT = 0.75
# Where the files of the book are, and where links to other sections lead.
SCHEME = "book:"
LINK_SCHEME = "bookref:"
# A page number: its attribute names whose page it is, and until that is known there is room for three figures.
PAGE_OF = "data-page-of"
PLACEHOLDER = "000"
# Marks of blocks: not in other formats, and new or changed in this edition.
PRINT_ONLY = "data-print-only"
REVISED = "data-revised"
# print.css parts words with this sign; it says that there is no hyphen in the word.
PARTING = "\u2010"
SOFT_HYPHEN = "\u00ad"
# From and to, in points from the top of a page.
Bars = Sequence[tuple[float, float]]


# Where the pictures and other files of the theme lie, from the book's folder.
THEME = "templates/"
# What an engine reads once, and never again: of other files it takes new ones as they come.
SHARED = ("fonts/", "icons/", THEME)


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What sheets stand on: the style sheet, and the files that they may use, by path."""

    styles: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    def change_to(self, new: Furnishing) -> Change | None:
        """What a desk with this furnishing lacks of another; None when that is nothing."""
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
    of those that it shows.
    """

    html: str
    style: str
    opens: str = "recto"
    refers_to: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """What a layout says: how many pages, on which of them (from 0) each id is, which block is the first to begin on
    each page, the free space in points at the end of the last page, and how many words stand after the first page.

    `turns` are, for each page, the blocks that its first text stands in, the innermost last, and how many letters of
    each came before. `bars` are, for each page, the stretches of new or changed blocks, in points from the top.
    `is_open` says whether the numbers in it can be set when the book is bound (numerals.py).
    """

    pages: int
    anchors: Mapping[str, int] = field(default_factory=dict)
    openers: tuple[str, ...] = ()
    turns: tuple[tuple[tuple[str, int], ...], ...] = ()
    free_pt: float = 0.0
    spilled_words: int = 0
    bars: tuple[tuple[tuple[float, float], ...], ...] = ()
    is_open: bool = True

    def to_json(self) -> bytes:
        """Write the extent for the cache."""
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def from_json(data: bytes) -> Extent:
        """Read what `to_json` wrote."""
        facts = json.loads(data)
        turns = tuple(tuple((name, letters) for name, letters in page) for page in facts["turns"])
        bars = tuple(tuple((top, bottom) for top, bottom in page) for page in facts["bars"])
        return Extent(**{**facts, "openers": tuple(facts["openers"]), "turns": turns, "bars": bars})


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


class Part(NamedTuple):
    """A section that was set, and the numbers (id to printed folio) for what is open in it."""

    data: bytes
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A section in the book: the page it begins on (from 0, of the whole file), blank pages before it,
    and the printed folio of each of its pages. `bare` pages show no folio."""

    page: int
    blanks: int
    opens: str
    folios: tuple[str, ...]
    bare: bool


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; `target` is an id that has a destination."""

    title: str
    target: str
    children: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """The facts of the file. `date` is ISO 8601 in UTC, to the second."""

    title: str
    author: str
    subject: str
    language: str
    date: str
    identifier: str
    keywords: tuple[str, ...] = ()
    slug: str = ""
    edition: str = ""
    isbn: str = ""
    producer: str = "workbook, WeasyPrint"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the whole file is: its description, its page in points, its bookmarks, and the note on every
    page of a draft."""

    description: Description
    width_pt: float
    height_pt: float
    bookmarks: tuple[Bookmark, ...] = ()
    note: str = ""


class Binding(NamedTuple):
    """A book to be bound: its sections in order, their places, what the whole is, the names of the fonts for page
    numbers and for what readers type, and the change bars of each section's pages."""

    parts: Sequence[Part]
    places: Sequence[Place]
    imprint: Imprint
    folio_font: str
    field_font: str
    bars: Sequence[Sequence[Bars]] = ()


@lru_cache(maxsize=64)
def program_name(program: bytes) -> str:
    """The digest that a font program is known by."""
    return hashlib.sha256(program).hexdigest()

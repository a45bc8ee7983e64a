"""What the linker binds: sections that were set, their places in the book, and what the whole file is.

Plain values, in points and pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

# WeasyPrint measures in pixels of CSS.
PX_TO_PT = 0.75
LINK_SCHEME = "bookref:"
PLACEHOLDER = "000"
# print.css parts words with this sign; it says that there is no hyphen in the word.
PARTING = "\u2010"
SOFT_HYPHEN = "\u00ad"
# From and to, in points from the top of a page.
Bars = Sequence[tuple[float, float]]


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
    """The facts of the file. `date` is ISO 8601 in UTC, to the second; `names` are others beside its identifier;
    `rights` all that is said of them, `license` the address of the licence; `conforms` whether it is what PDF/A-2a and
    PDF/UA-1 ask for."""

    title: str
    author: str
    subject: str
    language: str
    date: str
    identifier: str
    keywords: tuple[str, ...] = ()
    slug: str = ""
    edition: str = ""
    names: tuple[str, ...] = ()
    rights: str = ""
    license: str = ""
    producer: str = "workbook, WeasyPrint"
    conforms: bool = True


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

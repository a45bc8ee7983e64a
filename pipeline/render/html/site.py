"""The web edition as a whole: which pages it has, where each id is, and how one gets from page to page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from ...book.model import Book, PageMap, Section
from ...theme import Labels
from ..markup import homes, section_names
from .body import page_id

# The start page stands for these.
STARTING = frozenset({"cover", "half-title", "title-page"})
START = "index.html"
COLOURS = 5
# The kinds of sheets, and the lists they stand in.
SHEETS = {"checklist": "checklists", "worksheet": "worksheets"}


@dataclass(frozen=True, slots=True)
class Branch:
    """A piece of the navigation: a part with its chapters, a list with its sheets, or a section alone.

    `opener` is what the way to its first page is called, which has the branch's own title.
    """

    title: str
    sections: tuple[Section, ...]
    label: str = ""
    part: int = 0
    opener: str = ""

    @property
    def single(self) -> bool:
        """Is this a section alone?"""
        return not self.title


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of the web edition; `homes` maps every id to its section."""

    book: Book
    names: Mapping[str, str]
    homes: Mapping[str, str]
    branches: tuple[Branch, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that are pages, in reading order."""
        return pages_of(self.book)

    def address(self, id: str, here: str = "") -> str:
        """The address of an id as seen from a section; empty when nothing in the book has it."""
        home = self.homes.get(id, "")
        if not home:
            return ""
        if home not in self.names:
            return START
        if home == here:
            return f"#{quote(id)}"
        page = f"{self.names[home]}.html"
        return page if id == home else f"{page}#{quote(id)}"

    def addresses(self, here: str) -> Callable[[str], str]:
        """The addresses as seen from one section."""
        return lambda id: self.address(id, here)


def pages_of(book: Book) -> tuple[Section, ...]:
    """The sections that get a page of their own."""
    return tuple(section for section in book.sections if section.kind not in STARTING)


def lay_out(book: Book, ids: Mapping[str, Iterable[str]], labels: Labels) -> Site:
    """Give every section its page; `ids` are those in each section."""
    pages = {section.id for section in pages_of(book)}
    names = {id: name for id, name in section_names(book).items() if id in pages}
    return Site(book, names, homes(ids), tuple(_branches(pages_of(book), labels)))


def name_of(section: Section) -> str:
    """A page's own name, as no other page has it: with the label, where there is one."""
    return f"{section.label}: {section.title}" if section.label else section.title


def picture_address(path: str) -> str:
    """Where a picture is, seen from a page."""
    return quote(f"assets/{path}")


def page_addresses(site: Site, pages: PageMap) -> dict[str, str]:
    """Where the printed pages begin in the web edition, by folio."""
    begun = {folio: name for folio, name, _ in pages.running}
    found = {}
    for folio, target in pages.pages:
        home = site.homes.get(target or begun.get(folio, ""), "")
        if home in site.names:
            found[folio] = f"{site.names[home]}.html#{quote(page_id(folio))}"
        elif home:
            found[folio] = START
    return found


def colour(section: Section) -> str:
    """The class that gives a section the colour of its part."""
    return f"part-{(section.part - 1) % COLOURS + 1}" if section.part else "part-0"


def _branches(sections: Sequence[Section], labels: Labels) -> Iterable[Branch]:
    keys = [_branch_key(section, nth, sections) for nth, section in enumerate(sections)]
    for key, group in groupby(zip(keys, sections, strict=True), key=lambda pair: pair[0]):
        inside = tuple(section for _, section in group)
        first = inside[0]
        if key in SHEETS.values():
            opener = labels.word(f"titles.list-of-{key}") if first.kind == "list" else ""
            yield Branch(labels.word(f"titles.{key}"), inside, opener=opener)
        elif first.part:
            opener = (first.subtitle or first.title) if first.kind == "part" else ""
            yield Branch(first.title, inside, first.label, first.part, opener)
        else:
            yield Branch("", inside)


def _branch_key(section: Section, position: int, sections: Sequence[Section]) -> str:
    """A list belongs to the sheets that follow it."""
    following = sections[position + 1] if position + 1 < len(sections) else section
    if section.part:
        return f"part {section.part}"
    if section.kind in SHEETS:
        return SHEETS[section.kind]
    if section.kind == "list" and following.kind in SHEETS:
        return SHEETS[following.kind]
    return f"alone {position}"

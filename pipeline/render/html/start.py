"""The start page: what the book is, three ways in, what can be taken along, and a table of what readers can do now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ...book.model import Book, Section
from ...theme import Labels
from ..addresses import HANDOUTS, download
from ..motif import crossing_bands
from .facets import METHOD_TIMES, SHEET_TIMES, groups_of, times_of
from .filters import Filters, of_methods, of_sheets
from .site import SHEETS, Site, colour
from .survey import Survey

# In the order of the printed book's downloads: format, label.
BOOKS = (("pdf", "ui.download-pdf"), ("epub", "ui.download-epub"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the start page: a part, a way in, a sheet. `kind` and `time` are a sheet's."""

    href: str
    title: str
    label: str = ""
    note: str = ""
    colour: str = "part-0"
    kind: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A method: what it takes, in words."""

    href: str
    title: str
    duration: str
    group: str
    phase: str
    colour: str


@dataclass(frozen=True, slots=True)
class Phase:
    """The sheets that one part of the book leads to; the last has those that none does, and no title."""

    title: str
    subtitle: str
    colour: str
    sheets: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A shortcut: its number, its sentence, and where it is at home."""

    href: str
    number: str
    sentence: str
    home: str
    colour: str


@dataclass(frozen=True, slots=True)
class Start:
    """All the start page shows."""

    title_lines: tuple[str, ...]
    motif: Markup
    read: str
    downloads: tuple[tuple[str, str], ...]
    ways: tuple[Entry, ...]
    parts: tuple[Entry, ...]
    phases: tuple[Phase, ...]
    sheet_filters: Filters
    methods: tuple[Card, ...]
    method_filters: Filters
    shortcuts: tuple[Sentence, ...]


def gather(site: Site, surveys: Mapping[str, Survey], labels: Labels) -> Start:
    """Gather what the start page shows."""
    manifest, phases = site.book.manifest, tuple(_phases(site, surveys, labels))
    methods = tuple(_methods(site, surveys))
    return Start(
        title_lines=title_lines(manifest.title),
        motif=Markup(crossing_bands(manifest.edition or manifest.title, 900, 720)),
        read=_first_page(site),
        downloads=tuple(_downloads(site)),
        ways=tuple(_ways(site)),
        parts=tuple(_parts(site)),
        phases=phases,
        sheet_filters=sheet_filters(phases, labels),
        methods=methods,
        method_filters=_method_filters(methods, labels),
        shortcuts=tuple(_shortcuts(site, surveys)),
    )


def sheet_filters(phases: Iterable[Phase], labels: Labels, kind: str = "") -> Filters:
    """What sheets can be filtered by: all of them, or those of a kind."""
    lines = {
        sheet.href: {"kind": sheet.kind, "time": sheet.time, "phase": phase.subtitle}
        for phase in phases
        for sheet in phase.sheets
        if kind in ("", sheet.kind)
    }
    return of_sheets(lines, labels)


def _method_filters(methods: Iterable[Card], labels: Labels) -> Filters:
    lines = {
        one.href: {
            "time": " ".join(times_of(one.duration, METHOD_TIMES, labels)),
            "group": " ".join(groups_of(one.group)),
            "phase": one.phase,
        }
        for one in methods
    }
    return of_methods(lines, labels)


def title_lines(title: str) -> tuple[str, ...]:
    """Break a title of several sentences into one line each: Cross. / Create. / Innovate."""
    lines = re.findall(r"[^.!?]+[.!?]+", title)
    whole = "".join(lines).strip() == title.strip()
    return tuple(line.strip() for line in lines) if whole and len(lines) > 1 else (title,)


def file_stem(book: Book) -> str:
    """The name of the book's files: the slug, and the variant's name after it."""
    return f"{book.manifest.slug}-{book.variant}" if book.variant else book.manifest.slug


def handouts_name(book: Book) -> str:
    """The archive of all hand-outs."""
    return f"{file_stem(book)}-{HANDOUTS}.zip"


def homes_of_sheets(site: Site, surveys: Mapping[str, Survey]) -> Mapping[str, Section]:
    """The chapter of a part that each sheet belongs to: the first that has it in its text, else the first that leads
    to it."""
    chapters = [section for section in site.sections if section.part]
    sheets = {section.id for section in site.sections if section.kind in SHEETS}
    led = {id: one for one in reversed(chapters) for id in surveys[one.id].links if id in sheets}
    held = {inside.id: one for one in reversed(chapters) for inside in one.included if inside.id in sheets}
    return {**led, **held}


def _first_page(site: Site) -> str:
    first = next((section for section in site.sections if section.part), None)
    return site.address(first.id) if first else ""


def _downloads(site: Site) -> Iterator[tuple[str, str]]:
    formats = site.book.manifest.formats
    for format, label in BOOKS:
        if format in formats:
            yield download(f"{file_stem(site.book)}.{format}"), label
    if HANDOUTS in formats:
        yield download(handouts_name(site.book)), "ui.download-handouts"


def _ways(site: Site) -> Iterator[Entry]:
    for way in site.book.manifest.ways_in:
        if address := site.address(way.to):
            home = next(section for section in site.book.sections if section.id == site.homes[way.to])
            yield Entry(address, way.title, note=way.text, colour=colour(home))


def _parts(site: Site) -> Iterator[Entry]:
    for branch in site.branches:
        if branch.part:
            first = branch.sections[0]
            yield Entry(site.address(first.id), branch.title, branch.label, first.subtitle, colour(first))


def _phases(site: Site, surveys: Mapping[str, Survey], labels: Labels) -> Iterator[Phase]:
    homes = homes_of_sheets(site, surveys)
    part_of = {section.id: homes[section.id].part if section.id in homes else 0 for section in site.sections}
    sheets = sorted((one for one in site.sections if one.kind in SHEETS), key=lambda one: list(SHEETS).index(one.kind))
    for branch in site.branches:
        own = tuple(_sheet(site, one, labels) for one in sheets if part_of[one.id] == branch.part)
        if branch.part and own:
            yield Phase(branch.title, branch.opener, colour(branch.sections[0]), own)
    if rest := tuple(_sheet(site, one, labels) for one in sheets if not part_of[one.id]):
        yield Phase("", "", "part-0", rest)


def _sheet(site: Site, section: Section, labels: Labels) -> Entry:
    note = section.front.moment or section.front.purpose
    time = " ".join(times_of(section.front.duration, SHEET_TIMES, labels))
    return Entry(site.address(section.id), section.title, section.number, note, colour(section), section.kind, time)


def _methods(site: Site, surveys: Mapping[str, Survey]) -> Iterator[Card]:
    for section in site.sections:
        for method in surveys[section.id].methods:
            yield Card(
                href=site.address(method.id),
                title=section.title if method.title is None else method.title,
                duration=method.duration,
                group=method.group,
                phase=method.phase,
                colour=colour(section),
            )


def _shortcuts(site: Site, surveys: Mapping[str, Survey]) -> Iterator[Sentence]:
    for section in site.sections:
        if section.kind == "shortcuts":
            continue
        for one in surveys[section.id].shortcuts:
            home = section.label or section.title
            yield Sentence(site.address(one.id), one.number, one.sentence, home, colour(section))

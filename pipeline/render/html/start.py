"""The start page: the title with its sign, and a table of what readers can do now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..motif import crossing_bands
from .site import Site, colour
from .survey import Survey

# In the order of the printed book's downloads: format, label, ending.
DOWNLOADS = (("pdf", "ui.download-pdf", "pdf"), ("epub", "ui.download-epub", "epub"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the start page's table."""

    href: str
    title: str
    label: str = ""
    note: str = ""
    colour: str = "part-0"


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
    downloads: tuple[tuple[str, str], ...]
    parts: tuple[Entry, ...]
    checklists: tuple[Entry, ...]
    worksheets: tuple[Entry, ...]
    methods: tuple[Entry, ...]
    shortcuts: tuple[Sentence, ...]


def gather(site: Site, surveys: Mapping[str, Survey]) -> Start:
    """Gather what the start page shows."""
    manifest = site.book.manifest
    return Start(
        title_lines=title_lines(manifest.title),
        motif=Markup(crossing_bands(manifest.edition or manifest.title, 900, 720)),
        downloads=tuple(_downloads(site)),
        parts=tuple(_parts(site)),
        checklists=tuple(_sheets(site, "checklist")),
        worksheets=tuple(_sheets(site, "worksheet")),
        methods=tuple(_methods(site, surveys)),
        shortcuts=tuple(_shortcuts(site, surveys)),
    )


def title_lines(title: str) -> tuple[str, ...]:
    """Break a title of several sentences into one line each: Cross. / Create. / Innovate."""
    lines = re.findall(r"[^.!?]+[.!?]+", title)
    whole = "".join(lines).strip() == title.strip()
    return tuple(line.strip() for line in lines) if whole and len(lines) > 1 else (title,)


def file_stem(site: Site) -> str:
    """The name of the book's files: the slug, and the variant's name after it."""
    book = site.book
    return f"{book.manifest.slug}-{book.variant}" if book.variant else book.manifest.slug


def _downloads(site: Site) -> Iterator[tuple[str, str]]:
    for format, label, ending in DOWNLOADS:
        if format in site.book.manifest.formats:
            yield f"../{file_stem(site)}.{ending}", label


def _parts(site: Site) -> Iterator[Entry]:
    for branch in site.branches:
        if branch.part:
            first = branch.sections[0]
            yield Entry(site.address(first.id), branch.title, branch.label, first.subtitle, colour(first))


def _sheets(site: Site, kind: str) -> Iterator[Entry]:
    for section in site.sections:
        if section.kind == kind:
            note = section.front.moment or section.front.purpose
            yield Entry(site.address(section.id), section.title, section.number, note, colour(section))


def _methods(site: Site, surveys: Mapping[str, Survey]) -> Iterator[Entry]:
    for section in site.sections:
        for method in surveys[section.id].methods:
            title = section.title if method.title is None else method.title
            yield Entry(site.address(method.id), title, "", method.note, colour(section))


def _shortcuts(site: Site, surveys: Mapping[str, Survey]) -> Iterator[Sentence]:
    for section in site.sections:
        if section.kind == "shortcuts":
            continue
        for one in surveys[section.id].shortcuts:
            home = section.label or section.title
            yield Sentence(site.address(one.id), one.number, one.sentence, home, colour(section))

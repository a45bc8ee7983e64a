"""The book as it is printed: what only paper has besides its sections.

Before each opening stands what its verso may show; a sheet has the colour of its chapter's part. Chapters that begin
where the last one ended are one section with it: a section is what begins on a page of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from markupsafe import escape

from ... import trees
from ...book.model import Book, Section
from .folios import OPENER, flowing_chapters, openings

HERE = "here"
HEAD_LETTERS = 70
RUNS_ON = "run-on"
OPENED = frozenset({"part", "chapter"})
SHEETS = frozenset({"checklist", "worksheet"})
# As book.sheets says it.
_BELONGS = re.compile(r'<p class="belongs"[^>]*>[^<]*<a [^>]*?href="#([^"]+)"')


def as_printed(book: Book) -> Book:
    """The book with all sections that may be printed."""
    return replace(book, sections=tuple(_sections(tuple(_joined(book.sections, openings(book.manifest))))))


def _joined(sections: Sequence[Section], opens: Mapping[int, str]) -> Iterator[Section]:
    """Put chapters that run on to the one before them, in their part."""
    host: Section | None = None
    for section in sections:
        runs_on = section.kind == "chapter" and opens.get(section.part) == HERE
        if host and runs_on and (host.part, host.matter) == (section.part, section.matter):
            host = replace(host, body=host.body + _running_on(section), included=(*host.included, *section.included))
            continue
        if host:
            yield host
        host = section if runs_on else None
        if not host:
            yield section
    if host:
        yield host


def _running_on(section: Section) -> str:
    """A chapter's opening within a page, and its text."""
    number = [trees.make("span", {"class": "run-on-number"}, section.number)] if section.number else []
    title = trees.parse(section.title_html or str(escape(section.title)))
    title.tag = "span"
    heading = trees.make("h1", {}, "", [*number, title])
    promises = [trees.make("p", {"class": name}, text) for name, text in _said(section)]
    opening = trees.make("div", {"class": RUNS_ON, "id": section.id, "data-head": _shorten(section.title)})
    opening.extend((heading, *promises))
    return trees.write_whole(opening) + section.body


def _shorten(title: str) -> str:
    """A title as a running head has it, in one line (templates/pdf/page.css)."""
    return title if len(title) <= HEAD_LETTERS else title[: HEAD_LETTERS - 1].rstrip() + "…"


def _said(section: Section) -> Iterator[tuple[str, str]]:
    for name in ("promise", "notice"):
        if text := getattr(section.front, name):
            yield name, text


def in_colour(sections: Sequence[Section]) -> Iterator[Section]:
    """Give each sheet the part of the chapter that it belongs to, and so its colour, in the book and handed out."""
    parts = {one.id: one.part for one in sections if one.kind == "chapter"}
    for section in sections:
        home = _BELONGS.search(section.body) if section.kind in SHEETS and not section.part else None
        yield replace(section, part=parts.get(home[1], 0)) if home else section


def _sections(sections: Sequence[Section]) -> Iterator[Section]:
    flowing = flowing_chapters(sections)
    for section in in_colour(sections):
        if section.kind in OPENED and section.id not in flowing:
            yield _opener(section)
        yield section


def _opener(section: Section) -> Section:
    id = f"{section.id}--{OPENER}"
    return Section(id, OPENER, section.title, matter=section.matter, number=section.number, part=section.part)

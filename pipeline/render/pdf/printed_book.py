"""The book as it is printed: what only paper has besides its sections.

Before each opening stands what its verso may show; a sheet has the colour of its chapter's part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...book.model import Book, Section
from .folios import OPENER, flowing_chapters

OPENED = frozenset({"part", "chapter"})
SHEETS = frozenset({"checklist", "worksheet"})
# As book.sheets says it.
_BELONGS = re.compile(r'<p class="belongs"[^>]*>[^<]*<a [^>]*?href="#([^"]+)"')


def as_printed(book: Book) -> Book:
    """The book with all sections that may be printed."""
    return replace(book, sections=tuple(_sections(book.sections)))


def _sections(sections: Sequence[Section]) -> Iterator[Section]:
    parts = {one.id: one.part for one in sections if one.kind == "chapter"}
    flowing = flowing_chapters(sections)
    for section in sections:
        if section.kind in OPENED and section.id not in flowing:
            yield _opener(section)
        home = _BELONGS.search(section.body) if section.kind in SHEETS and not section.part else None
        yield replace(section, part=parts.get(home[1], 0)) if home else section


def _opener(section: Section) -> Section:
    id = f"{section.id}--{OPENER}"
    return Section(id, OPENER, section.title, matter=section.matter, number=section.number, part=section.part)

"""The book as it is printed: what only paper has besides its sections.

Before each opening stands what its verso may show; a sheet has the colour of the chapter that it belongs to, and a
worksheet says which that is (checklists do so in all formats: book/feet).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import escape

from ...book.model import Book, Section
from ...theme import Labels
from .folios import OPENER

OPENED = frozenset({"part", "chapter"})
_LEADS_TO = re.compile(r'<a (?=[^>]*class="xref")[^>]*?href="#([^"]+)"')
_FOOT = re.compile(r'<p [^>]*class="belongs"[^>]*>[^<]*<a [^>]*href="#([^"]+)"')
SHEETS = frozenset({"checklist", "worksheet"})


def as_printed(book: Book, labels: Labels) -> Book:
    """The book with all sections that may be printed."""
    return replace(book, sections=tuple(_sections(book.sections, labels)))


def chapters_of(sections: Sequence[Section]) -> dict[str, Section]:
    """To which chapter each sheet belongs: the one that its foot names, or the first numbered one that refers to it."""
    chapters = {one.id: one for one in sections if one.kind == "chapter" and one.number}
    found: dict[str, Section] = {}
    for chapter in chapters.values():
        for target in _LEADS_TO.findall(chapter.body):
            found.setdefault(target, chapter)
    for sheet in sections:
        if (foot := _FOOT.search(sheet.body)) and foot[1] in chapters:
            found[sheet.id] = chapters[foot[1]]
    return {one.id: found[one.id] for one in sections if one.kind in SHEETS and one.id in found}


def _sections(sections: Sequence[Section], labels: Labels) -> Iterator[Section]:
    chapters = chapters_of(sections)
    for section in sections:
        if section.kind in OPENED:
            yield _opener(section)
        chapter = chapters.get(section.id)
        yield _belonging(section, chapter, labels) if chapter else section


def _opener(section: Section) -> Section:
    id = f"{section.id}--{OPENER}"
    return Section(id, OPENER, section.title, matter=section.matter, number=section.number, part=section.part)


def _belonging(sheet: Section, chapter: Section, labels: Labels) -> Section:
    part = sheet.part or chapter.part
    if sheet.kind != "worksheet":
        return replace(sheet, part=part)
    link = f'<a class="xref" href="#{escape(chapter.id)}">{escape(chapter.label)}</a>'
    said = f'<p class="belongs">{escape(labels.word("sheet.belongs"))} {link}</p>'
    return replace(sheet, body=f"{said}{sheet.body}", part=part)

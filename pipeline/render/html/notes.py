"""Glossary terms and sources: a plain link to their list, and beside it a note that a script can open in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ...trees import Element, by_class, classes, elements, parse, remove
from ..hyphenation import set_hyphens
from ..markup import rewrite_links, to_html5
from .survey import NOTED, Definition


@dataclass(frozen=True, slots=True)
class Note:
    """What the glossary says about a term, or the list about a source, to stand on the page that uses it; a source has
    no term."""

    id: str
    term: str
    definition: Markup
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the glossary as seen from one page: its address, and those of what its definition names."""

    definition: Definition
    href: str
    addresses: Mapping[str, str]


def bind_notes(tree: Element, entries: Mapping[str, Entry], hyphenation: Sequence[str]) -> tuple[Note, ...]:
    """Name in every term's or source's link the note that explains it; return the notes this page needs, each once.
    `entries` are by the id that the link leads to; a link without an entry stays one."""
    notes: dict[str, Note] = {}
    for link in (link for kind in NOTED for link in by_class(tree, kind)):
        id = link.get("href", "").removeprefix("#")
        if id in entries:
            link.set("data-note", f"note-{id}")
            if id not in notes:
                notes[id] = _note(id, entries[id], hyphenation)
    return tuple(notes.values())


def _note(id: str, entry: Entry, hyphenation: Sequence[str]) -> Note:
    copied = parse(entry.definition.xhtml)
    for uses in by_class(copied, "term-uses"):
        remove(uses)
    for one in elements(copied):
        if one.get("id") is not None:
            del one.attrib["id"]
        if "term" in classes(one):
            one.set("class", "xref")
    rewrite_links(copied, entry.addresses.__getitem__)
    set_hyphens(copied, hyphenation)
    return Note(f"note-{id}", entry.definition.term, Markup(to_html5(copied[0])), entry.href)

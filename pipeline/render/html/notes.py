"""Glossary terms: a plain link to the glossary, and beside the text a note that a script can open in place."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.render.html.site import Site
from pipeline.render.hyphenation import set_hyphens
from pipeline.render.markup import Tree, classes, drop, element, elements, rewrite_links, to_html5, with_class


@dataclass(frozen=True, slots=True)
class Note:
    """What the glossary says about a term, to stand on the page that uses it."""

    id: str
    term: str
    definition: Markup
    href: str


def definitions(trees: Mapping[str, Tree]) -> dict[str, tuple[str, Tree]]:
    """Read the glossary: id → (term, definition)."""
    found = {}
    for tree in trees.values():
        for glossary in with_class(tree, "glossary"):
            for entry in with_class(glossary, "entry"):
                term, definition = entry.find("dt"), entry.find("dd")
                if term is not None and definition is not None:
                    id = term.get("id") or entry.get("id") or ""
                    found[id] = ("".join(str(piece) for piece in term.itertext()), definition)
    return found


def bind_notes(tree: Tree, known: Mapping[str, tuple[str, Tree]], site: Site, here: str) -> tuple[Note, ...]:
    """Name in every term's link the note that explains it; return the notes this page needs, each once."""
    notes: dict[str, Note] = {}
    for link in with_class(tree, "term"):
        id = link.get("href", "").removeprefix("#")
        if id in known and site.homes.get(id) != here:
            link.set("data-note", f"note-{id}")
            notes.setdefault(id, _note(id, *known[id], site, here))
    return tuple(notes.values())


def _note(id: str, term: str, definition: Tree, site: Site, here: str) -> Note:
    copied = element("div", children=[deepcopy(definition)])
    for uses in with_class(copied, "term-uses"):
        drop(uses)
    for one in elements(copied):
        if one.get("id") is not None:
            del one.attrib["id"]
        if "term" in classes(one):
            one.set("class", "xref")
    rewrite_links(copied, site.addresses(here))
    set_hyphens(copied, site.book.manifest.hyphenation)
    return Note(f"note-{id}", term, Markup(to_html5(copied[0])), site.address(id, here))

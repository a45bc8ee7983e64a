"""Index, glossary and sources get a row of letters to jump to. In and out: a section's tree, changed in place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ...trees import Element, by_class, classes, make, text_of

LEAST = 5
OTHER = "#"


def add_letters(tree: Element, name: str) -> None:
    """Put the row before the first list that has at least some letters; `name` is what it is called."""
    firsts: dict[str, str] = {}
    for letter, id in _entries(tree):
        firsts.setdefault(letter, id)
    first = next((one for one in tree if {"index-group", "glossary", "bibliography"} & set(classes(one))), None)
    if len(firsts) < LEAST or first is None:
        return
    links = [make("li", children=[make("a", {"href": f"#{id}"}, letter)]) for letter, id in firsts.items()]
    row = make("nav", {"class": "letters", "aria-label": name}, children=[make("ul", children=links)])
    tree.insert(tree.index(first), row)


def _entries(tree: Element) -> Iterator[tuple[str, str]]:
    """The letter and the id of everything that a list begins a line with."""
    for group in by_class(tree, "index-group"):
        heading = group.find("h2")
        if heading is not None and heading.get("id"):
            yield text_of(heading), heading.get("id", "")
    for entry in by_class(tree, "entry"):
        term = entry.find("dt")
        if term is not None and term.get("id"):
            yield _letter(text_of(term)), term.get("id", "")
    for sources in by_class(tree, "bibliography"):
        for line in sources.iter("li"):
            if line.get("id"):
                yield _letter(text_of(line)), line.get("id", "")


def _letter(text: str) -> str:
    """The letter that a line is looked for under: Ä under A; no letter under #."""
    first = next((sign for sign in unicodedata.normalize("NFD", text) if sign.isalnum()), OTHER)
    return first.upper() if first.isalpha() else OTHER

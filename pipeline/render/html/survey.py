"""What the whole site must know of a section: where its ids are, what can be searched, what the start page names.

In: the section as it comes, before it is made ready. It is looked through once; what was seen is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import partial

from ...book.model import Section
from ...cache import Cache
from ..accessibility import Counts, count
from ..markup import Tree, classes, ids_of, links_of, parse, text_of, to_xhtml, with_class
from ..once import once
from .search import Piece, Stems, pieces_of, stems

KIND = "web-survey"


@dataclass(frozen=True, slots=True)
class Definition:
    """What the glossary says about a term, as XHTML, and the ids that its links lead to."""

    term: str
    xhtml: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A method's box: its title, where it has one, its length and its group."""

    id: str
    title: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut's number and its sentence."""

    id: str
    number: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen of a section. `links` are the ids that links lead to, `terms` those of them in the glossary."""

    ids: tuple[str, ...]
    links: tuple[str, ...]
    terms: tuple[str, ...]
    pictures: tuple[str, ...]
    definitions: Mapping[str, Definition]
    methods: tuple[Method, ...]
    shortcuts: tuple[Shortcut, ...]
    pieces: tuple[Piece, ...]
    stems: Stems
    counts: Counts


def survey(section: Section, language: str, cache: Cache) -> Survey:
    """Look through a section, or remember what was seen."""
    seen = once(cache, KIND, (section, language), partial(_look_through, section, language))
    return Survey(
        ids=tuple(seen["ids"]),
        links=tuple(seen["links"]),
        terms=tuple(seen["terms"]),
        pictures=tuple(seen["pictures"]),
        definitions={id: Definition(term, xhtml, tuple(links)) for id, (term, xhtml, links) in seen["definitions"]},
        methods=tuple(Method(*facts) for facts in seen["methods"]),
        shortcuts=tuple(Shortcut(*facts) for facts in seen["shortcuts"]),
        pieces=tuple(Piece(*texts) for texts in seen["pieces"]),
        stems=seen["stems"],
        counts=Counts(*seen["counts"]),
    )


def _look_through(section: Section, language: str) -> Mapping[str, object]:
    tree, title = parse(section.body), parse(section.title_html)
    spoken = section.front.lang or language
    pieces = tuple(pieces_of(section, tree))
    return {
        "ids": (*ids_of(title), *ids_of(tree)),
        "links": [*links_of(tree), *links_of(title)],
        "terms": [link.get("href", "").removeprefix("#") for link in with_class(tree, "term")],
        "pictures": [picture.get("src", "") for picture in tree.iter("img")],
        "definitions": [(id, astuple(one)) for id, one in _definitions(tree)],
        "methods": [astuple(_method(box)) for box in with_class(tree, "method")],
        "shortcuts": [astuple(_shortcut(box)) for box in with_class(tree, "shortcut")],
        "pieces": [astuple(piece) for piece in pieces],
        "stems": stems((words for piece in pieces for words in _words(piece)), spoken),
        "counts": astuple(count(tree)),
    }


def _words(piece: Piece) -> tuple[str, ...]:
    """All that a piece is found by; authors chose many of the ids."""
    return piece.id.replace("-", " "), piece.label, piece.title, piece.home, piece.text


def _definitions(tree: Tree) -> Iterator[tuple[str, Definition]]:
    """Read the glossary: id → what it says."""
    for entry in (entry for glossary in with_class(tree, "glossary") for entry in with_class(glossary, "entry")):
        term, definition = entry.find("dt"), entry.find("dd")
        if term is not None and definition is not None:
            words = "".join(str(piece) for piece in term.itertext())
            found = Definition(words, to_xhtml(definition, whole=True), links_of(definition))
            yield term.get("id") or entry.get("id") or "", found


def _method(box: Tree) -> Method:
    title = next((text_of(child) for child in box if "box-title" in classes(child)), None)
    facts = {fact.get("data-fact", ""): text_of(fact[-1]) for fact in with_class(box, "fact") if len(fact)}
    note = " · ".join(facts[name] for name in ("duration", "group") if facts.get(name))
    return Method(box.get("id", ""), title, note)


def _shortcut(box: Tree) -> Shortcut:
    sentence = " ".join(text_of(part) for part in box if "box-label" not in classes(part))
    return Shortcut(box.get("id", ""), box.get("data-number", ""), sentence)

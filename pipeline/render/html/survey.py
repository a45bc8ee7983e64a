"""What the whole site must know of a section: where its ids are, what can be searched, what the start page names.

In: the section as it comes, before it is made ready. It is looked through once; what was seen is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, astuple, dataclass
from functools import partial

from ...book.model import Section
from ...cache import Cache
from ...memory import remembered
from ...once import once_as_json
from ...trees import Element, by_class, classes, ids_of, links_of, parse, text_of, write_whole
from ..accessibility import Counts, count
from .search import Piece, Stems, pieces_of, stems, words_in

KIND = "web-survey"
# Shorter ones are signs and labels.
LEAST_OPENING = 40
# Links to what can be said beside the text.
NOTED = ("term", "cite")


@dataclass(frozen=True, slots=True)
class Definition:
    """What the glossary says about a term, as XHTML, and the ids that its links lead to."""

    term: str
    xhtml: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A method's box: its title, where it has one, its length, group, phase and goal in words; the steps are those of
    the next table of steps."""

    id: str
    title: str | None
    duration: str = ""
    group: str = ""
    phase: str = ""
    goal: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut's number and its sentence."""

    id: str
    number: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen of a section. `opening` is its first words, `links` are the ids that links lead to, `terms` those
    of them that a note can explain in place."""

    ids: tuple[str, ...]
    opening: str
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
    return _survey(section, language, cache)


@remembered
def _survey(section: Section, language: str, cache: Cache) -> Survey:
    seen = once_as_json(cache, KIND, (section, language), partial(_look_through, section, language))
    return Survey(
        ids=tuple(seen["ids"]),
        opening=seen["opening"],
        links=tuple(seen["links"]),
        terms=tuple(seen["terms"]),
        pictures=tuple(seen["pictures"]),
        definitions={id: Definition(term, xhtml, tuple(links)) for id, (term, xhtml, links) in seen["definitions"]},
        methods=tuple(Method(**{**facts, "steps": tuple(facts["steps"])}) for facts in seen["methods"]),
        shortcuts=tuple(Shortcut(*facts) for facts in seen["shortcuts"]),
        pieces=tuple(Piece(*texts) for texts in seen["pieces"]),
        stems=seen["stems"],
        counts=Counts(*seen["counts"]),
    )


def _look_through(section: Section, language: str) -> Mapping[str, object]:
    tree, title = parse(section.body), parse(section.title_html)
    spoken = section.front.lang or language
    pieces = tuple(pieces_of(section, tree, language))
    return {
        "ids": (*ids_of(title), *ids_of(tree)),
        "opening": next((text for one in tree.iter("p") if len(text := text_of(one)) > LEAST_OPENING), ""),
        "links": [*links_of(tree), *links_of(title)],
        "terms": [link.get("href", "").removeprefix("#") for kind in NOTED for link in by_class(tree, kind)],
        "pictures": [picture.get("src", "") for picture in tree.iter("img")],
        "definitions": [(id, astuple(one)) for id, one in _definitions(tree)],
        "methods": [asdict(_method(box, tree)) for box in by_class(tree, "method")],
        "shortcuts": [astuple(_shortcut(box)) for box in by_class(tree, "shortcut")],
        "pieces": [astuple(piece) for piece in pieces],
        "stems": stems((words for piece in pieces for words in words_in(piece)), spoken),
        "counts": astuple(count(tree)),
    }


def _definitions(tree: Element) -> Iterator[tuple[str, Definition]]:
    """Read glossary and sources: id → what they say; a source has no term."""
    for entry in (entry for glossary in by_class(tree, "glossary") for entry in by_class(glossary, "entry")):
        term, definition = entry.find("dt"), entry.find("dd")
        if term is not None and definition is not None:
            words = "".join(str(piece) for piece in term.itertext())
            found = Definition(words, write_whole(definition), links_of(definition))
            yield term.get("id") or entry.get("id") or "", found
    for source in (line for sources in by_class(tree, "bibliography") for line in sources.iter("li")):
        yield source.get("id", ""), Definition("", write_whole(_as_block(source)), links_of(source))


def _as_block(line: Element) -> Element:
    """A line of a list, to stand alone."""
    block = deepcopy(line)
    block.tag, block.tail = "div", None
    return block


def _method(box: Element, tree: Element) -> Method:
    title = next((text_of(child) for child in box if "box-title" in classes(child)), None)
    facts = {fact.get("data-fact", ""): text_of(fact[-1]) for fact in by_class(box, "fact") if len(fact)}
    return Method(
        box.get("id", ""),
        title,
        duration=facts.get("duration", ""),
        group=facts.get("group", ""),
        phase=facts.get("phase", ""),
        goal=facts.get("goal", ""),
        steps=_steps(box, tree),
    )


def _steps(box: Element, tree: Element) -> tuple[str, ...]:
    """What is done, step by step, in the first table of steps behind a method's box and before another's."""
    following = [one for one in tree.iter("section", "table") if {"steps", "method"} & set(classes(one))]
    behind = following[following.index(box) + 1 :][:1]
    rows = [row for one in behind if "steps" in classes(one) for body in one.iter("tbody") for row in body.iter("tr")]
    return tuple(text_of(row[1]) for row in rows if len(row) > 1)


def _shortcut(box: Element) -> Shortcut:
    sentence = " ".join(text_of(part) for part in box if "box-label" not in classes(part))
    return Shortcut(box.get("id", ""), box.get("data-number", ""), sentence)

"""What the whole publication must know of a section: where its ids are, what it shows, what can be counted.

In: the section as it comes. It is looked through once; what was seen is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import partial

from ...book.model import Section
from ...cache import Cache
from ...once import once_as_json
from ...trees import Element, by_class, elements, ids_of, links_of, parse
from ..accessibility import Counts, count
from ..markup import drop_other_formats

KIND = "epub-survey"


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen of a section, without what only other formats show; `counts` are of the whole. `links` are the ids
    that links lead to, `facts` what can be said to people who choose what they can read."""

    ids: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    facts: frozenset[str]
    counts: Counts


def survey(section: Section, cache: Cache) -> Survey:
    """Look through a section, or remember what was seen."""
    seen = once_as_json(cache, KIND, (section.title_html, section.body), partial(_look_through, section))
    return Survey(
        ids=tuple(seen["ids"]),
        links=tuple(seen["links"]),
        pictures=tuple(seen["pictures"]),
        facts=frozenset(seen["facts"]),
        counts=Counts(*seen["counts"]),
    )


def _look_through(section: Section) -> Mapping[str, object]:
    tree, title = parse(section.body), parse(section.title_html)
    counts = count(tree)
    drop_other_formats(tree, "epub")
    return {
        "ids": (*ids_of(title), *ids_of(tree)),
        "links": links_of(tree),
        "pictures": [picture.get("src", "") for picture in tree.iter("img")],
        "facts": sorted(_facts(tree)),
        "counts": astuple(counts),
    }


def _facts(tree: Element) -> Iterator[str]:
    if any(picture.get("alt") is None for picture in tree.iter("img")):
        yield "undescribed"
    if by_class(tree, "description"):
        yield "long-descriptions"
    if by_class(tree, "field") or by_class(tree, "check"):
        yield "fields"
    if any("math" in str(one.tag).rsplit("}", 1)[-1:] for one in elements(tree)):
        yield "mathml"

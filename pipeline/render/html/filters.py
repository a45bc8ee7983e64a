"""What methods and sheets can be filtered by: the choices that part them, and which of them each line belongs to.

In: the cards and sheets of the start page. The same filters stand above the lists of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...theme import Labels
from .facets import GROUPS, METHOD_TIMES, SHEET_TIMES
from .site import SHEETS

Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facet:
    """One row of choices: each with its value and its words."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Rows of choices, and by the address of each line the values it has."""

    facets: tuple[Facet, ...]
    lines: Mapping[str, Line]

    @property
    def data(self) -> str:
        """The lines, as the page's script takes them."""
        return json.dumps(self.lines, ensure_ascii=False, separators=(",", ":"))


def of_methods(lines: Mapping[str, Line], labels: Labels) -> Filters:
    """The filters of methods: time, group, and the phase in the author's words."""
    return _filters(lines, (_row("time", METHOD_TIMES, labels), _row("group", GROUPS, labels)), labels)


def of_sheets(lines: Mapping[str, Line], labels: Labels) -> Filters:
    """The filters of sheets: kind, time, and as phase the part of the book that leads to them."""
    kinds = tuple((kind, labels.word(f"titles.{list_id}")) for kind, list_id in SHEETS.items())
    kind = Facet("kind", labels.word("ui.filter-kind"), kinds)
    return _filters(lines, (kind, _row("time", SHEET_TIMES, labels)), labels)


def _row(facet: str, names: Iterable[str], labels: Labels) -> Facet:
    choices = tuple((name, labels.word(f"ui.{facet}-{name}")) for name in names)
    return Facet(facet, labels.word(f"ui.filter-{facet}"), choices)


def _filters(lines: Mapping[str, Line], facets: tuple[Facet, ...], labels: Labels) -> Filters:
    """Phases are called by numbers: their names have spaces."""
    names = dict.fromkeys(line["phase"] for line in lines.values() if line["phase"])
    numbers = {name: str(nth) for nth, name in enumerate(names, start=1)}
    phases = Facet("phase", labels.word("facts.phase"), tuple((number, name) for name, number in numbers.items()))
    numbered = {href: {**line, "phase": numbers.get(line["phase"], "")} for href, line in lines.items()}
    return _telling((*facets, phases), numbered)


def _telling(facets: Iterable[Facet], lines: Mapping[str, Line]) -> Filters:
    """Only what parts the lines: choices that some have, and rows of two of them or more."""

    def used(facet: Facet) -> Iterator[tuple[str, str]]:
        values = {value for line in lines.values() for value in line[facet.name].split()}
        return (choice for choice in facet.choices if choice[0] in values)

    kept = (Facet(one.name, one.label, tuple(used(one))) for one in facets)
    return Filters(tuple(one for one in kept if len(one.choices) > 1), lines)

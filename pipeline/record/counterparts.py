"""Which block of a translation says what which block of its original says: blocks in, pairs out.

A translation has the order and the kinds of what it was made from. So blocks are paired between names that both have
written (headings keep theirs), by their kinds, and only where no other reading fits: where the translation says
something of its own, its neighbours stay unpaired rather than wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .blocks import PARTS, Block
from .siblings import pair


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a text, for pairing: what kind it is, and its name where its author gave it one."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A block of the translation, what it was made from, and what became of that; None where it is gone."""

    here: Block
    made_from: Block
    original: Block | None

    @property
    def is_behind(self) -> bool:
        """Does the original say something else now?"""
        return self.original is None or self.original.hash != self.made_from.hash


def pair_marks(old: Sequence[Mark], new: Sequence[Mark]) -> dict[int, int]:
    """Pair two lists, new → old, between the names that both have in the same order."""
    found: dict[int, int] = {}
    before, after = 0, 0
    for place, position in (*_shared_names(old, new), (len(old), len(new))):
        kinds = [[mark.kind for mark in marks] for marks in (old[before:place], new[after:position])]
        found |= {after + one: before + other for one, other in pair(*kinds).items()}
        if place < len(old):
            found[position] = place
        before, after = place + 1, position + 1
    return found


def find_twins(
    translated: Sequence[Block], kept: Sequence[Block], present: Sequence[Block], homes: Mapping[str, str]
) -> tuple[Twin, ...]:
    """Pair the blocks of a translation with what is kept of its original, and that with the original as it is now.
    `homes` names the original's section for each of the translation's."""
    now = {block.id: block for block in present}
    found: list[Twin] = []
    for section, home in homes.items():
        here = [block for block in translated if block.section == section]
        there = [block for block in kept if block.section == home]
        pairs = pair_marks([_mark(block, home) for block in there], [_mark(block, section) for block in here])
        found += [
            Twin(here[position], there[place], now.get(there[place].id)) for position, place in sorted(pairs.items())
        ]
    return tuple(found)


def options_of(here: Sequence[str], there: Sequence[str]) -> dict[str, str]:
    """Which choice is which, there → here: those of two lists as long, by their order."""
    return dict(zip(there, here, strict=True)) if len(here) == len(there) else {}


def is_filled_in(block: Block) -> bool:
    """Do readers tick it or fill it in?"""
    return block.kind in PARTS


def _mark(block: Block, section: str) -> Mark:
    return Mark(block.kind, block.anchor if block.written and block.anchor != section else "")


def _shared_names(old: Sequence[Mark], new: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """The places (old, new) of names that both have, as far as they come in the same order."""
    places = {mark.name: place for place, mark in enumerate(old) if mark.name}
    last = -1
    for position, mark in enumerate(new):
        place = places.get(mark.name, -1) if mark.name else -1
        if place > last:
            yield place, position
            last = place

"""Which block is which: a pure function of the previous edition's blocks and the present ones.

A written id wins; an unchanged block keeps its id, wherever it went; an edited one inherits it inside its chapter when
at least 60 % of the words are the same; what is left is new.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.record.blocks import PARTS, Block

SAME_WORDS = 0.6
NEW_ID_LENGTH = 8
_WORD = re.compile(r"\w+")


def identify(previous: Sequence[Block], present: Sequence[Block]) -> tuple[Block, ...]:
    """Give every present block its id; no id twice, and no former id to a new block."""
    heirs = match(previous, present, written_only=True)
    taken = {block.id for block in previous} | {block.id for block in present if block.written}
    identified = []
    for position, block in enumerate(present):
        if block.written:
            identified.append(block)
        elif position in heirs:
            identified.append(replace(block, id=previous[heirs[position]].id))
        else:
            identified.append(replace(block, id=_new_id(block, taken)))
            taken.add(identified[-1].id)
    return tuple(identified)


def match(previous: Sequence[Block], present: Sequence[Block], *, written_only: bool = False) -> dict[int, int]:
    """Pair positions, present → previous, each at most once: by id, by equal text, then by similar text."""
    pairs = _Pairs(previous, present)
    by_id = {block.id: place for place, block in enumerate(previous)}
    for position, block in enumerate(present):
        if block.id in by_id and (block.written or not written_only):
            pairs.join(position, by_id[block.id])
    pairs.join_equal(lambda block: (block.section, block.hash))
    pairs.join_equal(lambda block: block.hash)
    _join_similar(pairs)
    return pairs.joined


class _Pairs:
    """Positions that are paired, and those that are still free."""

    def __init__(self, previous: Sequence[Block], present: Sequence[Block]) -> None:
        self.previous, self.present = previous, present
        self.joined: dict[int, int] = {}
        self._gone: set[int] = set()

    def join(self, position: int, place: int) -> None:
        """Pair two positions unless one of them is paired."""
        if position not in self.joined and place not in self._gone:
            self.joined[position] = place
            self._gone.add(place)

    def free_previous(self) -> Iterator[int]:
        return (place for place in range(len(self.previous)) if place not in self._gone)

    def free_present(self) -> Iterator[int]:
        return (position for position in range(len(self.present)) if position not in self.joined)

    def join_equal(self, key: Callable[[Block], object]) -> None:
        """Pair what has an equal key, in reading order."""
        waiting: dict[object, list[int]] = defaultdict(list)
        for place in reversed(list(self.free_previous())):
            waiting[key(self.previous[place])].append(place)
        for position in list(self.free_present()):
            if places := waiting.get(key(self.present[position])):
                self.join(position, places.pop())


def _join_similar(pairs: _Pairs) -> None:
    """Pair edited blocks inside their chapters, the most similar first."""
    homes = _former_sections(pairs)
    before: dict[str, list[int]] = defaultdict(list)
    after: dict[str, list[int]] = defaultdict(list)
    for place in pairs.free_previous():
        before[pairs.previous[place].section].append(place)
    for position in pairs.free_present():
        section = pairs.present[position].section
        after[homes.get(section, section)].append(position)
    found = [
        candidate
        for section, positions in after.items()
        if section in before
        for candidate in _candidates(pairs, before[section], positions)
    ]
    for _, _, position, place in sorted(found):
        pairs.join(position, place)


def _former_sections(pairs: _Pairs) -> dict[str, str]:
    """Find the former name of a section whose id is new: where most of its known blocks come from."""
    known = {block.section for block in pairs.previous}
    still = {block.section for block in pairs.present}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for position, place in pairs.joined.items():
        here, there = pairs.present[position].section, pairs.previous[place].section
        if here not in known and there not in still:
            votes[here][there] += 1
    return {here: min(count, key=lambda name: (-count[name], name)) for here, count in votes.items()}


def _candidates(
    pairs: _Pairs, places: Iterable[int], positions: Iterable[int]
) -> Iterator[tuple[float, int, int, int]]:
    """Give (−similarity, distance, position, place) of all that are similar enough; only shared words are looked at."""
    bags = {place: Counter(_words(pairs.previous[place])) for place in places}
    where: dict[str, list[int]] = defaultdict(list)
    for place, bag in bags.items():
        for word in bag:
            where[word].append(place)
    for position in positions:
        block, bag = pairs.present[position], Counter(_words(pairs.present[position]))
        shared: Counter[int] = Counter()
        for word, count in bag.items():
            for place in where.get(word, ()):
                shared[place] += min(count, bags[place][word])
        for place, common in shared.items():
            likeness = 2 * common / (bag.total() + bags[place].total())
            if likeness >= SAME_WORDS and _may_inherit(block, pairs.previous[place]):
                yield -likeness, abs(position - place), position, place


def _may_inherit(block: Block, former: Block) -> bool:
    """A tick never becomes an answer: items and fields inherit only from their like."""
    return block.kind == former.kind or not {block.kind, former.kind} & {*PARTS, "title"}


def _words(block: Block) -> list[str]:
    return _WORD.findall(block.text.casefold())


def _new_id(block: Block, taken: set[str]) -> str:
    """Name a new block after its chapter and the hash of its text, so that the name tells where it began."""
    wanted = f"{block.section}.{block.hash[:NEW_ID_LENGTH]}"
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name

"""Which block is which: a pure function of the previous edition's blocks and the present ones.

A written id wins; an unchanged block keeps its id, wherever it went; an edited one inherits it inside its chapter when
at least 60 % of the words are the same; what is left is new. Ticks and fields hold answers of readers: they are paired
only where the same is asked (`questions`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from .blocks import PARTS, Block
from .pairs import Pairs
from .questions import join_questions
from .siblings import SAME_WORDS, alike, likeness

NEW_ID_LENGTH = 8


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
    """Pair positions, present → previous, each at most once: by id, by surroundings, by equal, then by similar text."""
    pairs = Pairs(previous, present)
    _join_ids(pairs, lambda block: block.written or (block.kind in PARTS and not written_only))
    # Other ids may have been given by likeness alone, which is no ground for answers to stand on.
    join_questions(pairs)
    if not written_only:
        _join_ids(pairs, lambda block: True)
    _join_equal(pairs, lambda block: (block.section, block.hash))
    _join_equal(pairs, lambda block: block.hash)
    _join_similar(pairs)
    return pairs.joined


def _join_ids(pairs: Pairs, counts: Callable[[Block], bool]) -> None:
    """Pair what has the same id, unless that now stands at another question."""
    places = {block.id: place for place, block in enumerate(pairs.previous)}
    asked = {block.hash for block in pairs.previous if block.kind in PARTS}
    for position, block in enumerate(pairs.present):
        place = places.get(block.id)
        if place is None or not counts(block):
            continue
        if _may_inherit(block, former := pairs.previous[place]) and not _is_taken(block, former, asked):
            pairs.join(position, place)


def _is_taken(block: Block, former: Block, asked: set[str]) -> bool:
    """Does a tick or field with the id of another one ask what a third one asked? Somebody exchanged ids."""
    anew = block.kind in PARTS and block.hash != former.hash and block.hash in asked
    return anew and likeness(former.text, block.text) < SAME_WORDS


def _join_equal(pairs: Pairs, key: Callable[[Block], object]) -> None:
    """Pair texts that have an equal key, in reading order."""
    waiting: dict[object, list[int]] = defaultdict(list)
    for place in reversed(range(len(pairs.previous))):
        if _is_text(pairs.previous[place]) and pairs.is_gone(place):
            waiting[key(pairs.previous[place])].append(place)
    for position, block in enumerate(pairs.present):
        if _is_text(block) and pairs.is_new(position) and (places := waiting.get(key(block))):
            pairs.join(position, places.pop())


def _join_similar(pairs: Pairs) -> None:
    """Pair edited texts inside their chapters, the most similar first."""
    homes = _former_sections(pairs)
    before: dict[str, list[int]] = defaultdict(list)
    after: dict[str, list[int]] = defaultdict(list)
    for place, block in enumerate(pairs.previous):
        if _is_text(block) and pairs.is_gone(place):
            before[block.section].append(place)
    for position, block in enumerate(pairs.present):
        if _is_text(block) and pairs.is_new(position):
            after[homes.get(block.section, block.section)].append(position)
    found = [
        (-degree, abs(after[section][nth] - place), after[section][nth], place)
        for section in after.keys() & before.keys()
        for degree, nth, place in _candidates(pairs, before[section], after[section])
    ]
    for _, _, position, place in sorted(found):
        pairs.join(position, place)


def _candidates(pairs: Pairs, places: list[int], positions: list[int]) -> Iterator[tuple[float, int, int]]:
    old, new = [pairs.previous[place].text for place in places], [pairs.present[at].text for at in positions]
    for degree, position, place in alike(old, new):
        if _may_inherit(pairs.present[positions[position]], pairs.previous[places[place]]):
            yield degree, position, places[place]


def _former_sections(pairs: Pairs) -> dict[str, str]:
    """Find the former name of a section whose id is new: where most of its known blocks come from."""
    known = {block.section for block in pairs.previous}
    still = {block.section for block in pairs.present}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for position, place in pairs.joined.items():
        here, there = pairs.present[position].section, pairs.previous[place].section
        if here not in known and there not in still:
            votes[here][there] += 1
    return {here: min(count, key=lambda name: (-count[name], name)) for here, count in votes.items()}


def _may_inherit(block: Block, former: Block) -> bool:
    """A tick never becomes an answer: items and fields inherit only from their like."""
    return block.kind == former.kind or not {block.kind, former.kind} & {*PARTS, "title"}


def _is_text(block: Block) -> bool:
    return block.kind not in PARTS


def _new_id(block: Block, taken: set[str]) -> str:
    """Name a new block after its chapter and the hash of its text, so that the name tells where it began."""
    wanted = f"{block.section}.{block.hash[:NEW_ID_LENGTH]}"
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name

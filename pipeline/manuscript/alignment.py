"""What one author did to a text: the old tokens and the new in, out which stayed, changed, moved, went and came.

Equal content is found first, then what is alike between it; marks follow: a line that closes belongs to what is before
it, a break or an item's sign to what comes after. What went in one place and came in another has moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeAlias

from .tokens import (
    BREAK,
    CLOSE,
    ITEM,
    KEY,
    LINE,
    MARKS,
    PART,
    ROW,
    SENTENCE,
    Token,
    key_of,
    name,
    words,
)

# From so much in common on, two pieces are one that was changed.
ALIKE, ALIKE_ELSEWHERE = 0.34, 0.5
FEWEST_WORDS, FEWEST_WORDS_ALIKE = 3, 4
# More pairs than this are not compared by their words.
MOST_PAIRS = 10_000
REWRITTEN = (SENTENCE, LINE, PART, ROW)

Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ref:
    """Stands where an old piece has moved to."""

    place: int


@dataclass(frozen=True, slots=True)
class Edit:
    """`kept` are the pieces that stayed, by their old place, as they are now; `moved` those that stand elsewhere now;
    `come` is what is new, by the old place that it stands before."""

    kept: dict[int, Token] = field(default_factory=dict)
    moved: dict[int, Token] = field(default_factory=dict)
    come: dict[int, tuple[Token | Ref, ...]] = field(default_factory=dict)

    def now(self, place: int) -> Token | None:
        """What has become of an old piece; None when it went."""
        return self.kept.get(place) or self.moved.get(place)


def align(old: Sequence[Token], new: Sequence[Token]) -> Edit:
    """Say what was done."""
    pairs = _all_pairs(old, new)
    kept = {one: new[two] for one, two in pairs}
    stayed = {two for _, two in pairs}
    moves = _find_moves(
        [(place, token) for place, token in enumerate(old) if place not in kept and token.kind not in MARKS],
        [(place, token) for place, token in enumerate(new) if place not in stayed and token.kind not in MARKS],
    )
    moved_from = {two: one for one, two in moves}
    come: dict[int, list[Token | Ref]] = {}
    home = {two: one for one, two in pairs}
    gap = 0
    for place, token in enumerate(new):
        if place in home:
            gap = home[place] + 1
        else:
            come.setdefault(gap, []).append(Ref(moved_from[place]) if place in moved_from else token)
    moved = {one: new[two] for one, two in moves}
    return Edit(kept, moved, {gap: tuple(entries) for gap, entries in come.items()})


def likeness(one: Token, other: Token) -> float:
    """How much two pieces have in common, from 0 to 1."""
    if one.kind != other.kind:
        return 0
    if one.kind == KEY and key_of(one):
        return float(key_of(one) == key_of(other))
    here, there = Counter(words(one)), Counter(words(other))
    most = here.total() + there.total()
    return 2 * (here & there).total() / most if most else 0


def _all_pairs(old: Sequence[Token], new: Sequence[Token]) -> list[Pair]:
    pairs = list(_equal(old, new))
    for step in (_alike, _rewritten, _closing):
        pairs = sorted([*pairs, *(pair for gap in _gaps(pairs, len(old), len(new)) for pair in step(old, new, *gap))])
    return sorted([*pairs, *_opening(old, new, pairs)])


def _gaps(pairs: Sequence[Pair], old_end: int, new_end: int) -> Iterator[tuple[range, range]]:
    for (one, two), (next_one, next_two) in pairwise([(-1, -1), *pairs, (old_end, new_end)]):
        if next_one - one > 1 and next_two - two > 1:
            yield range(one + 1, next_one), range(two + 1, next_two)


def _equal(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Pair]:
    ours = [place for place, token in enumerate(old) if token.kind not in MARKS]
    theirs = [place for place, token in enumerate(new) if token.kind not in MARKS]
    matcher = SequenceMatcher(
        None, [name(old[one]) for one in ours], [name(new[two]) for two in theirs], autojunk=False
    )
    for one, two, size in matcher.get_matching_blocks():
        yield from zip(ours[one : one + size], theirs[two : two + size], strict=True)


def _alike(old: Sequence[Token], new: Sequence[Token], here: range, there: range) -> list[Pair]:
    """The pairs, in order, that have most in common together."""
    ours = [place for place in here if old[place].kind not in MARKS]
    theirs = [place for place in there if new[place].kind not in MARKS]
    if not ours or not theirs or len(ours) * len(theirs) > MOST_PAIRS:
        return []
    best: list[list[tuple[float, tuple[Pair, ...]]]] = [[(0.0, ())] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for row, one in enumerate(ours, 1):
        for column, two in enumerate(theirs, 1):
            common = likeness(old[one], new[two])
            score, chain = best[row - 1][column - 1]
            taken = (score + common, (*chain, (one, two))) if common >= ALIKE else (0.0, ())
            best[row][column] = max(best[row - 1][column], best[row][column - 1], taken, key=lambda found: found[0])
    return list(best[-1][-1][1])


def _rewritten(old: Sequence[Token], new: Sequence[Token], here: range, there: range) -> Iterator[Pair]:
    """As many pieces of the same kinds, between the same marks: each was written anew in its place."""
    if [old[place].kind for place in here] == [new[place].kind for place in there]:
        yield from ((one, two) for one, two in zip(here, there, strict=True) if old[one].kind in REWRITTEN)


def _closing(old: Sequence[Token], new: Sequence[Token], here: range, there: range) -> Iterator[Pair]:
    ours = [place for place in here if old[place].kind == CLOSE]
    yield from zip(ours, [place for place in there if new[place].kind == CLOSE], strict=False)


def _opening(old: Sequence[Token], new: Sequence[Token], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """A break or an item's sign is what it was when something of what it stands before is."""
    partner = dict(pairs)
    for here, there in _gaps(pairs, len(old), len(new)):
        last = there.stop
        for one in reversed(here):
            if old[one].kind not in (BREAK, ITEM):
                continue
            fitting = (two for two in reversed(range(there.start, last)) if _begin_alike(old, new, partner, one, two))
            if (two := next(fitting, None)) is not None:
                yield one, two
                partner[one] = last = two


def _begin_alike(old: Sequence[Token], new: Sequence[Token], partner: dict[int, int], one: int, two: int) -> bool:
    if old[one].kind != new[two].kind:
        return False
    ours, theirs = _block(old, one), _block(new, two)
    if not ours and not theirs:
        return partner.get(one + 1, -1) == two + 1
    return any(partner.get(place, -1) in theirs for place in ours)


def _block(tokens: Sequence[Token], mark: int) -> range:
    """What a mark stands before: an item, or all that a break begins."""
    ends = (BREAK, CLOSE) if tokens[mark].kind == BREAK else MARKS
    behind = range(mark + 1, len(tokens))
    return range(mark + 1, next((place for place in behind if tokens[place].kind in ends), len(tokens)))


def _find_moves(gone: list[tuple[int, Token]], come: list[tuple[int, Token]]) -> list[Pair]:
    moves: list[Pair] = []
    waiting = dict(come)
    for one, token in gone:
        if len(words(token)) < FEWEST_WORDS or token.kind == KEY:
            continue
        same = (two for two, other in waiting.items() if name(other) == name(token))
        two = next(same, None)
        if two is None and len(words(token)) >= FEWEST_WORDS_ALIKE:
            two = max(waiting, key=lambda place: (likeness(token, waiting[place]), -place), default=None)
            if two is not None and likeness(token, waiting[two]) < ALIKE_ELSEWHERE:
                two = None
        if two is not None:
            moves.append((one, two))
            del waiting[two]
    return moves

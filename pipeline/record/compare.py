"""What is new in an edition, block by block; a paragraph that was only wrapped anew is not a change.

In: the blocks of two editions, or of an edition and the working folder. Out: changes in reading order, and the words
inside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .blocks import LISTED, Block
from .matching import match

KINDS = ("added", "changed", "removed", "moved")
# Words and the signs and spaces between them; both are kept, so that the pieces join to the text again.
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one block: `kind` is one of KINDS. Added has no `before`, removed no `after`."""

    kind: str
    before: Block | None
    after: Block | None

    @property
    def block(self) -> Block:
        """The block as it stands now, or stood last."""
        block = self.after or self.before
        assert block is not None
        return block


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that are the same ("same"), only in the new text ("ins") or only in the old one ("del")."""

    kind: str
    text: str


def compare(before: Sequence[Block], after: Sequence[Block]) -> tuple[Change, ...]:
    """List the changes in reading order of the new text; what is gone stands where it stood."""
    pairs = match(before, after)
    moved = set(_moved(before, after, pairs))
    follower = _gone_before(before, after, pairs)
    found: list[Change] = []
    for position in range(len(after) + 1):
        found += [Change("removed", before[place], None) for place in follower.get(position, ())]
        if position == len(after):
            break
        new, old = after[position], before[pairs[position]] if position in pairs else None
        if old is None:
            found.append(Change("added", None, new))
        elif old.hash != new.hash:
            found.append(Change("changed", old, new))
        elif position in moved and new.kind not in LISTED:
            found.append(Change("moved", old, new))
    return tuple(found)


def mark_words(before: str, after: str) -> tuple[Stretch, ...]:
    """Mark the words that came and went; the stretches without "del" are the new text, without "ins" the old one."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    found: list[Stretch] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Stretch("same", "".join(old[a:b])))
            continue
        found += [Stretch(kind, "".join(some)) for kind, some in (("del", old[a:b]), ("ins", new[c:d])) if some]
    return tuple(found)


def _moved(before: Sequence[Block], after: Sequence[Block], pairs: dict[int, int]) -> Iterator[int]:
    """Give the blocks that came from another chapter, or that others of their chapter have overtaken."""
    at_home: dict[str, list[int]] = {}
    # A chapter that got a new name has not lost its blocks.
    still, known = {block.section for block in after}, {block.section for block in before}
    for position, place in sorted(pairs.items()):
        here, there = after[position].section, before[place].section
        if here == there or (here not in known and there not in still):
            at_home.setdefault(here, []).append(position)
        else:
            yield position
    for positions in at_home.values():
        staying = _longest_rise([pairs[position] for position in positions])
        yield from (position for position in positions if pairs[position] not in staying)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Find the longest rising subsequence (patience sorting): what kept its order while the rest was moved."""
    ends: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        pile = bisect_left(ends, number)
        before.append(holders[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [number]
        holders[pile : pile + 1] = [position]
    rise: set[int] = set()
    position = holders[-1] if holders else -1
    while position >= 0:
        rise.add(numbers[position])
        position = before[position]
    return rise


def _gone_before(before: Sequence[Block], after: Sequence[Block], pairs: dict[int, int]) -> dict[int, list[int]]:
    """Say before which new block each lost one is shown: behind the block that it followed."""
    homes = {place: position for position, place in pairs.items()}
    found: dict[int, list[int]] = {}
    following = 0
    for place in range(len(before)):
        if place in homes:
            following = homes[place] + 1
        else:
            found.setdefault(following, []).append(place)
    return found


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """Count the changes by kind, in the order of KINDS."""
    kinds = [change.kind for change in changes]
    return {kind: kinds.count(kind) for kind in KINDS}

"""Two streams of words held against each other: what is lost, changed, moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

FEWEST_DOUBLED = 3


class Loss(NamedTuple):
    """A run of words of the left side: `kind` is "lost", "changed", "moved" or "doubled". `start` and `end` count them,
    `shown` are those that stand there on the right."""

    kind: str
    start: int
    end: int
    shown: tuple[str, ...] = ()


def compare(left: Sequence[str], right: Sequence[str]) -> tuple[Loss, ...]:
    """What of the left side the right one has not, elsewhere, or twice. Other words of the right side alone are not
    looked at."""
    if left == right:
        return ()
    first = next(
        (n for n, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right))
    )
    most = min(len(left), len(right)) - first
    last = next((n for n in range(most) if left[-1 - n] != right[-1 - n]), most)
    middle, other = left[first : len(left) - last], right[first : len(right) - last]
    found = []
    added: Counter[str] = Counter()
    for kind, start, end, low, high in SequenceMatcher(None, middle, other, autojunk=False).get_opcodes():
        if kind != "equal":
            added.update(other[low:high])
            found.append((start + first, end + first, tuple(other[low:high])))
    losses = (_judge(left, start, end, shown, added) for start, end, shown in found)
    return tuple(loss for loss in losses if loss)


def _judge(left: Sequence[str], start: int, end: int, shown: tuple[str, ...], added: Counter[str]) -> Loss | None:
    if start == end:
        return _doubled(left, start, shown)
    wanted = Counter(left[start:end])
    if all(added[word] >= count for word, count in wanted.items()):
        added.subtract(wanted)
        return Loss("moved", start, end)
    return Loss("changed" if shown else "lost", start, end, shown)


def _doubled(left: Sequence[str], place: int, shown: tuple[str, ...]) -> Loss | None:
    """Whether words that were added are those right before or behind their place; a few may be so by chance."""
    many = len(shown)
    if many < FEWEST_DOUBLED:
        return None
    for start in (place - many, place):
        if start >= 0 and tuple(left[start : start + many]) == shown:
            return Loss("doubled", start, start + many, shown)
    return None

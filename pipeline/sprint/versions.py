"""What stood in a chapter's file, and when: another program that saves an old copy of it has changed one of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..manuscript.merge import merge
from .edits import distance

# Every one of the last minute; before that some, for editors that have had the file open for hours, and for git.
RECENT, APART_MS, MOST = 40, 20_000, 300
# Only the nearest by lines are compared in full.
LIKELY = 3


class Versions:
    """The texts of a file, oldest first, each with its time in milliseconds; the last is what was seen there last."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def newest(self) -> tuple[str, ...]:
        """The texts of the last minute."""
        return tuple(text for _, text in self._kept[-RECENT:])

    @property
    def last(self) -> str | None:
        """What was written or found last."""
        return self._kept[-1][1] if self._kept else None

    def add(self, time: int, text: str) -> None:
        """Note what stands in the file now."""
        self._kept.append((time, text))
        if len(self._kept) > RECENT + 2:
            # The one that leaves the last minute stays if the one kept before it is old enough.
            place = len(self._kept) - RECENT - 1
            if self._kept[place][0] - self._kept[place - 1][0] < APART_MS:
                del self._kept[place]
        if len(self._kept) > MOST:
            del self._kept[1]

    def base_of(self, text: str) -> str:
        """Choose the version that a text was most likely made from; empty when there is none."""
        texts = [kept for _, kept in reversed(self._kept)]
        if not texts or text in texts:
            return text if texts else ""
        lines = Counter(text.split("\n"))
        likely = sorted(texts, key=lambda one: _apart(lines, Counter(one.split("\n"))))[:LIKELY]
        return min(likely, key=lambda one: distance(one, text))


def thin(times: Sequence[int]) -> frozenset[int]:
    """Say which of the marks (by their number) `Versions` would have kept."""
    kept = list(range(max(0, len(times) - RECENT), len(times)))
    for nth in range(len(times) - RECENT - 1, -1, -1):
        if times[kept[0]] - times[nth] >= APART_MS and len(kept) < MOST:
            kept.insert(0, nth)
    return frozenset(kept)


def reconcile(base: str, room: str, found: str, path: str) -> str:
    """Put together what was written in the room and what another program wrote into the file."""
    return merge(base, room, found, path).text


def _apart(one: Counter[str], other: Counter[str]) -> int:
    return sum(len(line) + 1 for line in ((one - other) + (other - one)).elements())

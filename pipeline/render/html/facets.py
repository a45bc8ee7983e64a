"""What readers choose methods and sheets by: how long, how many, in which phase.

In: the words of authors, "zweimal 480 Minuten", "20–80 Menschen". Out: the names of the choices that they belong to. A
text without a number that can be counted belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...theme import Labels

# Up to so many minutes, for methods and for sheets.
METHOD_TIMES: Mapping[str, int] = {"short": 180, "day": 600, "long": 1_000_000}
SHEET_TIMES: Mapping[str, int] = {"quick": 20, "while": 45, "long": 1_000_000}
# From so many people up to so many.
GROUPS: Mapping[str, tuple[int, int]] = {"few": (1, 12), "some": (13, 40), "many": (41, 1_000_000)}
MINUTES: Mapping[str, int] = {"minute": 1, "hour": 60, "day": 480, "week": 2_400, "month": 9_600}
_AMOUNT = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?[\s\u00a0\u202f]*(\w+)")
_RANGE = re.compile(r"(\d+)(?:\s*(?:[–-]|\w{3})\s*(\d+))?")


def times_of(text: str, times: Mapping[str, int], labels: Labels) -> tuple[str, ...]:
    """The choices that a duration belongs to: what takes an hour is among what takes up to a day, and is not long."""
    minutes = _minutes(text, labels)
    fitting = tuple(name for name, most in times.items() if minutes <= most) if minutes else ()
    return fitting[:-1] or fitting


def groups_of(text: str) -> tuple[str, ...]:
    """The choices that a group belongs to: all that its least and most number touch."""
    found = _RANGE.search(text)
    if not found:
        return ()
    least = int(found[1][:6])
    most = int((found[2] or found[1])[:6])
    return tuple(name for name, (low, high) in GROUPS.items() if least <= high and most >= low)


def _minutes(text: str, labels: Labels) -> int:
    """The first amount of time in a text, in minutes; "zweimal" before it doubles it."""
    words: dict[str, int] = {}
    for found in _AMOUNT.finditer(text):
        words = words or {word.casefold(): MINUTES[name] for name in MINUTES for word in _list(labels, f"units.{name}")}
        if unit := words.get(found[3].casefold()):
            return int((found[2] or found[1])[:6]) * unit * _times(text[: found.start()], labels)
    return 0


def _times(before: str, labels: Labels) -> int:
    """How often an amount is meant. All labels are looked through for it, and few amounts have a word before them."""
    last = before.casefold().split()[-1:]
    found = {word.casefold(): int(number) for number, word in labels.under("units.times").items()} if last else {}
    return found.get(last[0], 1) if last else 1


def _list(labels: Labels, name: str) -> Iterator[str]:
    return (word.strip() for word in labels.word(name).split(","))

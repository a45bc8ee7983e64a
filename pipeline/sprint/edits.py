"""What must be changed in a text so that it becomes another: few and small edits, so that nobody's caret jumps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

Splitter = Callable[[str], Sequence[str]]
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class Edit(NamedTuple):
    """Put `text` in the place of what stands from `start` to `end`, counted in characters."""

    start: int
    end: int
    text: str


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """List the edits from the back to the front, so that each finds its place as it was."""
    return tuple(reversed(_compare(old, new, 0, (lambda text: text.splitlines(keepends=True), _WORD.findall))))


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Do what `edits_between` has listed."""
    for edit in edits:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def distance(old: str, new: str) -> int:
    """How many characters come and go from one text to the other."""
    return sum(edit.end - edit.start + len(edit.text) for edit in edits_between(old, new))


def _compare(old: str, new: str, place: int, splitters: Sequence[Splitter]) -> list[Edit]:
    """Leave equal ends out, then compare what is between them, first by lines, then by words."""
    head = _equal(old, new)
    old, new, place = old[head:], new[head:], place + head
    tail = _equal(reversed(old), reversed(new))
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    if not (old and new and splitters):
        return [Edit(place, place + len(old), new)] if old or new else []
    split, *finer = splitters
    before, after = split(old), split(new)
    found = []
    for tag, first, last, new_first, new_last in SequenceMatcher(None, before, after, False).get_opcodes():
        gone = "".join(before[first:last])
        if tag != "equal":
            found += _compare(gone, "".join(after[new_first:new_last]), place, finer)
        place += len(gone)
    return found


def _equal(one: Iterable[str], other: Iterable[str]) -> int:
    """How many signs two texts begin with alike."""
    place = 0
    for place, (sign, its) in enumerate(zip(one, other, strict=False), 1):
        if sign != its:
            return place - 1
    return place

"""How a text became what it is, as its records tell: the text at a time, its steps by person, a step taken back by
itself, and the same with fewer records.

Records count, not clocks: a clock that was set back moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pycrdt import merge_updates

from .log import Kind, Record
from .pad import Pad, taking_back

# Who wrote what comes from the file.
FILE = "file"

# What one writes without a pause of so many milliseconds is one step.
STEP_MS = 120_000


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody wrote in one go: the first and the last of the updates, counted from 1, and when these were.
    Others may have written in between."""

    person: str
    first: int
    last: int
    start: int
    until: int


def replay(records: Iterable[Record], until: int | None = None) -> Pad:
    """Make the text that records tell of, up to a time."""
    pad = Pad()
    for record in records:
        if until is not None and record.time > until:
            break
        if record.kind is Kind.UPDATE:
            pad.put(record.data)
    return pad


def last_change(records: Sequence[Record]) -> tuple[int, str]:
    """When somebody wrote last, and who; 0 when nobody has."""
    last = next((record for record in reversed(records) if record.kind is Kind.UPDATE), None)
    return (last.time, last.person) if last else (0, "")


def condense(records: Sequence[Record], newest: Sequence[str]) -> list[Record]:
    """Say the same with few records: who knows the old ones and who knows these have the same text. `newest` are the
    texts that the file had last."""
    time, updates = records[-1].time, [record.data for record in records if record.kind is Kind.UPDATE]
    # Merged, not taken from a document: that would leave out updates that wait for a missing one.
    whole = Record(Kind.UPDATE, time, FILE, merge_updates(*updates))
    return [whole, *(Record(Kind.FOUND, time, FILE, text.encode()) for text in newest)]


def written(records: Sequence[Record]) -> list[Record]:
    """The updates alone, in their order."""
    return [record for record in records if record.kind is Kind.UPDATE]


def steps_of(records: Sequence[Record]) -> list[Step]:
    """List the steps, the one that ended last first."""
    done: list[Step] = []
    going: dict[str, Step] = {}
    for number, record in enumerate(written(records), 1):
        step = going.get(record.person)
        if step and abs(record.time - step.until) <= STEP_MS:
            going[record.person] = Step(step.person, step.first, number, step.start, record.time)
        else:
            done += [step] if step else []
            going[record.person] = Step(record.person, number, number, record.time, record.time)
    return sorted([*done, *going.values()], key=lambda one: -one.last)


def text_after(records: Sequence[Record], number: int) -> str:
    """The text after so many updates."""
    return replay(written(records)[:number]).text


def take_back(records: Sequence[Record], person: str, first: int, last: int) -> bytes:
    """Make the update that takes a step back, and nothing that others wrote meanwhile or since. It takes its time."""
    return taking_back(
        (record.data, record.person == person and first <= number <= last)
        for number, record in enumerate(written(records), 1)
    )

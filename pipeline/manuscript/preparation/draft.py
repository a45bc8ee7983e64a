"""A source while it is made ready: its lines as pandoc gets them, each beside the line that its author wrote.

A line may be given line breaks, or be left out; its number stays. So places are found in `seen`, which has as many
lines as the author wrote.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...diagnostics import Diagnostic, Edit, Span, diagnose
from ..scanner import Kind, Line, scan


@dataclass(slots=True)
class Draft:
    """`written` are the author's lines; `lines` those that are read, None where one is left out."""

    path: str
    written: Sequence[str]
    lines: list[str | None]
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """What is read, in as many lines as were written."""
        return "\n".join((line or "").replace("\n", " ") for line in self.lines)

    @property
    def read(self) -> str:
        """What pandoc gets."""
        return "\n".join(line for line in self.lines if line is not None)

    def scanned(self) -> tuple[Line, ...]:
        """The lines as they are now, and what they are."""
        return scan(self.seen).lines

    def span(self, number: int, start: int = 0, end: int | None = None) -> Span:
        """A stretch of a written line; `number` counts from 0, as `start` and `end` do."""
        length = len(self.written[number])
        stop = length if end is None else min(end, length)
        return Span(self.path, number + 1, min(start, length) + 1, number + 1, max(stop, start + 1) + 1)

    def edit(self, number: int, start: int, end: int, text: str) -> Edit:
        """What belongs in the place of a stretch of a written line, which may be empty."""
        return Edit(Span(self.path, number + 1, start + 1, number + 1, end + 1), text)

    def tell(self, code: str, span: Span, *fix: Edit, **facts: object) -> None:
        """Write down a problem."""
        self.found.append(diagnose(code, span, suggestion="", related=(), fix=fix, **facts))

    def place(self, start: int, end: int) -> Span:
        """A stretch of what is seen, by offsets; it ends with its line."""
        number = self.seen.count("\n", 0, start)
        first = self.seen.rfind("\n", 0, start) + 1
        return self.span(number, start - first, end - first)

    def exchange(self, changes: Iterable[tuple[int, int, str]]) -> None:
        """Put texts in the places of stretches (start, end, text) of what is seen; each lies in one line."""
        starts = [0, *(match.end() for match in re.finditer("\n", self.seen))]
        for start, end, text in sorted(changes, reverse=True):
            number = bisect_right(starts, start) - 1
            # A line break that was put in here is a blank where it is seen.
            line, first = self.lines[number] or "", starts[number]
            self.lines[number] = line[: start - first] + text + line[end - first :]


def is_prose(line: Line) -> bool:
    """Neither code nor the head, nor empty."""
    return line.kind not in (Kind.HEAD, Kind.CODE, Kind.BLANK)

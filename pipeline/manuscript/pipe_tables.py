"""Tables whose rows have more cells than their head, or than the line below it: pandoc drops what is too much.

The head and that line get as many cells as the longest row, in the source that pandoc gets; the author is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_RULE = re.compile(r"^[ >\t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BAR = re.compile(r"(?<!\\)\|")


class Surplus(NamedTuple):
    """A line of a table that has not as many cells as its longest: `cells` of `columns`; all counted from 1."""

    line: int
    cells: int
    columns: int


def surplus(prose: str) -> Iterator[Surplus]:
    """Rows that have more cells than their table's head, and heads that have more than the line below them. Code is
    blanked in `prose`."""
    lines = prose.split("\n")
    for rule in _rules(lines):
        head, ruled = _count(lines[rule - 1]), _count(lines[rule])
        if head > ruled:
            yield Surplus(rule, head, ruled)
        yield from (Surplus(nth + 1, cells, head) for nth, cells in _rows(lines, rule) if cells > max(head, ruled))


def widen(text: str, prose: str) -> str:
    """Give every table as many columns as its longest row has cells."""
    lines, masked = text.split("\n"), prose.split("\n")
    for rule in _rules(masked):
        head, ruled = _count(masked[rule - 1]), _count(masked[rule])
        columns = max([head, ruled, *(cells for _, cells in _rows(masked, rule))])
        lines[rule - 1] = _filled(lines[rule - 1], columns - head, " ")
        lines[rule] = _filled(lines[rule], columns - ruled, "-")
    return "\n".join(lines)


def _rules(lines: list[str]) -> Iterator[int]:
    """Where the line below a table's head is."""
    for nth, line in enumerate(lines):
        if "|" in line and _RULE.match(line) and nth and "|" in lines[nth - 1] and lines[nth - 1].strip():
            yield nth


def _rows(lines: list[str], rule: int) -> Iterator[tuple[int, int]]:
    for nth in range(rule + 1, len(lines)):
        if "|" not in lines[nth]:
            return
        yield nth, _count(lines[nth])


def _count(line: str) -> int:
    """How many cells a line has."""
    inside = line.strip(" \t>").removeprefix("|")
    closed = re.sub(r"(?<!\\)\|$", "", inside)
    return len(_BAR.split(closed))


def _filled(line: str, missing: int, cell: str) -> str:
    if missing <= 0:
        return line
    line = line.rstrip()
    return f"{line}{'' if line.endswith('|') else '|'}{f'{cell}|' * missing}"

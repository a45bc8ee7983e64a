"""Lists of words and what they mean, as they are often written: without the blank behind the colon, or the blank line
before the next word."""

from __future__ import annotations

import re

from ..scanner import Kind
from .draft import Draft, is_prose

_GLUED = re.compile(r":(?=[^\s:{])(?![\w-]+:)")
_MEANING = re.compile(r":[ \t]+\S")
_ANY_MEANING = re.compile(r":(?![\w-]+:)[ \t]*[^\s:{]")
MOST_LETTERS = 60


def part_definitions(draft: Draft) -> None:
    """Read them as they were meant: s-142."""
    lines = draft.scanned()
    for number in range(1, len(lines)):
        line, before = lines[number], lines[number - 1]
        above = lines[number - 2] if number > 1 else None
        if not (is_prose(line) and before.kind is Kind.TEXT and len(before.own) <= MOST_LETTERS):
            continue
        is_alone = above is None or not is_prose(above) or above.kind is not Kind.TEXT
        if _GLUED.match(line.own) and is_alone:
            start = len(line.text) - len(line.own)
            draft.lines[number] = f"{line.text[:start]}:   {line.own[1:]}"
            fix = draft.edit(number, start, start + 1, ":   ")
            draft.tell("s-142", draft.span(number, start, start + 1), fix, line=line.own[:40])
        elif _MEANING.match(line.own) and above is not None and _ANY_MEANING.match(above.own) and before.own[0] != ":":
            draft.lines[number - 1] = f"\n{draft.lines[number - 1]}"
            draft.tell("s-142", draft.span(number - 1), draft.edit(number - 1, 0, 0, "\n"), line=before.own[:40])

"""What ends elsewhere than was meant: a quote, a line.

A sentence of its own below a quote that goes on with it (s-401), and a backslash that is to break a line with a blank
behind it, which is read as the break it was meant for (s-403).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..scanner import Kind, Line
from .draft import Draft, is_prose

_SENTENCE_ENDS = re.compile(r"[.!?…]['’“”\")*_]*[ \t]*$")
_SENTENCE_BEGINS = re.compile(r"[A-ZÄÖÜ„»]")
_BREAK = re.compile(r"(?<=[^\\\s])\\(?P<blanks>[ \t]+)$")
_SHOWN = 40


def look_at_endings(draft: Draft) -> None:
    """Tell of these, and let a line break that should."""
    lines = draft.scanned()
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if is_prose(line) and (found := _BREAK.search(line.text)) and _goes_on(lines, number):
            draft.lines[number] = line.text[: found.start("blanks")]
            draft.tell("s-403", draft.span(number, found.start()), draft.edit(number, *found.span("blanks"), ""))
        if before is not None and _leaves_quote(before, line):
            draft.tell("s-401", draft.span(number), line=line.text.strip()[:_SHOWN])


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    return number + 1 < len(lines) and lines[number + 1].kind is Kind.TEXT


def _leaves_quote(before: Line, line: Line) -> bool:
    """Begins a sentence at the margin, right below a quote that ended with one?"""
    return (
        bool(before.quote)
        and before.kind is Kind.TEXT
        and line.kind is Kind.TEXT
        and not line.quote
        and not line.indent
        and _SENTENCE_ENDS.search(before.text) is not None
        and _SENTENCE_BEGINS.match(line.text) is not None
    )

"""What ends elsewhere than was meant: a quote, a list, a line, a head.

A sentence of its own below a quote or a point that goes on with it (s-401, s-405), a head that does not begin its file
(s-406), and a backslash that is to break a line with a blank behind it, which is read as the break it was meant for
(s-403).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..scanner import Kind, Line
from .draft import Draft, is_prose

_SENTENCE_ENDS = re.compile(r"[.!?…]['’“”\")*_]*[ \t]*$")
_SENTENCE_BEGINS = re.compile(r"[A-ZÄÖÜ„»]")
_BREAK = re.compile(r"(?<=[^\\\s])\\(?P<blanks>[ \t]+)$")
_WHOLE_SENTENCE = re.compile(r"[A-ZÄÖÜ„»]\S*(?: \S+){2,}[.!?…][“”\")]*[ \t]*$")
# A line that ends before this was not full: its author began a new one.
_FULL = 60
_RULE = re.compile(r"---[ \t]*$")
_SETTING = re.compile(r"[a-zäöü][\w-]*:(?:[ \t].*)?$|[ \t]*- \S")
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
        elif before is not None and _leaves_list(before, line):
            draft.tell("s-405", draft.span(number), line=line.text.strip()[:_SHOWN])
        elif end := _head_ends(lines, number):
            draft.tell("s-406", draft.span(number))
            # Below text the line would make a heading of it.
            draft.lines[end] = f"\n{lines[end].text}"


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


def _leaves_list(before: Line, line: Line) -> bool:
    """Stands a whole sentence at the margin, right below a short point that is none?"""
    first = line.text.split(" ", 1)[0]
    return (
        before.kind is Kind.ITEM
        and line.kind is Kind.TEXT
        and not (line.indent or line.quote or before.quote)
        and len(before.text) + 1 + len(first) < _FULL
        and _SENTENCE_ENDS.search(before.text) is None
        and _WHOLE_SENTENCE.match(line.text) is not None
    )


def _head_ends(lines: Sequence[Line], number: int) -> int:
    """The line that ends settings between two rules, as in the head of a file; 0 where there are none."""
    if not _RULE.match(lines[number].text) or not is_prose(lines[number]):
        return 0
    end = next((at for at in range(number + 1, len(lines)) if not _SETTING.match(lines[at].text)), number)
    return end if end > number + 1 and _RULE.match(lines[end].text) else 0

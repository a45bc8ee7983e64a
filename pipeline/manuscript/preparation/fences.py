"""Boxes and code between fences: what opens is closed, in the same quote and as far in, before pandoc sees it.

A box or code that is never closed ends before the next section, and is told where it begins. What our scanner takes for
a fence is one to pandoc, too: it is set where what it stands in begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..scanner import Kind, Line, scan
from .draft import Draft, is_prose

_SECTION = re.compile(r"##? ")
_ODD = re.compile(r":{3,}")
_CLOSES_BY_NAME = re.compile(r"(?P<colons>:{3,})[ \t]*(?:/[\w-]*|ende?)[ \t]*$", re.IGNORECASE)
_SHOWN = 60


def close_fences(draft: Draft) -> None:
    """Close what is open, set fences straight, and tell of those without a partner: s-014 … s-016, s-083."""
    _close_code(draft)
    _close_by_name(draft)
    lines = draft.scanned()
    # What was meant to open, but does not: what closes it is no second problem.
    waiting: list[int | None] = []
    for number, line in enumerate(lines):
        start = len(line.text) - len(line.own)
        if line.kind is Kind.OPENS:
            waiting.append(number)
            draft.lines[number] = _prefix(line) + line.own
        elif line.kind is Kind.CLOSES and waiting:
            opening = waiting.pop()
            draft.lines[number] = None if opening is None else _prefix(lines[opening]) + line.own
        elif line.kind is Kind.CLOSES:
            draft.tell("s-015", draft.span(number, start, len(line.text.rstrip())))
        elif is_prose(line) and _ODD.match(line.own):
            draft.tell("s-016", draft.span(number), line=line.own.strip()[:_SHOWN])
            # Its words stay, as a paragraph of their own.
            draft.lines[number] = f"\n{_prefix(line)}{line.own.strip(': ')}\n"
            if not line.own.rstrip().endswith(":::"):
                waiting.append(None)
    for number in reversed([one for one in waiting if one is not None]):
        _close_box(draft, lines, number)


def surround(text: str) -> str:
    """Put a blank line before and behind every fence, and before headings, where the author wrote none."""
    lines = scan(text).lines
    made: list[str] = []
    for before, line in zip((None, *lines), lines, strict=False):
        is_fence = line.kind in (Kind.OPENS, Kind.CLOSES)
        is_after_fence = before is not None and before.kind in (Kind.OPENS, Kind.CLOSES)
        is_heading = line.kind is Kind.HEADING and not line.home
        if before is not None and is_prose(before) and is_prose(line) and (is_fence or is_after_fence or is_heading):
            made.append(line.text[: line.quote].rstrip())
        made.append(line.text)
    return "\n".join(made)


def _close_by_name(draft: Draft) -> None:
    """`::: /tipp` and `::: ende` close a box, as in other languages (s-080)."""
    for number, line in enumerate(draft.scanned()):
        if is_prose(line) and (match := _CLOSES_BY_NAME.match(line.own)):
            start = len(line.text) - len(line.own)
            draft.lines[number] = line.text[:start] + match["colons"]
            edit = draft.edit(number, start, len(draft.written[number]), match["colons"])
            draft.tell("s-080", draft.span(number, start), edit, written=line.own.strip(), read=match["colons"])


def _close_code(draft: Draft) -> None:
    found = scan(draft.seen)
    for start, end in found.open_code:
        line = found.lines[start]
        fence = line.own[: len(line.own) - len(line.own.lstrip(line.own[0]))]
        last = (draft.lines[end - 1] or "").rstrip("\n")
        draft.lines[end - 1] = f"{last}\n{_prefix(line)}{fence}"
        draft.tell("s-083", draft.span(start, len(line.text) - len(line.own)), fence=fence)


def _close_box(draft: Draft, lines: Sequence[Line], number: int) -> None:
    """Close a box where the quote or the section it stands in ends."""
    line = lines[number]
    colons = line.own[: len(line.own) - len(line.own.lstrip(":"))]
    draft.tell("s-014", draft.span(number, len(line.text) - len(line.own), len(line.text.rstrip())))
    end = number + 1
    while end < len(lines) and not (
        (line.quote and not lines[end].quote)
        or (not line.quote and lines[end].kind is Kind.HEADING and _SECTION.match(lines[end].text))
    ):
        end += 1
    last = draft.lines[end - 1] or ""
    draft.lines[end - 1] = f"{last}\n{_prefix(line).rstrip() or ''}\n{_prefix(line)}{colons}"


def _prefix(line: Line) -> str:
    return line.text[: line.quote] + " " * line.home

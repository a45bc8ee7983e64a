"""Lists begin where their authors see one begin: below a line of text, and in the points of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..scanner import Kind, Line, scan, width_of
from .draft import Draft, is_prose

_EXPLAINS = re.compile(r":[ \t]+\S")
_FIRST = ("1", "a", "A", "i", "I", "#")


def separate_lists(text: str) -> str:
    """Put a blank line before each list below a line of text, and before each word that is explained, where the author
    wrote none."""
    made: list[str] = []
    seen: list[Line] = []
    is_in_list = False
    lines = scan(text).lines
    for before, line in zip((None, *lines), lines, strict=False):
        if _is_next_word(lines, len(seen)):
            made.append(line.text[: line.quote].rstrip())
        seen.append(line)
        begins = line.kind is Kind.ITEM and not is_in_list and _begins_anywhere(line)
        if begins and before is not None and before.kind is Kind.TEXT and not _hangs_over(seen, line):
            made.append(line.text[: line.quote].rstrip())
        is_in_list = line.kind is Kind.ITEM or (is_in_list and is_prose(line) and line.kind is Kind.TEXT)
        made.append(line.text)
    return "\n".join(made)


def mend_sublists(draft: Draft) -> None:
    """Set points in as far as the words of the point that they belong to, where blanks are missing (s-082)."""
    lines = draft.scanned()
    number = 0
    while number < len(lines):
        parent = _parent(lines, number)
        if parent is None:
            number += 1
            continue
        end = number
        wanted = width_of(parent.text[parent.quote : parent.marks[0].end])
        shift = wanted - lines[number].indent
        edits = []
        while end < len(lines) and (lines[end].indent >= lines[number].indent > 0 or lines[end].kind is Kind.BLANK):
            if is_prose(lines[end]):
                draft.lines[end] = (
                    lines[end].text[: lines[end].quote] + " " * shift + lines[end].text[lines[end].quote :]
                )
                edits.append(draft.edit(end, lines[end].quote, lines[end].quote, " " * shift))
            end += 1
        draft.tell("s-082", draft.span(number, lines[number].quote), *edits, columns=wanted)
        lines = draft.scanned()
        number = max(end, number + 1)


def _begins_anywhere(line: Line) -> bool:
    """Only a list from its beginning, as CommonMark has it: a number that wraps to a line's start is none."""
    mark = line.marks[0]
    return not mark.is_numbered or mark.value in _FIRST


def _is_next_word(lines: Sequence[Line], number: int) -> bool:
    """Does a line follow on an explanation, and is it explained itself by the next?"""
    if not 0 < number < len(lines) - 1 or lines[number].kind is not Kind.TEXT or lines[number].indent:
        return False
    is_word = bool(_EXPLAINS.match(lines[number - 1].own) and _EXPLAINS.match(lines[number + 1].own))
    return is_word and not _EXPLAINS.match(lines[number].own) and "|" not in lines[number].text


def _hangs_over(seen: Sequence[Line], line: Line) -> bool:
    """Is the line above set in, and belongs to the lines above it, as in a definition? The last of `seen` is this."""
    return seen[-2].indent > 0 and not line.indent and (seen[-2].home > 0 or len(seen) < 3 or is_prose(seen[-3]))


def _parent(lines: Sequence[Line], number: int) -> Line | None:
    """The point above that a point stands below of, but not far enough in."""
    line = lines[number]
    if line.kind is not Kind.ITEM or not line.indent:
        return None
    before = number - 1
    while before >= 0 and is_prose(lines[before]) and lines[before].quote == line.quote:
        above = lines[before]
        if above.kind is Kind.ITEM and above.indent < line.indent:
            # Of the same kind and one blank in: a point of the same list to everybody, set carelessly.
            alike = above.marks[0].style == line.marks[0].style
            short = width_of(above.text[above.quote : above.marks[0].end]) > line.indent
            return above if short and not alike else None
        before -= 1
    return None

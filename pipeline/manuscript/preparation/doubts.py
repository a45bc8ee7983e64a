"""What can be read in two ways, and is probably not meant as it is read: notes that change nothing.

A list of one point that begins with another number than 1 (s-091), an explanation of a paragraph above (s-092), a
quote of a number (s-093), dashes below a sentence (s-094), a point that goes on with a sentence (s-095), what is set in
and read as code with our own signs in it (s-480), a point without words (s-481), a bold line that begins a box (s-482).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ..scanner import CODE_FENCE, TAB, Kind, Line
from .draft import Draft, is_prose

SHOWN = 40
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_UNDERLINE = re.compile(r"---[ \t]*$")
# Below several lines no dashes make a heading.
# What other tools draw.
_DRAWING = re.compile(r"[`~]{3,}[ \t]*\{?\.?(?P<tool>mermaid|plantuml|puml|graphviz|d2|ditaa)\b")
_DASHES = re.compile(r"(?:-{3,}|={3,})[ \t]*$")
_SENTENCE = re.compile(r"[.!?:][*_“\")]*[ \t]*$")
_QUOTED_NUMBER = re.compile(r" {0,3}> ?\d+(?:[.,]\d+)? +[^\W\d_]")
# What nobody would show as code in a book, unless between fences.
_OURS = re.compile(
    r"!?\[[^\[\]\n]*\](?:\((?:#|images/|https?:)[^()\n]*\)|\{\.[^{}\n]+\})|^[ \t]*(?:>[ ]+[^\W_]|\|[ :|-]*---[ :|-]*\|)"
)
_BOLD_TITLE = re.compile(r"(?P<sign>\*\*|__)(?P<title>[^*_\n]+[^*_\s.:])(?P=sign)[ \t]*$")
_EXPLANATION = re.compile(r":[ \t]+[^\s{]")


def look_twice(draft: Draft) -> None:
    """Tell of what is in doubt."""
    lines = draft.scanned()
    for number, line in enumerate(lines):
        if line.kind is Kind.CODE and (match := _DRAWING.match(line.own)) and lines[number - 1].kind is not Kind.CODE:
            draft.tell("s-383", draft.span(number), tool=match["tool"])
        if line.kind is Kind.CODE and (match := _ours_in_code(lines, number)):
            draft.tell("s-480", draft.span(number), mark=match.group().strip()[:SHOWN])
        if not is_prose(line):
            continue
        if line.kind is Kind.ITEM and _is_empty(lines, number):
            draft.tell("s-481", draft.span(number))
        before = lines[number - 1] if number else None
        if match := _bold_title(lines, number):
            draft.tell("s-482", draft.span(number), title=match["title"])
        is_below = before is not None and before.kind is Kind.TEXT and _SENTENCE.search(before.text)
        if (is_below and _UNDERLINE.match(line.text)) or _is_below_lines(lines, number):
            _part(draft, number)
        if line.kind is Kind.ITEM and line.marks[0].value.isdigit():
            _odd_number(draft, lines, number)
        elif line.kind is Kind.ITEM and before is not None and before.kind is Kind.TEXT:
            _goes_on(draft, lines, number)
        elif _is_too_little_set_in(lines, number):
            draft.tell("s-380", draft.span(number), blanks=line.indent)
        elif _QUOTED_NUMBER.match(line.text) and not _has_quote(lines, number):
            draft.tell("s-093", draft.span(number), line=line.text.strip()[:40])
        elif _EXPLANATION.match(line.own) and number > 1 and _explains(lines, number):
            draft.tell("s-092", draft.span(number), word=lines[number - 2].text.strip()[:40])


def _ours_in_code(lines: Sequence[Line], number: int) -> re.Match[str] | None:
    """Our own signs in code by indentation that begins here."""
    line = lines[number]
    if line.extra < TAB or (number and lines[number - 1].kind is Kind.CODE) or CODE_FENCE.match(line.own):
        return None
    block = takewhile(lambda one: one.kind is Kind.CODE, lines[number:])
    return next((match for one in block if (match := _OURS.search(one.own))), None)


def _is_empty(lines: Sequence[Line], number: int) -> bool:
    """Has a point no words, and nothing below that belongs to it?"""
    line = lines[number]
    if line.text[line.marks[-1].end :].strip():
        return False
    below = next((one for one in lines[number + 1 :] if one.kind is not Kind.BLANK), None)
    return below is None or below.indent <= line.indent


def _bold_title(lines: Sequence[Line], number: int) -> re.Match[str] | None:
    """A line in bold between the opening of a box and its text."""
    around = [line.kind for line in lines[max(0, number - 1) : number + 2]]
    is_between = number > 0 and around == [Kind.OPENS, Kind.TEXT, Kind.TEXT]
    return _BOLD_TITLE.match(lines[number].own) if is_between else None


def _is_too_little_set_in(lines: Sequence[Line], number: int) -> bool:
    """Is a paragraph below a point or a note set in by fewer blanks than would make it a part of that?"""
    line = lines[number]
    if line.kind is not Kind.TEXT or line.quote or not 0 < line.indent < TAB or line.home or number < 2:
        return False
    above = lines[number - 2]
    owns = above.kind is Kind.ITEM or _NOTE.match(above.text)
    return lines[number - 1].kind is Kind.BLANK and bool(owns) and not above.quote and above.indent < line.indent


def _part(draft: Draft, number: int) -> None:
    """A line of dashes below a sentence parts; it makes no heading of it."""
    rule = (draft.lines[number] or "").replace("=", "-")
    draft.lines[number] = f"\n{rule}"
    draft.tell("s-094", draft.span(number), draft.edit(number, 0, len(draft.written[number]), f"\n{rule}"))


def _is_below_lines(lines: Sequence[Line], number: int) -> bool:
    """Do dashes stand right below a paragraph of two lines or more?"""
    above = lines[max(0, number - 2) : number]
    return (
        bool(_DASHES.match(lines[number].text))
        and len(above) == 2
        and all(line.kind is Kind.TEXT and not line.indent and not line.quote for line in above)
        and not any("|" in line.text or _DASHES.match(line.text) or line.text[:1] in ":+" for line in above)
    )


def _odd_number(draft: Draft, lines: Sequence[Line], number: int) -> None:
    line = lines[number]
    mark = line.marks[0]
    if mark.value in ("0", "1") or line.indent or line.quote:
        return
    if not any(_is_alike(lines, number, step) for step in (-1, 1)):
        draft.tell("s-091", draft.span(number, mark.start, mark.end), number=mark.value)


def _is_alike(lines: Sequence[Line], number: int, step: int) -> bool:
    """Is there another point of a numbered list near, in the same section?"""
    near = number + step
    while 0 <= near < len(lines) and lines[near].kind is not Kind.HEADING:
        if lines[near].kind is Kind.ITEM and lines[near].marks[0].is_numbered:
            return True
        near += step
    return False


def _goes_on(draft: Draft, lines: Sequence[Line], number: int) -> None:
    line, before = lines[number], lines[number - 1]
    words = line.text[line.marks[-1].end :]
    is_alone = not any(
        0 <= near < len(lines) and lines[near].kind is Kind.ITEM for near in (number - 1, number + 1, number + 2)
    )
    if is_alone and words[:1].islower() and before.text.rstrip()[-1:].isalpha() and words.rstrip().endswith("."):
        draft.tell("s-095", draft.span(number, line.marks[0].start, line.marks[0].end))


def _has_quote(lines: Sequence[Line], number: int) -> bool:
    return any(0 <= near < len(lines) and lines[near].quote for near in (number - 1, number + 1))


def _explains(lines: Sequence[Line], number: int) -> bool:
    """Does a line follow over a blank on a paragraph of one line that is no table, list or picture?"""
    above = lines[number - 2]
    if lines[number - 1].kind is not Kind.BLANK or above.kind is not Kind.TEXT or above.extra:
        return False
    is_short = number < 3 or lines[number - 3].kind in (Kind.BLANK, Kind.OPENS, Kind.CLOSES, Kind.HEAD)
    return is_short and not re.match(r"[|!:<+-]", above.own) and not re.match(r":[ \t]{3}", lines[number].own)

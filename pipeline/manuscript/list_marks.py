"""Which beginnings of lines are marks of lists: a line → ListMarks, and whether each begins a point of a real list.

Pandoc takes every `z.`, `15.` and `(c)` for one ("fancy_lists", "startnum"), and has no switch between those and the
lists that people number by letters or go on with. A letter, a Roman number or a year counts only beside its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(
    r"(?P<bullet>[-*+])(?=[ \t]|$)"
    r"|(?P<open>\(?)(?P<value>\d{1,9}|#|[A-Za-z]|[ivxlcdm]{2,6}|[IVXLCDM]{2,6})(?P<close>[.)])(?=[ \t]|$)"
)
_WHITE = re.compile(r"[ \t]*")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}$")
_LEAD = re.compile(r"\[\^[^\]\s]+\]:[ \t]*|[:~][ \t]+")
_MONTHS = (
    "Januar|Jänner|Jan|Februar|Feber|Feb|März|Mrz|April|Apr|Mai|Juni|Jun|Juli|Jul|August|Aug|September|Sept|Sep|Oktober"
    "|Okt|November|Nov|Dezember|Dez|January|February|March|May|June|July|October|Oct|December|Dec"
)
_DATE = re.compile(rf"[ \t]+(?:(?:bis|und|oder|/|[–-])[ \t]*\d{{1,2}}\.[ \t]*)?(?:{_MONTHS})(?![\w-])")
_NUMERIC_DATE = re.compile(r"[ \t]+\d{1,2}\.[ \t]*(?:\d{2,4}\b|$|[^\W\d])")
_ORDINAL = re.compile(
    r"[ \t]+(?:Jahrhundert|Jh\b|Jahrtausend|Klasse|Auflage|Stock|Etage|Obergeschoss|Semester|Quartal|Geburtstag)"
)
_ABBREVIATION = re.compile(r"[ \t]?[A-Za-z]{1,2}\.(?![a-z])")
_OLDEST_YEAR = 1000
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_REACH = 80


@dataclass(frozen=True, slots=True)
class ListMark:
    """A mark as it stands in a line; `escape` is where a backslash makes it text, `end` where the point's words begin.
    `value` is empty for bullets."""

    start: int
    end: int
    escape: int
    value: str = ""
    style: str = ""

    @property
    def is_numbered(self) -> bool:
        """Does it count?"""
        return bool(self.value)


def marks_of(line: str, start: int) -> tuple[ListMark, ...]:
    """All that may be marks where a line's own text begins: of an item, and of lists in it."""
    found: list[ListMark] = []
    if lead := _LEAD.match(line, start):
        start = lead.end()
    while (match := _MARK.match(line, start)) and not _RULE.match(line, start):
        white = _WHITE.match(line, match.end())
        end = white.end() if white else match.end()
        # Four blanks and more behind a mark: what follows is code, or set in.
        if end - match.end() > 4 or end == len(line):
            end = match.end() + 1
        escape = match.start("close") if match["bullet"] is None and not match["open"] else match.start()
        style = match["bullet"] or f"{match['open']}{match['close']}"
        found.append(ListMark(match.start(), end, escape, match["value"] or "", style))
        if end >= len(line):
            break
        start = end
    return tuple(found)


def is_real(lines: Sequence[str], number: int, mark: ListMark, *, is_first: bool) -> bool:
    """Does a mark begin a point of a list? `is_first` says that only white space and quotes stand before it."""
    if not mark.value or mark.value == "#":
        return True
    rest = lines[number][mark.escape + 1 :]
    if mark.value.isdigit():
        if _DATE.match(rest) or (mark.style == "." and _NUMERIC_DATE.match(rest)):
            return False
        if int(mark.value) < _OLDEST_YEAR and not _ORDINAL.match(rest):
            return True
    elif mark.style == "." and _ABBREVIATION.match(rest):
        return False
    elif mark.style == "." and mark.value.isupper() and not rest.startswith("  "):
        # Initials, to pandoc too: B. Russell.
        return False
    return is_first and any(
        _follow(one, other)
        for one, other in ((mark, _neighbour(lines, number, mark, 1)), (_neighbour(lines, number, mark, -1), mark))
    )


def _neighbour(lines: Sequence[str], number: int, mark: ListMark, step: int) -> ListMark | None:
    """The next mark of the same kind that stands as far in."""
    after, seen_blank = number + step, False
    while 0 <= after < len(lines) and abs(after - number) < _REACH:
        line = lines[after]
        if not line.strip():
            seen_blank = True
        else:
            white = _WHITE.match(line.replace(">", " "))
            start = white.end() if white else 0
            here = marks_of(line, start)
            if start <= mark.start and here and here[0].style == mark.style and here[0].start == mark.start:
                return here[0]
            if start < mark.start or line[start] in "#:`~" or (start == mark.start and seen_blank):
                return None
        after += step
    return None


def _follow(one: ListMark | None, other: ListMark | None) -> bool:
    if one is None or other is None:
        return False
    return bool(_numbers(other.value) & {number + 1 for number in _numbers(one.value)})


def _numbers(value: str) -> set[int]:
    """What a mark may count as: a number, a letter, a Roman number."""
    if value.isdigit():
        return {int(value)}
    found = {ord(value.lower()) - ord("a") + 1} if len(value) == 1 else set()
    digits = [_ROMAN.get(letter, 0) for letter in value.lower()]
    if all(digits):
        pairs = zip(digits, [*digits[1:], 0], strict=True)
        found.add(sum(-one if one < after else one for one, after in pairs))
    return found

"""l-064, l-065: what an author has seen and leaves as it is, with a reason, at the block it is about.

`<!-- ausnahme l-060: So heißt das Lied. -->` above a paragraph, a list, a table or a box takes these messages
from it. Errors cannot be taken away, and an exception that takes nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..codes import CODES
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.positions import comments, span_at, without_code
from ..manuscript.scanner import Kind, scan

_CODE = r"[a-z]-\d{3}"
_EXCEPTION = re.compile(
    rf"<!--\s*(?:ausnahme|exception)\s+(?P<codes>{_CODE}(?:[\s,]+{_CODE})*)\s*:?\s*(?P<reason>.*?)\s*-->",
    re.DOTALL | re.IGNORECASE,
)


# Only found when somebody asks for it: what takes them is not needless because nobody did.
WHEN_ASKED = frozenset({"l-192"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A code that is taken from the lines `first` to `last` of a file, and where that is said."""

    code: str
    first: int
    last: int
    place: Span
    has_reason: bool


def settle(found: Iterable[Diagnostic], texts: Mapping[str, str], *, is_whole: bool) -> tuple[Diagnostic, ...]:
    """Leave out what is taken; `is_whole` says that all messages are there, so that what takes nothing is needless."""
    taken = _all(texts)
    kept, used = _without(found, taken)
    needless = [one for one in taken if one not in used and not (one.has_reason and one.code in WHEN_ASKED)]
    return (*kept, *(_tell(one) for one in needless if is_whole or not one.has_reason))


def leave_out(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Leave out what is taken of what was found later; `settle` has said what is wrong with the exceptions."""
    return tuple(_without(found, _all(texts))[0])


def _all(texts: Mapping[str, str]) -> list[Taken]:
    return [one for path, text in sorted(texts.items()) if "<!--" in text for one in read(path, text)]


def _without(found: Iterable[Diagnostic], taken: list[Taken]) -> tuple[list[Diagnostic], set[Taken]]:
    """What stays, and the exceptions that took something."""
    used: set[Taken] = set()
    kept = []
    for one in found:
        by = [each for each in taken if each.has_reason and _takes(each, one)]
        used.update(by)
        kept += [] if by else [one]
    return kept, used


def read(path: str, text: str) -> Iterator[Taken]:
    """The exceptions that stand in a text."""
    prose = without_code(text)
    for start, end in comments(prose):
        if found := _EXCEPTION.fullmatch(prose[start:end]):
            place = span_at(text, start, end, path)
            first = text.count("\n", 0, end)
            last = _last_line(text, first)
            for code in dict.fromkeys(re.findall(_CODE, found["codes"].lower())):
                yield Taken(code, place.line, last, place, bool(found["reason"]))


def _takes(taken: Taken, one: Diagnostic) -> bool:
    span = one.span
    is_there = span.path == taken.place.path and taken.first <= span.line <= taken.last
    return is_there and one.code == taken.code and CODES[one.code].severity != "error"


def _last_line(text: str, first: int) -> int:
    """The last line of the block that begins in or below the line `first`, which is counted from 0."""
    depth, is_in = 0, text.split("\n")[first].rpartition("-->")[2].strip() != ""
    lines = scan(text).lines
    for number, line in enumerate(lines[first + 1 :], first + 1):
        depth += (line.kind is Kind.OPENS) - (line.kind is Kind.CLOSES)
        if line.kind is Kind.CLOSES and depth <= 0:
            return number + 1
        if line.kind is Kind.BLANK and is_in and depth <= 0:
            return number
        is_in = is_in or line.kind is not Kind.BLANK
    return len(lines)


def _tell(taken: Taken) -> Diagnostic:
    return diagnose("l-065" if taken.has_reason else "l-064", taken.place, code=taken.code)

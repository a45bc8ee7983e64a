"""l-064, l-065: what an author has seen and leaves as it is, with a reason, at the block it is about.

`<!-- ausnahme l-060: So heißt das Lied. -->` above a paragraph, a list, a table or a box takes these messages
from it; above the title, before all else, it is about the whole file. In YAML it is a comment of its own, `# ausnahme
m-112: …`, above a key or an entry. Errors cannot be taken away. Messages come at several times: `settle` takes of what
the proof finds, `add` of what is found later. An exception that takes nothing is told when all are there that it
might take.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..codes import CODES
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.positions import bare, comments, span_at, without_code
from ..manuscript.scanner import Kind, scan

NEEDLESS = "l-065"
YAML = (".yaml", ".yml")
_CODE = r"[a-z]-\d{3}"
_SAID = rf"(?:ausnahme|exception)\s+(?P<codes>{_CODE}(?:[\s,]+{_CODE})*)\s*:?\s*"
_EXCEPTION = re.compile(rf"<!--\s*{_SAID}(?P<reason>.*?)\s*-->", re.DOTALL | re.IGNORECASE)
_IN_YAML = re.compile(rf"^(?P<indent> *)#[ \t]*{_SAID}(?P<reason>.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_NOTHING_BEFORE = re.compile(r"(?:---[ \t]*\n)?(?:[ \t]*(?:#.*)?\n)*")


def _codes(table: str) -> frozenset[str]:
    return frozenset(table.split())


# What is found after the proof, by what finds it. Of formats only who makes all of them has all.
LATER = {
    "sheets": _codes("k-060 k-061 k-092"),
    "original": _codes("m-118 m-119 m-260 m-262 m-341"),
    "gates": _codes("m-240 m-241 m-242"),
    "consent": _codes("m-435 m-436"),
    "links": _codes("l-192 l-193"),
    "formats": _codes(
        "f-076 f-077 f-078 f-101 f-116 k-120 m-139 m-140 m-141 m-147 s-159 t-070 t-080 v-002 v-003 v-004"
    ),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A code that is taken from the lines `first` to `last` of a file, and where that is said."""

    code: str
    first: int
    last: int
    place: Span
    has_reason: bool


def settle(found: Iterable[Diagnostic], texts: Mapping[str, str], *, is_whole: bool) -> tuple[Diagnostic, ...]:
    """Leave out what is taken; `is_whole` says that all messages of the proof are there, so that what takes nothing
    of them is needless."""
    taken, later = _all(texts), frozenset().union(*LATER.values())
    kept, used = _without(found, taken)
    return (*kept, *(_tell(one) for one in taken if not one.has_reason or (is_whole and _is_idle(one, used, later))))


def add(
    told: Iterable[Diagnostic], found: Iterable[Diagnostic], texts: Mapping[str, str], done: Collection[str] = ()
) -> tuple[Diagnostic, ...]:
    """Put to what `settle` has left what was found later, without what is taken. `done` names those of LATER that have
    found all they can: what took nothing of it is needless."""
    taken = _all(texts)
    kept, used = _without(found, taken)
    said = {(one.span, dict(one.facts)["code"]): one for one in told if one.code == NEEDLESS}
    useful = [said[one.place, one.code] for one in used if (one.place, one.code) in said]
    now = frozenset().union(*(LATER[name] for name in done))
    idle = (one for one in taken if one.code in now and _is_idle(one, used) and (one.place, one.code) not in said)
    return (*(one for one in told if one not in useful), *kept, *map(_tell, idle))


def _is_idle(taken: Taken, used: Collection[Taken], waiting: Collection[str] = ()) -> bool:
    """Whether an exception with a reason took nothing, and nothing that it may take is still to come."""
    comes = taken.code in waiting and CODES[taken.code].severity != "error"
    return taken.has_reason and taken not in used and not comes


def _all(texts: Mapping[str, str]) -> list[Taken]:
    return [one for path, text in sorted(texts.items()) for one in read(path, text)]


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
    if path.endswith(YAML):
        yield from _in_yaml(path, text)
        return
    if "<!--" not in text:
        return
    prose = without_code(text)
    for start, end in comments(prose):
        if found := _EXCEPTION.fullmatch(prose[start:end]):
            place = span_at(text, start, end, path)
            is_above_all = not bare(text)[:start].strip() and not _has_code(text, place.line)
            last = _last_line(text, text.count("\n", 0, end))
            yield from _taken(found, 1 if is_above_all else place.line, last, place)


def _in_yaml(path: str, text: str) -> Iterator[Taken]:
    for found in _IN_YAML.finditer(text):
        place = span_at(text, found.end("indent"), found.end(), path)
        is_above_all = bool(_NOTHING_BEFORE.fullmatch(text, 0, found.start()))
        yield from _taken(found, 1 if is_above_all else place.line, _last_of_entry(text, place.line), place)


def _taken(found: re.Match[str], first: int, last: int, place: Span) -> Iterator[Taken]:
    for code in dict.fromkeys(re.findall(_CODE, found["codes"].lower())):
        yield Taken(code, first, last, place, bool(found["reason"]))


def _has_code(text: str, before: int) -> bool:
    return any(line.kind is Kind.CODE for line in scan(text).lines[: before - 1])


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


def _last_of_entry(text: str, first: int) -> int:
    """The last line of the key or the entry below the line `first`, which is counted from 1: what is indented deeper
    is its own."""
    depth = -1
    for number, line in enumerate(text.split("\n")[first:], first + 1):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if depth >= 0 and indent <= depth:
            return number - 1
        depth = indent if depth < 0 else depth
    return text.count("\n") + 1


def _tell(taken: Taken) -> Diagnostic:
    return diagnose(NEEDLESS if taken.has_reason else "l-064", taken.place, code=taken.code)

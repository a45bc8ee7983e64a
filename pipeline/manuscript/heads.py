"""Where the head of a file stands, and its lines as YAML: a file's lines in, Head out.

A head is one when `---` is the very first line. What is surely meant for one is read, and told with its cure: dashes of
Word, blank lines before it, no lines of dashes at all (m-084), no-break spaces (m-085), no space behind a colon
(m-086), a `#` within a value that YAML would take for a remark (m-082).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ..diagnostics import Diagnostic, Edit, Span, diagnose

FENCE = "---"
CLOSING = (FENCE, "...")
_DASHES = re.compile(r"[-–—―−‐‑]{1,6}$")
_KEY = re.compile(r"(?P<key>[^\W\d][\w-]*)[ \t]*:")
_NO_BREAK = re.compile("[\u00a0\u2007\u202f\u200b]")
_REMARK = re.compile(r"(?P<lead>[^\W\d][\w-]*:[ \t]+)(?P<value>[^\"'\[{|>#\s].*?[ \t]#(?P<sign>.?).*)$")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Head:
    """The lines of a head as YAML, the number of the first one (from 0), and where the text begins."""

    lines: tuple[str, ...]
    first: int
    body: int
    found: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class _Mender:
    path: str
    keys: Collection[str]
    found: list[Diagnostic] = field(default_factory=list)

    def tell(self, code: str, number: int, *edits: Edit, **facts: object) -> None:
        place = Span(self.path, number + 1, 1, number + 1, 2)
        self.found.append(diagnose(code, place, suggestion="", related=(), fix=edits, **facts))

    def edit(self, number: int, line: str, meant: str) -> Edit:
        return Edit(Span(self.path, number + 1, 1, number + 1, len(line) + 1), meant)


def find_head(lines: Sequence[str], path: str, keys: Collection[str]) -> Head | None:
    """Find the head among a file's lines; `keys` are those that one may have. None when there is none, or no end."""
    mender = _Mender(path, frozenset(map(str.lower, keys)))
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[0].rstrip() == FENCE:
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in CLOSING), 0)
        end = end if end and not _is_text(lines[1:end]) else _meant_end(lines, 0, mender.keys) or end
        if not end:
            return None
    else:
        start, end = _meant(lines, start, mender.keys)
        if end < 0:
            return None
    _fences(mender, lines, start, end)
    inner = range(start + 1, end)
    if not _DASHES.match(lines[start].strip()):
        inner = range(start, end)
    read = tuple(_mended(mender, number, lines[number]) for number in inner)
    body = end + 1 if end < len(lines) and _is_dashes(lines[end]) else end
    return Head(read, inner.start, body, tuple(mender.found))


def _is_dashes(line: str) -> bool:
    return line.rstrip() in CLOSING or bool(_DASHES.match(line.strip()))


def _meant(lines: Sequence[str], start: int, keys: Collection[str]) -> tuple[int, int]:
    """Where a head that does not begin with `---` in the first line begins and ends; (0, -1) where there is none."""
    if _DASHES.match(lines[start].strip()):
        end = _meant_end(lines, start, keys)
        return (start, end) if end else (0, -1)
    if not _is_known(lines[start], keys):
        return 0, -1
    end = start
    while end < len(lines) and _belongs(lines[end], keys) and lines[end].strip():
        end += 1
    return start, end


def _meant_end(lines: Sequence[str], start: int, keys: Collection[str]) -> int:
    """The line of dashes that ends a head, when all between is lines of one and one is a known key; 0 for none."""
    known = False
    for number in range(start + 1, min(len(lines), start + _LONGEST)):
        line = lines[number]
        if _is_dashes(line):
            return number if known else 0
        known = known or _is_known(line, keys)
        if not _belongs(line, keys):
            return 0
    return 0


def _is_text(lines: Sequence[str]) -> bool:
    """Is there a heading between two lines of dashes? Then the second is a rule of the text."""
    return any(re.match(r"#{1,6} \S", line) for line in lines) and any(_is_dashes(line) for line in lines)


def _is_known(line: str, keys: Collection[str]) -> bool:
    match = _KEY.match(_NO_BREAK.sub(" ", line).strip())
    return bool(match and match["key"].lower() in keys)


def _belongs(line: str, keys: Collection[str]) -> bool:
    """May a line stand in a head?"""
    plain = _NO_BREAK.sub(" ", line)
    return not plain.strip() or plain[0] in " \t" or plain.startswith(("- ", "#:")) or bool(_KEY.match(plain))


def _fences(mender: _Mender, lines: Sequence[str], start: int, end: int) -> None:
    """Tell of lines around the head that are not `---`."""
    begins, ends = _is_dashes(lines[start]), end < len(lines) and _is_dashes(lines[end])
    # The blank lines before it go.
    edits = [Edit(Span(mender.path, 1, 1, start + 1, 1), "")] if start else []
    if begins and lines[start].rstrip() != FENCE:
        edits.append(mender.edit(start, lines[start], FENCE))
    elif not begins:
        edits.append(mender.edit(start, "", f"{FENCE}\n"))
    if not ends:
        edits.append(mender.edit(end - 1, lines[end - 1], f"{lines[end - 1]}\n{FENCE}"))
    elif lines[end].rstrip() not in CLOSING:
        edits.append(mender.edit(end, lines[end], FENCE))
    if edits:
        mender.tell("m-084", edits[0].span.end_line - 1, *edits, fence=FENCE)


def _mended(mender: _Mender, number: int, line: str) -> str:
    """A line of the head as YAML has it."""
    plain = _NO_BREAK.sub(" ", line)
    match = _KEY.match(plain)
    is_key = bool(match and match["key"].lower() in mender.keys)
    if plain != line:
        mender.tell("m-085", number, mender.edit(number, line, plain))
    if match and is_key and plain[match.end() : match.end() + 1].strip():
        spaced = f"{plain[: match.end()]} {plain[match.end() :]}"
        mender.tell("m-086", number, mender.edit(number, line, spaced), key=match["key"])
        plain = spaced
    if is_key and (remark := _REMARK.match(plain)):
        value = remark["value"].rstrip().replace("\\", "\\\\").replace('"', '\\"')
        quoted = f'{remark["lead"]}"{value}"'
        if remark["sign"].strip():
            mender.tell("m-082", number, mender.edit(number, line, quoted), value=value)
            plain = quoted
    return plain

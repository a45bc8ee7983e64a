"""Cures that are beyond doubt, done: texts and what was found in them in, the better texts out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from unicodedata import normalize

from ..diagnostics import Diagnostic, Edit, Span

_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Cure(NamedTuple):
    """What was done at a place, for a message."""

    code: str
    span: Span
    before: str
    after: str


def apply(texts: Mapping[str, str], found: Iterable[Diagnostic]) -> tuple[dict[str, str], tuple[Cure, ...]]:
    """Write the fixes of `found` into texts, by path; only those that changed come back, and what was done in order.

    A text keeps its line ends and its byte order mark. Of two fixes for one place the first is done, so that the other
    message is there again when the text is read anew, if it still is one.
    """
    edits: dict[str, dict[Edit, str]] = defaultdict(dict)
    for diagnostic in found:
        for edit in diagnostic.fix:
            edits[edit.span.path].setdefault(edit, diagnostic.code)
    changed: dict[str, str] = {}
    done: list[Cure] = []
    for path in sorted(edits.keys() & texts.keys()):
        text, cures = _rewrite(texts[path], edits[path])
        if text != texts[path]:
            changed[path] = text
            done += cures
    return changed, tuple(done)


def _rewrite(text: str, edits: Mapping[Edit, str]) -> tuple[str, list[Cure]]:
    starts = [match.start() for match in _LINE.finditer(text)]
    starts[0] = len(_BOM) if text.startswith(_BOM) else 0
    line_end = match.group() if (match := _LINE_END.search(text)) else "\n"
    pieces, done, cures = [], 0, []
    for edit in sorted(edits):
        start, end = (_offset(text, starts, *place) for place in _places(edit.span))
        if start < done or end < start:
            continue
        after = edit.text.replace("\n", line_end)
        if text[start:end] != after:
            cures.append(Cure(edits[edit], edit.span, text[start:end], after))
        pieces += [text[done:start], after]
        done = end
    return "".join([*pieces, text[done:]]), cures


def _places(span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    return (span.line, span.column), (span.end_line, span.end_column)


def _offset(text: str, starts: list[int], line: int, column: int) -> int:
    """Where a place is; columns count letters as they are composed (NFC), however the file spells them."""
    if line > len(starts):
        return len(text)
    start = starts[line - 1]
    end = min(start + column - 1, len(text))
    while end < len(text) and len(normalize("NFC", text[start : end + 1])) < column:
        end += 1
    return end

"""Footnotes that are nearly written right, read as they were meant (s-080).

`[^ 1]` is a link to pandoc, whose text is lost; `[^1] Text` at the beginning of a paragraph lacks the colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..nested_notes import NOTE_TEXT
from ..positions import bare
from .beginnings import SHOWN
from .draft import Draft

_BLANKS = re.compile(r"\[(?:[ \t]+\^[ \t]*|\^[ \t]+)(?P<name>[\w-]+)[ \t]*\]|\[\^(?P<short>[\w-]+)[ \t]+\]")
_WITHOUT_COLON = re.compile(r"^ {0,3}(?P<mark>\[\^(?P<name>[^\]\s]+)\][ \t]*:?)[ \t]+(?=\S)", re.MULTILINE)


def mend_notes(draft: Draft) -> None:
    """Write names of notes without blanks, and a colon behind those that begin a note's text."""
    _exchange(draft, _without_blanks(bare(draft.seen)))
    _exchange(draft, _with_colons(bare(draft.seen)))


def _without_blanks(prose: str) -> Iterator[tuple[int, int, str]]:
    for match in _BLANKS.finditer(prose):
        yield *match.span(), f"[^{match['name'] or match['short']}]"


def _with_colons(prose: str) -> Iterator[tuple[int, int, str]]:
    defined = {match["name"] for match in NOTE_TEXT.finditer(prose)}
    for match in _WITHOUT_COLON.finditer(prose):
        name = match["name"]
        before = prose[: match.start()]
        is_paragraph = not before.strip() or before.endswith("\n\n") or defined & {*_names(before.split("\n")[-2])}
        if name not in defined and is_paragraph and f"[^{name}]" in before:
            defined.add(name)
            yield *match.span("mark"), f"[^{name}]:"


def _names(line: str) -> Iterator[str]:
    return (match["name"] for match in _WITHOUT_COLON.finditer(line))


def _exchange(draft: Draft, changes: Iterator[tuple[int, int, str]]) -> None:
    found = list(changes)
    for start, end, meant in found:
        place = draft.place(start, end)
        written = draft.seen[start : end + SHOWN].split("\n")[0].strip()
        read = (meant + draft.seen[end : end + SHOWN].split("\n")[0]).strip()
        edit = draft.edit(place.line - 1, place.column - 1, place.end_column - 1, meant)
        draft.tell("s-080", place, edit, written=written, read=read)
    draft.exchange(found)

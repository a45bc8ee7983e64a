"""Notes that are called in notes: pandoc reads none there, and their texts would be lost.

They stand in brackets in the note that calls them, in the source that pandoc gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .positions import bare

NOTE_USE = re.compile(r"\[\^(?P<name>[^\]\s^]+)\](?!:)")
NOTE_TEXT = re.compile(r"^ {0,3}\[\^(?P<name>[^\]\s^]+)\]:", re.MULTILINE)
# A note goes on until a line that is not indented follows an empty one.
_NOTE_END = re.compile(r"\n[ \t]*\n(?=[^ \t\n])|\Z")
# So deep nobody nests notes; some call each other.
_DEEPEST = 5


class _Note(NamedTuple):
    """Where a note's text stands."""

    name: str
    start: int
    end: int


def calls_in_notes(prose: str) -> Iterator[tuple[int, int, str]]:
    """The calls of notes inside notes: where each begins and ends, and its name. Code is blanked in `prose`."""
    for note in _notes(prose):
        for call in NOTE_USE.finditer(prose, note.start, note.end):
            yield call.start(), call.end(), call["name"]


def bring_notes_out(text: str) -> str:
    """Put the text of every note that a note calls into that one."""
    if "[^" not in text:
        return text
    prose = bare(text)
    notes = list(_notes(prose))
    calls = list(calls_in_notes(prose))
    if not calls:
        return text
    words = {note.name: " ".join(text[note.start : note.end].split()) for note in reversed(notes)}
    for start, end, name in reversed(calls):
        if name in words:
            before = "" if text[start - 1].isspace() else " "
            text = f"{text[:start]}{before}({_told(words, name)}){text[end:]}"
    return text


def _told(words: Mapping[str, str], name: str, depth: int = 1) -> str:
    """A note's text, with those of the notes that it calls itself."""

    def told(call: re.Match[str]) -> str:
        inner = call["name"]
        return f"({_told(words, inner, depth + 1)})" if inner in words and depth < _DEEPEST else ""

    return NOTE_USE.sub(told, words[name])


def _notes(prose: str) -> Iterator[_Note]:
    begins = list(NOTE_TEXT.finditer(prose))
    stops = [begin.start() for begin in begins[1:]] + [len(prose)]
    for begin, stop in zip(begins, stops, strict=False):
        end = _NOTE_END.search(prose, begin.end(), stop)
        yield _Note(begin["name"], begin.end(), end.start() if end else stop)

"""Suggestions and comments as the manuscript has them, CriticMarkup: words, and who they are from → what stands in a
line; and a line in which marks stand for changes → the line with suggestions.

While a text is on its way through pandoc a change is a sign of the private use area with its number (`Marks`), which
no reader or writer touches; afterwards a line at a time becomes CriticMarkup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from ..manuscript import sentences

# The manuscript reads no longer ones (manuscript/preparation).
MOST = 560
INSERTED, DELETED, COMMENTED, END, NUMBER = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3", "\ue0f4"
_MARK = re.compile(f"([{INSERTED}{DELETED}{COMMENTED}{END}])(\\d+){NUMBER}")
_SIGNS = re.compile(f"[{INSERTED}-{NUMBER}]")
_BEFORE = re.compile(r"^[ >]*(?:(?:[-*+]|\d+[.)]|[:~]|#{1,6}|\[\^[^\]]+\]:)[ \t]+)*(?:\[[ xX]\][ \t]+)?")
_CELLS = re.compile(r"(?<!\\)\|")

# Words, and the number of the change that they stand in.
Run: TypeAlias = tuple[str, int | None]
EDITS = (INSERTED, DELETED)


@dataclass(frozen=True, slots=True)
class Change:
    """One change or comment: `kind` is one of the signs above, `note` what a comment says."""

    kind: str
    author: str = ""
    note: str = ""


@dataclass(slots=True)
class Marks:
    """All changes of a text, by their numbers."""

    changes: list[Change] = field(default_factory=list)

    def open(self, change: Change) -> str:
        """Note a change, and give what stands where it begins."""
        self.changes.append(change)
        return f"{change.kind}{len(self.changes) - 1}{NUMBER}"

    def count(self, *kinds: str) -> int:
        """How many there are of some kinds."""
        return sum(change.kind in kinds for change in self.changes)

    def authors(self) -> tuple[str, ...]:
        """Everybody who changed or commented."""
        return tuple(sorted({change.author for change in self.changes if change.author}))


def close(opened: str) -> str:
    """What stands where a change ends that began so."""
    return END + opened[1:]


def without_signs(text: str) -> str:
    """A text that can be marked: signs that mean a change to us are nothing in it."""
    return _SIGNS.sub("", text)


def added(text: str) -> str:
    """Words that are new."""
    return "".join(_wrapped("{++", piece, "++}") for piece in _short(text))


def removed(text: str) -> str:
    """Words that are to go."""
    return "".join(_wrapped("{--", piece, "--}") for piece in _short(text))


def replaced(old: str, new: str) -> str:
    """Words that are to go, with what comes in their place."""
    if len(old) + len(new) < MOST and "~" not in old + new and old.strip() and new.strip():
        return f"{{~~{old}~>{new}~~}}"
    return removed(old) + added(new)


def commented(text: str, note: str) -> str:
    """Words that a comment is about; none, when it is about a place."""
    is_plain = text.strip() and len(text) < MOST and not re.search(r"[{}\n]|==", text)
    return (f"{{=={text}==}}" if is_plain else text) + note


def noted(author: str, words: str = "") -> str:
    """What somebody says, or, without words, who made the change before it."""
    said = " ".join(f"{author}: {words}".split() if author and words else (author or words).split())
    for sign, other in (("<<", "‹‹"), (">>", "››"), ("{", "("), ("}", ")"), ("|", "¦")):
        said = said.replace(sign, other)
    return "".join(f"{{>>{piece.strip()}<<}}" for piece in _short(said)) if said.strip() else ""


def settle(text: str, marks: Marks) -> str:
    """Exchange all marks of a text for CriticMarkup, line by line; what runs on is marked in each line."""
    if not marks.changes:
        return text
    opened: list[int] = []
    return "\n".join(_settle_line(line, marks, opened) for line in text.split("\n"))


def _settle_line(line: str, marks: Marks, opened: list[int]) -> str:
    if not opened and not _MARK.search(line):
        return line
    if line.lstrip().startswith("|"):
        return "|".join(_settle_part(cell, marks, opened) for cell in _CELLS.split(line))
    head = _BEFORE.match(line)
    start = head.end() if head else 0
    return line[:start] + _settle_part(line[start:], marks, opened)


def _settle_part(text: str, marks: Marks, opened: list[int]) -> str:
    runs: list[Run] = []
    done = 0
    for match in _MARK.finditer(text):
        runs += _run(text[done : match.start()], opened, marks)
        done, number = match.end(), int(match[2])
        if match[1] != END:
            opened.append(number)
        elif number in opened:
            opened.remove(number)
            if marks.changes[number].kind == COMMENTED:
                runs.append(("", number))
    runs += _run(text[done:], opened, marks)
    return _written(_joined(runs), marks)


def _run(text: str, opened: list[int], marks: Marks) -> list[Run]:
    return [(text, _current(opened, marks))] if text else []


def _current(opened: list[int], marks: Marks) -> int | None:
    """The change that words stand in: what goes goes, whoever added it or says something of it."""
    for kind in (DELETED, INSERTED, COMMENTED):
        if inside := [number for number in opened if marks.changes[number].kind == kind]:
            return inside[-1]
    return None


def _joined(runs: list[Run]) -> list[Run]:
    made: list[Run] = []
    for text, number in runs:
        if text and made and made[-1][0] and made[-1][1] == number:
            made[-1] = (made[-1][0] + text, number)
        else:
            made.append((text, number))
    return made


def _written(runs: list[Run], marks: Marks) -> str:
    """The text. Of a run of changes by one author the last is followed by the name."""
    made, place = "", 0
    while place < len(runs):
        text, number = runs[place]
        change = marks.changes[number] if number is not None else Change("")
        after = _change(runs, place + 1, marks)
        if not change.kind:
            made += text
        elif change.kind == COMMENTED:
            made += commented(text, "") if text else noted(change.author, change.note)
        elif change.kind == DELETED and after == Change(INSERTED, change.author):
            made += replaced(text, runs[place + 1][0])
            place += 1
        else:
            made += (added if change.kind == INSERTED else removed)(text)
        place += 1
        if change.kind in EDITS and _next_author(runs, place, marks) != change.author:
            made += noted(change.author)
    return made


def _change(runs: list[Run], place: int, marks: Marks) -> Change:
    number = runs[place][1] if place < len(runs) else None
    return marks.changes[number] if number is not None else Change("")


def _next_author(runs: list[Run], place: int, marks: Marks) -> str | None:
    changes = (_change(runs, nth, marks) for nth in range(place, len(runs)))
    return next((change.author for change in changes if change.kind in EDITS), None)


def _wrapped(opening: str, text: str, closing: str) -> str:
    return f"{opening}{text.replace(closing, closing[:-1] + ' }')}{closing}"


def _short(text: str) -> list[str]:
    """A text in pieces that the manuscript reads as one mark each: sentences, or as many words as fit."""
    if len(text) <= MOST:
        return [text]
    pieces: list[str] = []
    start = 0
    for end in (*[begin for begin, _ in sentences.spans(text)][1:], len(text)):
        while end - start > MOST:
            cut = max(text.rfind(" ", start, start + MOST) + 1, start + 1)
            pieces.append(text[start:cut])
            start = cut
        pieces.append(text[start:end])
        start = end
    return pieces

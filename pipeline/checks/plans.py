"""Rules of plans by the minute: breaks, room to spare, and numbers that add up.

book.yaml says under `plans` how long a stretch may be and how much is spare. In a plan (`.steps`, `.script`) the second
column says what happens: a row that begins with one of BREAKS is a break, one that begins with one of SPARES is time
for what takes longer. A plan no longer than one stretch needs neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from ..book.model import Book
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.model import Document, Manuscript
from ..manuscript.positions import locate
from ..trees import by_class, words_of
from .reading import Reading

BREAKS = ("Pause", "Mittag", "Break", "Lunch")
SPARES = ("Puffer", "Buffer")
_NUMBERS = {
    word: number
    for words in (
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for number, word in enumerate(words.split(), 1)
}
_NUMBER = rf"(?:\d+|{'|'.join(_NUMBERS)})"
_RANGE = rf"({_NUMBER})(?:\s*(?:–|-|bis|to)\s*({_NUMBER}))?"
# fünf Runden zu 4 Minuten; three talks of 4 minutes each
_PARTS = re.compile(rf"\b({_NUMBER})\s(?:[^\W\d]+\s)?(?:zu(?:\sje)?|of)\s(\d+)\s[Mm]inute", re.IGNORECASE)
# 16–36 Menschen in vier bis sechs Teams zu 4–6; 16–36 people in four to six teams of 4–6
_TEAMS = re.compile(rf"{_RANGE}\s[^\W\d]+\sin\s{_RANGE}\s[^\W\d]+\s(?:zu|of)\s{_RANGE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Step:
    minutes: int
    what: str
    written: str
    document: Document

    @property
    def place(self) -> Span:
        return locate(self.document.text, "text", self.written or self.what, 1, self.document.path)

    @property
    def is_break(self) -> bool:
        return self.what.startswith(BREAKS)


def plans_leave_room(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """k-150, k-151, k-153: a break in time, a part of the time to spare, and parts that fit into their step."""
    limits = manuscript.manifest.plans
    for reading in readings:
        for table in by_class(reading.tree, "steps"):
            steps = list(_steps(reading.document, table))
            yield from _parts_fit(steps)
            worked = sum(step.minutes for step in steps if not step.is_break)
            if not steps or worked <= limits.longest_stretch_min:
                continue
            if limits.longest_stretch_min:
                yield from _breaks_come(steps, limits.longest_stretch_min)
            spare = sum(step.minutes for step in steps if step.what.startswith(SPARES))
            least = -(-worked * limits.spare_percent // 100)
            if spare < least:
                yield diagnose("k-151", steps[0].place, spare=spare, least=round(least), worked=worked)


def groups_add_up(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """k-152: as many people as are said find room in as many teams as are said."""
    for reading in readings:
        for fact in by_class(reading.tree, "fact"):
            if fact.get("data-fact") != "group" or (found := _TEAMS.search(text := words_of(fact[-1]))) is None:
                continue
            few, many, least_teams, most_teams, small, large = _bounds(found)
            if few < least_teams * small or many > most_teams * large:
                place = locate(reading.document.text, "text", text, 1, reading.document.path)
                yield diagnose("k-152", place, text=text, least=least_teams * small, most=most_teams * large)


def _breaks_come(steps: list[_Step], longest: float) -> Iterator[Diagnostic]:
    """Tell each stretch once, at the step in which it becomes too long."""
    at_a_stretch, told = 0, False
    for step in steps:
        at_a_stretch, told = (0, False) if step.is_break else (at_a_stretch + step.minutes, told)
        if at_a_stretch > longest and not told:
            told = True
            yield diagnose("k-150", step.place, step=step.what[:60], minutes=at_a_stretch, longest=round(longest))


def _parts_fit(steps: list[_Step]) -> Iterator[Diagnostic]:
    for step in steps:
        for number, minutes in _PARTS.findall(step.what):
            if (needed := _value(number) * int(minutes)) > step.minutes:
                yield diagnose("k-153", step.place, step=step.what[:60], needed=needed, minutes=step.minutes)


def _steps(document: Document, table: Element) -> Iterator[_Step]:
    for row in table.iterfind("tbody/tr"):
        minutes = words_of(row[0]).strip()
        if minutes.isdigit() and len(row) > 1:
            # Authors write plain spaces, and markup may follow.
            what, written = (text.replace("\u00a0", " ").strip() for text in (words_of(row[1]), row[1].text or ""))
            yield _Step(int(minutes), what, written, document)


def _bounds(found: re.Match[str]) -> tuple[int, ...]:
    pairs = zip(found.groups()[::2], found.groups()[1::2], strict=True)
    return tuple(_value(word) for least, most in pairs for word in (least, most or least))


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.casefold()]

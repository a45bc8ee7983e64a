"""The author's source made ready for pandoc, and what can only be seen in the source: body in, `Prepared` out.

Pandoc's Markdown has no errors, and reads much that nobody meant. So each line is held against what it was meant for
(`beginnings`, `foreign`, `lists`, `tables`, `fences`, `tags`, `signs`), and what is in doubt is told (`doubts`,
`endings`).
Reported here: suggestions in CriticMarkup that nobody has decided on, footnotes without their partner, control
characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...diagnostics import Checked, Diagnostic, Span, diagnose
from ...memory import remembered
from ...sieve import sift, stray_references, strays
from .. import suggestions
from ..nested_notes import NOTE_TEXT, NOTE_USE, bring_notes_out, calls_in_notes
from ..positions import bare, comments, span_at, without_code
from .apostrophes import raise_apostrophes
from .beginnings import mend_beginnings
from .doubts import look_twice
from .draft import Draft
from .endings import look_at_endings
from .fences import close_fences, surround
from .footnotes import mend_notes
from .foreign import read_foreign_blocks, read_foreign_fences
from .lists import mend_sublists, separate_lists
from .signs import guard_signs
from .tables import mend_tables
from .tags import read_tags

MOST_BRACKETS = 8
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BRACKETS = re.compile(rf"\\.|{_BLANK_LINE.pattern}|[\[\]]")
# A place to break that cannot be seen, from a web page: nobody finds the word.
_WITHIN_WORD = re.compile("(?<=[A-Za-zÀ-ÿ])[\u200b\ufeff](?=[A-Za-zÀ-ÿ])")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What pandoc gets, and the same in as many lines as were written, for the places."""

    read: str
    seen: str


@remembered
def prepare(body: str, path: str, *, draft: bool) -> Checked[Prepared]:
    """Make a body ready; it has as many lines as its file, blank ones for the head, which is sifted as YAML."""
    found = [diagnose("t-001", span_at(body, at, at + 1, path), number=number) for at, number in strays(body)]
    clean = body
    for start, end, number in reversed([*stray_references(bare(body))]):
        found.append(diagnose("t-001", span_at(body, start, end, path), number=number))
        clean = clean[:start] + " " + clean[end:]
    made = Draft(path, body.split("\n"), [*_WITHIN_WORD.sub("", sift(clean)).split("\n")])
    for mend in (
        mend_beginnings,
        mend_notes,
        read_foreign_fences,
        mend_sublists,
        mend_tables,
        close_fences,
        read_tags,
        guard_signs,
        raise_apostrophes,
        look_at_endings,
        look_twice,
        read_foreign_blocks,
    ):
        mend(made)
    seen = made.seen
    prose = bare(seen)
    found += made.found
    found += _critic_marks(seen, prose, path)
    found += _notes(seen, prose, path)
    written = bring_notes_out(suggestions.decide(_drop_comments(made.read), draft))
    return Checked(Prepared(surround(separate_lists(written)), seen), tuple(found))


def prepare_piece(text: str) -> str:
    """Make a text ready that stands in a list file: a definition, a note on a source."""
    made = Draft("", text.split("\n"), [*text.split("\n")])
    for mend in (mend_beginnings, mend_tables, guard_signs):
        mend(made)
    return surround(separate_lists(made.read))


@remembered
def find_nesting(text: str, path: str = "") -> Span | None:
    """Where more brackets are open at once than pandoc can follow: each one more takes it twice as long."""
    prose, depth = bare(text), 0
    if all(paragraph.count("[") <= MOST_BRACKETS for paragraph in _BLANK_LINE.split(prose)):
        return None
    for match in _BRACKETS.finditer(prose):
        sign = match.group()
        depth = depth + 1 if sign == "[" else max(0, depth - 1) if sign == "]" else depth if sign[0] == "\\" else 0
        if depth > MOST_BRACKETS:
            return span_at(text, match.start(), match.end(), path)
    return None


def _critic_marks(text: str, prose: str, path: str) -> Iterator[Diagnostic]:
    for match in suggestions.find(prose):
        if suggestions.is_open(match):
            yield diagnose("t-002", span_at(text, match.start(), match.end(), path))


def _notes(text: str, prose: str, path: str) -> Iterator[Diagnostic]:
    """Report footnotes whose text or whose mark is missing, or that have two texts."""
    used = {match["name"] for match in NOTE_USE.finditer(prose)}
    defined: dict[str, Span] = {}
    for match in NOTE_TEXT.finditer(prose):
        name, place = match["name"], span_at(text, match.start("name") - 2, match.end("name") + 1, path)
        if name in defined:
            yield diagnose("s-013", place, related=(defined[name],), name=name)
        elif name not in used:
            yield diagnose("s-012", place, name=name)
        defined.setdefault(name, place)
    for match in NOTE_USE.finditer(prose):
        if match["name"] not in defined:
            yield diagnose("s-011", span_at(text, match.start(), match.end(), path), name=match["name"])
    for start, end, name in calls_in_notes(prose):
        if name in defined:
            yield diagnose("s-170", span_at(text, start, end, path), name=name)


def _drop_comments(text: str) -> str:
    """HTML comments are for the team; their lines stay."""
    pieces, done = [], 0
    for start, end in comments(without_code(text)):
        pieces += [text[done:start], "\n" * text.count("\n", start, end)]
        done = end
    return "".join([*pieces, text[done:]])

"""The terminal: diagnostics as people, editors and programs read them, and how far the build is.

Diagnostics go to standard output, progress to standard error, so that `--message-format json` can be piped. Colours
only on a terminal and without NO_COLOR (https://no-color.org).
"""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, TextIO

from rich.console import Console as Rich
from rich.text import Text

from .annotations import as_github, as_gitlab, as_sarif
from .codes import CODES, Phrase, phrase
from .diagnostics import Diagnostic, Span
from .streams import aside

if TYPE_CHECKING:
    from rich.status import Status  # Rich loads it itself, on a terminal only

FORMATS = ("human", "short", "json")
# A paragraph is one long line in Markdown: only this much of it is shown.
SHOWN_COLUMNS = 100
TAB = "    "
COLOURS = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
# How the story tells which sections of the print were set anew, and why: "anew text chapters/a.md".
ANEW = "anew "
# Which short way of typesetting does not fit, so that the long one is taken: "long styles".
LONG = "long "
SHOWN_NAMES = 4
# More messages than this are summed up by kind at the end.
MANY = 20
# Forms in which all messages are one document.
WHOLE = {"gitlab": as_gitlab, "sarif": as_sarif}
WORDS = {
    "de": {
        "error": "Fehler", "errors": "Fehler", "warning": "Warnung", "warnings": "Warnungen", "note": "Hinweis",
        "notes": "Hinweise", "hint": "Hilfe", "meant": "meintest du `{}`?", "see": "siehe auch", "none": "keine Fehler",
        "why": "Warum", "cure": "Stelle verbessert", "cures": "Stellen verbessert", "no": "keine",
        "read": "Manuskript lesen", "resolve": "Nummern und Verweise", "check": "Prüfen", "pdf": "PDF setzen",
        "bind": "PDF binden", "epub": "EPUB packen", "html": "Web-Ausgabe schreiben",
        "handouts": "Einzelblätter drucken", "print": "Druckdatei vorbereiten", "cover": "Umschlag zeichnen",
        "write": "Ablegen", "validate": "Prüfprogramme laufen lassen",
        "look": "Voraussetzungen prüfen", "copy": "Stand auslegen", "former": "Mit der Pipeline von damals bauen",
        "record": "Eintrag schreiben", "commit": "Einchecken und markieren", "tag": "Marke setzen",
        "cache": "Zwischenspeicher (daraus + neu)",
        "anew": "neu gesetzt, {}: {}", "more": "und {} weitere",
        "long": "passt nicht zu diesem WeasyPrint, daher langsamer: {}",
        "new": "weil es neu dabei ist", "text": "weil der Text anders ist", "picture": "weil ein Bild anders ist",
        "side": "weil es auf der anderen Seite beginnt",
        "theme": "weil die Gestaltung anders ist", "each": "jede Stelle: dasselbe mit --message-format short",
        "program": "weil das Programm anders ist",
        "lost": "weil es im Zwischenspeicher fehlte",
    },
    "en": {
        "error": "error", "errors": "errors", "warning": "warning", "warnings": "warnings", "note": "note",
        "notes": "notes", "hint": "hint", "meant": "did you mean `{}`?", "see": "see also", "none": "no errors",
        "why": "Why", "cure": "place mended", "cures": "places mended", "no": "no",
        "read": "read the manuscript", "resolve": "number and refer", "check": "check", "pdf": "lay out the PDF",
        "bind": "bind the PDF", "epub": "pack the EPUB", "html": "write the web edition",
        "handouts": "print the hand-outs", "print": "prepare the print file", "cover": "draw the cover",
        "write": "put in place", "validate": "run the validators",
        "look": "see whether all is ready", "copy": "lay the commit out", "former": "build with the pipeline of then",
        "record": "write the record", "commit": "commit and tag", "tag": "tag",
        "cache": "cache (from it + anew)",
        "anew": "set anew, {}: {}", "more": "and {} more",
        "long": "does not fit this WeasyPrint, so it is slower: {}",
        "new": "because it was not there before", "text": "because its text changed",
        "picture": "because a picture changed", "side": "because it opens on the other side",
        "theme": "because the look changed", "each": "every place: the same with --message-format short",
        "program": "because the program changed", "lost": "because the cache had lost it",
    },
}  # fmt: skip


class Console:
    """Where everything said to people goes through."""

    def __init__(
        self,
        language: str = "en",
        message_format: str = "human",
        out: TextIO | None = None,
        err: TextIO | None = None,
        quiet: bool = False,
    ) -> None:
        self.language = "de" if language.lower().startswith("de") else "en"
        self.words = WORDS[self.language]
        self.anew: dict[str, list[str]] = {}
        self.long: list[str] = []
        self.message_format = message_format
        self.quiet = quiet
        self._out = Rich(file=out or sys.stdout, soft_wrap=True, highlight=False, markup=False, emoji=False)
        self._err = Rich(file=err or sys.stderr, soft_wrap=True, highlight=False, markup=False, emoji=False)
        self._status: Status | None = None
        self._times: list[tuple[str, float]] = []

    def say(self, text: str) -> None:
        """Write a line of result."""
        self._out.print(printable(text))

    def note(self, text: str) -> None:
        """Write a line about the work, never part of a result."""
        with aside():
            self._err.print(printable(text))

    def report(
        self, diagnostics: Iterable[Diagnostic], source: Callable[[str], str | None], brief: bool = False
    ) -> None:
        """Write the diagnostics and count them; `source` gives the text of a file, or None. Many may be told `brief`: a
        line for each kind."""
        found, text_of = tuple(one for one in diagnostics if not (self.quiet and self._is_note(one))), cache(source)
        if self.message_format == "json":
            self._out.print(json.dumps([self._entry(diagnostic) for diagnostic in found], ensure_ascii=False))
            return
        if whole := WHOLE.get(self.message_format):
            self._out.print(json.dumps(whole([self._entry(one) for one in found]), ensure_ascii=False))
            return
        many = len(found) > MANY and self.message_format == "human"
        for diagnostic in () if brief and many else found:
            if self.message_format == "short":
                self.say(self._line(diagnostic))
            elif self.message_format == "github":
                self.say(as_github(self._entry(diagnostic)))
            else:
                self._show(self._block(diagnostic, text_of(diagnostic.span.path)))
        if found or not self.quiet:
            self.note(self.count(found))
        if many:
            self._sum_up(found)
        if many and brief:
            self.note(self.words["each"])

    def _sum_up(self, found: Sequence[Diagnostic]) -> None:
        """Say of each kind how often it came and where first, the most frequent first: one cure may mend them all."""
        first: dict[str, Diagnostic] = {}
        for one in found:
            first.setdefault(one.code, one)
        counts = Counter(one.code for one in found)
        for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            one = first[code]
            place = f"{one.span.path}:{one.span.line}"
            self.note(f"{count:6} × {code}  {self._phrase(one).fact} ({place})")

    def report_cures(self, cures: Sequence[tuple[str, str, str]]) -> None:
        """Write what was put in the place of what: where, the old, the new."""
        for place, before, after in cures:
            self.note(f"{place}: {before!r} → {after!r}")
        word = self.words["cure" if len(cures) == 1 else "cures"]
        self.note(f"{len(cures) or self.words['no']} {word}")

    def _show(self, block: Text) -> None:
        if self._out.color_system is None:  # a hundred notes take a tenth of a second to be coloured for nobody
            self._out.file.write(f"{block.plain}\n")
        else:
            self._out.print(block)

    def report_aside(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Write diagnostics in short, with what to do, where they do not mix with a result."""
        for diagnostic in diagnostics:
            self.note(self._line(diagnostic))
            for hint in self._hints(diagnostic):
                self.note(f"  = {self.words['hint']}: {hint}")

    def count(self, found: Iterable[Diagnostic]) -> str:
        """Say how many there are of each severity."""
        severities = [self._phrase(diagnostic).severity for diagnostic in found]
        parts = []
        for severity in ("error", "warning", "note"):
            if number := severities.count(severity):
                parts.append(f"{number} {self.words[severity if number == 1 else severity + 's']}")
        return ", ".join(parts) or self.words["none"]

    def explain(self, name: str) -> None:
        """Write the entry of a code."""
        entry = phrase(CODES[name], {}, self.language)
        self._out.print(Text(f"{self.words[entry.severity]}[{name}]", COLOURS[entry.severity]), end="")
        self.say(f": {entry.fact}")
        self.say(f"\n{self.words['hint']}: {entry.cure}\n\n{self.words['why']}: {entry.why}")

    def stage(self, name: str) -> None:
        """Say what begins now; on a terminal the line makes way for the next one. What was set anew is kept for
        `--explain`."""
        if name.startswith(ANEW):
            reason, section = name.removeprefix(ANEW).split(" ", 1)
            self.anew.setdefault(reason, []).append(section)
            return
        if name.startswith(LONG):
            self.long.append(name.removeprefix(LONG))
            return
        self._times.append((name, time.perf_counter()))
        if self.quiet:
            return
        text = self.words.get(name, name)
        if not self._err.is_terminal:
            self.note(text)
            return
        with aside():
            if self._status is None:
                self._status = self._err.status(text)
                self._status.start()
            else:
                self._status.update(text)

    def finish(self) -> None:
        """Say that the last stage has ended."""
        self._times.append(("", time.perf_counter()))
        if self._status is not None:
            with aside():
                self._status.stop()
            self._status = None

    def seconds(self) -> tuple[tuple[str, float], ...]:
        """Return how long each stage took, in order."""
        following = self._times[1:]
        return tuple(
            (name, end - start) for (name, start), (_, end) in zip(self._times, following, strict=False) if name
        )

    def account(self, kept: Iterable[tuple[str, int, int]]) -> None:
        """Write how long each stage took, what was set anew and why, and (kind, hits, misses) of the cache."""
        for name, seconds in self.seconds():
            self.note(f"{seconds:7.2f} s  {self.words.get(name, name)}")
        for reason, sections in self.anew.items():
            more = len(sections) - SHOWN_NAMES
            shown = ", ".join(sections[:SHOWN_NAMES]) + (f" {self.words['more'].format(more)}" if more > 0 else "")
            self.note(self.words["anew"].format(self.words[reason], shown))
        if self.long:
            self.note(self.words["long"].format(", ".join(self.long)))
        counted = ", ".join(f"{kind} {hits} + {misses}" for kind, hits, misses in kept)
        self.note(f"{self.words['cache']}: {counted}")

    def _is_note(self, diagnostic: Diagnostic) -> bool:
        return CODES[diagnostic.code].severity == "note"

    def _phrase(self, diagnostic: Diagnostic) -> Phrase:
        return phrase(CODES[diagnostic.code], dict(diagnostic.facts), self.language)

    def _hints(self, diagnostic: Diagnostic) -> list[str]:
        meant = self.words["meant"].format(diagnostic.suggestion) if diagnostic.suggestion else ""
        return [hint for hint in (meant, self._phrase(diagnostic).cure) if hint]

    def _entry(self, diagnostic: Diagnostic) -> dict[str, object]:
        words = self._phrase(diagnostic)
        return {
            "code": diagnostic.code,
            "severity": words.severity,
            "message": words.fact,
            **_place(diagnostic.span),
            "hints": self._hints(diagnostic),
            "suggestion": diagnostic.suggestion,
            "related": [_place(span) for span in diagnostic.related],
            "fix": [{**_place(edit.span), "text": edit.text} for edit in diagnostic.fix],
        }

    def _line(self, diagnostic: Diagnostic) -> str:
        words, span = self._phrase(diagnostic), diagnostic.span
        return f"{span.path}:{span.line}:{span.column}: {self.words[words.severity]}[{diagnostic.code}]: {words.fact}"

    def _block(self, diagnostic: Diagnostic, text: str | None) -> Text:
        words, span = self._phrase(diagnostic), diagnostic.span
        colour, margin = COLOURS[words.severity], " " * len(str(span.line))
        block = Text()
        block.append(f"{self.words[words.severity]}[{diagnostic.code}]", colour)
        block.append(f": {printable(words.fact)}\n", "bold")
        block.append(f"{margin} --> ", "blue").append(printable(f"{span.path}:{span.line}:{span.column}\n"))
        if shown := excerpt(text, span):
            line, carets = shown
            block.append(f" {margin} |\n {span.line} | ", "blue").append(line + "\n")
            block.append(f" {margin} | ", "blue").append(carets + "\n", colour)
        for hint in self._hints(diagnostic):
            block.append(f" {margin} = ", "blue").append(printable(f"{self.words['hint']}: {hint}\n"))
        for other in diagnostic.related:
            block.append(f" {margin} = ", "blue").append(printable(f"{self.words['see']} {other.path}:{other.line}\n"))
        return block


def excerpt(text: str | None, span: Span) -> tuple[str, str] | None:
    """Cut the line of a span out of its file, with carets for the line below; None when it is not there."""
    lines = (text or "").removeprefix("\ufeff").split("\n")
    if not text or not 1 <= span.line <= len(lines) or not lines[span.line - 1].strip():
        return None
    line = lines[span.line - 1].rstrip("\r")
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1 if span.end_line == span.line else len(line), len(line))
    first = max(0, start - SHOWN_COLUMNS // 2) if len(line) > SHOWN_COLUMNS else 0
    last = min(len(line), first + SHOWN_COLUMNS)
    before = ("…" if first else "") + _shown(line[first:start])
    marked = _shown(line[start : max(start, min(end, last))])
    after = _shown(line[max(start, min(end, last)) : last]) + ("…" if last < len(line) else "")
    return before + marked + after, " " * _width(before) + "^" * max(1, _width(marked))


def printable(text: str) -> str:
    """Replace what would steer the terminal instead of being read."""
    return "".join(char if char in "\n\t" or unicodedata.category(char) != "Cc" else "\ufffd" for char in text)


def _shown(text: str) -> str:
    return printable(text).replace("\t", TAB)


def _width(text: str) -> int:
    """Count the terminal's columns: wide East Asian characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _place(span: Span) -> dict[str, object]:
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }

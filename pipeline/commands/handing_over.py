"""Another version of this program for a book that has chosen one: where it is fetched, it goes on instead of this."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .. import programs, streams
from ..program import VERSION
from .frame import language_of

# What says something of programs, or nothing of a book.
STAYS = ("init_command", "program_command", "completion_command", "explain_command")
TOLD = {
    "de": "workbook: Das Buch hat das Programm {version} gewählt (program.lock), hier läuft {here}. "
    "`workbook program fetch` holt es.",
    "en": "workbook: the book has chosen the program {version} (program.lock), this one is {here}. "
    "`workbook program fetch` gets it.",
}


def hand_over(options: argparse.Namespace, given: Sequence[str]) -> None:
    """Go on as the program that the book has chosen, if it was fetched; else say that there is another.

    A foreign book's program never comes by itself: somebody has asked for it once on this machine."""
    book = Path(getattr(options, "book", "."))
    other = "" if options.command.__name__ in STAYS or not book.is_dir() else programs.other_version(book)
    if not other:
        return
    if python := programs.find(book):
        programs.become(python, given)
    if not getattr(options, "quiet", False):
        language = "de" if language_of(options).startswith("de") else "en"
        with streams.aside():
            print(TOLD[language].format(version=other, here=VERSION), file=sys.stderr, flush=True)

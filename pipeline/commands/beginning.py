"""How a book begins: `init`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ..refusals import WrongCommand
from ..workspace import FolderWorkspace, unlinked
from .frame import DONE, be_folder, language_of

# What may lie in a folder that counts as empty.
UNSEEN = frozenset({".git", ".DS_Store"})
QUESTIONS = {
    "de": {
        "language": "Sprache ({known})",
        "title": "Titel",
        "person": "Wer schreibt (leer: niemand)",
        "publisher": "Wer das Buch herausgibt (leer: niemand)",
        "rights": "Lizenz oder Rechte, z. B. CC BY 4.0 (leer: keine Angabe)",
        "done": "Das Buch liegt in {place}. Weiter:\n  cd {place}\n  workbook serve",
    },
    "en": {
        "language": "Language ({known})",
        "title": "Title",
        "person": "Who writes (empty: nobody)",
        "publisher": "Who publishes the book (empty: nobody)",
        "rights": "Licence or rights, e.g. CC BY 4.0 (empty: nothing)",
        "done": "The book lies in {place}. Go on:\n  cd {place}\n  workbook serve",
    },
}


def init_command(options: argparse.Namespace) -> int:
    """Begin a book of your own in a new folder."""
    from ..beginning import Answers, first_title, languages, new_book

    place = Path(options.folder)
    be_folder(place)
    if place.is_dir() and (there := sorted({*os.listdir(place)} - UNSEEN)):
        raise WrongCommand("not-empty", path=place, name=there[0])
    spoken = "de" if language_of(options).startswith("de") else "en"
    words, known = QUESTIONS[spoken], languages()
    language = options.language or _ask(words["language"].format(known=", ".join(known)), spoken)
    if language not in known:
        raise WrongCommand("no-language", name=language, known=", ".join(known))
    title = options.title or _ask(words["title"], first_title(language))
    others = [getattr(options, name) or _ask(words[name], "") for name in ("person", "publisher", "rights")]
    unlinked(place).mkdir(parents=True, exist_ok=True)
    workspace = FolderWorkspace(place)
    for path, data in new_book(Answers(language, title, *others)).items():
        workspace.write(path, data)
    print(words["done"].format(place=place))
    return DONE


def _ask(question: str, usual: str) -> str:
    """Ask one who sits at a terminal; a script gets what is usual."""
    if not sys.stdin.isatty():
        return usual
    shown = f"{question} [{usual}]: " if usual else f"{question}: "
    try:
        return input(shown).strip() or usual
    except EOFError:
        return usual

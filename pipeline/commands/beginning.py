"""How a book begins, and with which program: `init`, `program`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ..refusals import WrongCommand
from ..workspace import FolderWorkspace, unlinked
from .frame import DONE, be_folder, book_of, language_of

# What may lie in a folder that counts as empty.
UNSEEN = frozenset({".git", ".DS_Store"})
QUESTIONS = {
    "de": {
        "language": "Sprache ({known})",
        "title": "Titel",
        "person": "Wer schreibt (leer: niemand)",
        "publisher": "Wer das Buch herausgibt (leer: niemand)",
        "rights": "Lizenz oder Rechte, z. B. CC BY 4.0 (leer: keine Angabe)",
        "done": "Das Buch liegt in {place}. Weiter:\n  cd {place}\n  {workbook} serve",
    },
    "en": {
        "language": "Language ({known})",
        "title": "Title",
        "person": "Who writes (empty: nobody)",
        "publisher": "Who publishes the book (empty: nobody)",
        "rights": "Licence or rights, e.g. CC BY 4.0 (empty: nothing)",
        "done": "The book lies in {place}. Go on:\n  cd {place}\n  {workbook} serve",
    },
}

PROGRAM = {
    "de": {
        "here": "Dieses Programm: {name}.",
        "fetched": "Das Buch hat {version} gewählt (program.lock); es ist geholt und läuft hier statt diesem.",
        "elsewhere": "Das Buch hat {version} gewählt (program.lock); es ist noch nicht geholt: workbook program fetch",
        "nothing": "Es ist nichts zu beachten.",
    },
    "en": {
        "here": "This program: {name}.",
        "fetched": "The book has chosen {version} (program.lock); it is fetched and runs here instead of this one.",
        "elsewhere": "The book has chosen {version} (program.lock); it is not fetched yet: workbook program fetch",
        "nothing": "There is nothing to look at.",
    },
}


def init_command(options: argparse.Namespace) -> int:
    """Begin a book of your own in a new folder."""
    from ..beginning import Answers, first_title, languages, new_book
    from ..programs import STARTER

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
    person, publisher, rights = (
        getattr(options, name) or _ask(words[name], "") for name in ("person", "publisher", "rights")
    )
    unlinked(place).mkdir(parents=True, exist_ok=True)
    workspace = FolderWorkspace(place)
    answers = Answers(language, title, person, publisher, rights, options.program_from)
    for path, data in new_book(answers).items():
        workspace.write(path, data)
    if options.program_from:
        workspace.make_real(STARTER).chmod(0o755)
    print(words["done"].format(place=place, workbook=answers.command))
    return DONE


def program_command(options: argparse.Namespace) -> int:
    """Say which version of this program the book asks for, fetch it, or tell what is other since a version."""
    from .. import programs
    from ..program import NAMED
    from ..usage.upgrades import notes_since

    language = language_of(options)
    said = PROGRAM["de" if language.startswith("de") else "en"]
    if options.deed == "notes":
        print("\n".join(notes_since(options.since, language)) or said["nothing"])
        return DONE
    book = book_of(options).root
    if options.deed == "fetch":
        programs.fetch(book, "de" if language.startswith("de") else "en")
    other = programs.other_version(book)
    lines = [said["here"].format(name=NAMED)]
    if other:
        lines.append(said["fetched" if programs.find(book) else "elsewhere"].format(version=other))
    print("\n".join(lines))
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

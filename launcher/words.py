"""What the launcher says, in German and English."""

from __future__ import annotations

import sys
from collections.abc import Sequence

TEXTS = {
    "setting-up": (
        "Richte die Arbeitsumgebung ein (einmalig, etwa eine Minute) …",
        "setting up the working environment (once, about a minute) …",
    ),
    "adding-tests": ("Installiere die Prüfwerkzeuge (einmalig) …", "installing the test tools (once) …"),
    "waiting": (
        "Ein anderer Start richtet gerade ein; ich warte …",
        "another start is setting up; waiting for it …",
    ),
    "installing": (
        "Installiere über das System (nicht mit --no-system): {packages} …",
        "installing through the system (not with --no-system): {packages} …",
    ),
    "missing": (
        "Es fehlt auf diesem System: {names}. Bitte einmal ausführen:\n\n    {command}\n\nund danach neu starten.",
        "missing on this system: {names}. Please run once:\n\n    {command}\n\nand start again.",
    ),
    "missing-unknown": (
        "Es fehlt auf diesem System: {names}. Bitte mit dem Paketverwalter des Systems installieren.",
        "missing on this system: {names}. Please install it with the system's package manager.",
    ),
    "left-out": (
        "Prüfungen, die {names} brauchen, werden übersprungen. Zum Einschalten:\n    {command}",
        "tests that need {names} are skipped. To have them:\n    {command}",
    ),
    "no-venv": (
        "Die Arbeitsumgebung {path} konnte nicht angelegt werden:\n{reason}",
        "the environment {path} could not be made:\n{reason}",
    ),
    "no-pip": (
        "pip ließ sich in der Arbeitsumgebung nicht einrichten:\n{reason}",
        "pip could not be set up in the environment:\n{reason}",
    ),
    "not-installed": (
        "Die Pakete aus {lock} ließen sich nicht installieren:\n{reason}",
        "the packages of {lock} could not be installed:\n{reason}",
    ),
    "fetching": (
        "Hole das Programm, das dieses Buch braucht ({what}, aus {place}; einmalig, etwa eine Minute) …",
        "fetching the program that this book needs ({what}, from {place}; once, about a minute) …",
    ),
    "no-place": (
        "Dieses Buch braucht das Programm {requires}, und in book.yaml steht nicht, wo es liegt. Schreib dort "
        "eine Zeile\n\n"
        "    program_from: programs\n\nmit dem Ordner der Wheels im Buch oder der Adresse eines Index.",
        "this book needs the program {requires}, and book.yaml does not say where it lies. Write a line\n\n"
        "    program_from: programs\n\nthere, with the folder of the wheels in the book or the address of an index.",
    ),
    "no-range": (
        "In book.yaml nennt `requires: {requires}` keine Versionen; schreib zum Beispiel >=0.2, <1.",
        "`requires: {requires}` of book.yaml names no versions; write, say, >=0.2, <1.",
    ),
    "no-folder": (
        "book.yaml sagt, das Programm liege in {place}; diesen Ordner gibt es nicht.",
        "book.yaml says that the program lies in {place}; there is no such folder.",
    ),
    "not-fetched": (
        "Das Programm {what} ließ sich nicht aus {place} holen. Gibt es dort diese Version, stimmt ihre Prüfsumme mit "
        "program.lock überein, und ist das Netz da?\n{reason}",
        "the program {what} could not be fetched from {place}. Is that version there, is its digest that of "
        "program.lock, "
        "and is there a network?\n{reason}",
    ),
    "no-program": ("{wheel} ist nicht dieses Programm: {reason}", "{wheel} is not this program: {reason}"),
    "file-trouble": ("{reason}", "{reason}"),
    "interrupted": ("Abgebrochen.", "interrupted."),
}


class Stop(Exception):
    """The launcher cannot go on: `key` names the sentence, `gaps` fill it."""

    def __init__(self, key: str, **gaps: str) -> None:
        super().__init__(key)
        self.key = key
        self.gaps = gaps


class Voice:
    """Says things on standard error, in the language that the command line asks for (German unless `--lang en`)."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        line = " ".join(arguments)
        self.column = 1 if "--lang en" in line or "--lang=en" in line else 0

    def say(self, key: str, **gaps: str) -> None:
        """Say one sentence."""
        try:
            sys.stderr.write("workbook: " + TEXTS[key][self.column].format(**gaps) + "\n")
            sys.stderr.flush()
        except (OSError, AttributeError):
            pass  # a stream that is full or closed (None) hears nothing, and stops nothing

"""What a book has to look at when it moves to a version of the program: the newest first, in German and English.

Only what may need somebody's hand; everything that is new stands in CHANGELOG.md.
"""

from __future__ import annotations

from collections.abc import Iterator

Notes = tuple[str, ...]

UPGRADES: dict[str, tuple[Notes, Notes]] = {
    "0.2.0": (
        (
            "Eigene Schriften: Schriften des Rechners zählen nicht mehr. Was das Buch braucht und das Programm "
            "nicht mitbringt, "
            "gehört in templates/fonts/ (t-070 nennt die Buchstaben).",
            "Eigene Vorlagen: `references.title` heißt `quotes`, `accessibility.point` heißt `numbers`; was über "
            "den Rand läuft, "
            "läuft 5 mm weiter.",
            "HTML im Text: ein Dutzend Elemente wird gelesen, der Rest je Datei einmal gemeldet (s-010).",
            "Ausgaben, die vorher geschnitten sind, baut ihr eigenes Programm nach.",
        ),
        (
            "Fonts of your own: fonts of the machine no longer count. What the book needs and the program does "
            "not bring belongs "
            "into templates/fonts/ (t-070 names the letters).",
            "Templates of your own: `references.title` is called `quotes`, `accessibility.point` is `numbers`; "
            "what runs over the "
            "edge goes on for 5 mm.",
            "HTML in texts: a dozen elements are read, the others are told once a file (s-010).",
            "Editions that were cut before are made again by their own program.",
        ),
    ),
}


def notes_since(version: str, language: str) -> Iterator[str]:
    """The lines for all versions newer than one; an empty one is older than all."""
    column = 0 if language.lower().startswith("de") else 1
    for number, texts in UPGRADES.items():
        if as_numbers(number) > as_numbers(version):
            yield number
            yield from (f"  – {text}" for text in texts[column])


def as_numbers(version: str) -> tuple[int, ...]:
    """A version to be compared: its numbers, as far as it has some."""
    return tuple(int(number) for number in version.split(".") if number.isdigit())

"""The words around change lists and errata, in the book's or the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "changes": "Änderungen",
        "from-to": "{title}: von Ausgabe {before} zu Ausgabe {after}",
        "work": "Arbeitsstand",
        "first": "Erste Ausgabe.",
        "edition": "Ausgabe {version} vom {date}",
        "none": "Keine Änderungen am Text.",
        "added": "neu",
        "changed": "geändert",
        "removed": "entfallen",
        "moved": "verschoben",
        "page": "S. {page}",
        "was-page": "in Ausgabe {version} S. {page}",
        "from": "aus: {section}",
        "legend": "Neues ist unterstrichen, Entfallenes durchgestrichen.",
        "old-text": "Entfallen:",
        "new-text": "Neu:",
        "end": "Ende",
        "errata": "Berichtigungen",
        "no-errata": "Für diese Ausgabe sind keine Berichtigungen bekannt.",
        "wrong": "Falsch",
        "right": "Richtig",
        "where": "Stelle",
        "in-edition": "Ausgabe {version}",
        "corrected": "Berichtigt in",
        "not-yet": "noch nicht",
        "text-changed": "berichtigt oder anders gefasst in Ausgabe {version}",
        "allowed": "Mit Ausnahmen geschnitten: {names}.",
    },
    "en": {
        "changes": "Changes",
        "from-to": "{title}: from edition {before} to edition {after}",
        "work": "work in progress",
        "first": "First edition.",
        "edition": "Edition {version} of {date}",
        "none": "No changes to the text.",
        "added": "new",
        "changed": "changed",
        "removed": "removed",
        "moved": "moved",
        "page": "p. {page}",
        "was-page": "in edition {version} p. {page}",
        "from": "from: {section}",
        "legend": "What is new is underlined, what is gone is struck through.",
        "old-text": "Gone:",
        "new-text": "New:",
        "end": "end",
        "errata": "Errata",
        "no-errata": "No errors are known in this edition.",
        "wrong": "Wrong",
        "right": "Right",
        "where": "Place",
        "in-edition": "Edition {version}",
        "corrected": "Corrected in",
        "not-yet": "not yet",
        "text-changed": "corrected or reworded in edition {version}",
        "allowed": "Cut with exceptions: {names}.",
    },
}


def words_for(language: str) -> Mapping[str, str]:
    """The words of a language; English for all but German."""
    return WORDS["de" if language.lower().startswith("de") else "en"]

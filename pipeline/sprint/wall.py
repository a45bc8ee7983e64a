"""The board as a page for those without the room: one file of HTML that needs nothing else, to be put on a wall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from ..checks.board import Row
from ..checks.board_views import page
from ..manuscript.model import Sprint
from ..theme import Labels
from .pace import Sample, draw, foresee

WORDS = {
    "de": {
        "pace": "Wörter im Lauf des Sprints", "day": "%d.%m.",
        "ahead": "Bei diesem Tempo ist das Ziel am {} um {} erreicht.",
        "start": "Beginn", "chapters": "keine neuen Kapitel", "content": "Schluss für Inhalt", "proof": "Korrektur",
        "print": "Druck", "end": "Ende",
    },
    "en": {
        "pace": "Words in the course of the sprint", "day": "%d %B",
        "ahead": "At this pace the target is reached on {} at {}.",
        "start": "Begin", "chapters": "no new chapters", "content": "no new content", "proof": "Proof",
        "print": "Print", "end": "End",
    },
}  # fmt: skip


def words_for(language: str) -> Mapping[str, str]:
    """What the sprint's clock and pace are called, in German or English."""
    return WORDS["de" if language.startswith("de") else "en"]


def as_page(rows: Sequence[Row], labels: Labels, samples: Sequence[Sample], sprint: Sprint, language: str) -> str:
    """Write the board down."""
    words, target = words_for(language), sum(row.target for row in rows)
    ahead = tell_ahead(samples, target, language)
    drawn = draw(samples, target, sprint, words, words["pace"]) + f"<p>{escape(ahead)}</p>" if samples else ""
    return page(rows, labels, language, drawn)


def tell_ahead(samples: Sequence[Sample], target: int, language: str) -> str:
    """When the target will be reached, as a sentence; empty when nobody can say."""
    ahead = foresee(samples, target)
    if ahead is None:
        return ""
    words, moment = words_for(language), datetime.fromtimestamp(ahead / 1000)
    return words["ahead"].format(moment.strftime(words["day"]), moment.strftime("%H:%M"))

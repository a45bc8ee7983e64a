"""The board as a page for those without the room: one file of HTML that needs nothing else, to be put on a wall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from ..manuscript.model import Sprint
from ..theme import Labels, room_file
from .board import Row
from .clock import FORM
from .pace import Sample, draw, foresee

WORDS = {
    "de": {
        "title": "So weit ist das Buch", "text": "Text", "status": "Stand", "owner": "Verantwortlich",
        "words": "Wörter",
        "open": "offen", "comments": "Kommentare", "pictures": "Bilder fehlen",
        "pace": "Wörter im Lauf des Sprints",
        "ahead": "Bei diesem Tempo ist das Ziel am {} um {} erreicht.",
        "start": "Beginn", "chapters": "keine neuen Kapitel", "content": "Schluss für Inhalt", "proof": "Korrektur",
        "print": "Druck", "end": "Ende",
    },
    "en": {
        "title": "How far the book is", "text": "Text", "status": "Status", "owner": "Owner", "words": "Words",
        "open": "open", "comments": "Comments", "pictures": "Pictures missing",
        "pace": "Words in the course of the sprint",
        "ahead": "At this pace the target is reached on {} at {}.",
        "start": "Begin", "chapters": "no new chapters", "content": "no new content", "proof": "Proof",
        "print": "Print", "end": "End",
    },
}  # fmt: skip
STYLE = "wall.css"


def words_for(language: str) -> Mapping[str, str]:
    """What the board says, in German or English."""
    return WORDS["de" if language.startswith("de") else "en"]


def as_page(rows: Sequence[Row], labels: Labels, samples: Sequence[Sample], sprint: Sprint, language: str) -> str:
    """Write the board down."""
    words, total = words_for(language), sum(row.words for row in rows)
    target = sum(row.target for row in rows)
    heads = [words[name] for name in ("text", "status", "owner", "words", "open")]
    parts = [
        f"<tbody>{_part(part)}{''.join(_row(row, labels, words) for row in its)}</tbody>"
        for part, its in groupby(rows, lambda row: row.part)
    ]
    ahead = tell_ahead(samples, target, language)
    drawn = draw(samples, target, sprint, words, words["pace"]) + f"<p>{escape(ahead)}</p>" if samples else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{words["title"]}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{room_file(STYLE).decode()}</style></head>'
        "<body><main>"
        f"<h1>{words['title']}: {_amount(total, target)}</h1>{drawn}<table><thead><tr>"
        + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        + f"</tr></thead>{''.join(parts)}</table></main></body></html>\n"
    )


def tell_ahead(samples: Sequence[Sample], target: int, language: str) -> str:
    """When the target will be reached, as a sentence; empty when nobody can say."""
    ahead = foresee(samples, target)
    if ahead is None:
        return ""
    moment = datetime.fromtimestamp(ahead / 1000).strftime(FORM)
    return words_for(language)["ahead"].format(*moment.split(" "))


def _part(title: str) -> str:
    return f'<tr><th colspan="5" scope="colgroup">{escape(title)}</th></tr>' if title else ""


def _row(row: Row, labels: Labels, words: Mapping[str, str]) -> str:
    status = labels.words.get(f"values.{row.status}", row.status)
    points = (("open", row.open_points), ("comments", row.comments), ("pictures", row.pictures))
    told = ", ".join(f"{count} {words[name]}" for name, count in points if count)
    return (
        f'<tr><th scope="row">{escape(row.title)}</th><td class="{row.status}">{escape(status)}</td>'
        f'<td>{escape(row.owner)}</td><td class="number">{_amount(row.words, row.target)}</td><td>{told}</td></tr>'
    )


def _amount(words: int, target: int) -> str:
    return f"{words} / {target}" if target else str(words)

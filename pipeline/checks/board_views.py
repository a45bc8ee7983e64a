"""The board for people: as lines for a terminal, or as one file of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import groupby

from ..theme import Labels, room_file
from .board import Row

STYLE = "wall.css"
WORDS = {
    "de": {
        "title": "So weit ist das Buch", "text": "Text", "status": "Stand", "owner": "Verantwortlich",
        "words": "Wörter", "open_points": "offen", "comments": "Kommentare", "pictures": "Bilder fehlen",
        "changed": "zuletzt geändert", "aimed": "wo ein Ziel steht",
    },
    "en": {
        "title": "How far the book is", "text": "Text", "status": "Status", "owner": "Owner",
        "words": "Words", "open_points": "open", "comments": "comments", "pictures": "pictures missing",
        "changed": "last change", "aimed": "where there is a target",
    },
}  # fmt: skip
_NUMBERS = ("words", "open_points", "comments", "pictures")
_GAP = "  "

Tell = Callable[[Row], str]


def as_text(rows: Sequence[Row], labels: Labels, language: str) -> str:
    """A line for each file, with the columns that say something; at the end the words of all."""
    words = _words(language)
    columns = _columns(rows, labels)
    table = [[words[name] for name in columns], *([tell(row) for tell in columns.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    fit = [str.rjust if name in _NUMBERS else str.ljust for name in columns]
    lines = [
        _GAP.join(put(cell, width) for put, cell, width in zip(fit, cells, widths, strict=True)).rstrip()
        for cells in table
    ]
    told = iter(lines[1:])
    parts = [["", *([part] if part else []), *(next(told) for _ in its)] for part, its in groupby(rows, _part)]
    return "\n".join([lines[0], *(line for part in parts for line in part), "", _total(rows, words)])


def page(rows: Sequence[Row], labels: Labels, language: str, above: str = "") -> str:
    """A page of its own; `above` is HTML that stands before the table."""
    words, columns = _words(language), _columns(rows, labels)
    heads = "".join(f'<th scope="col" class="{_kind(name)}">{escape(words[name])}</th>' for name in columns)
    parts = [
        f"<tbody>{_head(part, len(columns))}{''.join(_row(row, columns) for row in its)}</tbody>"
        for part, its in groupby(rows, _part)
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{words["title"]}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{room_file(STYLE).decode()}</style></head>'
        f"<body><main><h1>{words['title']}</h1><p>{_total(rows, words)}</p>{above}"
        f"<table><thead><tr>{heads}</tr></thead>{''.join(parts)}</table></main></body></html>\n"
    )


def _columns(rows: Sequence[Row], labels: Labels) -> Mapping[str, Tell]:
    """What is told of a file; what no file has anything of is left out."""
    told: dict[str, Tell] = {
        "text": lambda row: row.title,
        "status": lambda row: labels.words.get(f"values.{row.status}", row.status),
        "owner": lambda row: row.owner,
        "words": lambda row: _amount(row.words, row.target),
        "open_points": lambda row: str(row.open_points or ""),
        "comments": lambda row: str(row.comments or ""),
        "pictures": lambda row: str(row.pictures or ""),
        "changed": lambda row: " ".join(filter(None, (row.changed, row.changed_by))),
    }
    return {name: tell for name, tell in told.items() if any(map(tell, rows)) or name == "text"}


def _row(row: Row, columns: Mapping[str, Tell]) -> str:
    cells = [
        f'<td class="{row.status if name == "status" else _kind(name)}">{escape(tell(row))}</td>'
        for name, tell in columns.items()
        if name != "text"
    ]
    return f'<tr><th scope="row">{escape(row.title)}</th>{"".join(cells)}</tr>'


def _kind(column: str) -> str:
    return "number" if column in _NUMBERS else column


def _head(part: str, columns: int) -> str:
    return f'<tr><th colspan="{columns}" scope="colgroup">{escape(part)}</th></tr>' if part else ""


def _part(row: Row) -> str:
    return row.part


def _words(language: str) -> Mapping[str, str]:
    return WORDS["de" if language.startswith("de") else "en"]


def _amount(words: int, target: int) -> str:
    return f"{words} / {target}" if target else str(words)


def _total(rows: Sequence[Row], words: Mapping[str, str]) -> str:
    """The words of all texts; a target is held against those of the texts that have one."""
    aimed = [row for row in rows if row.target]
    told = [f"{words['words']}: {sum(row.words for row in rows)}"]
    if aimed:
        told.append(f"{words['aimed']}: {_amount(sum(row.words for row in aimed), sum(row.target for row in aimed))}")
    return ", ".join(told)

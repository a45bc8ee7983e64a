"""Finished formats in the cache: what was made, where everything is in print, and what there was to note of it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from .artifacts import Artifacts, Member, archive
from .book.model import PageMap
from .cache import Cache
from .codes import CODES
from .diagnostics import Checked, Diagnostic, Span

PAGES, NOTES = "pages.json", "notes.json"
LAST = "last-pages"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished format; `pages` is None for formats that have none."""

    artifacts: Artifacts
    pages: PageMap | None = None


def get(cache: Cache, name: str, key: str) -> Checked[Made] | None:
    """What is kept of a format, or None."""
    data = cache.get(f"made-{name}", key)
    if data is None:
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {path: packed.read(path) for path in packed.namelist()}
    facts, notes = (json.loads(files.pop(name, b"null")) for name in (PAGES, NOTES))
    return Checked(Made(files, _page_map(facts) if facts else None), tuple(map(_note, notes or ())))


def put(cache: Cache, name: str, key: str, made: Checked[Made]) -> None:
    """Keep a finished format, unless something is wrong with it, which may be otherwise the next time."""
    notes = made.diagnostics
    if any(CODES[one.code].severity != "note" or one.related or one.fix for one in notes):
        return
    members = [Member(path, data, stored=True) for path, data in made.value.artifacts.items()]
    if made.value.pages is not None:
        members.append(Member(PAGES, _facts_of(made.value.pages), stored=True))
    if notes:
        members.append(Member(NOTES, json.dumps([_parts_of(one) for one in notes]).encode(), stored=True))
    cache.put(f"made-{name}", key, archive(members))


def _parts_of(note: Diagnostic) -> list[Any]:
    span = note.span
    place = (span.path, span.line, span.column, span.end_line, span.end_column)
    return [note.code, place, note.facts, note.suggestion]


def _note(parts: list[Any]) -> Diagnostic:
    code, place, facts, suggestion = parts
    return Diagnostic(code, Span(*place), tuple((name, value) for name, value in facts), suggestion)


def last_pages(cache: Cache, title: str) -> PageMap | None:
    """Where everything was when a book of this title was printed last."""
    data = cache.get(LAST, title)
    return None if data is None else _page_map(json.loads(data))


def put_last_pages(cache: Cache, title: str, pages: PageMap) -> None:
    """Keep where everything is now."""
    cache.put(LAST, title, _facts_of(pages))


def _facts_of(pages: PageMap) -> bytes:
    return json.dumps([dict(pages.folios), pages.pages, pages.running, pages.turns]).encode()


def _page_map(facts: list[Any]) -> PageMap:
    return PageMap(facts[0], *(tuple(map(tuple, rows)) for rows in facts[1:]))

"""Finished formats in the cache: what was made, and for print also where everything is."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from .artifacts import Artifacts, Member, archive
from .book.model import PageMap
from .cache import Cache
from .diagnostics import Checked

PAGES = "pages.json"
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
        artifacts = {path: packed.read(path) for path in packed.namelist() if path != PAGES}
        facts = json.loads(packed.read(PAGES)) if PAGES in packed.namelist() else None
    return Checked(Made(artifacts, _page_map(facts) if facts else None))


def put(cache: Cache, name: str, key: str, made: Made) -> None:
    """Keep a finished format."""
    members = [Member(path, data, stored=True) for path, data in made.artifacts.items()]
    if made.pages is not None:
        members.append(Member(PAGES, _facts_of(made.pages), stored=True))
    cache.put(f"made-{name}", key, archive(members))


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

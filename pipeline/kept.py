"""Finished formats in the cache: what was made, and for print also where everything is."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass

from pipeline.artifacts import Artifacts, Member, archive
from pipeline.book.model import PageMap
from pipeline.cache import Cache
from pipeline.diagnostics import Checked

PAGES = "pages.json"


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
    pages = PageMap(facts[0], *(tuple(map(tuple, rows)) for rows in facts[1:])) if facts else None
    return Checked(Made(artifacts, pages))


def put(cache: Cache, name: str, key: str, made: Made) -> None:
    """Keep a finished format."""
    members = [Member(path, data, stored=True) for path, data in made.artifacts.items()]
    if made.pages is not None:
        facts = json.dumps([dict(made.pages.folios), made.pages.pages, made.pages.running, made.pages.turns])
        members.append(Member(PAGES, facts.encode(), stored=True))
    cache.put(f"made-{name}", key, archive(members))

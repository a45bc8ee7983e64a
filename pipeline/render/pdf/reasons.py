"""Why a section was set anew: what it is made from now, held against what the print before was made from.

This only tells; what is made anew is decided by the keys of the cache.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from ... import program
from ...artifacts import digest
from ...cache import Cache
from ...theme import Theme
from ..layout import Sheet

KIND = "traits"
# What a section is made from, in the order of asking: another program explains everything after it.
CAUSES = ("program", "theme", "text", "picture", "side")
NEW, LOST = "new", "lost"
FOLDER = "pdf/"

Traits = Sequence[str]


def traits(look: str, sheet: Sheet, pictures: Iterable[str]) -> Traits:
    """Digests of what a section is made from, one for each cause; `look` is that of the theme."""
    return (program.fingerprint(), look, digest(sheet.html, sheet.style), digest(*pictures), sheet.opens)


def look_of(theme: Theme, ground: str) -> str:
    """A digest of the theme, as far as print has to do with it."""
    files = sorted((path, data) for path, data in theme.files.items() if path.startswith(FOLDER))
    return digest(ground, *(part for entry in files for part in entry), repr(sorted(theme.labels.words.items())))


def reasons(cache: Cache, book: str, now: Mapping[str, Traits], anew: Iterable[str]) -> dict[str, str]:
    """Name the first cause for every section (by id) that was set anew, and keep what it is made from for next time."""
    key = digest(book, *CAUSES)
    kept = cache.get(KIND, key)
    before = _read(kept)
    fresh = json.dumps(now).encode()
    if fresh != kept:
        cache.put(KIND, key, fresh)
    return {name: _reason(before.get(name), now[name]) for name in anew}


def _read(kept: bytes | None) -> Mapping[str, Traits]:
    """Read what an earlier print kept; nothing where another program, which no key can name here, kept another form."""
    try:
        told = json.loads(kept or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) and all(len(each) == len(CAUSES) for each in told.values()) else {}


def _reason(before: Traits | None, now: Traits) -> str:
    if before is None:
        return NEW
    return next((cause for cause, old, new in zip(CAUSES, before, now, strict=True) if old != new), LOST)

"""The last text of each file that could be read, by its path: it stands in when the newest cannot."""

from __future__ import annotations

from ..artifacts import digest
from ..cache import Cache

KIND = "last-good"


def recall(cache: Cache, path: str) -> str | None:
    """What a file said last; None where that is not known."""
    kept = cache.get(KIND, digest(path))
    return None if kept is None else kept.decode()


def remember(cache: Cache, path: str, text: str) -> None:
    """Keep what a file says now."""
    if recall(cache, path) != text:
        cache.put(KIND, digest(path), text.encode())

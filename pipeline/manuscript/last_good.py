"""The last text of each file that could be read, by its path: it stands in when the newest cannot."""

from __future__ import annotations

from ..artifacts import digest
from ..cache import Cache

KIND, SHRUNK = "last-good", "shrunk"
# Shorter texts are written anew more often than half saved.
LONG = 2000


def recall(cache: Cache, path: str) -> str | None:
    """What a file said last; None where that is not known."""
    kept = cache.get(KIND, digest(path))
    return None if kept is None else kept.decode()


def has_shrunk(cache: Cache, path: str, text: str) -> bool:
    """Is a file less than half of what it was? It is taken for half saved until it is written on: then that holds."""
    before, key = recall(cache, path), digest(path)
    known = cache.get(SHRUNK, key)
    now = b"" if before is None or len(before) < LONG or len(text) * 2 > len(before) else digest(text).encode()
    if not now or not known:
        if now or known:
            cache.put(SHRUNK, key, now)
        return bool(now)
    return known == now


def remember(cache: Cache, path: str, text: str) -> None:
    """Keep what a file says now."""
    if recall(cache, path) != text:
        cache.put(KIND, digest(path), text.encode())

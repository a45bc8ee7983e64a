"""Results kept by the hash of what they were made from. A hit equals a miss; a cache never stops a build."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Protocol

from .workspace import FolderWorkspace, WorkspaceError

DIGEST_BYTES = 32
HOUR_S = 3600.0
# Nobody misses after a month what nothing used; a day's work on a long book makes a few hundred megabytes.
UNUSED_S = 30 * 24 * HOUR_S
MOST_BYTES = 1 << 30
# What is remembered in memory: whole books are not.
SMALL_BYTES, REMEMBERED_BYTES = 1 << 18, 1 << 27
PRUNED = ".pruned"
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
# An entry, or a file that got no further than its hidden name.
OURS = re.compile(r"[a-z][a-z-]*/(?:(?:[a-z0-9-]{1,2}/)?\.[^/]+|([a-z0-9][a-z0-9-]?)/\1[a-z0-9-]{0,79})")


class Cache(Protocol):
    """Bytes by kind ("fragment", "layout" …) and key (usually a hash)."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was kept, or None."""

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep `data`; failing to is no error."""


class MemoryCache:
    """A cache that lives as long as its owner."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], bytes] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        return self.entries.get((kind, key))

    def put(self, kind: str, key: str, data: bytes) -> None:
        self.entries[kind, key] = data

    def prune(self) -> None:
        """There is nothing that anybody left."""


class FolderCache:
    """A cache on disk. Every file begins with a digest of its place and the rest: a damaged or moved one is a miss.

    With a `secret`, the digest is keyed by it: what somebody else made is a miss, too.
    """

    def __init__(self, path: Path | str, secret: bytes = b"") -> None:
        self._files = FolderWorkspace(path)
        self._secret = secret
        # Made once: a key costs as much as a small file.
        self._start = hmac.new(secret, digestmod="sha256")

    def get(self, kind: str, key: str) -> bytes | None:
        place = _place(kind, key)
        try:
            kept = self._files.use(place)
        except (OSError, WorkspaceError):
            return None
        told, data = kept[:DIGEST_BYTES], kept[DIGEST_BYTES:]
        return data if hmac.compare_digest(told, self._seal(place, data)) else None

    def put(self, kind: str, key: str, data: bytes) -> None:
        place = _place(kind, key)
        try:
            self._files.keep(place, self._seal(place, data) + data)
        except (OSError, WorkspaceError):
            return

    def prune(self, most_bytes: int = MOST_BYTES) -> None:
        """Remove what nothing used for a month, and then the longest unused until the rest is at most `most_bytes`.

        Looks once an hour at most, and leaves what was used within the hour: another build may be about to ask for it.
        What has not the form of an entry, or of half of one, is none of ours.
        """
        if self._files.age(PRUNED) < HOUR_S:
            return
        entries = [entry for entry in self._files.ages() if OURS.fullmatch(entry[0])]
        total = sum(size for _, size, _ in entries)
        for path, size, age in entries:
            if age < HOUR_S or (age < UNUSED_S and total <= most_bytes):
                break
            self._files.remove(path)
            total -= size
        with suppress(OSError, WorkspaceError):
            self._files.keep(PRUNED, b"")

    def _seal(self, place: str, data: bytes) -> bytes:
        if self._secret:
            keyed = self._start.copy()
            keyed.update(place.encode() + b"\0")
            keyed.update(data)
            return keyed.digest()
        total = hashlib.sha256(place.encode() + b"\0")
        total.update(data)
        return total.digest()


class RememberingCache:
    """A cache in front of a slower one, which remembers what is small, for a process that asks again and again."""

    def __init__(self, inner: Cache) -> None:
        self.inner = inner
        self._known: dict[tuple[str, str], bytes] = {}
        self._bytes = 0

    def get(self, kind: str, key: str) -> bytes | None:
        known = self._known.get((kind, key))
        if known is not None:
            return known
        data = self.inner.get(kind, key)
        if data is not None:
            self._remember(kind, key, data)
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        self.inner.put(kind, key, data)
        self._remember(kind, key, data)

    def _remember(self, kind: str, key: str, data: bytes) -> None:
        if len(data) > SMALL_BYTES:
            self._known.pop((kind, key), None)
            return
        self._bytes += len(data)
        if self._bytes > REMEMBERED_BYTES:
            # Rather all at once than to ask of each when it was used.
            self._known, self._bytes = {}, len(data)
        self._known[kind, key] = data


class CountingCache:
    """A cache that remembers, by kind, how often something was there and how often it had to be made."""

    def __init__(self, inner: Cache) -> None:
        self.inner = inner
        self.hits: Counter[str] = Counter()
        self.misses: Counter[str] = Counter()
        # Formats are made side by side.
        self._lock = Lock()

    def get(self, kind: str, key: str) -> bytes | None:
        data = self.inner.get(kind, key)
        with self._lock:
            (self.misses if data is None else self.hits)[kind] += 1
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        self.inner.put(kind, key, data)

    def account(self) -> tuple[tuple[str, int, int], ...]:
        """Return (kind, hits, misses), sorted by kind."""
        return tuple((kind, self.hits[kind], self.misses[kind]) for kind in sorted(self.hits | self.misses))


def _place(kind: str, key: str) -> str:
    name = key if SAFE_NAME.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()
    return f"{kind}/{name[:2]}/{name}"

"""Results kept by the hash of what they were made from. A hit equals a miss; a cache never stops a build."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Protocol

from pipeline.workspace import FolderWorkspace, WorkspaceError

DIGEST_BYTES = 32
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


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


class FolderCache:
    """A cache on disk. Every file begins with the digest of the rest: a damaged one is a miss."""

    def __init__(self, path: Path | str) -> None:
        self._files = FolderWorkspace(path)

    def get(self, kind: str, key: str) -> bytes | None:
        try:
            kept = self._files.read(_place(kind, key))
        except (OSError, WorkspaceError):
            return None
        told, data = kept[:DIGEST_BYTES], kept[DIGEST_BYTES:]
        return data if told == hashlib.sha256(data).digest() else None

    def put(self, kind: str, key: str, data: bytes) -> None:
        try:
            self._files.write(_place(kind, key), hashlib.sha256(data).digest() + data)
        except (OSError, WorkspaceError):
            return


class CountingCache:
    """A cache that remembers, by kind, how often something was there and how often it had to be made."""

    def __init__(self, inner: Cache) -> None:
        self.inner = inner
        self.hits: Counter[str] = Counter()
        self.misses: Counter[str] = Counter()

    def get(self, kind: str, key: str) -> bytes | None:
        data = self.inner.get(kind, key)
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

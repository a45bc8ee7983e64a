"""Started ahead: while changed texts are read, processes of their own load what will set them in type."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.cache import Cache

# What is missed just before pandoc is called.
READ_BY_PANDOC = "fragment"


class Ahead:
    """A cache that calls `start`, once, when it has not got a fragment: then there will be something to print."""

    def __init__(self, inner: Cache, start: Callable[[], object]) -> None:
        self._inner = inner
        self._start = start
        self._started = False

    def get(self, kind: str, key: str) -> bytes | None:
        data = self._inner.get(kind, key)
        if data is None and kind == READ_BY_PANDOC and not self._started:
            self._started = True
            self._start()
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        self._inner.put(kind, key, data)

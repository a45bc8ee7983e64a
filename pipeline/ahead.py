"""Loaded ahead: while pandoc reads changed texts in a process of its own, this one loads what makes a book of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Thread

from pipeline.cache import Cache

# What is missed just before pandoc is called.
READ_BY_PANDOC = "fragment"


class Ahead:
    """A cache that calls `load` in a thread, once, when it has not got a fragment. Use as a context: it ends when all
    is loaded, so that no thread is left when processes are forked."""

    def __init__(self, inner: Cache, load: Callable[[], object]) -> None:
        self._inner = inner
        self._load = load
        self._thread: Thread | None = None

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *error: object) -> None:
        if self._thread:
            self._thread.join()

    def get(self, kind: str, key: str) -> bytes | None:
        data = self._inner.get(kind, key)
        if data is None and kind == READ_BY_PANDOC and self._thread is None:
            self._thread = Thread(target=self._try, name="ahead")
            self._thread.start()
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        self._inner.put(kind, key, data)

    def _try(self) -> None:
        # Who needs it loads it again, and tells what is missing.
        with suppress(Exception):
            self._load()

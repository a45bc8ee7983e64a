from __future__ import annotations

from pipeline.ahead import Ahead
from pipeline.cache import MemoryCache


def test_the_first_missing_fragment_starts_what_comes_after() -> None:
    started: list[int] = []
    cache = Ahead(MemoryCache(), lambda: started.append(1))
    assert cache.get("fragment", "a") is None
    assert cache.get("fragment", "b") is None
    assert started == [1]


def test_a_build_that_needs_no_pandoc_starts_nothing() -> None:
    inner, started = MemoryCache(), []
    inner.put("fragment", "a", b"known")
    cache = Ahead(inner, lambda: started.append(1))
    assert cache.get("fragment", "a") == b"known"
    assert cache.get("extent", "b") is None
    cache.put("extent", "b", b"kept")
    assert started == []
    assert inner.get("extent", "b") == b"kept"

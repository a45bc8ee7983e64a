from __future__ import annotations

import threading

from pipeline.ahead import Ahead
from pipeline.cache import MemoryCache


def test_a_missing_fragment_starts_loading_once_and_the_end_waits_for_it() -> None:
    may_go_on, loaded = threading.Event(), []

    def load() -> None:
        may_go_on.wait(10)
        loaded.append(threading.current_thread().name)

    with Ahead(MemoryCache(), load) as cache:
        assert cache.get("fragment", "a") is None
        assert cache.get("fragment", "b") is None
        assert loaded == []
        may_go_on.set()
    assert loaded == ["ahead"]


def test_a_build_that_needs_no_pandoc_loads_nothing() -> None:
    inner, loaded = MemoryCache(), []
    inner.put("fragment", "a", b"known")
    with Ahead(inner, lambda: loaded.append(1)) as cache:
        assert cache.get("fragment", "a") == b"known"
        assert cache.get("extent", "b") is None
        cache.put("extent", "b", b"kept")
    assert loaded == []
    assert inner.get("extent", "b") == b"kept"


def test_what_cannot_be_loaded_is_left_to_those_who_need_it() -> None:
    def load() -> None:
        raise OSError("no Pango")

    with Ahead(MemoryCache(), load) as cache:
        assert cache.get("fragment", "a") is None

"""Finished formats come back as they were, with what there was to note of them; what went wrong is tried again."""

from __future__ import annotations

from pipeline import kept
from pipeline.book.model import PageMap
from pipeline.cache import MemoryCache
from pipeline.diagnostics import Checked, Span, diagnose

MADE = kept.Made({"a.pdf": b"x"}, PageMap({"a": "1"}, (("1", "a"),)))
NOTE = diagnose("t-080", Span("chapters/a.md", 3, 5), page="7", free=61, what="Tabelle")


def test_a_format_comes_back_with_its_pages_and_notes() -> None:
    cache = MemoryCache()
    kept.put(cache, "pdf", "key", Checked(MADE, (NOTE,)))
    assert kept.get(cache, "pdf", "key") == Checked(MADE, (NOTE,))
    kept.put(cache, "pdf", "other", Checked(MADE))
    assert kept.get(cache, "pdf", "other") == Checked(MADE)


def test_what_went_wrong_is_tried_again() -> None:
    cache = MemoryCache()
    kept.put(cache, "pdf", "key", Checked(MADE, (NOTE, diagnose("f-023", Span("x"), path="x", problem="y"))))
    assert kept.get(cache, "pdf", "key") is None

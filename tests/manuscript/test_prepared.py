"""What was made ready once is remembered as it was, with all that was told of it."""

from __future__ import annotations

import pytest

from pipeline.cache import MemoryCache
from pipeline.diagnostics import Checked, Span
from pipeline.manuscript.preparation import prepare
from pipeline.manuscript.prepared import prepare_once

TEXT = "# Titel\n\n- [] offen\n\nEin {++neuer++} Satz, (c) *ohne Ende.\n\n[^a]\n"


@pytest.mark.parametrize("draft", [True, False])
def test_a_text_that_is_kept_is_the_one_that_was_made(draft: bool) -> None:
    cache = MemoryCache()
    made, kept = (prepare_once(TEXT, TEXT, "a.md", draft=draft, cache=cache) for _ in range(2))
    assert made == kept == prepare(TEXT, "a.md", draft=draft)
    assert isinstance(kept, Checked) and kept.diagnostics


def test_another_text_name_or_use_is_made_anew() -> None:
    cache = MemoryCache()
    for text, path, draft in ((TEXT, "a.md", True), (TEXT, "b.md", True), (TEXT, "a.md", False), ("x", "a.md", True)):
        prepare_once(text, text, path, draft=draft, cache=cache)
    assert len(cache.entries) == 4


def test_brackets_that_are_too_deep_are_told_each_time() -> None:
    cache = MemoryCache()
    deep = "[" * 12 + "x" + "]" * 12
    assert [prepare_once(deep, deep, "a.md", draft=True, cache=cache) for _ in range(2)] == [
        Span("a.md", 1, 9, 1, 10)
    ] * 2

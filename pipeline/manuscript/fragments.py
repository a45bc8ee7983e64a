"""Markdown to pandoc's HTML, through the cache: what was read once is not read again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline import pandoc
from pipeline.artifacts import digest
from pipeline.cache import Cache
from pipeline.pandoc import Fragment

KIND = "fragment"


def read_fragments(texts: Sequence[str], cache: Cache, language: str, jobs: int = 1) -> tuple[Fragment, ...]:
    """Read texts in the same order; only those that are not in the cache go to pandoc. Raises ToolMissing."""
    stamp = pandoc.stamp() if texts else ""
    keys = [digest(text, language, stamp) for text in texts]
    known = {key: fragment for key in keys if (fragment := _kept(cache, key)) is not None}
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    for key, fragment in zip(fresh, pandoc.to_fragments(tuple(fresh.values()), language, jobs), strict=True):
        known[key] = fragment
        # A failure may be the machine's (no memory, no time): it is not kept.
        if not fragment.failure:
            cache.put(KIND, key, json.dumps([fragment.html, fragment.log]).encode())
    return tuple(known[key] for key in keys)


def _kept(cache: Cache, key: str) -> Fragment | None:
    data = cache.get(KIND, key)
    if data is None:
        return None
    html, log = json.loads(data)
    return Fragment(html, tuple(log))

"""Markdown to pandoc's HTML, through the cache: what was read once is not read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from .. import pandoc
from ..artifacts import digest
from ..cache import Cache
from ..pandoc import Fragment
from .exchange import Exchange, exchange

KIND = "fragment"


def read_fragments(
    texts: Sequence[str],
    cache: Cache,
    quotes: pandoc.Quotes = pandoc.GERMAN,
    jobs: int = 1,
    former: Callable[[str], str] = lambda text: "",
) -> tuple[Fragment, ...]:
    """Read texts in the same order; only those that are not in the cache go to pandoc, and of those whose `former` text
    is known only what is other (exchange.py). Raises ToolMissing."""
    stamp = pandoc.stamp() if texts else ""

    def key_of(text: str) -> str:
        return digest(text, *quotes, stamp)

    known = {text: fragment for text in texts if (fragment := _kept(cache, key_of(text))) is not None}
    fresh = {text: _exchange(text, former(text), cache, key_of) for text in texts if text not in known}
    read = pandoc.to_fragments([part.text for part in fresh.values()], quotes, jobs)
    for (text, part), fragment in zip(fresh.items(), read, strict=True):
        known[text] = fragment if fragment.failure else replace(fragment, html=part.html(fragment.html))
        # A failure may be the machine's (no memory, no time): it is not kept.
        if not fragment.failure:
            cache.put(KIND, key_of(text), json.dumps([known[text].html, fragment.log]).encode())
    return tuple(known[text] for text in texts)


def _exchange(text: str, former: str, cache: Cache, key_of: Callable[[str], str]) -> Exchange:
    """What must be read of a text; what pandoc warned of is not known of parts, so where it did, all of it must."""
    kept = _kept(cache, key_of(former)) if former else None
    found = exchange(former, kept.html, text) if former and kept and not kept.log else None
    return found or Exchange("", text, "")


def _kept(cache: Cache, key: str) -> Fragment | None:
    data = cache.get(KIND, key)
    if data is None:
        return None
    try:
        html, log = json.loads(data)
    except (ValueError, TypeError):
        return None  # whoever wrote that into the cache, it was not this program: read anew
    return Fragment(html, tuple(log))

"""The patterns by which words are parted, read once for all processes of a build.

pyphen parses them anew in every process, a megabyte for German, which takes as long as setting ten pages. Here they are
read before workers are forked, and from a form that is read ten times as fast.
"""

from __future__ import annotations

import json
from typing import Any

import pyphen


def learn(language: str, kept: bytes | None) -> None:
    """Give pyphen the patterns of a language, from what `patterns` wrote; nothing where it knows none."""
    path = _path(language)
    if path is None or path in pyphen.hdcache:
        return
    if kept is None:
        pyphen.Pyphen(lang=language)
    else:
        pyphen.hdcache[path] = _from_json(kept)


def patterns(language: str) -> bytes | None:
    """Write the patterns of a language down; None without any, or where parting changes letters (Hungarian)."""
    path = _path(language)
    if path is None:
        return None
    learn(language, None)
    known = pyphen.hdcache[path].patterns
    if not all(type(value) is int for _, values in known.values() for value in values):
        return None
    return json.dumps(known, ensure_ascii=False).encode()


def _path(language: str) -> Any:
    return pyphen.LANGUAGES.get(pyphen.language_fallback(language))


def _from_json(kept: bytes) -> Any:
    made = pyphen.HyphDict.__new__(pyphen.HyphDict)
    made.patterns = json.loads(kept)
    made.maxlen = max(map(len, made.patterns))
    made.cache = {}
    return made

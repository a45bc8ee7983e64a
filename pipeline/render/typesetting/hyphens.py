"""The patterns by which words are parted, read once for all processes of a build.

pyphen parses them anew in every process, a megabyte for German, which takes as long as setting ten pages. Here one
process reads them for all, and the others take them from a form that is read five times as fast.
"""

from __future__ import annotations

import json
from typing import Any

import pyphen


def learn(language: str, kept: bytes) -> None:
    """Give pyphen the patterns of a language as `patterns` wrote them; of nothing nothing is learnt."""
    path = _path(language)
    if kept and path is not None and path not in pyphen.hdcache:
        pyphen.hdcache[path] = _from_json(kept)


def patterns(language: str) -> bytes:
    """Have pyphen read the patterns of a language, and write them down; nothing where there are none, or where parting
    changes letters (Hungarian)."""
    path = _path(language)
    if path is None:
        return b""
    pyphen.Pyphen(lang=language)
    known = pyphen.hdcache[path].patterns
    if not all(type(value) is int for _, values in known.values() for value in values):
        return b""
    return json.dumps(known, ensure_ascii=False).encode()


def _path(language: str) -> Any:
    return pyphen.LANGUAGES.get(pyphen.language_fallback(language))


def _from_json(kept: bytes) -> Any:
    made = pyphen.HyphDict.__new__(pyphen.HyphDict)
    made.patterns = json.loads(kept)
    made.maxlen = max(map(len, made.patterns))
    made.cache = {}
    return made

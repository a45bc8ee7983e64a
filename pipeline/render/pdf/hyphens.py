"""The patterns by which words are parted, read once for all processes of a build.

pyphen parses them anew in every process, a megabyte for German, which takes as long as setting ten pages. Here they are
read before workers are forked, and from the cache in a form that is read ten times as fast.
"""

from __future__ import annotations

import json
from typing import Any

import pyphen

from pipeline import program
from pipeline.artifacts import digest
from pipeline.cache import Cache

KIND = "hyphenation"


def load(cache: Cache, language: str) -> None:
    """Give pyphen the patterns of a language; nothing where it knows none."""
    name = pyphen.language_fallback(language)
    if name is None or pyphen.LANGUAGES[name] in pyphen.hdcache:
        return
    path = pyphen.LANGUAGES[name]
    key = digest(program.fingerprint(), name)
    kept = cache.get(KIND, key)
    if kept is not None:
        pyphen.hdcache[path] = _from_json(kept)
        return
    pyphen.Pyphen(lang=name)
    patterns = pyphen.hdcache[path].patterns
    # Where parting changes letters (Hungarian), values carry more than a number.
    if all(type(value) is int for _, values in patterns.values() for value in values):
        cache.put(KIND, key, json.dumps(patterns, ensure_ascii=False).encode())


def _from_json(kept: bytes) -> Any:
    made = pyphen.HyphDict.__new__(pyphen.HyphDict)
    made.patterns = json.loads(kept)
    made.maxlen = max(map(len, made.patterns))
    made.cache = {}
    return made

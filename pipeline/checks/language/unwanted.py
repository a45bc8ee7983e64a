"""l-062, l-063: words that the book has decided against: empty phrases, and other names for what the glossary names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...diagnostics import Diagnostic, diagnose
from ...manuscript.positions import span_at
from .prose import Block, is_quoted


class Unwanted(NamedTuple):
    """A word or several, and what the glossary calls it; nothing when it is an empty phrase."""

    words: str
    term: str = ""


def unwanted(block: Block, source: str, path: str, wanted: tuple[Unwanted, ...]) -> Iterator[Diagnostic]:
    """Tell each place but those where the words alone are quoted: somebody writes about them."""
    if not wanted:
        return
    pattern, by_words = _table(wanted)
    for found in pattern.finditer(block.text):
        if is_quoted(found):
            continue
        one = by_words[_alike(found[0])]
        place = span_at(source, block.start + found.start(), block.start + found.end(), path)
        if one.term:
            yield diagnose("l-063", place, text=" ".join(found[0].split()), term=one.term)
        else:
            yield diagnose("l-062", place, text=" ".join(found[0].split()))


@lru_cache(maxsize=8)
def _table(wanted: tuple[Unwanted, ...]) -> tuple[re.Pattern[str], dict[str, Unwanted]]:
    """One pattern for all, the longest first; a first letter may be big, as sentences begin."""
    ways = (_way(one.words) for one in sorted(wanted, key=lambda one: (-len(one.words), one)))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ways)})(?![\w-])"), {_alike(one.words): one for one in wanted}


def _way(words: str) -> str:
    first = words[0]
    start = f"[{first}{first.upper()}]" if first.isalpha() and len(first.upper()) == 1 else re.escape(first)
    return start + r"\s+".join(re.escape(word) for word in words[1:].split())


def _alike(words: str) -> str:
    text = " ".join(words.split())
    return text[:1].lower() + text[1:]

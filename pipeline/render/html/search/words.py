"""Words as the search knows them: folded, with their stems, families and parts.

German is the measure. Whatever is done to the book's words here is done to readers' words by `templates/html/find.js`,
which has no stemmer: it knows every form that occurs, and finds others by what they share with those.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from sys import intern
from typing import Any

import snowballstemmer

from ...stemmers import STEMMERS

# By the form as it is written, in small letters: the form folded, and its stem folded.
Stems = Mapping[str, Sequence[str]]

SOFT_HYPHEN = "\xad"
_WORD = re.compile(r"[^\W_]+")
_HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
# ae, oe and ue stand for ä, ö and ü, but not in neue, Quelle and Bauer.
_SPREAD = re.compile(r"(^|[^aeiouq])([aou])e")
# Letters without an accent that could be taken off; who has no key for them types those.
_ONE_LETTER = str.maketrans({"ß": "ss", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"})
# What makes other words of a word, behind what Snowball takes off.
_DERIVING = re.compile(r"(?:ation|ator|ierung|ier|erinn|schaft|haft|lich|isch|bar|sam|los|iv|ent|or|er|in|ung|end)$")
_MIN_ROOT, _MIN_PART = 4, 4
# What stands between the parts of a compound.
_LINKS = ("", "s", "es", "n", "en", "e", "er")


def fold(word: str) -> str:
    """Take case and marks off a word: Größe, GROESSE and grosse are one."""
    spread = unicodedata.normalize("NFKD", word.lower().translate(_ONE_LETTER).replace(SOFT_HYPHEN, ""))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return _SPREAD.sub(r"\1\2", bare)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters; what has hyphens also as one: Speed-Dating is also speeddating."""
    small = text.lower().replace(SOFT_HYPHEN, "")
    return [*_WORD.findall(small), *(word.replace("-", "") for word in _HYPHENED.findall(small))]


def stems(texts: Iterable[str], language: str) -> Stems:
    """Find the folded form and the folded stem of every word in some texts."""
    name = STEMMERS.get(language.split("-")[0].lower(), "")
    forms = {word for text in texts for word in words_of(text)}
    return {form: _folded(name, form) for form in sorted(forms)}


def read_stems(kept: Mapping[str, Sequence[str]]) -> Stems:
    """Stems as they were kept: of the versions of a text that are remembered each has the same words, held once."""
    return {intern(form): _pair(*folded) for form, folded in kept.items()}


@lru_cache(maxsize=1 << 16)
def _pair(form: str, stem: str) -> tuple[str, str]:
    return form, stem


@lru_cache(maxsize=1 << 16)
def _folded(stemmer: str, form: str) -> tuple[str, str]:
    return fold(form), fold(_stemmer(stemmer).stemWord(form) if stemmer else form)


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


def families(known: Iterable[str]) -> dict[str, list[str]]:
    """Stems that come from one word: Moderation, Moderator and moderieren. Each has the others of its family."""
    by_root: defaultdict[str, list[str]] = defaultdict(list)
    for stem in sorted(known):
        by_root[_root(stem)].append(stem)
    return {one: [other for other in all if other != one] for all in by_root.values() if len(all) > 1 for one in all}


def _root(stem: str) -> str:
    while len(shorter := _DERIVING.sub("", stem)) >= _MIN_ROOT and shorter != stem:
        stem = shorter
    return stem


def parts(word: str, known: Collection[str], without: Collection[str] = ()) -> list[str]:
    """Split a compound along known words, into as few as there may be; nothing where it is none. Those `without` count
    as unknown."""
    for length in range(len(word) - _MIN_PART, _MIN_PART - 1, -1):
        first = word[:length]
        if first not in known or first in without:
            continue
        for link in _LINKS:
            rest = word[length + len(link) :]
            if word.startswith(link, length) and len(rest) >= _MIN_PART:
                if rest in known and rest not in without:
                    return [first, rest]
                if further := parts(rest, known, without):
                    return [first, *further]
    return []

"""l-067, l-068: words that neither a dictionary nor the book knows.

The book knows what stands in `words.txt`, a word a line, and the names in its glossary, its sources and its list of
people. A line that ends with a hyphen is the beginning of compounds: `Kreativ-` lets Kreativwirtschaft pass, if
"Wirtschaft" is a word. Of German compounds dictionaries list some: two known words make one, too, if the second is a
noun. Quotations, code and other languages are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...artifacts import digest
from ...cache import Cache
from ...diagnostics import Diagnostic, diagnose
from ...dictionaries import Dictionary
from ...manuscript.positions import span_at
from .prose import HIDDEN, Block

KIND = "spelling"
SHORTEST = 3
_LETTERS = r"[^\W\d_]"
_WORD = re.compile(
    rf"(?<![\w.:*·/@{HIDDEN}’'-]){_LETTERS}+(?:-{_LETTERS}+)*(?![\w·{HIDDEN}’'-]|[:*/@.]\w)"
)  # fmt: skip
_QUOTED = re.compile(r"„[^“”]*[“”]|»[^«]*«|“[^”]*”|\"[^\"]*\"")
# A line that names a field of a sheet: its id.
# German: nouns that end so always join with an s.
_JOINED = r"(?:ung|ion|tät|heit|keit|schaft|ling)"
_COMPOUND = re.compile(rf"(\w{{2,}}{_JOINED})s(\w{{4,}})")
_NOT_ALONE = re.compile(rf"\w{{2,}}{_JOINED}")
# Shorter parts are found in too many slips: Garde-Robbe.
LONG_START, LONG_END = 6, 5
_KEY = re.compile(r"^ *[a-z0-9-]+ *$", re.MULTILINE)
_WORDS = re.compile(rf"{_LETTERS}+")


@dataclass(frozen=True, slots=True)
class Own:
    """The book's own words, and the beginnings of its compounds."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()


class Verdicts:
    """What a dictionary says of each word, kept from run to run."""

    def __init__(self, dictionary: Dictionary, own: Own, cache: Cache) -> None:
        self.dictionary, self.own, self.cache = dictionary, own, cache
        self.is_german = dictionary.stem.name.startswith("de")
        self.key = digest(*dictionary.content)
        self.kept: dict[str, bool] | None = None
        self.is_new = False

    @property
    def fingerprint(self) -> str:
        """A digest of all that a verdict comes from."""
        return digest(self.key, repr((sorted(self.own.words), self.own.beginnings)))

    def knows(self, word: str) -> bool:
        """Whether a word is right, or the book's own."""
        if word in self.own.words or word.removesuffix("s") in self.own.words or word.lower() in self.own.words:
            return True
        rests = (word[len(start) :] for start in self.own.beginnings if word.startswith(start))
        return (
            self._asked(word)
            or any(len(rest) >= SHORTEST and self._asked(rest.capitalize()) for rest in rests)
            or (self.is_german and word[0].isupper() and self._is_made(word))
        )

    def _is_made(self, word: str) -> bool:
        """Whether a German noun is made of two words, of which the second is nothing but a noun."""
        if joined := _COMPOUND.fullmatch(word):
            return self._asked(joined[1]) and self._is_noun(joined[2])
        places = range(LONG_START, len(word) - LONG_END + 1)
        parts = ((word[:place], word[place:]) for place in places)
        return any(
            not _NOT_ALONE.fullmatch(start) and self._is_noun(rest) and self._asked(start) for start, rest in parts
        )

    def _is_noun(self, rest: str) -> bool:
        return self._asked(rest.capitalize()) and not self._asked(rest)

    def keep(self) -> None:
        """Write down what was asked for the first time."""
        if self.is_new:
            self.cache.put(KIND, self.key, json.dumps(self.kept, sort_keys=True).encode())

    def _asked(self, word: str) -> bool:
        if self.kept is None:
            self.kept = json.loads(self.cache.get(KIND, self.key) or b"{}")
        if word not in self.kept:
            self.kept[word] = self.dictionary.knows(word)
            self.is_new = True
        return self.kept[word]


def read_own(text: str, names: Iterable[str]) -> Own:
    """The book's own words: the lines of words.txt, and the words of its names."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    words = {line for line in lines if line and not line.endswith("-")}
    words |= {word for name in names for word in _WORDS.findall(name)}
    return Own(frozenset(words), tuple(sorted({line[:-1] for line in lines if line.endswith("-") and line != "-"})))


def unknown(read: Iterable[Block], source: str, path: str, knows: Callable[[str], bool]) -> Iterator[Diagnostic]:
    """Tell each unknown word once, where it stands first."""
    told = set()
    for block in read:
        line = source[source.rfind("\n", 0, block.start) + 1 :]
        if line.lstrip(" ").startswith(">"):
            continue
        text = _KEY.sub(_hide, _QUOTED.sub(_hide, block.text))
        for found in _WORD.finditer(text):
            word = found[0]
            if word not in told and not _is_right(word, knows):
                told.add(word)
                place = span_at(source, block.start + found.start(), block.start + found.end(), path)
                yield diagnose("l-067", place, word=word)


def _is_right(word: str, knows: Callable[[str], bool]) -> bool:
    """A compound with hyphens is right if its parts are."""
    parts = [part for part in word.split("-") if _is_asked(part)]
    return all(knows(part) or (part != word and knows(part.capitalize())) for part in parts) or knows(word)


def _is_asked(word: str) -> bool:
    """Abbreviations and names of programs have capitals inside."""
    return len(word) >= SHORTEST and word[1:].islower()


def _hide(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", HIDDEN, found[0])

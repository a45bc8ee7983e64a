"""The patterns by which words are parted, read twenty times as fast as pyphen reads them.

pyphen parses all patterns of a language, seventy thousand for German, which takes as long as setting ten pages. A book
meets a few thousand of them: here each is parsed when a word asks for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyphen

DIGITS = b"0123456789"
VALUES = b"123456789"
COMMENTS = tuple(start.encode() for start in pyphen.ignored)
# Patterns that change letters (Hungarian) and escaped letters are left to pyphen.
UNUSUAL = re.compile(rb"/[^\n]*=|\^\^[0-9a-f]{2}")
# A name that Python does not know.
CYRILLIC = "microsoft-cp1251"
HyphDict: Any = pyphen.HyphDict


def install() -> None:
    """Have pyphen read patterns here."""
    pyphen.HyphDict = Patterns


class Patterns(HyphDict):  # type: ignore[misc]
    """The patterns of a language (`HyphDict`)."""

    def __init__(self, path: Path) -> None:
        head, *body = path.read_bytes().split(b"\n")
        encoding = head.strip().decode()
        found = b"\n".join(line for line in map(bytes.strip, body) if _weighs(line))
        if UNUSUAL.search(found) or encoding.lower() == CYRILLIC:
            super().__init__(path)
            return
        letters = found.translate(None, DIGITS).decode(encoding).split("\n")
        self.patterns = Unparsed(zip(letters, found.decode(encoding).split("\n"), strict=True))
        self.maxlen = max(map(len, letters))
        self.cache: dict[str, Any] = {}


class Unparsed(dict[str, Any]):
    """Patterns by their letters, each parsed when it is asked for."""

    def get(self, letters: str, default: Any = None) -> Any:
        """What pyphen knows of a pattern: where its values start, and the values without the zeros around them."""
        known = dict.get(self, letters, default)
        if known.__class__ is str:
            known = self[letters] = _parsed(known)
        return known


def _weighs(line: bytes) -> bool:
    """Whether a line is a pattern with a value; pyphen leaves out those without."""
    return len(line.translate(None, VALUES)) < len(line) and not line.startswith(COMMENTS)


def _parsed(pattern: str) -> tuple[int, tuple[int, ...]]:
    values = [int(digit or "0") for digit, _ in pyphen.parse(pattern)]
    places = [place for place, value in enumerate(values) if value]
    return places[0], tuple(values[places[0] : places[-1] + 1])

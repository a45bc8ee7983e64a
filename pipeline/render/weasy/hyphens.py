"""The patterns by which words are parted, read twenty times as fast as pyphen reads them.

pyphen parses all patterns of a language, seventy thousand for German, which takes as long as setting ten pages. A book
meets a few thousand of them: here each is parsed when a word asks for it. The list of them is kept where Python keeps
compiled modules, in the same form: every process that sets type reads it anew.
"""

from __future__ import annotations

import marshal
import re
import sys
from pathlib import Path
from typing import Any

import pyphen

from ...artifacts import digest
from ...cache import Cache, FolderCache

DIGITS = b"0123456789"
VALUES = b"123456789"
COMMENTS = tuple(start.encode() for start in pyphen.ignored)
# Patterns that change letters (Hungarian) and escaped letters are left to pyphen.
UNUSUAL = re.compile(rb"/[^\n]*=|\^\^[0-9a-f]{2}")
# A name that Python does not know.
CYRILLIC = "microsoft-cp1251"
HyphDict: Any = pyphen.HyphDict
KIND = "patterns"
HOME = Path(__file__).parent / "__pycache__"


def install() -> None:
    """Have pyphen read patterns here."""
    pyphen.HyphDict = Patterns


class Patterns(HyphDict):  # type: ignore[misc]
    """The patterns of a language (`HyphDict`)."""

    def __init__(self, path: Path, kept: Cache | None = None) -> None:
        found = _listed_once(path.read_bytes(), kept or FolderCache(HOME))
        if not found:
            super().__init__(path)
            return
        self.patterns = Unparsed(found)
        self.maxlen = max(map(len, found))
        self.cache: dict[str, Any] = {}


class Unparsed(dict[str, Any]):
    """Patterns by their letters, each parsed when it is asked for."""

    def get(self, letters: str, default: Any = None) -> Any:
        """What pyphen knows of a pattern: where its values start, and the values without the zeros around them."""
        known = dict.get(self, letters, default)
        if known.__class__ is str:
            known = self[letters] = _parsed(known)
        return known


def _listed_once(data: bytes, kept: Cache) -> dict[str, str]:
    """The patterns in a file by their letters, listed before or now; none where they are left to pyphen."""
    key = digest(data, Path(__file__).read_bytes(), sys.version)
    if (known := kept.get(KIND, key)) is not None:
        found: dict[str, str] = marshal.loads(known)  # sealed, and no more than what Python keeps there
        return found
    found = _listed(data)
    if not sys.dont_write_bytecode:
        kept.put(KIND, key, marshal.dumps(found))
    return found


def _listed(data: bytes) -> dict[str, str]:
    head, *body = data.split(b"\n")
    encoding = head.strip().decode()
    found = b"\n".join(line for line in map(bytes.strip, body) if _weighs(line))
    if UNUSUAL.search(found) or encoding.lower() == CYRILLIC:
        return {}
    letters = found.translate(None, DIGITS).decode(encoding).split("\n")
    return dict(zip(letters, found.decode(encoding).split("\n"), strict=True))


def _weighs(line: bytes) -> bool:
    """Whether a line is a pattern with a value; pyphen leaves out those without."""
    return len(line.translate(None, VALUES)) < len(line) and not line.startswith(COMMENTS)


def _parsed(pattern: str) -> tuple[int, tuple[int, ...]]:
    values = [int(digit or "0") for digit, _ in pyphen.parse(pattern)]
    places = [place for place, value in enumerate(values) if value]
    return places[0], tuple(values[places[0] : places[-1] + 1])

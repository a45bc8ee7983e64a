"""What a text has beside its words: pictures, links, formulas, sources, ticks; and what tells those of a kind apart,
in a source and in what was made of it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

# Quarto's names of cross-references look like sources.
_CITED = re.compile(r"(?<![\w.])-?@(?!(?:sec|fig|tbl|tab|eq|lst)-)(\w(?:[\w:.#$%&+?<>~/-]*\w)?)")
_ADDRESS = re.compile(r"\]\((?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: [^()\s\"']+)*))")
_FORMULA_MARKS = re.compile(r"^(?:\$+`?|\\[(\[])|(?:`?\$+|\\[)\]])$")
# What a page of a PDF or a drawing is called that was made a bitmap, and as it is written.
_DRAWN = re.compile(r"\.(?:pdf|svg)(?:\.png)?$")
OUTSIDE = ("http://", "https://", "mailto:")


class Thing(NamedTuple):
    """`kind` is picture, link, formula, source or tick, `key` tells those of a kind apart. `start` and `end` are places
    in the source."""

    kind: str
    key: str
    start: int
    end: int


def things_of(match: re.Match[str], start: int) -> Iterator[Thing]:
    """What a piece of markup is beside its words; `start` is the place of the text that was searched."""
    found, begin, end = match.group(), start + match.start(), start + match.end()
    if match["math"]:
        yield Thing("formula", formula_key(_FORMULA_MARKS.sub("", found)), begin, end)
    elif match["cited"] and all("@" in part for part in found.split("][")) and "](" not in found:
        yield from (Thing("source", key, begin, end) for key in _CITED.findall(found))
    elif match["address"] and found[1:].startswith(OUTSIDE):
        yield Thing("link", address_key(found[1:-1]), begin, end)
    elif match["target"] and (opening := _opening(match.string, match.start())) >= 0:
        address = "".join(_ADDRESS.match(found).groups(""))  # type: ignore[union-attr]
        if opening and match.string[opening - 1] == "!":
            yield Thing("picture", picture_key(address), start + opening - 1, end)
        elif address.startswith(OUTSIDE):
            yield Thing("link", address_key(address), start + opening, end)


def lost(source: Iterable[Thing], made: Iterable[tuple[str, str]]) -> Iterator[Thing]:
    """Those that were not made, each as often as it is gone: of equal ones the last."""
    source = tuple(source)
    gone = Counter((one.kind, one.key) for one in source) - Counter(made)
    for one in reversed(source):
        if gone[one.kind, one.key]:
            gone[one.kind, one.key] -= 1
            yield one


def formula_key(tex: str) -> str:
    """What tells formulas apart: their TeX without blanks."""
    return "".join(tex.split())


def address_key(address: str) -> str:
    """What tells addresses apart, however their letters are written."""
    return "".join(unquote(address).replace("\\", "").split())


def picture_key(path: str) -> str:
    """What tells pictures apart: their file's name. A page that was drawn has one more ending."""
    return _DRAWN.sub("", posixpath.basename(address_key(path)))


def _opening(text: str, closing: int) -> int:
    """Where the bracket opens that closes there; -1 when it does not."""
    depth = 0
    for place in range(closing, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[place], 0)
        if not depth:
            return place
    return -1

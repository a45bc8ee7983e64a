"""What no text of a book may hold, whichever way it came in: written out, as an escape of YAML, percent-encoded, named.

Text in; out come the same text without such characters, and which they were. Controls are what Unicode calls so (Cc),
but for tab and line ends; line and paragraph separator, which no format here means anything by; a byte order mark
behind the first place; halves of surrogate pairs and noncharacters, which neither XML nor UTF-8 can hold. And how deep
YAML may nest, for how much its aliases may stand, and numbers that are too long for any book: all found out before
anything reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

# The last two of every plane are none. Written as what may be: looking for what may not takes ten times as long.
_PLANES = "".join(f"{chr(plane << 16)}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 17))
_STRAY = re.compile(f"[^\t\n\r -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd{_PLANES}]")
# In Markdown and HTML a character may be written as its number.
_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>0*[0-9a-fA-F]{1,6})|(?P<decimal>0*[0-9]{1,7}));")
_HIGHEST = 0x10FFFF
MOST_DIGITS = 9
MOST_DEPTH = 60
MOST_VALUES = 500_000
# Where a line of YAML 1.1 begins (its section 5.4), blocks in blocks may open.
_OPENING = re.compile("(?:^|[\n\r\x85\u2028\u2029])[ \t?:-]*")
# Where a value gets a name, by which others can stand for it.
_ANCHOR = re.compile(r"(?:^|[\s,\[{])&[^\s&;,\[\]{}]+(?:\s|$)")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def sift(text: str) -> str:
    """The text with a space for every such character; nothing for a byte order mark, which has no width."""
    return _STRAY.sub(lambda found: "" if found.group() == "\ufeff" else " ", text)


def strays(text: str) -> Iterator[tuple[int, str]]:
    """Where such characters stand in a text, and their numbers: (4, "U+000B")."""
    return ((found.start(), f"U+{ord(found.group()):04X}") for found in _STRAY.finditer(text))


def stray_references(text: str) -> Iterator[tuple[int, int, str]]:
    """Where such characters, or none at all, are written as numbers (`&#1;`): from, to, and their numbers."""
    for found in _REFERENCE.finditer(text):
        number = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
        if number > _HIGHEST or _STRAY.match(chr(number)):
            yield found.start(), found.end(), f"U+{number:04X}"


def whole_number(text: str) -> int | None:
    """A number without sign; None for what is none, and for one of more digits than anything here can need."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


class Excess(NamedTuple):
    """Where, from 1, YAML becomes more than any book needs: too deep, or too much by aliases."""

    line: int
    column: int
    is_deep: bool


@dataclass(slots=True)
class _Size:
    """How many values a value consists of, with all that its aliases stand for, and how many levels are in it; in one
    that holds nothing less than none."""

    anchor: str | None
    values: int = 1
    levels: int = -1

    def take(self, part: _Size) -> None:
        self.values += part.values
        self.levels = max(self.levels, part.levels + 1)


def find_excess(text: str) -> Excess | None:
    """Find where YAML nests too deeply, or holds itself, or stands for too much.

    Whoever builds something of it goes down as deep, and PyYAML's composer in C with it, until the process dies; its
    parser does not, so its events are counted. Where there are fewer openings than levels, and no aliases, it need not
    be asked.
    """
    openings = text.count("[") + text.count("{")
    is_flat = openings + max(len(found.group()) for found in _OPENING.finditer(text)) + 2 <= MOST_DEPTH
    if is_flat and not ("*" in text and _ANCHOR.search(text)):
        return None
    try:
        return _first_excess(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError:
        return None  # whoever composes it stops at the same place, and says why


def _first_excess(events: Iterator[Any]) -> Excess | None:
    open_, named = [_Size(None, levels=0)], dict[str, _Size]()
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            part = _Size(event.anchor, levels=0)
            open_.append(part)
        elif isinstance(event, yaml.CollectionEndEvent):
            part = open_.pop()
            open_[-1].take(part)
        elif isinstance(event, yaml.AliasEvent):
            part = named.get(event.anchor or "", _Size(None))
            open_[-1].take(part)
        elif isinstance(event, yaml.ScalarEvent):
            part = _Size(event.anchor)
            open_[-1].take(part)
        else:
            continue
        if part.anchor:
            named[part.anchor] = part
        is_own = isinstance(event, yaml.AliasEvent) and any(part is one for one in open_)
        if is_own or len(open_) + open_[-1].levels > MOST_DEPTH + 1 or open_[-1].values > MOST_VALUES:
            is_deep = len(open_) > MOST_DEPTH
            return Excess(event.start_mark.line + 1, event.start_mark.column + 1, is_deep)
    return None

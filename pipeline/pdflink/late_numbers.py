"""Page numbers that were left open in a section (numerals.py) are set, when the whole book knows them.

Comments in the content of pages say where a number is, and which texts of its line move when it needs another width.
This needs nothing of what sets type.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .model import PLACEHOLDER, PX_TO_PT
from .packing import deflated

# What folios are made of.
SIGNS = "0123456789ivxlc"
_SHOWN = re.compile(rb"%= (\d+)\n\[.*?\] TJ")
_MOVED = re.compile(rb"%> ([\d,]*);([\d,]*)\n((?:\S+ ){4})(\S+) ")


class Number(NamedTuple):
    """An open number: whose page it is, how each of the signs is written in a string of TJ, how wide each is (px)."""

    target: str
    written: tuple[str, ...]
    widths: tuple[float, ...]

    def string(self, folio: str) -> str:
        """How a folio is written."""
        return f"<{''.join(self.written[SIGNS.index(sign)] for sign in folio)}>".replace("<>", "")

    def freed(self, folio: str) -> float:
        """How much of its room a folio leaves, in pixels."""
        return self._width(PLACEHOLDER) - self._width(folio)

    def _width(self, folio: str) -> float:
        return sum(self.widths[SIGNS.index(sign)] for sign in folio)


class Moves(NamedTuple):
    """By what numbers leave of their room something moves to the left, and to the right."""

    left: tuple[int, ...] = ()
    right: tuple[int, ...] = ()

    def by(self, freed: Mapping[int, float]) -> float:
        """How far it moves to the right."""
        return sum(freed[number] for number in self.right) - sum(freed[number] for number in self.left)


STAYS = Moves()


def to_json(drawn: Mapping[int, Number]) -> list[Any]:
    """What a section's facts say of the numbers that were drawn in it."""
    tables = list(dict.fromkeys((one.written, one.widths) for _, one in sorted(drawn.items())))
    return [
        tables,
        [(place, one.target, tables.index((one.written, one.widths))) for place, one in sorted(drawn.items())],
    ]


class Setter:
    """Sets the numbers of one section while it is bound; `kept` is what `to_json` said of them, `folios` are the
    printed folios by id."""

    def __init__(self, kept: Sequence[Any], folios: Mapping[str, str]) -> None:
        tables, places = kept
        numbers = {place: Number(target, *tables[table]) for place, target, table in places}
        self._strings = {place: one.string(folios[one.target]).encode() for place, one in numbers.items()}
        self._freed = {place: one.freed(folios[one.target]) for place, one in numbers.items()}

    def content(self, packed: bytes) -> bytes:
        """Draw the numbers in the content of a page, or of a group on it."""
        return deflated(self._numbered(zlib.decompress(packed)))

    def rectangle(self, edges: Sequence[float], moves: Sequence[Sequence[int]]) -> bytes:
        """Move the edges of a link."""
        parts = [tuple(part) for part in moves]
        left, right = Moves(*parts[:2]).by(self._freed), Moves(*parts[2:]).by(self._freed)
        moved = (edges[0] + left * PX_TO_PT, edges[1], edges[2] + right * PX_TO_PT, edges[3])
        return b"[%s]" % b" ".join(f"{edge:.6f}".rstrip("0").rstrip(".").encode() for edge in moved)

    def _numbered(self, content: bytes) -> bytes:
        shown = _SHOWN.sub(lambda found: b"[%s] TJ" % self._strings[int(found[1])], content)
        return _MOVED.sub(self._moved, shown)

    def _moved(self, found: re.Match[bytes]) -> bytes:
        moves = Moves(*(tuple(int(number) for number in part.split(b",") if number) for part in found.group(1, 2)))
        place = f"{float(found[4]) + moves.by(self._freed):f}".rstrip("0").rstrip(".")
        return b"%s%s " % (found[3], place.encode())

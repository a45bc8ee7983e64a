"""Objects of a PDF whose numbers are open: what is written before anybody knows where in a file it will stand.

A section is written as a piece, and so are a font and a picture. In its texts `refer(0)` stands for a reference to its
first object and so on; behind the last of them come its symbols: what it needs from elsewhere, or what only the whole
book knows. The linker puts pieces into a file (linking.py).

Objects are those of ISO 32000-1, 7.3; their texts hold no character below the tabulator but those put here.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# Behind each text.
END = b"\x01"
# What a piece needs: the kind of thing, and which.
Symbol = tuple[Any, ...]
_LENGTH = struct.Struct(">I")


def refer(number: int) -> bytes:
    """What stands in a text for a reference to an object of the same piece, or for a symbol behind them."""
    return b"\x00%d;" % number


def reference(number: int) -> bytes:
    """A reference to an object of a file."""
    return b"%d 0 R" % number


class Stream(NamedTuple):
    """The entries of a stream's dictionary, but for its length, and its packed content."""

    entries: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """Objects, those without a stream first. `plain` are their texts, `heads` the entries of the streams'
    dictionaries, each with END behind it. `facts` are what others may ask of it; they can be written as JSON."""

    plain: bytes
    heads: bytes
    contents: tuple[bytes, ...]
    symbols: tuple[Symbol, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def of(
        plain: Iterable[bytes],
        streams: Sequence[Stream] = (),
        symbols: Iterable[Symbol] = (),
        facts: Mapping[str, Any] | None = None,
    ) -> Piece:
        """Put objects together."""
        texts, heads = (b"".join(text + END for text in some) for some in (plain, (one.entries for one in streams)))
        return Piece(texts, heads, tuple(one.content for one in streams), tuple(symbols), facts or {})

    @property
    def plain_count(self) -> int:
        """How many objects have no stream."""
        return self.plain.count(END)

    @property
    def count(self) -> int:
        """How many objects there are."""
        return self.plain_count + len(self.contents)


def to_bytes(pieces: Sequence[Piece]) -> bytes:
    """Write pieces for the cache, or another process."""
    heads = [
        [list(one.symbols), one.facts, len(one.plain), len(one.heads), [len(content) for content in one.contents]]
        for one in pieces
    ]
    head = json.dumps(heads, separators=(",", ":")).encode()
    bodies = (part for one in pieces for part in (one.plain, one.heads, *one.contents))
    return b"".join((_LENGTH.pack(len(head)), head, *bodies))


def from_bytes(data: bytes) -> tuple[Piece, ...]:
    """Read what `to_bytes` wrote."""
    start = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    body = io.BytesIO(data)
    body.seek(start)
    return tuple(
        Piece(
            body.read(plain),
            body.read(heads),
            tuple(body.read(length) for length in contents),
            tuple(map(_symbol, symbols)),
            facts,
        )
        for symbols, facts, plain, heads, contents in json.loads(data[_LENGTH.size : start])
    )


def _symbol(entry: Any) -> Any:
    """JSON has no tuples."""
    return tuple(map(_symbol, entry)) if isinstance(entry, list) else entry

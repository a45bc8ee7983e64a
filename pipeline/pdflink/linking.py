"""Pieces get their place in a file: numbers for their objects, and what stands for their symbols.

A block depends on its piece, its first number and the symbols' texts alone; where these are what they were, so is the
block, and it need not be linked again. Objects without a stream stand together, packed (ISO 32000-1, 7.5.7).
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from .packing import deflated
from .pieces import END, Piece, Stream, reference

_OPEN = re.compile(rb"\x00(\d+);")
_HEAD = struct.Struct(">I")


class Block(NamedTuple):
    """Objects as they stand in a file, numbered from `first` on: so many without a stream, packed in the last stream,
    then those with one; `places` says where each stream begins in `data`."""

    first: int
    plain: int
    places: tuple[int, ...]
    data: bytes

    @property
    def end(self) -> int:
        """The number behind its last object."""
        return self.first + self.plain + len(self.places)

    def to_bytes(self) -> bytes:
        """Write the block for the cache."""
        head = json.dumps((self.first, self.plain, self.places)).encode()
        return b"".join((_HEAD.pack(len(head)), head, self.data))

    @staticmethod
    def from_bytes(data: bytes) -> Block:
        """Read what `to_bytes` wrote."""
        start = _HEAD.size + _HEAD.unpack_from(data)[0]
        first, plain, places = json.loads(data[_HEAD.size : start])
        return Block(first, plain, tuple(places), data[start:])


def size_of(piece: Piece, more: int = 0) -> int:
    """How many numbers a piece needs with so many streams more."""
    return piece.count + more + bool(piece.plain)


def link(piece: Piece, first: int, values: Sequence[bytes], more: Sequence[Stream] = ()) -> Block:
    """Put a piece into a file, with what stands for each of its symbols; streams behind its own are numbered on."""
    count = piece.count
    texts = [reference(number) for number in range(first, first + count)]
    texts += values

    def filled(text: bytes) -> bytes:
        return _OPEN.sub(lambda found: texts[int(found[1])], text)

    heads = filled(piece.heads).split(END)[:-1]
    streams = [Stream(head, content) for head, content in zip(heads, piece.contents, strict=True)]
    streams += more
    plain = filled(piece.plain).split(END)[:-1]
    if plain:
        streams.append(_together(plain, first))
    start = first + len(plain)
    written = [_written(number, stream) for number, stream in enumerate(streams, start)]
    places = tuple(accumulate(map(len, written[:-1]), initial=0))
    return Block(first, len(plain), places, b"".join(written))


def _written(number: int, stream: Stream) -> bytes:
    head = stream.entries.removesuffix(b">>")
    return b"%d 0 obj\n%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        head,
        len(stream.content),
        stream.content,
    )


def _together(texts: Sequence[bytes], first: int) -> Stream:
    """A stream of objects."""
    places = accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
    table = b" ".join(b"%d %d" % entry for entry in enumerate(places, first))
    entries = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode>>" % (len(texts), len(table) + 1)
    return Stream(entries, deflated(b"\n".join((table, *texts)), b"\n"))

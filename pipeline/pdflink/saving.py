"""The bytes of a finished book: blocks one behind the other, and the table of all objects (ISO 32000-1, 7.5.8)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from hashlib import md5
from itertools import repeat
from operator import and_, sub

from .linking import Block

# Four bytes above 127 say to those who carry files about that this one is no text (7.5.2).
HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
# The kind of entry, a place or the number of a stream of objects, a place in that.
_ROW, _WIDE_ROW = struct.Struct(">BIH"), struct.Struct(">BII")
# A number that nothing has, and nothing will have (7.5.4).
_FREE = (0, 0, 65535)
_MOST_NARROW = 1 << 16
_UP = b"\x02"


def saved(blocks: Sequence[Block], root: int, info: int) -> bytes:
    """Write a file of blocks, in the order of their numbers; numbers between them stay free."""
    data = b"".join((HEAD, *(block.data for block in blocks)))
    row = _ROW if all(block.plain <= _MOST_NARROW for block in blocks) else _WIDE_ROW
    rows = [row.pack(*entry) for entry in _rows(blocks)]
    own = len(rows) - 1
    name = md5(data, usedforsecurity=False).hexdigest().encode()
    table = _packed(rows, row.size)
    while table.endswith(b"\r"):
        rows.append(row.pack(*_FREE))
        table = _packed(rows, row.size)
    entries = b"/Type/XRef/Size %d/W[1 4 %d]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]"
    entries %= (len(rows), row.size - 5, root, info, name, name)
    how = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>" % row.size
    head = b"%d 0 obj\n<<%s%s/Length %d>>\nstream\n" % (own, entries, how, len(table))
    return b"".join((data, head, table, b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(data)))


def _rows(blocks: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    """A row for each number from 0 on, the last for the table itself."""
    number, start = 0, len(HEAD)
    for block in blocks:
        yield from repeat(_FREE, block.first - number)
        holder = block.end - 1
        yield from ((2, holder, nth) for nth in range(block.plain))
        yield from ((1, start + place, 0) for place in block.places)
        number, start = block.end, start + len(block.data)
    yield 1, start, 0


def _packed(rows: Sequence[bytes], width: int) -> bytes:
    """Pack a table; each row says what it adds to that above it (PNG, filter type 2)."""
    values = b"".join(rows)
    added = bytes(map(and_, map(sub, values, bytes(width) + values), repeat(255)))
    return zlib.compress(b"".join(_UP + added[start : start + width] for start in range(0, len(added), width)), 9)

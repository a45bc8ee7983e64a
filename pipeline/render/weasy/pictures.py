"""Pictures embedded as they come.

WeasyPrint 70.0 packs every PNG anew, which takes as long as setting a page. What PDF unpacks as PNG does (ISO 32000-1,
7.4.4.4) needs none of it: rows of eight-bit grey or colours, neither interlaced nor transparent. All others are left to
WeasyPrint.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from weasyprint.images import RasterImage

CHANNELS = {(8, 0): 1, (8, 2): 3}
MOST_FILTERS = 4
_CHUNK = struct.Struct(">I4s")
_HEADER = struct.Struct(">IIBBBBB")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_packed_anew = RasterImage._get_png_data


def install() -> None:
    """Make WeasyPrint embed the rows of PNG pictures as they are."""
    RasterImage._get_png_data = staticmethod(png_rows)


def png_rows(picture: Any) -> bytes:
    """The packed rows of a picture, in WeasyPrint's place and with its signature."""
    file = getattr(picture, "fp", None)
    data = file.getvalue() if isinstance(file, io.BytesIO) else b""
    return _rows(data) or _packed_anew(picture)


def _rows(data: bytes) -> bytes:
    """The rows in a file, when all of them are there and PDF can unpack them; else nothing."""
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != _HEADER.size:
        return b""
    width, height, depth, colours, _, _, interlaced = _HEADER.unpack(chunks[0][1])
    channels = CHANNELS.get((depth, colours))
    if channels is None or interlaced or any(kind == b"tRNS" for kind, _ in chunks):
        return b""
    packed = b"".join(content for kind, content in chunks if kind == b"IDAT")
    length = 1 + width * channels
    try:
        rows = zlib.decompress(packed)
    except zlib.error:
        return b""
    return packed if len(rows) == height * length and max(rows[::length], default=0) <= MOST_FILTERS else b""


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What a PNG consists of (ISO 15948, 5.3), as far as it is there."""
    place = len(_SIGNATURE) if data.startswith(_SIGNATURE) else len(data)
    while place + _CHUNK.size <= len(data):
        length, kind = _CHUNK.unpack_from(data, place)
        start = place + _CHUNK.size
        yield kind, data[start : start + length]
        place = start + length + 4

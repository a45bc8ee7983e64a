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
SIXTEEN_BITS = ("I", "I;16", "I;16B")
_CHUNK = struct.Struct(">I4s")
_HEADER = struct.Struct(">IIBBBBB")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_take = RasterImage.__init__
_written = RasterImage.get_x_object
_packed_anew = RasterImage._get_png_data


def install() -> None:
    """Make WeasyPrint embed the rows of PNG pictures as they are, and grey ones of 16 bits as grey."""
    RasterImage._get_png_data = staticmethod(png_rows)
    RasterImage.__init__ = take
    RasterImage.get_x_object = as_it_is


def take(
    image: Any, picture: Any, image_id: str, image_data: Any, filename: Any = None, *given: Any, **options: Any
) -> None:
    """Take a picture as WeasyPrint does; where each grey has 16 bits it would cut all but the darkest to white."""
    if picture.mode in SIXTEEN_BITS:
        grey = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        grey.format = picture.format
        picture, image_data, filename = grey, None, None
    _take(image, picture, image_id, image_data, filename, *given, **options)


def as_it_is(image: Any, interpolate: bool, ratio: float) -> Any:
    """Write a picture; PDF/A-2 forbids to interpolate (ISO 19005-2, 6.2.8), and in drawings no style says so."""
    return _written(image, False, ratio)


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

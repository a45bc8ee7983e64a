"""Bitmaps: PNG, JPEG, GIF and WebP are recognised by their first bytes and measured from their headers; nothing is
decoded."""

from __future__ import annotations

import struct
from typing import NamedTuple

MOST_PIXELS = 60_000_000


class Measured(NamedTuple):
    """What the head of a bitmap says, and whether its end is there."""

    media_type: str
    width: int
    height: int
    is_whole: bool


def measure(data: bytes) -> Measured | None:
    """Recognise and measure a bitmap; None when it is none."""
    try:
        media_type, width, height = _measure(data)
    except (struct.error, IndexError):
        return None
    if not width or not height:
        return None
    return Measured(media_type, width, height, _is_whole(media_type, data))


def pixels_drawn(data: bytes) -> int:
    """How many pixels a PNG or JPEG inside a drawing has; none when it is neither, or not whole."""
    found = measure(data)
    if found is None or not found.is_whole or found.media_type not in ("image/png", "image/jpeg"):
        return 0
    return found.width * found.height


def _is_whole(media_type: str, data: bytes) -> bool:
    """Whether a bitmap has its end: one that was cut off while it was copied has not, and shows nothing or half."""
    ends = {"image/png": b"IEND\xaeB`\x82", "image/jpeg": b"\xff\xd9", "image/gif": b"\x3b"}
    if media_type == "image/webp":
        return len(data) >= 8 + int.from_bytes(data[4:8], "little")
    return media_type in ends and ends[media_type] in data


def _measure(data: bytes) -> tuple[str, int, int]:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return ("image/png", *struct.unpack(">II", data[16:24]))
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return ("image/gif", *struct.unpack("<HH", data[6:10]))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ("image/webp", *_measure_webp(data))
    if data.startswith(b"\xff\xd8"):
        return ("image/jpeg", *_measure_jpeg(data))
    return "", 0, 0


def _measure_jpeg(data: bytes) -> tuple[int, int]:
    """Walk the segments to the start of frame."""
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        if marker == 0xFF:
            position += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
        else:
            position += 2 + struct.unpack(">H", data[position + 2 : position + 4])[0]
    return 0, 0


def _measure_webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF

"""Pages with their numbers in them, through the cache: the merge need not set the same numbers again."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from pipeline import program
from pipeline.artifacts import digest
from pipeline.cache import Cache
from pipeline.render.typesetting.model import Part

KIND = "numbered"
_LENGTH = struct.Struct(">I")


def name(part: Part) -> str:
    """What a part with its numbers is known by."""
    return digest(program.fingerprint(), digest(part.data), repr(part.numbers))


def remember(cache: Cache, name: str, part: Part) -> Part:
    """Give a part its contents, where they are kept."""
    kept = cache.get(KIND, name) if part.numbers else None
    return part if kept is None else part._replace(contents=tuple(_unpacked(kept)))


def keep(cache: Cache, name: str, part: Part, contents: Sequence[bytes]) -> None:
    """Keep what the contents of a part became, when they were not known."""
    if contents and not part.contents:
        cache.put(KIND, name, b"".join(_LENGTH.pack(len(one)) + one for one in contents))


def _unpacked(kept: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(kept):
        start, length = start + _LENGTH.size, _LENGTH.unpack_from(kept, start)[0]
        yield kept[start : start + length]
        start += length

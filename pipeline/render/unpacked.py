"""Unpacked fonts, kept beside the program, as what Python compiles is: all books have the same.

Where the program lies on a disk that takes nothing, the book's cache keeps them. One file for each font; what another
program unpacked is a miss.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from .. import program
from ..artifacts import digest
from ..cache import Cache, FolderCache

FONT = "font"
HOME = Path(__file__).parent / "__pycache__"


def known(fonts: Mapping[str, bytes], cache: Cache) -> dict[str, bytes]:
    """The web fonts, by path, that were unpacked before."""
    places = _places(cache)
    found = ((path, _find(digest(data), places)) for path, data in fonts.items())
    return {path: font for path, font in found if font is not None}


def keep(packed: bytes, font: bytes, cache: Cache) -> None:
    """Keep what a web font was unpacked to."""
    for place in _places(cache):
        place.put(FONT, digest(packed), _mark() + font)


def _places(cache: Cache) -> tuple[Cache, ...]:
    return FolderCache(HOME), cache


def _find(key: str, places: Sequence[Cache]) -> bytes | None:
    kept = (place.get(FONT, key) for place in places)
    return next((data.removeprefix(_mark()) for data in kept if data and data.startswith(_mark())), None)


def _mark() -> bytes:
    return program.fingerprint().encode()

"""Which font has which letter: the book's text faces first, then a chain of faces for all other letters.

`fonts/letters/` in the theme holds the chain, and `letters.txt` in it says what each font covers: reading that from the
fonts themselves would take longer than a chapter. A font that a book brings in its `templates/fonts/` is asked itself,
before the chain. No font of the machine is ever used.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from .theme import Theme, default_theme

FONTS, CHAIN = "fonts/", "fonts/letters/"
TABLE = f"{CHAIN}letters.txt"
CODE = f"{CHAIN}source-code-pro-regular.woff2"
ENDINGS = (".woff2", ".woff", ".ttf", ".otf")
# What is not drawn, or drawn as something else by what sets type: controls, joiners, spaces.
_UNDRAWN = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))

Ranges = tuple[tuple[int, int], ...]


class Shares(NamedTuple):
    """Which fonts (by path in the theme, in the order of the chain) draw which letters, and which letters none has."""

    fonts: Mapping[str, str]
    missing: str


def foreign(text: str, theme: Theme) -> str:
    """The letters of a text that its text faces lack, in order."""
    return "".join(sorted(letter for letter in set(text) - _at_home(theme) if is_drawn(letter)))


def share_out(letters: Iterable[str], theme: Theme, *, and_text: bool = False) -> Shares:
    """Give each letter to the first font that has it; with `and_text` the text faces come first."""
    left = set(letters)
    fonts: dict[str, str] = {}
    for path, covered in (*(_text(theme) if and_text else ()), *_chain(theme)):
        if not left:
            break
        own = {letter for letter in left if covers(covered, letter)}
        if own:
            fonts[path] = "".join(sorted(own))
            left -= own
    return Shares(fonts, "".join(sorted(left)))


def name_of(letter: str) -> str:
    """What Unicode calls a letter, and its number."""
    number = f"U+{ord(letter):04X}"
    name = unicodedata.name(letter, "")
    return f"{number} {name}" if name else number


def script_of(letter: str) -> str:
    """The script of a letter, as far as its name says: "HANGUL", "THAI"; signs are their own."""
    name = unicodedata.name(letter, "").split()
    return name[0] if name and unicodedata.category(letter)[0] in "LM" else letter


def covers(ranges: Ranges, letter: str) -> bool:
    """Whether a letter is in one of the ranges."""
    return any(first <= ord(letter) <= last for first, last in ranges)


def ranges_of(numbers: Iterable[int]) -> Ranges:
    """Numbers of letters as ranges."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return tuple(found)


def write_ranges(ranges: Ranges) -> str:
    """Ranges as CSS writes them (`unicode-range`)."""
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges)


def coverage(font: bytes) -> Ranges:
    """What a font covers, by its own character map; nothing where it is no font."""
    return _asked(font)


def table(theme: Theme) -> Mapping[str, Ranges]:
    """What letters.txt says of our fonts."""
    return _table(theme.files.get(TABLE, b""))


def is_drawn(letter: str) -> bool:
    """Whether a letter is seen: not what joins, parts or chooses others."""
    if any(ord(letter) in selectors for selectors in _VARIATION_SELECTORS):
        return False
    return unicodedata.category(letter) not in _UNDRAWN


def _at_home(theme: Theme) -> frozenset[str]:
    """The letters of the text faces."""
    faces = {path: data for path, data in theme.files.items() if path in table(theme) and not path.startswith(CHAIN)}
    return _home(tuple(sorted((path, data) for path, data in faces.items())), theme.files.get(TABLE, b""))


@lru_cache(maxsize=4)
def _home(faces: tuple[tuple[str, bytes], ...], told: bytes) -> frozenset[str]:
    listed, ours = _table(told), default_theme().files
    # A face that the book has put in the place of ours is asked itself.
    ranges = (listed[path] if data == ours.get(path) else coverage(data) for path, data in faces)
    return frozenset(chr(number) for each in ranges for first, last in each for number in range(first, last + 1))


def _text(theme: Theme) -> Iterator[tuple[str, Ranges]]:
    """The upright text faces of our own."""
    return ((path, ranges) for path, ranges in table(theme).items() if path.endswith("-400-normal.woff2"))


def _chain(theme: Theme) -> Iterator[tuple[str, Ranges]]:
    """The fonts for other letters: the book's own, then ours in the order of the table."""
    listed, known = table(theme), default_theme().files
    for path, data in sorted(theme.files.items()):
        # What is ours and not in the table is for something else than text.
        if path.startswith(FONTS) and path.endswith(ENDINGS) and path not in listed and known.get(path) != data:
            yield path, coverage(data)
    for path, ranges in listed.items():
        if path.startswith(CHAIN) and path in theme.files:
            ours = theme.files[path] == known.get(path)
            yield path, ranges if ours else coverage(theme.files[path])


@cache
def _table(data: bytes) -> Mapping[str, Ranges]:
    lines = (line.split() for line in data.decode().splitlines() if line and not line.startswith("#"))
    return {FONTS + words[0]: tuple(_range(word) for word in words[1:]) for words in lines}


def _range(word: str) -> tuple[int, int]:
    first, _, last = word.removeprefix("U+").partition("-")
    return int(first, 16), int(last or first, 16)


@lru_cache(maxsize=32)
def _asked(font: bytes) -> Ranges:
    # Loaded where a book has fonts of its own: most have none.
    fonts: Any = import_module("fontTools.ttLib")
    try:
        return ranges_of(fonts.TTFont(io.BytesIO(font), lazy=True).getBestCmap() or ())
    except Exception:  # whatever fontTools meets in a file that is no font, or half of one
        return ()

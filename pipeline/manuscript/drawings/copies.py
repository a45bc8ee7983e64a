"""How much is drawn when every reference of a drawing is followed: nine lines of `use` can mean a billion copies."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml.etree import _Element as Element

from .vocabulary import SVG, XLINK

MOST_COPIES, MOST_CHAIN = 100_000, 12
_URL = re.compile(r"url\(#([^)]*)\)")
_HREFS = ("href", f"{{{XLINK}}}href")
_MARKERS = ("marker-start", "marker-mid", "marker-end")
_NUMBER = re.compile(r"\d+")
# Their stops are read once.
_CHEAP = frozenset({f"{{{SVG}}}linearGradient", f"{{{SVG}}}radialGradient"})


class TooMuch(Exception):
    """References lead in a ring, through too many others, or to too many copies."""


def count_copies(root: Element) -> int:
    """How many elements are drawn. Raises TooMuch."""
    sizes: dict[str, int] = defaultdict(int)
    uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
    cheap = {str(one.get("id")) for one in root.iter(*_CHEAP)}
    for element in root.iter():
        homes = ["", *(name for one in (element, *element.iterancestors()) if (name := one.get("id")))]
        named = [(name, times if name not in cheap else 0) for name, times in _named(element)]
        for home in homes:
            sizes[home] += 1
            uses[home] += named
    return _follow("", sizes, uses, {}, ())[0]


def _named(element: Element) -> list[tuple[str, int]]:
    """The ids that an element names, and how often it draws them."""
    found = []
    for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
        if key in _HREFS and value.startswith("#"):
            found.append((value[1:], 1))
        elif "url(#" in value:
            # A marker stands on every point; inherited, on those of all that is inside.
            times = sum(_points(one) for one in element.iter()) if key in _MARKERS else 1
            found += [(name, times) for name in _URL.findall(value)]
    return found


def _points(element: Element) -> int:
    return 1 + len(_NUMBER.findall(element.get("d", "") + " " + element.get("points", ""))) // 2


def _follow(
    home: str,
    sizes: dict[str, int],
    uses: dict[str, list[tuple[str, int]]],
    known: dict[str, tuple[int, int]],
    chain: tuple[str, ...],
) -> tuple[int, int]:
    """How many elements an id stands for, and how long the longest chain of references from it is."""
    if home in known:
        return known[home]
    if home in chain or len(chain) > MOST_CHAIN:
        raise TooMuch
    total, depth = sizes[home], 0
    for name, times in uses[home]:
        if name in sizes:
            copies, further = _follow(name, sizes, uses, known, (*chain, home))
            total, depth = total + times * copies, max(depth, further + 1)
        if total > MOST_COPIES or depth > MOST_CHAIN:
            raise TooMuch
    known[home] = total, depth
    return known[home]

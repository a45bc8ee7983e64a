"""Which version of the program a book asks for (`requires: ">=0.2, <1"`): as much of PEP 440 as says so in numbers."""

from __future__ import annotations

import re

from ..program import VERSION

OLD, NEW = "m-101", "m-102"
_CLAUSE = re.compile(r"(>=|<=|==|~=|>|<)? *(\d+(?:\.\d+)*)")
_MOST_NUMBERS = 4


def unmet(wanted: str, version: str = VERSION) -> str:
    """Say by its code why a version is not the wanted one: too old, or too new; empty when it is. A bare number is what
    the book has needed since; `~=` stays within the series that the number is one of."""
    here = _numbers(version)
    for sign, number in _CLAUSE.findall(wanted):
        bound, series = _numbers(number), number.split(".")[:-1]
        if (here < bound and sign not in ("<", "<=")) or (here == bound and sign == ">"):
            return OLD
        if (here > bound and sign in ("<=", "==")) or (here >= bound and sign == "<"):
            return NEW
        if sign == "~=" and version.split(".")[: len(series)] != series:
            return NEW
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    numbers = tuple(map(int, version.split(".")))
    return (*numbers, *(0,) * (_MOST_NUMBERS - len(numbers)))

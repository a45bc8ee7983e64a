"""Numbers as lists show them."""

from __future__ import annotations

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def written(number: int, kind: str) -> str:
    """A number as a list of a kind (HTML's `type`) shows it."""
    text = {"a": _alphabetic, "i": _roman}.get(kind.lower(), str)(number)
    return text.upper() if kind.isupper() else text


def _alphabetic(number: int) -> str:
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text

"""Numbers of lists and notes, as they were drawn: style sheets count them, so no text of the sheet has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MARKER, CALL, NOTE_NUMBER = "marker", "footnote-call", "footnote-marker"
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

Made = Mapping[tuple[int, str], Sequence[str]]


def number_flaws(root: Any, made: Made, pages: Mapping[int, int]) -> Iterator[tuple[str, int, Any, str, str]]:
    """The items of lists, and the notes, whose number is not the one that they have. `made` are the words that styles
    made, by the `id()` of their element and by their kind."""
    for items in _lists(root):
        for item, number in _counted(items):
            shown = "".join(made.get((id(item), MARKER), ())).strip().strip(".)(")
            if shown != number and (shown or _words(item)):
                yield "number", pages.get(id(item), 0), item, _words(item), f"{number} → {shown or '–'}"
    for note in root.iter("small"):
        call, number = (_figures(made.get((id(note), kind), ())) for kind in (CALL, NOTE_NUMBER))
        if call != number:
            yield "number", pages.get(id(note), 0), note, _words(note), f"{call or '–'} → {number or '–'}"


def _lists(root: Any) -> Iterator[Any]:
    """The numbered lists of authors. Those with a class are ours, and have no numbers or draw their own."""
    if root.tag == "ol":
        if root.get("class"):
            return
        yield root
    for child in root:
        yield from _lists(child)


def _figures(texts: Sequence[str]) -> str:
    return "".join(letter for letter in "".join(texts) if letter.isdigit())


def _counted(items: Any) -> Iterator[tuple[Any, str]]:
    number = int(items.get("start") or 1)
    for item in items.iterfind("li"):
        number = int(item.get("value") or number)
        yield item, written(number, items.get("type") or "1")
        number += 1


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


def _words(item: Any) -> str:
    return " ".join("".join(item.itertext()).split())

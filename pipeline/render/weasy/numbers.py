"""Numbers of lists and notes, as they were drawn: style sheets count them, so no text of the sheet has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..counting import written

MARKER, CALL, NOTE_NUMBER = "marker", "footnote-call", "footnote-marker"
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


def _words(item: Any) -> str:
    return " ".join("".join(item.itertext()).split())

"""Which paragraph of a returned Word file is which passage: bookmarks say it, and where they are gone, the words.

In: the passages as they were written and the paragraphs that came back. Out: what each passage became, what is new and
where, and what is gone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from .critic import DELETED, INSERTED
from .passages import Passage
from .wordreading import Paragraph, Piece

# A paragraph that is so much like a passage that lost its bookmark is that passage.
ALIKE = 0.55
BREAK = " ¶ "


@dataclass(slots=True)
class Allotted:
    """`kept`: what passages became, by their numbers. `new`: paragraphs without a passage, each with the number of the
    passage that stands before it, -1 for none. `gone` and `moved` are passages; a moved one is among the new, too."""

    kept: dict[int, list[Piece]] = field(default_factory=dict)
    new: list[tuple[int, Paragraph]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)


def allot(passages: Sequence[Passage], paragraphs: Sequence[Paragraph], labels: Collection[str]) -> Allotted:
    """Find the passage of each paragraph; `labels` are texts that the book writes by itself."""
    made = Allotted()
    owned = [_owners(paragraph) for paragraph in paragraphs]
    _by_words(passages, paragraphs, owned, labels)
    before = -1
    order: list[int] = []
    for paragraph, numbers in zip(paragraphs, owned, strict=True):
        if not numbers:
            if _says(paragraph) and paragraph.text().strip().casefold() not in labels and not paragraph.note:
                made.new.append((before, paragraph))
            continue
        for number in numbers:
            if number < len(passages):
                _add(made, number, _share(paragraph, number, numbers))
                order += [number] if number not in order else []
        before = numbers[-1]
    made.gone = [nth for nth in range(len(passages)) if nth not in made.kept]
    _find_moved(made, [one for one in order if passages[one].kind != "note"], paragraphs, owned)
    return made


def _owners(paragraph: Paragraph) -> list[int]:
    """The passages that stand in a paragraph, in their order."""
    return list(dict.fromkeys(piece.passage for piece in paragraph.pieces if piece.passage >= 0))


def _says(paragraph: Paragraph) -> bool:
    return any(piece.text.strip() for piece in paragraph.pieces)


def _share(paragraph: Paragraph, number: int, numbers: Sequence[int]) -> list[Piece]:
    """The pieces of a passage; what stands in no bookmark belongs to the one before it, or to the first."""
    found: list[Piece] = []
    owner = numbers[0]
    for piece in paragraph.pieces:
        owner = piece.passage if piece.passage in numbers else owner
        if owner == number:
            found.append(piece)
    return found


def _add(made: Allotted, number: int, pieces: list[Piece]) -> None:
    """More of a passage: a second paragraph of it is told by a sign."""
    if number in made.kept:
        author = next((piece.author for piece in pieces if piece.author), "")
        made.kept[number] += [Piece(BREAK, INSERTED, author, number), *pieces]
    else:
        made.kept[number] = pieces


def _by_words(
    passages: Sequence[Passage], paragraphs: Sequence[Paragraph], owned: list[list[int]], labels: Collection[str]
) -> None:
    """Give paragraphs without bookmarks to passages that nobody has, in their order."""
    missing = [nth for nth in range(len(passages)) if not any(nth in numbers for numbers in owned)]
    place = 0
    for nth, paragraph in enumerate(paragraphs):
        text = _old(paragraph)
        if owned[nth] or not text.strip() or text.strip().casefold() in labels:
            continue
        likely = [one for one in missing[place:] if _is_alike(passages[one].text, text)]
        exact = [one for one in likely if passages[one].text == text]
        if chosen := (exact or likely)[:1]:
            owned[nth] = chosen
            place = missing.index(chosen[0]) + 1


def _old(paragraph: Paragraph) -> str:
    """What a paragraph said before it was changed; where all of it is new, what it says."""
    old = "".join(piece.text for piece in paragraph.pieces if piece.state != INSERTED)
    return old if old.strip() else paragraph.text()


def _is_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one.strip() or min(len(one), len(other)) < 4:
        return False
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _find_moved(
    made: Allotted, order: Sequence[int], paragraphs: Sequence[Paragraph], owned: Sequence[Sequence[int]]
) -> None:
    """Passages out of their order: the fewest that must have moved."""
    staying = {*_longest_rise(order)}
    made.moved = [number for number in order if number not in staying]
    for number in made.moved:
        place = order.index(number)
        before = next((one for one in reversed(order[:place]) if one in staying), -1)
        home = next(nth for nth, numbers in enumerate(owned) if number in numbers)
        pieces = [replace(piece, state=piece.state or INSERTED) for piece in made.kept.pop(number)]
        whole = replace(paragraphs[home], pieces=[piece for piece in pieces if piece.state != DELETED])
        made.new.append((before, whole))


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The longest row of numbers that only grow."""
    ends: list[int] = []
    rows: list[list[int]] = []
    for number in numbers:
        place = bisect_left(ends, number)
        row = [*(rows[place - 1] if place else []), number]
        ends[place : place + 1], rows[place : place + 1] = [number], [row]
    return rows[-1] if rows else []

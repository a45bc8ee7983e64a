"""Cells of tables to fill in have room for what is written in them.

In: a sheet with its sample, whose answers say what that is: a number or a time, a word, a phrase or a sentence. Out:
the widths of the columns, in percent, and how high each row is. Where the columns ask for more than the page has, a row
becomes a block of two lines or more, its head likewise; it stays a table for those who hear it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ... import trees
from ...trees import Element

# The width of a sheet's type area in the book, on A4, and on A4 turned.
ROOM_MM, A4_ROOM_MM, A4_WIDE_ROOM_MM = 134.0, 170.0, 247.0
PADDING_MM = 3.3
# A row that says what it asks for, and by how much its letters need less room than those of a hand.
LETTER_MM, LEAST_HEAD_MM, MOST_HEAD_MM = 1.75, 20.0, 28.0
BLOCKS = "blocks"
_NUMBER = re.compile(r"[\d.,:/ %€–-]{1,8}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is written into a cell: up to so many letters, and the room that they need in mm."""

    name: str
    letters: int
    width: float
    height: float


NUMBER = Kind("number", 6, 14.0, 8.0)
WORD = Kind("word", 12, 25.0, 8.0)
PHRASE = Kind("phrase", 48, 35.0, 12.0)
SENTENCE = Kind("sentence", 10_000, 45.0, 12.0)
LEAST_AREA_MM2 = 800.0


def size_cells(tree: Element, room: float = ROOM_MM) -> None:
    """Size the columns and rows of all tables to fill in, as `room` in mm asks; one that is sized stays as it is."""
    for table, sample in _unsized(tree):
        _size(table, sample, room)


def asked_width(tree: Element) -> float:
    """How wide the widest of its tables to fill in is, if each row stays a row; in mm, 0 without any."""
    widths = (_widths(_rows(table), _kinds(_rows(table), sample)) for table, sample in _unsized(tree))
    return max(map(sum, widths), default=0.0)


def _unsized(tree: Element) -> Iterator[tuple[Element, Element | None]]:
    """The tables to fill in that nobody has sized yet, each with its sample."""
    tables = trees.by_class(tree, "fill")
    samples = {_heads(table): table for table in tables if _is_filled(table)}
    for table in tables:
        if not _is_filled(table) and not any(cell.get("style") for cell in table.iter("th", "td")):
            yield table, samples.get(_heads(table))


def kind_of(answers: Sequence[str]) -> Kind:
    """The kind of a column, by its longest answer."""
    said = [answer for answer in answers if answer not in ("", "–")]
    if said and all(_NUMBER.fullmatch(answer) for answer in said):
        return NUMBER
    longest = max(map(len, said), default=WORD.letters + 1)
    return next(kind for kind in (WORD, PHRASE, SENTENCE) if longest <= kind.letters)


def lines_of(widths: Sequence[float], room: float = ROOM_MM) -> list[list[int]]:
    """Which columns stand in one line, by their numbers."""
    lines: list[list[int]] = [[]]
    for number, width in enumerate(widths):
        if lines[-1] and sum(widths[nth] for nth in lines[-1]) + width > room:
            lines.append([])
        lines[-1].append(number)
    return lines


def _is_filled(table: Element) -> bool:
    return any("sample-sheet" in trees.classes(around) for around in table.iterancestors())


def _size(table: Element, sample: Element | None, room: float) -> None:
    rows = _rows(table)
    kinds = _kinds(rows, sample)
    widths = _widths(rows, kinds)
    if not widths:
        return
    columns, lines = len(widths), lines_of(widths, room)
    if len(lines) > 1:
        table.set("class", f"fill {BLOCKS}")
    for line in lines:
        whole = sum(widths[number] for number in line)
        share = {number: widths[number] / whole for number in line}
        height = max(_height(kinds[number], share[number] * room) for number in line)
        # In a table the padding of cells comes on top of their widths.
        padded = 1.0 if len(lines) > 1 else 1 - columns * PADDING_MM / room
        for row in rows:
            for number in line:
                _set_cell(row[number], share[number] * padded, height)


def _rows(table: Element) -> list[list[Element]]:
    """The rows of a table; none where they differ in length."""
    rows = [list(row) for row in table.iter("tr")]
    return rows if len({len(row) for row in rows}) == 1 else []


def _kinds(rows: list[list[Element]], sample: Element | None) -> list[Kind]:
    return [kind_of(list(_answers(sample, number))) for number in range(len(rows[0]) if rows else 0)]


def _widths(rows: list[list[Element]], kinds: Sequence[Kind]) -> list[float]:
    return [_asked(rows, number) or kind.width for number, kind in enumerate(kinds)]


def _set_cell(cell: Element, share: float, height: float) -> None:
    # Rounded down: a line of a block must not be wider than the block.
    cell.set("style", f"width: {int(9990 * share) / 100:.2f}%")
    for field in trees.by_class(cell, "field"):
        field.set("data-height", f"{height:.1f}mm")


def _height(kind: Kind, width: float) -> float:
    """How high a cell must be that is so wide: a phrase has two lines, or one of twice the width."""
    if kind is PHRASE and width >= 2 * PHRASE.width:
        return WORD.height
    return max(kind.height, LEAST_AREA_MM2 / width) if kind is SENTENCE else kind.height


def _heads(table: Element) -> tuple[str, ...]:
    return tuple(trees.text_of(head) for head in table.iterfind("thead/tr/th"))


def _answers(sample: Element | None, column: int) -> Iterator[str]:
    for row in sample.iterfind("tbody/tr") if sample is not None else ():
        cells = list(row)
        if column < len(cells):
            yield from (trees.text_of(one).strip() for one in trees.by_class(cells[column], "answer"))


def _asked(rows: list[list[Element]], column: int) -> float:
    """The width of a column that asks, by its longest text; 0 for one to write in."""
    cells = [row[column] for row in rows if row[column].tag == "td"]
    texts = [trees.text_of(cell) for cell in cells if not trees.by_class(cell, "field")]
    longest = max(map(len, texts), default=0)
    return min(MOST_HEAD_MM, max(LEAST_HEAD_MM, longest * LETTER_MM)) if longest else 0.0

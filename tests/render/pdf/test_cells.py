"""Cells to write in are as large as what is written in them."""

from __future__ import annotations

import re

import pytest

from pipeline import trees
from pipeline.render.pdf.cells import NUMBER, PHRASE, SENTENCE, WORD, Kind, kind_of, lines_of, size_cells

TEN = "abcdefghi "


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (["9:30", "13:15", "–"], NUMBER),
        (["1.100", "7.040 €"], NUMBER),
        (["Rosa", "Timo", ""], WORD),
        (["Frage verstanden", "satt"], PHRASE),
        ([TEN * 6, "kurz"], SENTENCE),
        ([], PHRASE),
        (["–"], PHRASE),
    ],
)
def test_the_longest_answer_of_a_sample_says_what_a_column_holds(answers: list[str], kind: Kind) -> None:
    assert kind_of(answers) is kind


def test_columns_that_ask_for_more_than_the_page_has_stand_in_several_lines() -> None:
    assert lines_of([30, 35, 35]) == [[0, 1, 2]]
    assert lines_of([14, 14, 35, 35, 25, 25, 35]) == [[0, 1, 2, 3, 4], [5, 6]]


def table(heads: str, cells: str, around: str = "") -> str:
    rows = "".join(f"<th>{head}</th>" for head in heads.split())
    body = f'<table class="fill"><thead><tr>{rows}</tr></thead><tbody><tr>{cells}</tr></tbody></table>'
    return f'<div class="{around}">{body}</div>' if around else body


def empty(count: int) -> str:
    return '<td><span class="field" data-kind="cell"></span></td>' * count


def answers(*words: str) -> str:
    return "".join(f'<td><span class="answer">{word}</span></td>' for word in words)


def widths(html: str) -> list[float]:
    return [float(width) for width in re.findall(r'<td style="width: ([\d.]+)%', html)]


def test_a_sentence_has_its_area_and_a_number_little_room() -> None:
    sample = table("Uhr Was", answers("9:30", TEN * 6), "sample-sheet")
    tree = trees.parse(table("Uhr Was", empty(2)) + sample)
    size_cells(tree)
    number, sentence = widths(trees.write(tree))
    assert number < sentence / 3
    heights = {float(field.get("data-height", "0mm")[:-2]) for field in trees.by_class(tree, "field")}
    assert min(heights) * sentence / 100 * 134 >= 800


def test_a_sample_itself_stays_as_it_is() -> None:
    tree = trees.parse(table("A B", answers("x", "y"), "sample-sheet"))
    before = trees.write(tree)
    size_cells(tree)
    assert trees.write(tree) == before


def test_many_columns_become_blocks_that_are_no_wider_than_the_page() -> None:
    tree = trees.parse(table("A B C D E", empty(5)))
    size_cells(tree)
    assert "blocks" in trees.write(tree)
    first, *rest = widths(trees.write(tree))
    assert first + sum(rest[:2]) <= 100
    assert sum(rest[2:]) <= 100


def test_rows_of_different_lengths_are_left_alone() -> None:
    tree = trees.parse(table("A B", empty(1)))
    size_cells(tree)
    assert widths(trees.write(tree)) == []

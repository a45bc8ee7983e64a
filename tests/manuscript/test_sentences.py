"""Where sentences end: 1,276 German and English paragraphs, with `‖` where one sentence ends and another follows."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manuscript.sentences import spans, split

TABLE = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8")
CASES = tuple(line for line in TABLE.splitlines() if line.strip())
END = "‖"
FEWEST, LEAST_RIGHT = 500, 0.99


def is_right(case: str) -> bool:
    return split(case.replace(f" {END}", "")) == tuple(part.strip() for part in case.split(END))


def test_ninety_nine_of_a_hundred_are_right() -> None:
    wrong = [case for case in CASES if not is_right(case)]
    assert len(CASES) >= FEWEST
    assert 1 - len(wrong) / len(CASES) >= LEAST_RIGHT, wrong


@pytest.mark.parametrize("case", ["Am 15. ‖ Mai ist Fest.", "Ruf an. Schreib nicht.", "Nimm z. ‖ B. Holz."])
def test_a_wrong_end_is_noticed(case: str) -> None:
    assert not is_right(case)


@given(st.text(alphabet='aBc .!?…„“"()[]{}#@1\n`*_\\<>ä', max_size=80))
def test_nothing_is_lost_and_nothing_but_blanks_stands_between(text: str) -> None:
    found = spans(text)
    between = [0, *(place for one in found for place in one), len(text)]
    gaps = zip(between[::2], between[1::2], strict=True)
    assert all(not text[start:end].strip() for start, end in gaps)
    assert all(start < end for start, end in found)
    # A sentence is one: what was split is not split again.
    assert all(len(split(one)) == 1 for one in split(text))

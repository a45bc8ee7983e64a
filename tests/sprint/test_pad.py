"""Letters, not bytes: the one module that counts them, with everything that takes more than one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sprint.edits import apply_edits, distance, edits_between
from pipeline.sprint.pad import EMPTY_VECTOR, Pad, is_vector

SIGNS = st.lists(st.sampled_from([*"ab \n.", "ä", "ß", "😀", "e\u0301", "👩‍🚀", "\u200d", "—"]), max_size=60).map(
    "".join
)


@given(SIGNS, SIGNS)
def test_edits_make_the_other_text(old: str, new: str) -> None:
    assert apply_edits(old, edits_between(old, new)) == new
    assert (distance(old, new) == 0) == (old == new)


@given(SIGNS, SIGNS, SIGNS)
def test_two_pads_are_equal_when_each_knows_what_the_other_did(first: str, one: str, other: str) -> None:
    here, there = Pad(), Pad()
    there.put(here.become(first) or here.beyond(EMPTY_VECTOR))
    ours, theirs = here.become(one), there.become(other)
    assert (here.text, there.text) == (one, other)
    for pad, update in ((here, theirs), (there, ours)):
        if update:
            pad.take(update)
    assert here.text == there.text
    assert here.vector == there.vector or sorted(here.vector) == sorted(there.vector)


def test_a_small_edit_leaves_the_rest_alone() -> None:
    text = "Ein Satz.\n" * 200
    assert edits_between(text, text[:1000] + "Neu. " + text[1000:]) == ((1000, 1000, "Neu. "),)


@pytest.mark.parametrize("data", [b"", b"\xff", b"\xff\xff\xff\x7f", b"\2\1\1", b"\1\1\1\1", b"\xff" * 30])
def test_a_vector_that_lies_about_its_length_is_none(data: bytes) -> None:
    assert not is_vector(data)


def test_what_a_pad_says_it_knows_is_a_vector() -> None:
    pad = Pad()
    assert is_vector(pad.vector)
    pad.become("Text")
    assert is_vector(pad.vector)

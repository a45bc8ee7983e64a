"""Which block of a translation is which of its original, and which is none."""

from __future__ import annotations

from pipeline.record.blocks import Block
from pipeline.record.counterparts import Mark, find_twins, options_of, pair_marks


def marks(kinds: str) -> list[Mark]:
    """One mark for each word; `h2#name` has a name."""
    return [Mark(kind, name) for kind, _, name in (word.partition("#") for word in kinds.split())]


def test_a_translation_has_the_order_of_its_original() -> None:
    assert pair_marks(marks("title p p tip"), marks("title p p tip")) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_a_paragraph_of_its_own_unsettles_no_other_heading() -> None:
    pairs = pair_marks(marks("p h2#a p p h2#b p p"), marks("p h2#a p p p h2#b p p"))
    assert pairs == {0: 0, 1: 1, 5: 4, 6: 5, 7: 6}


def test_what_only_one_reading_allows_is_paired() -> None:
    assert pair_marks(marks("p tip p"), marks("p tip")) == {0: 0, 1: 1}
    assert pair_marks(marks("p p"), marks("p")) == {}


def test_names_in_another_order_are_not_forced() -> None:
    assert pair_marks(marks("h2#a p h2#b ul"), marks("h2#b ul h2#a p")) == {0: 2, 1: 3}


def block(id: str, kind: str, words: str, section: str = "k") -> Block:
    return Block(id, f"{section}--{words}", section, kind, words, words)


def test_twins_know_what_became_of_the_original() -> None:
    here = [block("", "p", "one"), block("", "p", "two"), block("", "p", "three")]
    kept = [block("a", "p", "eins"), block("b", "p", "zwei"), block("c", "p", "drei")]
    now = [block("a", "p", "eins"), block("b", "p", "zwo")]
    twins = find_twins(here, kept, now, {"k": "k"})
    assert [(one.here.text, one.original and one.original.text, one.is_behind) for one in twins] == [
        ("one", "eins", False),
        ("two", "zwo", True),
        ("three", None, True),
    ]


def test_choices_are_the_same_by_their_order_or_not_at_all() -> None:
    assert options_of(["too narrow", "just right"], ["zu eng", "passt"]) == {
        "zu eng": "too narrow",
        "passt": "just right",
    }
    assert options_of(["yes"], ["ja", "nein"]) == {}

"""A block keeps its id as long as it is recognisably the same."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.blocks import Block
from pipeline.record.matching import identify, match
from tests.record.samples import block, named

LONG = "Wer hat das Problem und woran merkt ihr es im Alltag"


def ids(previous: list[Block], present: list[Block]) -> list[str]:
    return [one.id for one in identify(previous, present)]


def test_the_first_edition_names_everything_and_equal_texts_differently() -> None:
    given_ids = ids([], [block("eins"), block("eins"), block("zwei", id="wege")])
    assert len(set(given_ids)) == 3
    assert given_ids[1] == given_ids[0] + "-2"
    assert given_ids[2] == "wege"


def test_an_unchanged_block_keeps_its_id_wherever_it_went() -> None:
    assert ids([named("x1", LONG), named("x2", "Zwei")], [block("Zwei"), block(LONG, "b")]) == ["x2", "x1"]


def test_an_edited_block_keeps_its_id_in_its_chapter_only() -> None:
    edited = LONG.replace("Alltag", "Betrieb")
    assert ids([named("x1", LONG)], [block(edited)]) == ["x1"]
    assert ids([named("x1", LONG), named("x2", "Anker", "b")], [block(edited, "b")])[0].startswith("b.")


def test_the_most_similar_block_inherits_and_each_id_once() -> None:
    near, nearer = LONG.replace("Alltag", "Betrieb heute"), LONG + " wirklich"
    assert ids([named("x1", LONG)], [block(near), block(nearer)])[1] == "x1"
    assert ids([named("x1", LONG)], [block(near), block(nearer)])[0] != "x1"


def test_less_than_sixty_per_cent_of_the_words_is_a_new_block() -> None:
    assert ids([named("x1", "a b c d e")], [block("a b c x y")]) == ["x1"]
    assert ids([named("x1", "a b c d e")], [block("a b x y z")]) != ["x1"]


def test_a_written_id_wins_over_equal_and_similar_text() -> None:
    previous = [named("ziel", "alt und ganz anders"), named("x1", LONG)]
    assert ids(previous, [block(LONG), block("vollkommen neu", id="ziel")]) == ["x1", "ziel"]
    assert ids(previous, [block(LONG, id="neuer-name")]) == ["neuer-name"]


def test_a_tick_never_becomes_an_answer() -> None:
    assert ids([named("x1", LONG, kind="check")], [block(LONG, kind="field")]) != ["x1"]
    assert ids([named("x1", LONG, kind="tip")], [block(LONG, kind="p")]) == ["x1"]


def test_edited_blocks_are_found_again_in_a_chapter_with_a_new_name() -> None:
    previous = [named("x1", "Eins steht hier", "alt"), named("x2", LONG, "alt")]
    present = [block("Eins steht hier", "neu"), block(LONG + " jetzt", "neu")]
    assert ids(previous, present) == ["x1", "x2"]


def test_a_block_that_comes_back_never_gets_the_id_of_another() -> None:
    (first,) = identify([], [block("eins zwei drei vier fünf")])
    (edited,) = identify([first], [block("eins zwei drei vier sechs")])
    assert edited.id == first.id
    third = identify([edited], [block("eins zwei drei vier sechs"), block("eins zwei drei vier fünf")])
    assert third[0].id == first.id
    assert third[1].id != first.id


TEXTS = st.lists(st.sampled_from(["der", "die", "das", "Haus", "Weg", "geht"]), max_size=6).map(" ".join)
PRESENT = st.lists(
    st.builds(block, TEXTS, st.sampled_from(["a", "b"]), kind=st.sampled_from(["p", "check"])), max_size=8
)
WRITTEN = st.lists(st.builds(block, TEXTS, id=st.sampled_from(["w1", "w2", "w3"])), unique_by=lambda one: one.id)


@given(PRESENT, WRITTEN, PRESENT, WRITTEN)
def test_ids_are_unique_stable_and_a_function_of_their_inputs(
    old: list[Block], old_written: list[Block], new: list[Block], new_written: list[Block]
) -> None:
    first = identify([], old + old_written)
    assert [one.id for one in identify(first, old + old_written)] == [one.id for one in first]
    second = identify(first, new_written + new)
    assert len({one.id for one in second}) == len(second)
    assert all(one.id for one in second)
    assert identify(first, new_written + new) == second
    pairs = match(first, second)
    assert len(set(pairs.values())) == len(pairs)
    assert {one.id for one in new_written} <= {one.id for one in second}
    assert [replace(one, id="") for one in second] == [replace(one, id="") for one in new_written + new]


def test_every_block_of_a_book_that_was_edited_is_found() -> None:
    words = [f"wort{n}" for n in range(16)]
    previous = [named(f"x{n}", " ".join([*words, f"n{n}", f"m{n % 7}"]), f"s{n // 150}") for n in range(600)]
    present = [block(" ".join([*words, f"n{n}", f"m{n % 7}", "neu"]), f"s{n // 150}") for n in range(600)]
    assert ids(previous, present) == [one.id for one in previous]

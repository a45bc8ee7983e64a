"""What people type by mistake is read as it was meant, or told at its line with its cure; nothing is silent."""

from __future__ import annotations

import pytest

from tests.checks.mistakes import LIST, Mistake, Outcome, read_list, summary, try_all

# What is not understood: the least share that is told at the right line, and with the right cure.
PLACED, CURED = 0.95, 0.90
# A few of each kind, so that the list is tried in a quick run, too.
EVERY = 12
# The first were collected from people; of those that were thought up since, one in so many. The command tries all.
FIRST, EVERY_LATER = 175, 4


def test_the_list_is_understood_or_told() -> None:
    outcomes = try_all(read_list(LIST.read_text(encoding="utf-8"))[::EVERY])
    assert [one.mistake.name for one in outcomes if one.is_silent] == []
    assert [one.mistake.name for one in outcomes if one.mistake.code not in ("", "?") and not one.is_placed] == []


@pytest.mark.slow
def test_of_the_list_nothing_is_silent_and_nearly_all_is_told_where_it_is_with_its_cure() -> None:
    mistakes = read_list(LIST.read_text(encoding="utf-8"))
    outcomes = try_all((*mistakes[:FIRST], *mistakes[FIRST::EVERY_LATER]))
    told = [one for one in outcomes if one.mistake.code]
    assert [one.mistake.name for one in outcomes if one.is_silent] == [], summary(outcomes)
    assert sum(one.is_placed for one in told) >= PLACED * len(told), summary(outcomes)
    assert sum(one.is_cured for one in told) >= CURED * len(told), summary(outcomes)


def test_the_measure_finds_what_is_silent_misplaced_or_miscured() -> None:
    mistake = Mistake("x", "x", "a", "b", (3,), "s-080")
    assert Outcome(mistake, False, ()).is_silent
    assert not Outcome(mistake, False, (("s-080", 9),)).is_placed
    assert Outcome(mistake, False, (("s-080", 4),)).is_placed
    assert not Outcome(mistake, False, (("s-099", 3),)).is_cured


def test_what_was_understood_and_no_longer_is_counts_as_silent() -> None:
    understood = Mistake("x", "x", "a", "b", (1,), shown="b")
    assert Outcome(understood, False, ()).is_silent
    assert not Outcome(understood, False, (), is_shown=True).is_silent

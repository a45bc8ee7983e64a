"""Quotations that end, and those that do not."""

from __future__ import annotations

import pytest

from pipeline.checks.language import Asked, look


@pytest.mark.parametrize(("text", "columns"), [
    ("Er sagt: „Gut.“ Und „ja“.", []),
    ("Er sagt: „Gut. Und „ja“.", [10]),
    ("Er sagt: „Gut.\" Und „ja”.", []),
    ("„Eins.\n\n„Zwei.\n\nDrei.“", []),
    ("„Eins.\n\nZwei.“ Drei.", []),
    ("„Eins.\n\nZwei „drei“.", [1]),
    ("„Eins „zwei “drei“ vier.", []),
    ("`„` und “ allein", []),
    ("Er sagt “so”.", []),
    ("\"Gerade\" und 5\" lang", []),
    ("| „a | b |\n|---|---|\n| c | d |", [3]),
])  # fmt: skip
def test_a_quotation_that_does_not_end_is_told_at_its_sign(text: str, columns: list[int]) -> None:
    found = list(look("chapters/a.md", text + "\n", "de", Asked()))
    assert [(one.code, one.span.column) for one in found] == [("l-066", column) for column in columns]


@pytest.mark.parametrize(("text", "count"), [
    ("He says “good” and “yes”.", 0), ("He says “good and goes.", 1), ("“One.\n\n“Two.”", 0), ("It’s 5” long", 0),
])  # fmt: skip
def test_english_quotations_have_their_own_signs(text: str, count: int) -> None:
    assert len(list(look("chapters/a.md", text + "\n", "en", Asked()))) == count

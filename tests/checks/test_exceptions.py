"""Exceptions with a reason: how far they reach, and what they cannot take."""

from __future__ import annotations

import pytest

from pipeline.checks.exceptions import read, settle
from pipeline.diagnostics import Span, diagnose

PATH = "chapters/a.md"


@pytest.mark.parametrize(("text", "lines"), [
    ("<!-- ausnahme l-060: Grund -->\nEins\nzwei\n\nDrei\n", (1, 3)),
    ("<!-- exception L-060: why -->\n\n\nEins\n", (1, 4)),
    ("Eins <!-- ausnahme l-060: Grund --> zwei\ndrei\n\nVier\n", (1, 2)),
    ("<!-- ausnahme l-060: über\nzwei Zeilen -->\nEins\n\nZwei\n", (1, 3)),
    ("<!-- ausnahme l-060: Grund -->\n::: hinweis\nEins\n\n::: zitat\nZwei\n:::\n\nDrei\n:::\n\nVier\n", (1, 10)),
    ("::: hinweis\n<!-- ausnahme l-060: Grund -->\nEins\n:::\nZwei\n", (2, 4)),
])  # fmt: skip
def test_an_exception_reaches_to_the_end_of_its_block(text: str, lines: tuple[int, int]) -> None:
    (taken,) = read(PATH, text)
    assert (taken.first, taken.last) == lines


@pytest.mark.parametrize("text", ["`<!-- ausnahme l-060: Grund -->`", "<!-- Ausnahmen l-060 -->", "<!-- l-060: x -->"])
def test_other_comments_are_none(text: str) -> None:
    assert [*read(PATH, text)] == []


def test_only_its_code_in_its_file_is_taken_and_no_error() -> None:
    text = {PATH: "<!-- ausnahme l-060, x-001: Grund -->\nEins\n"}
    same, other, error = (diagnose(code, Span(PATH, 2)) for code in ("l-060", "t-050", "x-001"))
    elsewhere = diagnose("l-060", Span("chapters/b.md", 2))
    left = settle((same, other, error, elsewhere), text, is_whole=True)
    assert left[:3] == (other, error, elsewhere)
    assert [(one.code, dict(one.facts)["code"]) for one in left[3:]] == [("l-065", "x-001")]


def test_in_a_variant_none_is_called_needless() -> None:
    assert settle((), {PATH: "<!-- ausnahme l-060: Grund -->\nEins\n"}, is_whole=False) == ()
    assert [one.code for one in settle((), {PATH: "<!-- ausnahme l-060 -->\nEins\n"}, is_whole=False)] == ["l-064"]

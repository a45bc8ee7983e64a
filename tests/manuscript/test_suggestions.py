"""Suggestions and comments in a source: what a draft shows of them, and what an edition keeps."""

from __future__ import annotations

import pytest

from pipeline.manuscript.suggestions import decide, find, is_open

SAID = "Am {++Mon++}{--Diens--}tag, {~~alt~>neu~~}{>>Anna<<} in der {==Werkstatt==}{>>Ben: Welche?<<}."


def test_a_draft_shows_them_with_what_is_said() -> None:
    shown = decide("{~~alt~>neu~~}{>>Anna<<} {==Werkstatt==}{>>Ben: Welche?<<}", draft=True)
    assert shown == (
        "[alt]{.critic-del}[neu]{.critic-ins}[Anna]{.comment} [Werkstatt]{.critic-mark}[Ben: Welche?]{.comment}"
    )


def test_an_edition_keeps_the_old_text_and_nothing_of_what_was_said() -> None:
    assert decide(SAID, draft=False) == "Am Dienstag, alt in der Werkstatt."


def test_only_changes_wait_for_a_decision() -> None:
    assert [is_open(match) for match in find(SAID)] == [True, True, True, False, False, False]


@pytest.mark.parametrize("text", ["`{++x++}`", "{++ein\n\nAbsatz++}", "{++++}", "~~~\n{>>a<<}\n~~~\n"])
def test_code_and_what_is_none_stays_as_it_is(text: str) -> None:
    assert decide(text, draft=True) == text

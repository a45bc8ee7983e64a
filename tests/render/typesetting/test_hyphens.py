from __future__ import annotations

from typing import Any

import pyphen
import pytest

from pipeline.render.typesetting import hyphens

WORDS = ("Arbeitsgemeinschaft", "Straßenbahn", "Weißbrot", "ab")


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> dict[Any, Any]:
    """What pyphen has read: nothing yet."""
    read: dict[Any, Any] = {}
    monkeypatch.setattr(pyphen, "hdcache", read)
    return read


def _parted(language: str) -> list[str]:
    return [pyphen.Pyphen(lang=language).inserted(word) for word in WORDS]


@pytest.mark.parametrize("language", ["de", "de-AT", "en"])
def test_patterns_that_were_kept_part_words_as_those_just_read(unread: dict[Any, Any], language: str) -> None:
    kept = hyphens.patterns(language)
    assert kept
    known = _parted(language)
    unread.clear()
    hyphens.learn(language, kept)
    assert len(unread) == 1
    assert _parted(language) == known


def test_patterns_that_change_letters_are_not_kept_without_them() -> None:
    assert hyphens.patterns("hu") == b""
    assert "-" in "".join(_parted("hu"))


def test_a_language_without_patterns_is_no_error(unread: dict[Any, Any]) -> None:
    hyphens.learn("xx", b"{}")
    assert hyphens.patterns("xx") == b""
    hyphens.learn("de", b"")
    assert not unread

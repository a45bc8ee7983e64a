"""Words are parted as pyphen parts them, whichever language."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import pyphen
import pytest

from pipeline.cache import MemoryCache
from pipeline.render.weasy import hyphens
from pipeline.render.weasy.hyphens import HyphDict, Patterns, Unparsed

# With patterns that weigh nothing ("de", "eo"), that change letters ("hu"), with escapes ("sr"), in three encodings.
LANGUAGES = ("de", "en", "eo", "fr", "hu", "mr", "nl", "ru", "sr", "uk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_patterns_of_every_language_are_those_of_pyphen(language: str) -> None:
    path = pyphen.LANGUAGES[language]
    cache = MemoryCache()
    first, ours, theirs = Patterns(path, cache), Patterns(path, cache), HyphDict(path)
    assert first.patterns == ours.patterns
    assert {letters: ours.patterns.get(letters) for letters in ours.patterns} == theirs.patterns
    assert ours.maxlen == theirs.maxlen


@lru_cache(maxsize=1)
def of_german(path: Path) -> tuple[Patterns, HyphDict]:
    return Patterns(path), HyphDict(path)


@pytest.mark.parametrize("word", ["Arbeitsgemeinschaft", "Straßenbahn", "Weißbrot", "verbal", "Kabinett", "ab", ""])
def test_words_are_parted_at_the_same_points(word: str) -> None:
    path = pyphen.LANGUAGES["de"]
    ours, theirs = of_german(path)
    assert isinstance(ours.patterns, Unparsed)
    assert ours.positions(word) == theirs.positions(word)


def test_patterns_that_change_letters_are_left_to_pyphen() -> None:
    assert not isinstance(Patterns(pyphen.LANGUAGES["hu"]).patterns, Unparsed)


def test_what_was_listed_before_is_not_listed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path, cache = pyphen.LANGUAGES["de"], MemoryCache()
    before = Patterns(path, cache)
    monkeypatch.setattr(hyphens, "_listed", lambda data: {})
    assert Patterns(path, cache).positions("Arbeitsgemeinschaft") == before.positions("Arbeitsgemeinschaft") != []


def test_nothing_is_kept_where_python_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    Patterns(pyphen.LANGUAGES["de"], cache)
    assert not cache.entries

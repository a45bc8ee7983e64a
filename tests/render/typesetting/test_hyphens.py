"""Words are parted as pyphen parts them, whichever language."""

from __future__ import annotations

import pyphen
import pytest

from pipeline.render.typesetting.hyphens import HyphDict, Patterns, Unparsed

# With patterns that weigh nothing ("de", "eo"), that change letters ("hu"), with escapes ("sr"), in three encodings.
LANGUAGES = ("de", "en", "eo", "fr", "hu", "mr", "nl", "ru", "sr", "uk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_patterns_of_every_language_are_those_of_pyphen(language: str) -> None:
    path = pyphen.LANGUAGES[language]
    ours, theirs = Patterns(path), HyphDict(path)
    assert {letters: ours.patterns.get(letters) for letters in ours.patterns} == theirs.patterns
    assert ours.maxlen == theirs.maxlen


@pytest.mark.parametrize("word", ["Arbeitsgemeinschaft", "Straßenbahn", "Weißbrot", "verbal", "Kabinett", "ab", ""])
def test_words_are_parted_at_the_same_points(word: str) -> None:
    path = pyphen.LANGUAGES["de"]
    ours = Patterns(path)
    assert isinstance(ours.patterns, Unparsed)
    assert ours.positions(word) == HyphDict(path).positions(word)


def test_patterns_that_change_letters_are_left_to_pyphen() -> None:
    assert not isinstance(Patterns(pyphen.LANGUAGES["hu"]).patterns, Unparsed)

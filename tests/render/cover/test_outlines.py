"""Letters as outlines: large lines that always fit."""

from __future__ import annotations

import pytest

from pipeline.pdflink.fonts import to_truetype
from pipeline.render.cover.front import FONT_FILES
from pipeline.render.cover.outlines import LARGEST_MM, LEADING, LEAST_WHOLE_MM, Face, Letters, fit, part, wrap
from pipeline.theme import default_theme

FACE = Face(default_theme().files[FONT_FILES.format(800)])
LETTERS = Letters((FACE,))
ROOM = 142.0, 68.0


def test_each_sentence_of_a_title_begins_a_line() -> None:
    _, lines = fit(LETTERS, "Cross. Create. Innovate.", ROOM)

    assert lines == ("Cross.", "Create.", "Innovate.")


@pytest.mark.parametrize("title", ["A", "Kurz", "Ein Titel, der mit vielen Worten sehr viel mehr sagt als nötig wäre"])
def test_every_title_fits(title: str) -> None:
    size, lines = fit(LETTERS, title, ROOM)

    assert " ".join(lines) == title
    assert size <= LARGEST_MM
    assert max(LETTERS.width(line, size) for line in lines) <= ROOM[0]


@pytest.mark.parametrize(
    "word",
    ["Praxishandbuch", "Selbstverständlich", "Donaudampfschifffahrtskapitän", "Rindfleisch" * 6, "W" * 60, "1" * 90],
)
def test_every_word_fits_and_long_ones_are_parted(word: str) -> None:
    size, lines = fit(LETTERS, word, ROOM, "de")
    assert max(LETTERS.width(line, size) for line in lines) <= ROOM[0]
    assert "".join(line.removesuffix("-") for line in lines) == word
    assert len(lines) * size * LEADING <= ROOM[1]


def test_words_are_parted_by_syllables() -> None:
    parted = part(LETTERS, "Die Donaudampfschifffahrt", LEAST_WHOLE_MM, ROOM[0], "de-DE")
    assert parted == "Die Donaudampf- schifffahrt"


def test_a_title_without_words_has_no_lines() -> None:
    assert fit(LETTERS, "", ROOM)[1] == ()


def test_letters_that_the_font_lacks_are_left_out() -> None:
    assert LETTERS.draw("\u4e00", 10, 0, 0) == ()
    assert LETTERS.draw("I", 10, 0, 0)[0][0] == "m"


def test_letters_that_are_made_of_letters_are_drawn() -> None:
    whole = LETTERS.draw("ü", 10, 0, 0)
    assert len(whole) > len(LETTERS.draw("u", 10, 0, 0))
    assert {step for step, _ in whole} <= {"m", "l", "c", "h"}


def test_words_wider_than_the_cover_stand_alone() -> None:
    assert wrap(LETTERS, "x" * 200 + " y", 10, ROOM[0]) == ("x" * 200, "y")


def test_letters_are_the_same_from_a_font_that_print_unpacked() -> None:
    unpacked = Letters((Face(to_truetype(FACE.data)),))
    assert unpacked.draw("Crß-.ä", 10, 7, 9) == LETTERS.draw("Crß-.ä", 10, 7, 9)
    assert unpacked.width("Crß-.ä", 10) == LETTERS.width("Crß-.ä", 10)

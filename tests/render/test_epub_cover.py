"""The drawn cover: large letters that always fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.cache import MemoryCache
from pipeline.pdflink.fonts import to_truetype
from pipeline.render.epub.cover import (
    FONT_FILES,
    LARGEST,
    LEAST_WHOLE,
    MARGIN,
    WIDTH,
    Face,
    Letters,
    draw_cover,
    fit,
    part,
    wrap,
)
from pipeline.theme import default_theme

from . import sample

FACE = Face(default_theme().files[FONT_FILES.format(800)])
LETTERS = Letters((FACE,))


def test_each_sentence_of_a_title_begins_a_line() -> None:
    _, lines = fit(LETTERS, "Cross. Create. Innovate.", 640)

    assert lines == ("Cross.", "Create.", "Innovate.")


@pytest.mark.parametrize("title", ["A", "Kurz", "Ein Titel, der mit vielen Worten sehr viel mehr sagt als nötig wäre"])
def test_every_title_fits(title: str) -> None:
    size, lines = fit(LETTERS, title, 640)

    assert " ".join(lines) == title
    assert size <= LARGEST
    assert max(LETTERS.width(line, size) for line in lines) <= WIDTH - 2 * MARGIN


@pytest.mark.parametrize(
    "word",
    ["Praxishandbuch", "Selbstverständlich", "Donaudampfschifffahrtskapitän", "Rindfleisch" * 6, "W" * 60, "1" * 90],
)
def test_every_word_fits_and_long_ones_are_parted(word: str) -> None:
    size, lines = fit(LETTERS, word, 640, "de")
    assert max(LETTERS.width(line, size) for line in lines) <= WIDTH - 2 * MARGIN
    assert "".join(line.removesuffix("-") for line in lines) == word
    assert len(lines) * size * 0.91 <= 640


def test_words_are_parted_by_syllables() -> None:
    assert part(LETTERS, "Die Donaudampfschifffahrt", LEAST_WHOLE, "de-DE") == "Die Donaudampf- schifffahrt"


def test_a_title_without_words_has_no_lines() -> None:
    assert fit(LETTERS, "", 640)[1] == ()


def test_letters_that_the_font_lacks_are_left_out() -> None:
    assert LETTERS.draw("\u4e00", 100, 0, 0) == ""
    assert LETTERS.draw("I", 100, 0, 0).startswith("M")


def test_words_wider_than_the_cover_stand_alone() -> None:
    assert wrap(LETTERS, "x" * 200 + " y", 100) == ("x" * 200, "y")


def test_letters_are_the_same_from_a_font_that_print_unpacked() -> None:
    unpacked = Letters((Face(to_truetype(FACE.data)),))
    assert unpacked.draw("Crß-.ä", 100, 7, 9) == LETTERS.draw("Crß-.ä", 100, 7, 9)
    assert unpacked.width("Crß-.ä", 100) == LETTERS.width("Crß-.ä", 100)


def test_letters_that_the_face_of_titles_lacks_are_drawn_with_others() -> None:
    manifest = replace(sample.book().manifest, title="Łódź λ ✅", subtitle="", publisher="")
    book = replace(sample.book(), manifest=manifest)
    drawn = draw_cover(book, default_theme("de"), MemoryCache())
    without = draw_cover(replace(book, manifest=replace(manifest, title="ód")), default_theme("de"), MemoryCache())
    assert drawn.count("M") > without.count("M") + 5

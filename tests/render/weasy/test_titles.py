"""Titles of any length fit into their lines."""

from __future__ import annotations

import pytest

from pipeline.render.layout import Sheet
from pipeline.render.weasy import blocks
from pipeline.render.weasy.engine import Engine

STYLES = (
    "@page { size: 100mm 100mm; margin: 10mm } h1 { font: 800 30pt/33pt sans-serif; hyphens: none }"
    " html { hyphenate-character: '\\2010' }"
)
WORDS = ["Rat", "Praxishandbuch", "Selbstverständlich", "Donaudampfschifffahrtskapitäne", "Rindfleisch" * 6, "W" * 60]


def _set(words: str) -> tuple[list[str], float, float]:
    """The lines of a title, its size, and how far the widest goes beyond the page's text."""
    title = f"<h1><span style='display: block'>{words}</span></h1>"
    page = f"<html lang='de'><head><title>T</title></head><body>{title}</body></html>"
    layout, _ = Engine(STYLES, {}).lay_out(Sheet(page, ""))
    (sheet,) = layout.pages
    texts = [box for box in blocks.descendants(sheet._page_box) if type(box).__name__ == "TextBox"]
    edge = sheet._page_box.content_box_x() + sheet._page_box.width
    beyond = max(box.position_x + box.width - edge for box in texts)
    return [box.text for box in texts], texts[0].style["font_size"], beyond


@pytest.mark.parametrize("word", WORDS, ids=[str(len(word)) for word in WORDS])
def test_a_word_of_any_length_fits(word: str) -> None:
    lines, _, beyond = _set(word)
    assert beyond <= 0.5
    assert "".join(line.rstrip("\u2010") for line in lines) == word


def test_what_fits_keeps_its_size() -> None:
    assert _set("Rat")[1] == pytest.approx(40)


def test_a_word_becomes_smaller_before_it_is_parted() -> None:
    lines, size, _ = _set("Praxishandbuch")
    assert lines == ["Praxishandbuch"] and 22 < size < 40


def test_a_very_long_word_is_parted_by_syllables() -> None:
    lines, size, _ = _set("Donaudampfschifffahrtsgesellschaftskapitän")
    assert len(lines) > 1 and all(line.endswith("\u2010") for line in lines[:-1])
    assert size == pytest.approx(22)

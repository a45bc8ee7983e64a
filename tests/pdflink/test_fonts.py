"""What the embedded fonts say."""

from __future__ import annotations

import io
import re

import pytest
from fontTools.ttLib import TTFont

from pipeline.pdflink import fonts
from pipeline.theme import default_theme

HYPHEN, SOFT_HYPHEN = "-", "\u00ad"


@pytest.mark.parametrize("name", ["source-serif-4-latin-400-normal", "bricolage-grotesque-latin-400-normal"])
def test_the_hyphen_of_a_parted_word_looks_like_any_hyphen_and_says_another_thing(name: str) -> None:
    program = fonts.to_truetype(default_theme("de").files[f"fonts/{name}.woff2"])
    font = TTFont(io.BytesIO(program))
    glyphs = [font.getGlyphID(font.getBestCmap()[ord(sign)]) for sign in (HYPHEN, fonts.PARTING)]
    said, measures = fonts.unicode_map(program), fonts.measure(program)
    assert [said[glyph] for glyph in glyphs] == [HYPHEN, SOFT_HYPHEN]
    assert len({measures.advances[glyph] for glyph in glyphs}) == 1
    outlines = [font["glyf"][font.getGlyphName(glyph)].getCoordinates(font["glyf"])[0] for glyph in glyphs]
    assert outlines[0] == outlines[1]


def test_a_font_without_a_hyphen_stays_as_it_is() -> None:
    program = fonts.to_truetype(default_theme("de").files["fonts/source-serif-4-latin-ext-400-normal.woff2"])
    assert ord(fonts.PARTING) not in TTFont(io.BytesIO(program)).getBestCmap()


def test_a_map_of_letters_has_blocks_of_a_hundred_at_most() -> None:
    """So Adobe's specification of CMaps has it (Technical Note 5014, 6)."""
    program = fonts.to_truetype(default_theme("de").files["fonts/source-serif-4-latin-ext-400-normal.woff2"])
    blocks = [int(count) for count in re.findall(rb"(\d+) beginbfchar", fonts.character_map(program))]
    assert len(blocks) > 1 and max(blocks) == 100
    assert sum(blocks) == len(fonts.unicode_map(program))

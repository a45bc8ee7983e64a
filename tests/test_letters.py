"""Which font has which letter."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from pipeline import letters
from pipeline.render.pdf import FOLIO_FONT
from pipeline.theme import NOT_STAMPED, Theme, default_theme


def with_fonts(fonts: dict[str, bytes]) -> Theme:
    theme = default_theme()
    return replace(theme, files={**theme.files, **fonts})


def test_the_table_says_what_the_fonts_have() -> None:
    theme = default_theme()
    listed = letters.table(theme)
    chain = {path for path in theme.files if path.startswith(letters.CHAIN) and path.endswith(letters.ENDINGS)}
    faces = {
        path for path in theme.files if path.startswith(("fonts/source-serif", "fonts/bricolage")) and ".woff" in path
    }
    assert set(listed) == chain | faces
    for path, ranges in listed.items():
        cmap = TTFont(io.BytesIO(theme.files[path]), lazy=True).getBestCmap()
        assert ranges == letters.ranges_of(cmap), path


def test_every_chain_font_has_its_licence() -> None:
    theme = default_theme()
    stems = [path.removesuffix(".woff2") for path in letters.table(theme) if path.startswith(letters.CHAIN)]
    licences = [path.removesuffix("-LICENSE.txt") for path in theme.files if path.endswith("-LICENSE.txt")]
    assert [stem for stem in stems if not stem.startswith(tuple(licences))] == []


@pytest.mark.parametrize(
    "text", ["Größe, Łódź, Příliš žluťoučký, ćichi, ě", "„So“ – ‚so‘ … 1 € © § •", "a\u200db\ufe0f\u00ad \n"]
)
def test_text_in_latin_letters_needs_no_other_font(text: str) -> None:
    assert letters.foreign(text, default_theme()) == ""


@pytest.mark.parametrize(
    ("letter", "font"),
    [
        ("λ", "source-serif-4-regular"),
        ("Ж", "source-serif-4-regular"),
        ("→", "source-serif-4-regular"),
        ("ἀ", "noto-serif-greek-ext"),
        ("│", "source-code-pro-regular"),
        ("★", "noto-sans-symbols-2"),
        ("✅", "noto-emoji"),
        ("👍", "noto-emoji"),
        ("🇩", "noto-emoji"),
        ("Ⅷ", "noto-sans-symbols"),
        ("ℝ", "noto-serif-math"),
    ],
)
def test_the_first_font_of_the_chain_that_has_a_letter_draws_it(letter: str, font: str) -> None:
    shares = letters.share_out(letters.foreign(letter, default_theme()), default_theme())
    assert shares == ({f"fonts/letters/{font}.woff2": letter}, "")


def test_what_no_font_has_is_named() -> None:
    theme = default_theme()
    assert letters.share_out(letters.foreign("λ한ไ", theme), theme).missing == "ไ한"
    assert letters.name_of("한") == "U+D55C HANGUL SYLLABLE HAN"
    assert letters.name_of("\ue000") == "U+E000"
    assert [letters.script_of(letter) for letter in "한ไ★"] == ["HANGUL", "THAI", "★"]


def test_a_font_of_the_book_comes_before_the_chain() -> None:
    own = default_theme().files["fonts/letters/noto-serif-greek.woff2"]
    shares = letters.share_out("λ→", with_fonts({"fonts/eigene.woff2": own}))
    assert shares.fonts == {"fonts/eigene.woff2": "λ", "fonts/letters/source-serif-4-regular.woff2": "→"}


def test_a_font_of_ours_for_something_else_draws_no_text() -> None:
    others = [
        path for path in default_theme().files if path.endswith(".woff2") and path not in letters.table(default_theme())
    ]
    everything = "".join(map(chr, range(0x100, 0x3000)))
    shares = letters.share_out(letters.foreign(everything, default_theme()), default_theme())
    assert not set(others) & set(shares.fonts)


def test_a_text_face_that_the_book_replaced_is_asked_itself() -> None:
    greek = default_theme().files["fonts/letters/noto-serif-greek.woff2"]
    theme = with_fonts({"fonts/source-serif-4-latin-ext-400-normal.woff2": greek})
    assert letters.foreign("λ→", theme) == "→"


def test_half_a_font_has_no_letters() -> None:
    assert letters.coverage(b"wOF2 and then nothing") == ()


def test_ranges_are_written_as_css_writes_them() -> None:
    assert letters.write_ranges(letters.ranges_of([97, 98, 99, 0x2192])) == "U+61-63, U+2192"


def test_the_note_of_a_draft_is_held_to_the_letters_that_its_font_has() -> None:
    covered = letters.table(default_theme())[FOLIO_FONT]
    western = (bytes([code]).decode("cp1252", "ignore") for code in range(0x20, 0x100))
    lacking = {sign for sign in western if sign and sign.isprintable() and not letters.covers(covered, sign)}
    assert lacking == set(NOT_STAMPED)

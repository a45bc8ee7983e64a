"""Fonts for letters beyond the text faces: cut to a book, declared where they are needed, and none of the machine's."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from pipeline.book.model import Book, Section
from pipeline.cache import MemoryCache
from pipeline.render import lettering
from pipeline.render.pdf import render
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme

from . import sample

MANY = "Łódź λόγος ἀρχή Київ → ✓ ☐ ★ ① ⅓ ∑ ≤ ℝ │ ✅ 👍🏽 🇩🇪 👩‍👩‍👧 한국어"


# Cutting takes half a second for a font, and what is cut does not hang on who asks.
KEPT = MemoryCache()


def book(*texts: str) -> Book:
    sections = (
        Section(id=f"k{n}", kind="chapter", title=f"Titel {n}", number=str(n), part=1, body=f'<p id="p{n}">{text}</p>')
        for n, text in enumerate(texts, 1)
    )
    return replace(sample.book(), sections=tuple(sections), assets={}, targets={})


def printed(made: Book) -> bytes:
    (data,) = render(made, default_theme("de"), KEPT, Workshop()).value.artifacts.values()
    return data


def fonts_in(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert all("/FontFile2" in one for one in found)
        return {re.sub("-[0-9a-f]{6}$", "", str(one.FontName)) for one in found}


def test_a_book_in_latin_letters_needs_nothing_cut() -> None:
    assert lettering.cut_faces(book("Größe, Łódź, „so“ – 1 €."), default_theme(), KEPT) == ()


def test_the_arrow_back_from_a_note_costs_a_book_no_font() -> None:
    assert lettering.cut_faces(sample.book(), default_theme(), MemoryCache()) == ()


@pytest.mark.slow
def test_each_letter_is_in_one_cut_font_alone() -> None:
    faces = lettering.cut_faces(book(MANY), default_theme(), KEPT)
    letters = [set(TTFont(io.BytesIO(face.data)).getBestCmap()) for face in faces]
    for face, covered in zip(faces, letters, strict=True):
        rest = covered - set(map(ord, face.letters))
        assert rest <= set(map(ord, lettering.SPACES + lettering.JOINERS))
    assert sum(len(face.letters) for face in faces) == len(set("".join(face.letters for face in faces)))
    assert faces[-1].name == lettering.BOXES
    assert set(faces[-1].letters) == set("한국어")


@pytest.mark.slow
def test_what_is_cut_is_the_same_bytes_again() -> None:
    made = [lettering.cut_faces(book("→ λ 한", "<code>x</code>"), default_theme(), MemoryCache()) for _ in range(2)]
    assert made[0] == made[1]


def test_a_space_after_a_sign_is_as_wide_as_one_of_text() -> None:
    for face in lettering.cut_faces(book(MANY), default_theme(), KEPT):
        font = TTFont(io.BytesIO(face.data))
        advance = font["hmtx"][font.getBestCmap()[ord(" ")]][0]
        assert 0.15 < advance / font["head"].unitsPerEm <= 0.5, face.name


def test_a_sheet_declares_only_the_fonts_whose_letters_it_has() -> None:
    faces = lettering.cut_faces(book("λ", "✅", "<code>x → y</code>"), default_theme(), KEPT)
    declared = [lettering.rules_for(text, faces) for text in ("Text", "λ", "✅ λ", "<code>x</code>")]
    assert [rule.count("@font-face") for rule in declared] == [0, 1, 2, 1]
    assert '"Code"' in declared[3]


def test_print_draws_with_the_fonts_of_the_book_alone() -> None:
    bundled = {"/WorkbookSerif", "/BricolageGrotesque96ptExtraBold", "/Letters", "/Boxes"}
    found = fonts_in(printed(book(MANY, "<em>kursiv ✓</em> <strong>fett λ</strong>")))
    assert {name.split("-")[0] for name in found} <= bundled
    assert {"/Letters", "/Boxes"} <= found


def test_a_letter_that_no_font_has_is_a_box_of_which_the_letter_is_known() -> None:
    data = printed(book("Korean 한국."))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        maps = [one.read_bytes().decode("latin-1") for one in pdf.objects if _is_map(one)]
    assert any("<d55c>" in text and "<ad6d>" in text for text in maps)


def _is_map(one: object) -> bool:
    return isinstance(one, pikepdf.Stream) and b"beginbfchar" in one.read_bytes()[:400]


@pytest.mark.slow
def test_a_section_is_set_again_only_where_its_letters_changed() -> None:
    theme, kept = default_theme("de"), KEPT
    render(book("Nur Latein.", "Hier λ.", "Hier ✅."), theme, kept, Workshop())
    made = render(book("Nur Latein.", "Hier λ.", "Hier ✅ 👍."), theme, kept, Workshop()).value.made
    assert set(made) == {"k3"}


@pytest.mark.parametrize("folder", ["", "../"])
def test_screens_get_the_letters_they_need_and_where_they_are_used(folder: str) -> None:
    faces = lettering.cut_faces(book("λ ✅ 한", "<code>x</code>"), default_theme(), KEPT)
    files, rules = lettering.screen_fonts(faces, KEPT, folder)
    assert set(files) == {
        "fonts/letters-source-serif-4-regular.woff2",
        "fonts/letters-noto-emoji.woff2",
        "fonts/code.woff2",
    }
    assert all(data.startswith(b"wOF2") and len(data) < 30_000 for data in files.values())
    assert rules.count("@font-face") == len(files)
    assert f'url("{folder}fonts/letters-noto-emoji.woff2") format("woff2"); unicode-range: U+2705;' in rules


PRINT = """
import hashlib
from pipeline.cache import MemoryCache
from pipeline.render.pdf import render
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.render.test_lettering import book
made = render(book("Łódź λ ✅ <code>x │</code> 한"), default_theme("de"), MemoryCache(), Workshop()).value.artifacts
print(hashlib.sha256(*made.values()).hexdigest())
"""
NO_FONTS = "<?xml version='1.0'?><fontconfig><cachedir>{}</cachedir></fontconfig>"


@pytest.mark.slow
def test_what_fonts_a_machine_has_changes_no_byte(tmp_path: Path) -> None:
    bare = tmp_path / "fonts.conf"
    bare.write_text(NO_FONTS.format(tmp_path), encoding="utf-8")

    def made(**more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", PRINT], env={**os.environ, **more}, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert made() == made(FONTCONFIG_FILE=str(bare))

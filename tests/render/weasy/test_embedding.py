"""Fonts are named by what they are and how often they are there, whatever the system's Pango calls them."""

from types import SimpleNamespace

from pipeline.render.weasy.embedding import UsedFonts


def font(program: bytes, words: str) -> SimpleNamespace:
    return SimpleNamespace(file_content=program, hash=words, name=b"/" + words.encode() + b"+Name-Bold")


def named(*words: str) -> list[tuple[str, bytes]]:
    fonts = UsedFonts(frozenset())
    for key, word in enumerate(words):
        fonts[key] = font(b"serif" if key < 2 else b"sans", word)
    return [(one.hash, one.name) for one in fonts.values()]


def test_the_words_of_a_system_for_a_font_are_in_no_name() -> None:
    assert named("QZUIPM", "PGLVQR", "BVJBVE") == named("CGDBAE", "GLJSQE", "EYMNKW")


def test_each_font_has_a_name_of_its_own_in_the_form_of_a_subset() -> None:
    names = named("QZUIPM", "PGLVQR", "BVJBVE")
    assert len(set(names)) == 3
    assert all(len(letters) == 6 and letters.isupper() and letters.isalpha() for letters, _ in names)
    assert all(name == b"/" + letters.encode() + b"+Name-Bold" for letters, name in names)

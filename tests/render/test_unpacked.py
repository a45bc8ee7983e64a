"""Fonts are unpacked once, and only what this very program unpacked is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import program
from pipeline.cache import MemoryCache
from pipeline.render import unpacked

FONTS = {"fonts/a.woff2": b"packed", "fonts/b.woff2": b"other"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place beside a program that nobody has used."""
    monkeypatch.setattr(unpacked, "HOME", tmp_path / "home")
    return tmp_path / "home"


def test_a_font_is_known_to_every_book_once_it_is_unpacked() -> None:
    unpacked.keep(b"packed", b"plain", MemoryCache())
    assert unpacked.known(FONTS, MemoryCache()) == {"fonts/a.woff2": b"plain"}


def test_where_nothing_can_be_kept_beside_the_program_the_book_keeps_it(home: Path) -> None:
    home.write_text("no folder")
    cache = MemoryCache()
    unpacked.keep(b"packed", b"plain", cache)
    assert unpacked.known(FONTS, cache) == {"fonts/a.woff2": b"plain"}
    assert unpacked.known(FONTS, MemoryCache()) == {}


def test_what_another_program_unpacked_is_unpacked_again_in_its_place(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked.keep(b"packed", b"plain", MemoryCache())
    with monkeypatch.context() as patch:
        patch.setattr(program, "fingerprint", lambda: "another")
        assert unpacked.known(FONTS, MemoryCache()) == {}
        unpacked.keep(b"packed", b"theirs", MemoryCache())
    assert unpacked.known(FONTS, MemoryCache()) == {}
    assert len([path for path in home.rglob("*") if path.is_file()]) == 1


def test_a_damaged_one_is_unpacked_again(home: Path) -> None:
    unpacked.keep(b"packed", b"plain", MemoryCache())
    (kept,) = (path for path in home.rglob("*") if path.is_file())
    kept.write_bytes(kept.read_bytes()[:-1])
    assert unpacked.known(FONTS, MemoryCache()) == {}

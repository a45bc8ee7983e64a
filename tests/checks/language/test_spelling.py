"""Spelling against a small dictionary of our own: what is asked, what the book knows, what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import dictionaries
from pipeline.cache import MemoryCache
from pipeline.checks import language
from pipeline.checks.language.prose import blocks
from pipeline.checks.language.spelling import Verdicts, read_own, unknown
from pipeline.diagnostics import Diagnostic, Span
from pipeline.manuscript.model import Document, LanguageRules, Manifest, Manuscript, Term

WORDS = "und ist das ein wir mit im von Haus Wirtschaft Teil Nachteil Runde sagen sagt"
PATH = "chapters/a.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "de_DE.aff").write_text("SET UTF-8\nSFX e Y 1\nSFX e 0 e .\n", encoding="utf-8")
    lines = [f"{word}/e" if word.lower().endswith("teil") else word for word in WORDS.split()]
    (tmp_path / "de_DE.dic").write_text("\n".join([str(len(lines)), *lines]) + "\n", encoding="utf-8")
    return tmp_path


def told(folder: Path, text: str, own: str = "", names: tuple[str, ...] = ()) -> list[str]:
    dictionary = dictionaries.find("de", (folder,))
    assert dictionary is not None
    verdicts = Verdicts(dictionary, read_own(own, names), MemoryCache())
    found = unknown(tuple(blocks(text, "de")), text, PATH, verdicts.knows)
    return [dict(one.facts)["word"] for one in found]


@pytest.mark.parametrize(("text", "words"), [
    ("Das ist ein Huas und ein Huas.", ["Huas"]),
    ("Wir sagen: „Das Huas.“ Und »Huas« auch.", ["auch"]),
    ("> Huas im Zitat", []),
    ("`Huas` [Huas](#huas){.huas} [the house]{lang=en}", ["Huas"]),
    ("Teile und Nachteile, Nach- und Teile", []),
    ("Teil-Huas und Teil-Haus", ["Teil-Huas"]),
    ("feld-huas\n:   Huas\n", ["Huas"]),
    ("NATO, GmbH, b2b, ab, Kolleg:innen, a.b.cde, huas@haus.de", []),
])  # fmt: skip
def test_only_words_of_the_prose_are_asked(folder: Path, text: str, words: list[str]) -> None:
    assert told(folder, text) == words


def test_the_book_knows_its_own_words(folder: Path) -> None:
    text = "Thea und Theas Kreativwirtschaft im Makerspace mit Kreativhuas"
    assert told(folder, text) == ["Thea", "Theas", "Kreativwirtschaft", "Makerspace", "Kreativhuas"]
    assert told(folder, text, "Kreativ-\nMakerspace # ein Ort\n", ("Thea Bergmann",)) == ["Kreativhuas"]


def test_verdicts_are_kept_and_not_asked_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    for turn in range(2):
        dictionary = dictionaries.find("de-DE", (folder,))
        assert dictionary is not None
        verdicts = Verdicts(dictionary, read_own("", ()), cache)
        assert (verdicts.knows("Haus"), verdicts.knows("Huas")) == (True, False)
        assert verdicts.is_new == (turn == 0)
        verdicts.keep()
    (folder / "de_DE.dic").write_text("1\nHuas\n", encoding="utf-8")
    dictionary = dictionaries.find("de", (folder,))
    assert dictionary is not None
    assert Verdicts(dictionary, read_own("", ()), cache).knows("Huas")


def book(text: str, *, spelling: bool) -> Manuscript:
    manifest = Manifest("Probe", "de", (), language_rules=LanguageRules(spelling=spelling))
    document = Document(PATH, "a", "chapter", "A", "A", "", text)
    return Manuscript(manifest, {PATH: document}, (Term("term-thea", "Thea", "x"),))


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in found]


def test_a_book_is_asked_only_if_it_wants_to_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "find", lambda tag: dictionaries.find(tag, (folder,)))
    text = "Das ist Theas Huas.\n"
    assert codes(language.check(book(text, spelling=False), MemoryCache())) == []
    cache = MemoryCache()
    for _ in range(2):
        assert codes(language.check(book(text, spelling=True), cache)) == ["l-067"]
    assert codes(language.check(book(text, spelling=True), cache, "Huas\n")) == []


def test_a_missing_dictionary_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "find", lambda tag: dictionaries.find(tag, (tmp_path,)))
    (one,) = language.check(book("Das ist ein Huas.\n", spelling=True), MemoryCache(), "", Span("book.yaml", 2))
    assert (one.code, one.span.line) == ("l-068", 2)

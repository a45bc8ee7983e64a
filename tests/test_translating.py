"""A translation knows which words it was made from, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import translating
from pipeline.cache import MemoryCache
from pipeline.cli import main
from pipeline.diagnostics import Checked, Diagnostic
from pipeline.record.edition import Edition, Record
from pipeline.translating import KEPT, SOURCES, Original, keep, lags, look
from pipeline.workspace import MemoryWorkspace

BOOK = "title: Buch\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md, chapters/b.md]\n"
A = "# Anfang\n\nDer erste Absatz hat viele Worte.\n\nDer zweite Absatz hat andere Worte.\n\n- [ ] Tür zu.\n"
B = "# Ende\n\nSchluss.\n"
TRANSLATED = ("chapters/a.md", "chapters/b.md")


def original(a: str = A, b: str = B) -> MemoryWorkspace:
    return MemoryWorkspace({"book.yaml": BOOK, "chapters/a.md": a, "chapters/b.md": b})


def held(translation: MemoryWorkspace, now: MemoryWorkspace) -> Original:
    looked = look(translation, now, MemoryCache())
    assert looked.value is not None and looked.diagnostics == ()
    return looked.value


def told(found: Original) -> list[tuple[str, str, tuple[object, ...]]]:
    def numbers(one: Diagnostic) -> tuple[object, ...]:
        facts = dict(one.facts)
        return tuple(facts[name] for name in ("changed", "added", "removed") if name in facts)

    return [(one.code, one.span.path, numbers(one)) for one in lags(found, TRANSLATED)]


@pytest.fixture
def translation() -> MemoryWorkspace:
    workspace = MemoryWorkspace(dict.fromkeys(TRANSLATED, "# X\n"))
    keep(workspace, held(workspace, original()), ())
    return workspace


def test_nothing_is_told_as_long_as_the_original_is_the_same(translation: MemoryWorkspace) -> None:
    assert told(held(translation, original())) == []
    wrapped = A.replace("hat viele", "hat\nviele")
    assert told(held(translation, original(wrapped))) == []


def test_errata_of_the_original_are_told_until_the_mended_text_is_translated(
    translation: MemoryWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = held(translation, original()).kept
    second = next(block for block in printed if "zweite" in block.text)
    edition = Edition(Record("1.0", "Buch", "2026", ""), tuple(replace(one, id=f"e.{one.id}") for one in printed), {})
    monkeypatch.setattr(translating, "read_editions", lambda workspace: Checked((edition,)))

    def listed(workspace: MemoryWorkspace, block: str = f"e.{second.id}") -> MemoryWorkspace:
        workspace.write("editions/errata.yaml", f"- {{block: {block}, wrong: andere, right: viele}}\n".encode())
        return workspace

    assert told(held(translation, listed(original(), "e.nowhere"))) == []
    assert told(held(translation, listed(original()))) == [("m-341", "chapters/a.md", ())]
    mended = listed(original(A.replace("andere", "viele")))
    assert [code for code, _, _ in told(held(translation, mended))] == ["m-341", "m-118"]
    keep(translation, held(translation, mended), ())
    assert told(held(translation, mended)) == []


def test_what_is_not_marked_waits() -> None:
    empty = MemoryWorkspace({})
    assert told(held(empty, original())) == [("m-119", "chapters/a.md", ()), ("m-119", "chapters/b.md", ())]


def test_what_is_not_there_yet_is_told_once_and_not_marked() -> None:
    half = MemoryWorkspace({"chapters/a.md": "# X\n"})
    assert keep(half, held(half, original()), ()) == ("chapters/a.md",)
    assert half.read(SOURCES + "chapters/a.md").decode() == A
    (told,) = lags(held(half, original()), ("chapters/a.md",))
    assert (told.code, told.span.path, dict(told.facts)["paths"]) == ("m-260", "book.yaml", "chapters/b.md")


def test_what_only_drafts_have_is_no_lag(translation: MemoryWorkspace) -> None:
    now = A.replace("- [ ]", "::: todo\nFehlt noch.\n:::\n\n[Adresse]{.teamfeld}\n\n- [ ]")
    assert told(held(translation, original(now))) == []


def test_changed_new_and_removed_blocks_are_counted_at_their_text(translation: MemoryWorkspace) -> None:
    now = A.replace("viele Worte", "wenige Worte").replace("- [ ]", "Neu und ganz für sich.\n\n- [ ]")
    assert told(held(translation, original(now))) == [("m-118", "chapters/a.md", ("1", "1", "0"))]
    shorter = A.replace("Der zweite Absatz hat andere Worte.\n\n", "")
    assert told(held(translation, original(shorter))) == [("m-118", "chapters/a.md", ("0", "0", "1"))]


def test_marking_one_text_leaves_the_others_lagging(translation: MemoryWorkspace) -> None:
    now = original(A.replace("viele", "wenige"), B.replace("Schluss", "Aus"))
    assert keep(translation, held(translation, now), ("chapters/b.md",)) == ("chapters/b.md",)
    assert [path for _, path, _ in told(held(translation, now))] == ["chapters/a.md"]
    keep(translation, held(translation, now), ())
    assert told(held(translation, now)) == []


def test_what_is_kept_is_the_same_bytes_for_the_same_original(translation: MemoryWorkspace) -> None:
    first = translation.read(KEPT)
    keep(translation, held(translation, original()), ())
    assert translation.read(KEPT) == first


def test_the_command_shows_the_words_and_marks_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, language in (("de", "de"), ("en", "en")):
        (tmp_path / name / "chapters").mkdir(parents=True)
        text = BOOK.replace("language: de", f"language: {language}")
        (tmp_path / name / "book.yaml").write_text(text + ("translation_of: ../de\n" if language == "en" else ""))
        (tmp_path / name / "chapters/a.md").write_text(A, encoding="utf-8")
        (tmp_path / name / "chapters/b.md").write_text(B)
    book = ["--book", str(tmp_path / "en"), "--lang", "en"]
    assert main(["translate", "mark", *book]) == 0
    (tmp_path / "de/chapters/a.md").write_text(A.replace("viele", "wenige"), encoding="utf-8")
    capsys.readouterr()
    assert main(["translate", *book]) == 1
    assert "hat [-viele-]{+wenige+} Worte" in capsys.readouterr().out
    main(["check", *book, "--message-format", "short"])
    assert "chapters/a.md:1:1: warning[m-118]: the original of `chapters/a.md` has changed since: 1 changed, 0 new" in (
        capsys.readouterr().out
    )
    assert main(["translate", "mark", "chapters/x.md", *book]) == 2
    assert "there is no chapters/x.md in the original" in capsys.readouterr().err
    assert main(["translate", "--book", str(tmp_path / "de"), "--lang", "en"]) == 2
    assert "names no original" in capsys.readouterr().err

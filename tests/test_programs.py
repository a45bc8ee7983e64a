"""A book's own version of the program goes on instead of this one, where somebody has fetched it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import programs
from pipeline.cli import main
from pipeline.program import VERSION
from pipeline.usage.upgrades import UPGRADES, as_numbers, notes_since
from pipeline.workspace import ToolFailed

BOOK = Path(__file__).parent / "books/minimal"


def test_a_lock_names_another_version_or_none(tmp_path: Path) -> None:
    assert programs.other_version(tmp_path) == ""
    for version, other in ((VERSION, ""), ("0.0.9", "0.0.9")):
        _choose(tmp_path, version)
        assert programs.other_version(tmp_path) == other


def test_the_launcher_comes_along() -> None:
    files = programs.starter_files()
    assert {"workbook", "launcher/start.py", "launcher/programs.py"} <= set(files)
    assert not any("pycache" in path for path in files)


def test_what_was_fetched_goes_on_with_the_same_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _choose(tmp_path, "0.0.9")
    became: list[object] = []
    monkeypatch.setattr(programs, "find", lambda book: Path("/there/python"))
    monkeypatch.setattr(programs, "become", lambda python, given: became.extend((python, given)))
    given = ["check", "--book", str(tmp_path)]
    main(given)
    assert became == [Path("/there/python"), given]
    became.clear()
    main(["program", "--book", str(tmp_path)])
    main(["explain", "x-003", "--book", str(tmp_path)])
    assert became == []


def test_what_was_not_fetched_is_told_and_never_fetched_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _choose(tmp_path, "0.0.9")
    monkeypatch.setattr(programs, "find", lambda book: None)
    monkeypatch.setattr(programs, "fetch", lambda book, language: pytest.fail("nobody asked"))
    main(["matrix", "--book", str(tmp_path), "--lang", "en"])
    assert "workbook program fetch" in capsys.readouterr().err
    main(["matrix", "--book", str(tmp_path), "--lang", "en", "--quiet"])
    assert "workbook program fetch" not in capsys.readouterr().err
    main(["program", "--book", str(tmp_path), "--lang", "en"])
    assert "chosen 0.0.9 (program.lock); it is not fetched yet" in capsys.readouterr().out


def test_a_program_that_cannot_be_had_is_told_by_the_launcher(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.yaml").write_text("requires: '==0.0.9'\nprogram_from: nowhere\n")
    assert main(["program", "fetch", "--book", str(tmp_path), "--lang", "en"]) == 3
    assert "there is no such folder" in capfd.readouterr().err
    with pytest.raises(ToolFailed):
        programs.fetch(tmp_path, "de")
    assert "gibt es nicht" in capfd.readouterr().err


def test_every_version_says_what_to_look_at(capsys: pytest.CaptureFixture[str]) -> None:
    versions = list(UPGRADES)
    assert versions[0] == VERSION, "a version without a word for those who come from another"
    assert versions == sorted(versions, key=as_numbers, reverse=True)
    assert all(len(german) == len(english) > 0 for german, english in UPGRADES.values())
    assert list(notes_since(VERSION, "de")) == []
    assert main(["program", "notes", "0.1.0", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("0.2.0\n  – Fonts of your own")
    assert main(["program", "notes", VERSION, "--lang", "en"]) == 0
    assert capsys.readouterr().out == "There is nothing to look at.\n"


def _choose(book: Path, version: str) -> None:
    (book / programs.LOCK).write_text(f"workbook-pipeline=={version} --hash=sha256:{'0' * 64}\n")

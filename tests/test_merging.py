"""Git asks us: branches of two authors in a real repository, with and without the driver."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import merging
from pipeline.cli import main

ROOT = Path(__file__).resolve().parents[1]
TEXT = "# Titel\n\nRuf an. Schreib nicht. Geh hin.\n"
ATTRIBUTES = (ROOT / ".gitattributes").read_text(encoding="utf-8")


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *identity, "-C", str(folder), *arguments], check=False, capture_output=True, text=True
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "the workbook"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipeline "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(merging, "PROGRAM", program)
    folder = tmp_path / "book"
    (folder / "chapters").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    (folder / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
    (folder / "chapters" / "a.md").write_text(TEXT, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Begin")
    monkeypatch.chdir(folder)
    return folder


def meet(folder: Path, ours: str, theirs: str) -> tuple[int, str, str]:
    """Let two branches meet: git's status, the chapter, and what is said."""
    chapter = folder / "chapters" / "a.md"
    git(folder, "checkout", "-q", "-b", "other")
    chapter.write_text(theirs, encoding="utf-8")
    git(folder, "commit", "-q", "-a", "-m", "Theirs")
    git(folder, "checkout", "-q", "main")
    chapter.write_text(ours, encoding="utf-8")
    git(folder, "commit", "-q", "-a", "-m", "Ours")
    done = git(folder, "merge", "-q", "--no-edit", "other")
    return done.returncode, chapter.read_text(encoding="utf-8"), done.stderr


def test_without_the_driver_two_sentences_of_a_line_conflict(repository: Path) -> None:
    status, text, _ = meet(repository, TEXT.replace("Ruf", "Rufe"), TEXT.replace("Geh", "Gehe"))
    assert status == 1 and "<<<<<<<" in text


def test_with_the_driver_they_do_not(repository: Path) -> None:
    assert main(["merge-driver", "install"]) == 0
    status, text, said = meet(repository, TEXT.replace("Ruf", "Rufe"), TEXT.replace("Geh", "Gehe"))
    assert (status, text, said) == (0, "# Titel\n\nRufe an. Schreib nicht. Gehe hin.\n", "")


def test_one_sentence_twice_is_a_box_and_is_told(repository: Path) -> None:
    assert main(["merge-driver", "install"]) == 0
    status, text, said = meet(repository, TEXT.replace("Ruf", "Rufe"), TEXT.replace("Ruf", "Rufen Sie"))
    assert status == 0 and text.count(":::: lesart") == 2 and "s-071" in said and "chapters/a.md:3" in said


def test_it_is_undone_by_one_line_which_may_be_said_twice(repository: Path) -> None:
    before = (repository / ".git" / "config").read_text(encoding="utf-8")
    for deed in ("install", "install", "remove", "remove"):
        assert main(["merge-driver", deed]) == 0
    assert (repository / ".git" / "config").read_text(encoding="utf-8") == before
    assert git(repository, "status", "--porcelain").stdout == ""


def test_a_program_inside_the_repository_is_named_from_its_top(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "PROGRAM", repository / "workbook")
    assert main(["merge-driver", "install"]) == 0
    assert git(repository, "config", "merge.workbook.driver").stdout == "./workbook merge-driver run %O %A %B %P\n"


def test_outside_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["merge-driver", "install"]) == 3


def test_what_is_no_text_is_left_to_git(tmp_path: Path) -> None:
    for name, data in (("o", b"a"), ("a", b"\xff"), ("b", b"b")):
        (tmp_path / name).write_bytes(data)
    done = merging.merge_files(str(tmp_path / "o"), str(tmp_path / "a"), str(tmp_path / "b"), "x.md")
    assert not done.value and [one.code for one in done.diagnostics] == ["f-012"]
    assert (tmp_path / "a").read_bytes() == b"\xff"


@pytest.mark.parametrize("arguments", [["run"], ["install", "x"], ["run", "a", "b", "c"]])
def test_it_is_called_with_four_files_or_none(repository: Path, arguments: list[str]) -> None:
    assert main(["merge-driver", *arguments]) == 2

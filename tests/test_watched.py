"""What was made of a folder is good as long as the folder says the same to all that was asked of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.watched import Watched, answers_again
from pipeline.workspace import FolderWorkspace, TooLarge, WorkspaceError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/one.md").write_text("eins")
    (tmp_path / "a/two.txt").write_text("zwei")
    return tmp_path


def asked(folder: Path) -> list[list[object]]:
    """Ask a few things, as a reader of books would, and keep them as JSON."""
    watched = Watched(FolderWorkspace(folder))
    assert watched.read("a/one.md") == b"eins"
    assert watched.files("a", (".md",)) == ("a/one.md",)
    assert not watched.exists("b.md")
    with pytest.raises(FileNotFoundError):
        watched.read("c.md")
    with pytest.raises(TooLarge):
        watched.read("a/two.txt", 2)
    kept: list[list[object]] = json.loads(json.dumps(watched.answers))
    return kept


def test_nothing_is_other_until_a_file_is(folder: Path) -> None:
    answers = asked(folder)
    assert answers_again(FolderWorkspace(folder), answers)
    (folder / "a/three.txt").write_text("nobody asked for it")
    assert answers_again(FolderWorkspace(folder), answers)


@pytest.mark.parametrize("path", ["a/one.md", "a/new.md", "b.md", "c.md", "a/two.txt"])
def test_a_file_that_changes_comes_or_shrinks_is_seen(folder: Path, path: str) -> None:
    answers = asked(folder)
    (folder / path).write_text("x")
    assert not answers_again(FolderWorkspace(folder), answers)


def test_a_file_that_goes_is_seen(folder: Path) -> None:
    answers = asked(folder)
    (folder / "a/one.md").unlink()
    assert not answers_again(FolderWorkspace(folder), answers)


def test_what_is_watched_is_not_written(folder: Path) -> None:
    with pytest.raises(WorkspaceError):
        Watched(FolderWorkspace(folder)).write("a/one.md", b"")

"""Git says who changed a file last."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.authorship import Change, last_changes


def git(root: Path, *arguments: str, who: str = "Anna", day: str = "2026-01-01") -> None:
    name = ("-c", f"user.name={who}", "-c", "user.email=a@example.org")
    moment = f"{day}T12:00:00+0000"
    surroundings = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "PATH": "/usr/bin:/bin", "HOME": str(root)}
    subprocess.run(["git", "-C", str(root), *name, *arguments], check=True, capture_output=True, env=surroundings)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book in a folder of a repository: `a` changed twice, `ö` once."""
    root = tmp_path / "books" / "one"
    (root / "chapters").mkdir(parents=True)
    git(tmp_path, "init", "--quiet")
    for who, day, names in (("Anna", "2026-01-01", "aö"), ("Ödön B", "2026-02-03", "a")):
        for name in names:
            (root / "chapters" / f"{name}.md").write_text(who)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "--message", "x", who=who, day=day)
    return root


def test_the_last_commit_of_each_file_counts(book: Path) -> None:
    assert last_changes(book, ["chapters"]) == {
        "chapters/a.md": Change("2026-02-03", "Ödön B"),
        "chapters/ö.md": Change("2026-01-01", "Anna"),
    }


def test_what_is_not_committed_is_marked(book: Path) -> None:
    (book / "chapters" / "a.md").write_text("neu")
    (book / "chapters" / "c d.md").write_text("neu")
    found = last_changes(book, ["chapters", "worksheets"])
    assert found["chapters/a.md"] == Change("2026-02-03+", "Ödön B")
    assert found["chapters/c d.md"] == Change("+") and found["chapters/ö.md"].date == "2026-01-01"


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    assert last_changes(tmp_path, ["chapters"]) == {}
    git(tmp_path, "init", "--quiet")
    assert last_changes(tmp_path, ["chapters"]) == {}

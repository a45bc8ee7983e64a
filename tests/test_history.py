"""A draft says which commit it was made from; without git it says nothing and is built all the same."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import history
from pipeline.history import Revision, read_revision


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    run(tmp_path, "init", "-q")
    (tmp_path / "book.yaml").write_text("title: x")
    run(tmp_path, "add", ".")
    run(tmp_path, "commit", "-q", "-m", "Begin", "--date=2026-11-24T12:00:00")
    return tmp_path


def run(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, "-C", str(folder), *arguments], check=True, capture_output=True)


def test_a_clean_repository_gives_its_short_hash_and_date(repository: Path) -> None:
    revision = read_revision(repository)
    assert len(revision.commit) >= 7
    assert revision.commit.isalnum()
    assert len(revision.date) == len("2026-11-24")


def test_changed_and_new_files_are_marked_but_not_what_was_built(repository: Path) -> None:
    clean = read_revision(repository).commit
    (repository / "build").mkdir()
    (repository / "build" / "x.pdf").write_text("made")
    assert read_revision(repository).commit == clean
    (repository / "new.md").write_text("new")
    assert read_revision(repository).commit == clean + "+"


def test_a_state_that_could_not_be_had_in_time_is_not_called_clean(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean, run_git = read_revision(repository), history._run

    def slow(root: Path, arguments: Sequence[str], timeout: float, *more: object) -> object:
        if "status" in arguments:
            raise subprocess.TimeoutExpired("git", timeout)
        return run_git(root, arguments, timeout, *more)

    monkeypatch.setattr(history, "_run", slow)
    assert read_revision(repository) == Revision(f"{clean.commit}+", clean.date, slow=True)


def test_outside_a_repository_everything_is_empty(tmp_path: Path) -> None:
    assert read_revision(tmp_path) == Revision("", "")
    assert read_revision(tmp_path / "nowhere") == Revision("", "")


def test_a_repository_without_a_commit_is_empty(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q")
    assert read_revision(tmp_path) == Revision("", "")


def test_without_git_everything_is_empty(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert read_revision(repository) == Revision("", "")


def test_a_repository_from_a_stranger_starts_no_program(repository: Path) -> None:
    trace = repository.parent / "started"
    run(repository, "config", "core.fsmonitor", f"touch {trace};")
    read_revision(repository)
    assert not trace.exists()

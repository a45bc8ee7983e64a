"""A picture that is too large is told before git commits it, in a real repository, and one line undoes that."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import committing, merging
from pipeline.cli import main
from tests.test_merging import git, repository

__all__ = ["repository"]
pytestmark = pytest.mark.slow
LARGE, SMALL = b"\xff\xd8\xff" + b"x" * 5_000_000, b"\xff\xd8\xff" + b"x" * 4_000_000
HOOK = Path(".git", "hooks", "pre-commit")


@pytest.fixture
def watched(repository: Path) -> Path:
    assert main(["merge-driver", "install"]) == 0
    return repository


def put(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


@pytest.mark.parametrize("name", ["chapters/images/foto.jpg", "Foto vom Fest.JPG", "größe.heic"])
def test_a_large_picture_is_told_and_not_committed(watched: Path, name: str) -> None:
    put(watched, name, LARGE)
    git(watched, "add", "-A")
    done = git(watched, "commit", "-m", "Foto")
    assert done.returncode == 1 and "f-430" in done.stderr and name in done.stderr and "5.0 MB" in done.stderr
    assert git(watched, "log", "--format=%s").stdout == "Begin\n"
    assert git(watched, "commit", "--no-verify", "-m", "Foto").returncode == 0


def test_a_smaller_one_a_text_and_one_that_goes_are_committed_in_silence(watched: Path) -> None:
    put(watched, "foto.jpg", LARGE)
    git(watched, "add", "-A")
    git(watched, "commit", "--no-verify", "-m", "Foto")
    (watched / "foto.jpg").unlink()
    put(watched, "klein.jpg", SMALL)
    put(watched, "film.md", LARGE)
    git(watched, "add", "-A")
    done = git(watched, "commit", "-m", "Danach")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("how", [("-a",), ("foto.jpg",)])
def test_one_that_grows_is_told_however_it_is_committed(watched: Path, how: tuple[str, ...]) -> None:
    put(watched, "foto.jpg", SMALL)
    git(watched, "add", "-A")
    assert git(watched, "commit", "-m", "Foto").returncode == 0
    put(watched, "foto.jpg", LARGE)
    done = git(watched, "commit", "-m", "Größer", *how)
    assert done.returncode == 1 and "f-430" in done.stderr


def test_the_first_commit_of_all_is_looked_at_too(tmp_path: Path, repository: Path) -> None:
    fresh = tmp_path / "fresh"
    git(tmp_path, "init", "-q", str(fresh))
    put(fresh, "foto.jpg", LARGE)
    git(fresh, "add", "-A")
    assert [one.code for one in committing.told(fresh, "")] == ["f-430"]


def test_what_git_has_not_been_given_is_not_looked_at(watched: Path) -> None:
    put(watched, "foto.jpg", LARGE)
    put(watched, "chapters/a.md", b"# Titel\n\nEin Satz.\n")
    assert git(watched, "commit", "-am", "Text").returncode == 0


def test_one_line_undoes_it_and_a_hook_of_another_stays(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(one.name for one in (repository / HOOK.parent).iterdir())
    for deed in ("install", "install", "remove", "remove"):
        assert main(["merge-driver", deed]) == 0
    assert sorted(one.name for one in (repository / HOOK.parent).iterdir()) == before
    (repository / HOOK).write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["merge-driver", "install"]) == 0
    assert "f-431" in capsys.readouterr().err
    assert main(["merge-driver", "remove"]) == 0
    assert (repository / HOOK).read_text(encoding="utf-8") == "#!/bin/sh\nexit 0\n"


def test_a_place_for_hooks_that_somebody_chose_is_left_alone(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "config", "core.hooksPath", str(tmp_path / "hooks"))
    assert main(["merge-driver", "install"]) == 0
    assert "f-431" in capsys.readouterr().err
    assert not (tmp_path / "hooks").exists() and not (repository / HOOK).exists()


def test_a_program_that_is_gone_or_cannot_run_stops_no_commit(watched: Path) -> None:
    for text in (None, "#!/bin/sh\nexit 3\n"):
        if text is None:
            merging.PROGRAM.unlink()
        else:
            merging.PROGRAM.write_text(text, encoding="utf-8")
            merging.PROGRAM.chmod(0o755)
        put(watched, "foto.jpg", LARGE + str(text).encode())
        git(watched, "add", "-A")
        assert git(watched, "commit", "-m", "Foto").returncode == 0

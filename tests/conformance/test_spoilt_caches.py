"""Whatever has become of the cache: the same bytes come out, and nothing stops."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import program, workspace
from pipeline.cache import FolderCache, MemoryCache
from tests.conformance.edits import built, differing, make

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
FILES = make(frozenset())
# Kinds whose keys hold all that they are made from: the author's own text, and pandoc's version.
OF_TEXT = {"fragment", "citation", "last-good"}


@pytest.fixture(scope="module")
def clean() -> dict[str, bytes]:
    return built(FILES, MemoryCache())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, clean: dict[str, bytes]) -> Path:
    """A cache folder after a build of the book."""
    folder = tmp_path_factory.mktemp("filled")
    assert differing(built(FILES, FolderCache(folder)), clean) == []
    return folder


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def replace_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


@pytest.mark.parametrize("spoil", [flip, truncate, replace_by_folder, link_to_itself])
def test_spoilt_entries_change_nothing(
    filled: Path, clean: dict[str, bytes], tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    folder = tmp_path / "cache"
    shutil.copytree(filled, folder)
    for file in entries(folder):
        spoil(file)
    assert differing(built(FILES, FolderCache(folder)), clean) == []


def test_nothing_that_another_program_made_is_used(monkeypatch: pytest.MonkeyPatch, clean: dict[str, bytes]) -> None:
    kept = MemoryCache()
    monkeypatch.setattr(program, "fingerprint", lambda: "another")
    built(FILES, kept)
    theirs = {place: b"spoilt" for place in kept.entries if place[0] not in OF_TEXT}
    assert {kind for kind, _ in theirs} >= {"extent", "section", "linked", "book", "font", "faces", "handout"}
    assert {kind for kind, _ in theirs} >= {"made-pdf", "made-html", "last-pages"}
    kept.entries.update(theirs)
    monkeypatch.undo()
    assert differing(built(FILES, kept), clean) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_takes_nothing_changes_nothing(
    clean: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*given: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(workspace.os, "replace", refuse)
    assert differing(built(FILES, FolderCache(tmp_path / "cache")), clean) == []
    monkeypatch.undo()
    assert entries(tmp_path) == [], "half a file was left"


def test_a_cache_that_belongs_to_somebody_else_changes_nothing(
    filled: Path, clean: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions do not hold back root, so the disk's answer stands in for them."""

    def refuse(file: Path) -> bytes:
        if file.is_relative_to(filled):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
        return whole(file)

    whole = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(workspace, "write_whole", lambda target, *rest: refuse(target))
    assert differing(built(FILES, FolderCache(filled)), clean) == []


def test_two_builds_at_once_share_a_cache_and_an_output(clean: dict[str, bytes], tmp_path: Path) -> None:
    book = tmp_path / "buch"
    for path, data in FILES.items():
        (book / path).parent.mkdir(parents=True, exist_ok=True)
        (book / path).write_bytes(data)
    command = [sys.executable, "-m", "pipeline", "build", "--book", str(book), "--jobs", "1"]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    said = [process.communicate(timeout=300)[0].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    out = book / "build"
    made = {path.relative_to(out).as_posix(): path for path in entries(out) if ".cache" not in path.parts}
    assert differing({name: path.read_bytes() for name, path in made.items()}, clean) == []

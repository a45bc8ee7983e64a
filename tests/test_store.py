"""What is in the cache is believed; so it is used only where nobody but this user of this machine can fill it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cache import UNUSED_S, FolderCache, MemoryCache
from pipeline.cli import main
from pipeline.store import PLACE, SECRET, machine_secret, open_cache

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / SECRET


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book/chapters").mkdir(parents=True)
    (tmp_path / "book/book.yaml").write_text("title: P\nlanguage: de\nparts: [{title: E, chapters: [chapters/a.md]}]\n")
    (tmp_path / "book/chapters/a.md").write_text("---\nversprechen: Du kannst es.\n---\n# A\n\nEin Satz.\n")
    return tmp_path / "book"


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, "-C", str(folder), *words], check=True, capture_output=True)


def codes(book: Path) -> list[str]:
    return [one.code for one in open_cache(book).diagnostics]


def test_the_secret_is_made_once_and_for_this_user_alone(state: Path) -> None:
    secret = machine_secret()
    assert len(secret) == 32
    assert machine_secret() == secret == state.read_bytes()
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.parent.stat().st_mode) == 0o700
    assert [path.name for path in state.parent.iterdir()] == [state.name]


@pytest.mark.parametrize("spoil", ["readable by others", "cut"])
def test_a_secret_that_is_none_is_made_anew(state: Path, spoil: str) -> None:
    secret = machine_secret()
    state.chmod(0o644) if spoil != "cut" else state.write_bytes(secret[:9])
    assert len(machine_secret()) == 32
    assert machine_secret() != secret
    assert stat.S_IMODE(state.stat().st_mode) == 0o600


def test_many_that_start_at_once_have_one_secret(state: Path) -> None:
    code = "from pipeline.store import machine_secret; print(machine_secret().hex())"
    command = [sys.executable, "-c", code]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert {process.communicate(timeout=60)[0].strip() for process in running} == {state.read_bytes().hex()}


def test_what_another_machine_made_is_a_miss(book: Path, state: Path) -> None:
    ours = open_cache(book).value
    assert isinstance(ours, FolderCache)
    ours.put("made-html", "k", b"mine")
    state.unlink()
    theirs = open_cache(book).value
    assert theirs.get("made-html", "k") is None
    FolderCache(book / PLACE).put("made-html", "forged", b"<script>")
    assert theirs.get("made-html", "forged") is None
    theirs.put("made-html", "k", b"anew")
    assert theirs.get("made-html", "k") == b"anew"


def test_a_cache_that_came_with_a_clone_is_not_used(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache = open_cache(book).value
    cache.put("fragment", "k", b"x")
    git(book, "init", "-q")
    assert codes(book) == []
    git(book, "add", "-f", ".")
    assert codes(book) == ["f-048"]
    assert open_cache(book).value.get("fragment", "k") is None
    assert main(["build", "--format", "html", "--book", str(book)]) == 0
    assert "[f-048]" in capsys.readouterr().out


@pytest.mark.parametrize("linked", ["build", "build/.cache"])
def test_nothing_is_tidied_up_behind_a_link(book: Path, linked: str) -> None:
    victim = book.parent / "victim"
    for name in ("old.txt", "html/precious.txt", "layout/ab/abcd"):
        (victim / name).parent.mkdir(parents=True, exist_ok=True)
        (victim / name).write_text("mine")
        os.utime(victim / name, (1, 1))
    (book / linked).parent.mkdir(exist_ok=True)
    (book / linked).symlink_to(victim)
    before = sorted(victim.rglob("*"))
    assert codes(book) == ["f-047"]
    assert main(["build", "--format", "html", "--book", str(book)]) == (3 if linked == "build" else 0)
    assert sorted(victim.rglob("*")) == before


def test_tidying_up_knows_its_own_files(book: Path) -> None:
    cache = open_cache(book).value
    cache.put("made-html", "abcdef", b"x")
    place = book / PLACE
    theirs = [place / name for name in ("notes.txt", "made-html/ab/other.txt", "made-html/cd/abcd", "a/b/c/d")]
    ours = [*(path for path in place.rglob("*") if path.is_file()), place / "made-html/ab/.abcdef.1-2-3.half"]
    for path in (*theirs, *ours):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (1, 1))
    cache.prune()
    assert [path for path in theirs if not path.exists()] == []
    assert [path for path in ours if path.exists()] == []
    assert UNUSED_S > 0


def test_without_a_place_for_the_secret_nothing_is_kept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    for home in (None, "relative", "/dev/null"):
        monkeypatch.delenv("HOME", raising=False)
        if home:
            monkeypatch.setenv("HOME", home)
        assert codes(book) == ["f-049"]
        assert isinstance(open_cache(book).value, MemoryCache)
    assert main(["build", "--format", "html", "--book", str(book)]) == 0
    assert not (book / PLACE).exists()


def test_a_fresh_build_uses_nothing_that_was_kept(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build = ["build", "--format", "html", "--explain", "--book", str(book)]
    for more, kept in (([], False), ([], True), (["--fresh"], False)):
        capsys.readouterr()
        assert main([*build, *more]) == 0
        assert bool("made-html 1 + 0" in capsys.readouterr().err) == kept

"""What a build makes is put in place whole, also when it is killed, or others do it too, never over foreign files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pipeline import outputs
from pipeline.artifacts import CHECKSUMS, checksums
from pipeline.outputs import MARK, exchange, install
from pipeline.workspace import Linked, NotOurs, WorkspaceError

ROOT = Path(__file__).resolve().parents[1]
KILLED = 42


def summed(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, CHECKSUMS: checksums(files)}


OLD = summed({"a.pdf": b"old", "html/a.html": b"old", "html/old/x": b"old", "kept.epub": b"same"})
NEW = summed({"a.pdf": b"new", "html/a.html": b"new", "html/new/y": b"new", "kept.epub": b"same", "b.pdf": b"new"})


def found(folder: Path) -> dict[str, bytes]:
    """All files but our own mark."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(params=["exchange", "renames"])
def swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways: names change places in one step, or the disk cannot do that."""
    if request.param == "renames":
        monkeypatch.setattr(outputs, "exchange", lambda one, other: False)
    return request.param == "exchange"


def test_two_names_change_places_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x").touch()
    (tmp_path / "b").write_text("b")
    if exchange(tmp_path / "a", tmp_path / "b"):
        assert (tmp_path / "a").read_text() == "b"
        assert (tmp_path / "b/x").exists()
        with pytest.raises(FileNotFoundError):
            exchange(tmp_path / "a", tmp_path / "nowhere")
    else:
        assert sys.platform not in ("linux", "darwin"), "here it should work"


def test_installing_replaces_folders_whole_and_leaves_the_rest(tmp_path: Path, swap: bool) -> None:
    install(tmp_path, {"html/old.html": b"old", "x.pdf": b"1", "other.epub": b"kept"})
    install(tmp_path, {"html/new.html": b"new", "x.pdf": b"2"})
    assert found(tmp_path) == {"html/new.html": b"new", "x.pdf": b"2", "other.epub": b"kept"}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file in the way")
    with pytest.raises(WorkspaceError, match="build"):
        install(tmp_path / "build", {"x.pdf": b"x"})


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    install(tmp_path, OLD)
    before = {path: path.stat().st_ino for path in tmp_path.iterdir() if path.name != CHECKSUMS}
    install(tmp_path, OLD)
    assert {path: path.stat().st_ino for path in tmp_path.iterdir() if path.name != CHECKSUMS} == before
    for spoil in (lambda: (tmp_path / "html/more").touch(), lambda: (tmp_path / "html/old/x").unlink()):
        spoil()
        install(tmp_path, OLD)
        assert found(tmp_path) == OLD


@pytest.mark.parametrize("nth", range(1, 9))
def test_an_install_that_fails_anywhere_leaves_what_was_there(
    tmp_path: Path, swap: bool, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, OLD)
    moves = 0

    def failing(move: Callable[..., Any]) -> Callable[..., Any]:
        def moved(*paths: Path) -> Any:
            nonlocal moves
            moves += 1
            if moves == nth:
                raise KeyboardInterrupt
            return move(*paths)

        return moved

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.outputs._move_in", failing(outputs._move_in))
        patch.setattr("pipeline.outputs.exchange", failing(outputs.exchange))
        try:
            install(tmp_path, NEW)
        except KeyboardInterrupt:
            assert found(tmp_path) == OLD
        else:
            assert nth > 4
            assert found(tmp_path) == NEW
    assert not list(tmp_path.glob(".new-*"))


def instructions(folder: Path, files: dict[str, bytes], last: int) -> int:
    """Install in a child that dies before the `last` instruction of ours, or call of the system; say how it ended."""
    child = os.fork()
    if child == 0:
        count = 0

        def step(*_: object) -> None:
            nonlocal count
            count += 1
            if count == last:
                os._exit(KILLED)

        def trace(frame: FrameType, event: str, _: object) -> Any:
            ours = frame.f_code.co_filename.endswith(("outputs.py", "workspace.py", "shutil.py"))
            if ours and event == "line":
                step()
            return trace if ours else None

        sys.settrace(trace)
        try:
            install(folder, files)
        finally:
            sys.settrace(None)
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def moments(tmp_path: Path, files: dict[str, bytes], stride: int) -> Iterator[Path]:
    """A folder with the old files for each moment of an install at which it was killed."""
    for nth in range(1, 100_000, stride):
        folder = tmp_path / str(nth)
        install(folder, OLD)
        if instructions(folder, files, nth) != KILLED:
            assert found(folder) == files
            assert nth > 300, "that was hardly killed at all"
            return
        yield folder


def old_or_new(folder: Path, *, is_swap: bool) -> dict[str, str]:
    """Hold a folder in which an install was killed: each name is the old one or the new one; says which."""
    names = {}
    for name in ("a.pdf", "html", "kept.epub", CHECKSUMS):
        old, new, now = (
            {path: data for path, data in files.items() if path.split("/")[0] == name}
            for files in (OLD, NEW, found(folder))
        )
        if is_swap or (folder / name).exists():
            assert now in (old, new), (folder.name, name)
        names[name] = "none" if not now else "new" if now == new else "old"
    if names[CHECKSUMS] == "new" and is_swap:
        assert {path: data for path, data in found(folder).items() if not path.startswith(".new-")} == NEW
    return names


def is_mended(folder: Path) -> bool:
    """Whether the next run, of whatever, removes what is left and gives back what is missing."""
    install(folder, {"more.txt": b"x"})
    is_clean = not list(folder.glob(".new-*")) and not list(folder.glob(".*.half"))
    return is_clean and (folder / "html").is_dir() and (folder / "a.pdf").is_file() and (folder / CHECKSUMS).is_file()


@pytest.mark.slow
def test_killed_at_any_instruction_each_format_is_the_old_or_the_new_one(
    tmp_path: Path, swap: bool, thorough: bool
) -> None:
    seen = set()
    for folder in moments(tmp_path, NEW, 1 if thorough else 5):
        names = old_or_new(folder, is_swap=swap)
        seen.add((names["a.pdf"], names["html"], names[CHECKSUMS]))
        assert is_mended(folder)
    assert {("old", "old", "old"), ("new", "old", "old"), ("new", "new", "old"), ("new", "new", "new")} <= seen


def test_two_builds_put_their_files_in_place_one_after_the_other(tmp_path: Path) -> None:
    """Processes, not threads: that is what two builds are."""
    code = "import sys; from pathlib import Path; from pipeline.outputs import install\n"
    code += (
        "for n in range(100): install(Path(sys.argv[1]), {'a.pdf': b'%d' % n, 'html/a': b'%d' % n, 'html/b/c': b'z'})"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    while any(process.poll() is None for process in running):
        # Whoever reads meanwhile never finds a name missing.
        if (tmp_path / MARK).exists() and (tmp_path / "html").exists():
            assert (tmp_path / "html/a").exists() and (tmp_path / "a.pdf").exists()
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert ([process.returncode for process in running], said) == ([0, 0], ["", ""])
    assert sorted(path.name for path in tmp_path.iterdir()) == [MARK, "a.pdf", "html"]


def test_the_stage_of_a_run_that_goes_on_is_left_to_it(tmp_path: Path) -> None:
    with outputs._stage(tmp_path, []) as stage:
        install(tmp_path, OLD)
        assert stage.is_dir()
    assert found(tmp_path) == OLD


@pytest.mark.parametrize(
    "theirs", ["html/precious.txt", "a.pdf", CHECKSUMS, "html/.hidden/x", "html"], ids=lambda path: path
)
def test_nothing_that_others_put_there_is_replaced(tmp_path: Path, theirs: str) -> None:
    place = tmp_path / theirs
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("0" * 64 + "  image.iso\n")
    with pytest.raises(NotOurs, match=theirs.split("/")[0]):
        install(tmp_path, NEW)
    assert found(tmp_path) == {theirs: b"0" * 64 + b"  image.iso\n"}


def test_what_is_ours_is_known_by_its_checksums(tmp_path: Path) -> None:
    install(tmp_path, OLD)
    assert not (tmp_path / MARK).exists(), "the checksums say it all"
    install(tmp_path, NEW)
    assert found(tmp_path) == NEW


def test_what_was_made_in_parts_is_ours_in_all_its_parts(tmp_path: Path) -> None:
    for files in ({"html/a": b"1"}, {"a.pdf": b"1"}, {"html/a": b"2"}, {"a.pdf": b"2"}):
        install(tmp_path, summed(files))
    assert found(tmp_path)["html/a"] == found(tmp_path)["a.pdf"] == b"2"
    assert (tmp_path / MARK).read_text().split() == ["html"]
    install(tmp_path, summed({"html/a": b"3", "a.pdf": b"3"}))
    assert not (tmp_path / MARK).exists()


def test_a_deposit_can_be_made_again(tmp_path: Path) -> None:
    for text in (b"1", b"2"):
        install(tmp_path, summed({"record.json": text, "html.zip": text}))
    assert found(tmp_path)["html.zip"] == b"2"


def test_an_empty_folder_is_nobodys_loss(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    install(tmp_path, NEW)
    assert found(tmp_path) == NEW


@pytest.mark.parametrize("linked", ["build", "build/html", "build/SHA256SUMS", "build/a.pdf"])
def test_no_link_leads_the_files_elsewhere(tmp_path: Path, linked: str) -> None:
    victim = tmp_path / "victim"
    install(victim, OLD)
    before = found(victim)
    place = tmp_path / linked
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(victim if linked == "build" else victim / place.name)
    with pytest.raises((Linked, NotOurs)):
        install(tmp_path / "build", NEW)
    assert found(victim) == before
    assert place.is_symlink()


def test_what_is_thrown_away_takes_nothing_along_that_it_links_to(tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim/x").touch()
    build = tmp_path / "build"
    install(build, OLD)
    (build / "html/link").symlink_to(tmp_path / "victim")
    install(build, NEW)
    assert found(build) == NEW
    assert (tmp_path / "victim/x").exists()


def test_files_and_folders_have_what_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        install(tmp_path / "build", NEW)
    finally:
        os.umask(before)
    made = [path for path in (tmp_path / "build").rglob("*") if path.name != MARK]
    assert {path.stat().st_mode & 0o777 for path in made} == {0o640, 0o750}

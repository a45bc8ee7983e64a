"""A book reads and writes inside its own folder and nowhere else, and what is written is written whole."""

import os
import stat
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.leftovers import sweep
from pipeline.workspace import (
    FolderWorkspace,
    Linked,
    MemoryWorkspace,
    Outside,
    Workspace,
    WorkspaceError,
    WrongName,
    unlinked,
)
from tests.nobody import as_nobody

CONTENTS = {"book.yaml": b"title: x", "chapters/b.md": b"b", "chapters/a.md": b"a", "chapters/images/x.svg": b"<svg/>"}
OUTSIDE = ["/etc/passwd", "../secret.txt", "chapters/../../secret.txt", "C:/x", "c:x", "a\0b", ""]


@pytest.fixture(params=["folder", "memory"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    if request.param == "memory":
        return MemoryWorkspace(CONTENTS)
    made = FolderWorkspace(tmp_path / "book")
    for path, data in CONTENTS.items():
        made.write(path, data)
    (tmp_path / "secret.txt").write_text("secret")
    return made


def test_files_come_sorted_with_posix_paths(workspace: Workspace) -> None:
    assert workspace.files("chapters") == ("chapters/a.md", "chapters/b.md", "chapters/images/x.svg")
    assert workspace.files("chapters", (".md",)) == ("chapters/a.md", "chapters/b.md")
    assert workspace.files(".") == tuple(sorted(CONTENTS))
    assert workspace.files("nowhere") == ()


def test_hidden_files_are_left_out(workspace: Workspace) -> None:
    workspace.write(".cache/x", b"")
    workspace.write("chapters/.a.md.swp", b"")
    assert workspace.files(".") == tuple(sorted(CONTENTS))


@pytest.mark.parametrize("path", OUTSIDE)
def test_paths_that_lead_out_are_refused(workspace: Workspace, path: str) -> None:
    assert not workspace.exists(path)
    with pytest.raises(Outside):
        workspace.read(path)
    with pytest.raises(Outside):
        workspace.write(path, b"x")
    with pytest.raises(Outside):
        workspace.make_real(path)


def test_a_file_that_is_not_there_is_said_to_be_so(workspace: Workspace) -> None:
    assert not workspace.exists("chapters/c.md")
    with pytest.raises(FileNotFoundError):
        workspace.read("chapters/c.md")
    with pytest.raises(FileNotFoundError):
        workspace.read("book.yaml/x")
    with pytest.raises(FileNotFoundError):
        workspace.read("chapters")


def test_a_real_path_holds_the_file(workspace: Workspace) -> None:
    assert workspace.make_real("chapters/a.md").read_bytes() == b"a"


def test_symbolic_links_lead_nowhere_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    book = FolderWorkspace(tmp_path / "book")
    book.write("a.md", b"a")
    (book.root / "link.md").symlink_to(tmp_path / "secret.md")
    (book.root / "up").symlink_to(tmp_path)
    (book.root / "ring").symlink_to("ring")
    (book.root / "inner.md").symlink_to("a.md")
    for path in ("link.md", "up/secret.md", "ring"):
        with pytest.raises(Outside):
            book.read(path)
    with pytest.raises(Outside):
        book.write("up/new.md", b"x")
    assert book.read("inner.md") == b"a"
    assert book.files(".") == ("a.md", "inner.md")


def test_a_pipe_does_not_block_the_build(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(FileNotFoundError):
        FolderWorkspace(tmp_path).read("pipe.md")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file in the way")
    with pytest.raises(WorkspaceError):
        FolderWorkspace(tmp_path).write("build/x", b"x")


def test_a_folder_is_newer_when_a_visible_file_of_it_is(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "chapters").mkdir()
    made, workspace = tmp_path / "build" / "made", FolderWorkspace(tmp_path)
    assert workspace.is_newer_than(made)
    for number, name in enumerate(("chapters/a.md", "build/made", "build/other", ".hidden")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000 + number, 1000 + number))
    assert not workspace.is_newer_than(made)
    os.utime(tmp_path / "chapters/a.md", (2000, 2000))
    assert workspace.is_newer_than(made)


@pytest.fixture
def shared() -> Iterator[FolderWorkspace]:
    """A book that everybody may look into; pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        (Path(name) / "lists/inner").mkdir(parents=True)
        (Path(name) / "lists/a.md").write_text("a")
        (Path(name) / "lists/inner/b.md").write_text("b")
        yield FolderWorkspace(name)
        for folder in ("lists", "lists/inner"):
            os.chmod(Path(name) / folder, 0o755)


@pytest.mark.parametrize("mode", [0, 0o444, 0o111])
@pytest.mark.parametrize("folder", ["lists", "lists/inner"])
def test_a_folder_that_may_not_be_opened_is_not_missing_silently(
    shared: FolderWorkspace, folder: str, mode: int
) -> None:
    os.chmod(shared.root / folder, mode)
    with as_nobody():
        listed, unlisted = shared.files("lists"), dict(shared.unlisted("lists"))
    assert len(listed) < 2
    assert all(path.startswith(folder) for path in unlisted)
    assert {str(problem) for problem in unlisted.values()} == {"Permission denied"}


def test_names_that_are_none_are_left_out_and_said_as_they_can_be_printed(shared: FolderWorkspace) -> None:
    for name in (b"M\xfcll.md", b"Zeile\n.md", b"ESC\x1b.md", "Ä.md".encode(), "nb\u00a0sp.md".encode()):
        Path(os.fsdecode(os.fsencode(shared.root / "lists") + b"/" + name)).write_text("x")
    assert shared.files("lists", (".md",)) == ("lists/a.md", "lists/inner/b.md", "lists/nb\u00a0sp.md", "lists/Ä.md")
    unlisted = shared.unlisted("lists")
    assert [path for path, _ in unlisted] == ["lists/ESC\x1b.md", "lists/M\ufffdll.md", "lists/Zeile\n.md"]
    assert {type(problem) for _, problem in unlisted} == {WrongName}


def test_links_that_lead_out_are_told_and_others_are_not(shared: FolderWorkspace) -> None:
    (shared.root / "lists/out.md").symlink_to("/etc/hostname")
    (shared.root / "lists/away").symlink_to("/etc")
    (shared.root / "lists/inside.md").symlink_to("a.md")
    (shared.root / "lists/.hidden").symlink_to("/etc")
    (shared.root / "lists/nowhere.md").symlink_to("gone.md")
    assert shared.files("lists") == ("lists/a.md", "lists/inner/b.md", "lists/inside.md")
    assert [(path, type(problem)) for path, problem in shared.unlisted("lists")] == [
        ("lists/away", Outside),
        ("lists/out.md", Outside),
    ]
    assert shared.unlisted("nowhere") == ()


def test_a_new_file_has_what_the_umask_leaves_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    workspace = FolderWorkspace(tmp_path)
    modes = {}
    for mask in (0o022, 0o077, 0o002):
        before = os.umask(mask)
        try:
            workspace.write(f"{mask}/file", b"x")
        finally:
            os.umask(before)
        modes[mask] = [stat.S_IMODE((tmp_path / path).stat().st_mode) for path in (f"{mask}", f"{mask}/file")]
    assert modes == {0o022: [0o755, 0o644], 0o077: [0o700, 0o600], 0o002: [0o775, 0o664]}
    (tmp_path / "18/file").chmod(0o640)
    workspace.write("18/file", b"y")
    assert stat.S_IMODE((tmp_path / "18/file").stat().st_mode) == 0o640


def test_a_link_inside_the_book_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "book.yaml").symlink_to("real.yaml")
    FolderWorkspace(tmp_path).write("book.yaml", b"new")
    assert (tmp_path / "book.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "new"


@pytest.mark.parametrize("linked", ["out", "one/out", "one"])
def test_no_place_to_write_to_lies_behind_a_link(tmp_path: Path, linked: str) -> None:
    (tmp_path / "real/out").mkdir(parents=True)
    (tmp_path / linked).parent.mkdir(exist_ok=True)
    (tmp_path / linked).symlink_to(tmp_path / "real")
    with pytest.raises(Linked, match="real"):
        unlinked(tmp_path / linked / "below")
    assert unlinked(tmp_path / "real" / ".." / "real/out") == tmp_path / "real/out"


def test_halves_of_files_are_swept_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    being_written = f".book.yaml.{os.getpid()}-1-0.half"
    for name in (f".book.yaml.{ended.pid}-34-0.half", being_written, ".book.yaml.swp", "x.half", ".half"):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert sorted(os.listdir(tmp_path)) == sorted([being_written, ".book.yaml.swp", ".half", "x.half"])


def test_a_name_is_found_however_its_umlauts_are_spelt(tmp_path: Path) -> None:
    spread = unicodedata.normalize("NFD", "über/größe.md")
    (tmp_path / spread).parent.mkdir()
    (tmp_path / spread).write_text("x")
    folder = FolderWorkspace(tmp_path)
    assert folder.files(".") == ("über/größe.md",)
    assert folder.read("über/größe.md") == folder.read(spread) == b"x"


def test_two_files_whose_names_look_alike_both_are_there(tmp_path: Path) -> None:
    spread = unicodedata.normalize("NFD", "ü.md")
    (tmp_path / spread).write_text("spread")
    (tmp_path / "ü.md").write_text("composed")
    folder = FolderWorkspace(tmp_path)
    assert {folder.read(name) for name in folder.files(".")} == {b"spread", b"composed"}

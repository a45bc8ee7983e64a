"""A book reads and writes inside its own folder and nowhere else, and what is written is written whole."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.workspace import (
    FolderWorkspace,
    MemoryWorkspace,
    Outside,
    Workspace,
    WorkspaceError,
    WrongName,
    install,
)
from tests.nobody import as_nobody

ROOT = Path(__file__).resolve().parents[1]
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
    with pytest.raises(WorkspaceError, match="build"):
        install(tmp_path / "build", {"x.pdf": b"x"})
    with pytest.raises(WorkspaceError):
        FolderWorkspace(tmp_path).write("build/x", b"x")


def test_installing_replaces_folders_whole_and_leaves_the_rest(tmp_path: Path) -> None:
    install(tmp_path, {"html/old.html": b"old", "x.pdf": b"1", "other.epub": b"kept"})
    install(tmp_path, {"html/new.html": b"new", "x.pdf": b"2"})
    found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {"html/new.html": b"new", "x.pdf": b"2", "other.epub": b"kept"}


def test_an_install_that_fails_halfway_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, {"a.pdf": b"old", "html/x.html": b"old", "z.epub": b"old"})
    moved = os.replace

    def fail_late(source: Path, target: Path) -> None:
        if str(target).endswith("z.epub") and "fresh" in str(source):
            raise KeyboardInterrupt
        moved(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.workspace.os.replace", _inside(fail_late, moved))
        with pytest.raises(KeyboardInterrupt):
            install(tmp_path, {"a.pdf": b"new", "html/y.html": b"new", "z.epub": b"new"})
    found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {"a.pdf": b"old", "html/x.html": b"old", "z.epub": b"old"}


def _inside(fail_late: object, moved: object) -> object:
    """Let the files be written; only the swap into the output folder meets the failure."""

    def replace(source: Path, target: Path) -> None:
        (fail_late if Path(target).parent.name != "fresh" else moved)(source, target)  # type: ignore[operator]

    return replace


def test_two_builds_put_their_files_in_place_one_after_the_other(tmp_path: Path) -> None:
    """Processes, not threads: that is what two builds are."""
    code = "import sys; from pathlib import Path; from pipeline.workspace import install\n"
    code += "for _ in range(200): install(Path(sys.argv[1]), {'a.pdf': b'x', 'html/a': b'y', 'html/b/c': b'z'})"
    command = [sys.executable, "-c", code, str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert ([process.returncode for process in running], said) == ([0, 0], ["", ""])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "html"]


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

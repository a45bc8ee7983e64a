"""git sees what was written, with the names of those who agreed, and what others have staged stays theirs."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from pipeline import history
from pipeline.sprint.keeping import LATEST_MS, QUIET_MS, Keeper, is_due, write_message
from pipeline.sprint.people import Person
from pipeline.sprint.rooms import Rooms

from .sample import PATH, TEXT, Writer, lay_out


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Haus")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "haus@example.org")
    lay_out(tmp_path)
    (tmp_path / "other.md").write_text("alt\n")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "Anfang")
    return tmp_path


def tell(book: Path, story: Callable[[Rooms, Keeper], Coroutine[Any, Any, None]], pushes: bool = True) -> list[str]:
    heard: list[str] = []

    async def run() -> None:
        async with Rooms(book, heard.append) as rooms:
            await story(rooms, Keeper(book, rooms, heard.append, pushes))

    asyncio.run(asyncio.wait_for(run(), 60))
    return heard


async def write(rooms: Rooms, name: str, consent: bool, words: str, path: str = PATH) -> Any:
    person = rooms.people.join(name, consent)
    room = await rooms.enter(rooms.id_of(path))
    assert room is not None
    writer = Writer(person.id)
    writer.enter(room)
    writer.listen()
    writer.insert(words)
    return room


def test_a_text_is_committed_with_those_who_wrote_and_agreed(book: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        await write(rooms, "Anna Ü. <x>", True, "eins")
        await write(rooms, "Ben", False, "zwei")
        room = await write(rooms, "Cem", True, "drei")
        assert await keeper.commit(room) == history.head(book)
        assert await keeper.commit(room) == ""
        await write(rooms, "Dora", True, "vier")
        assert await keeper.commit(room)

    assert tell(book, story) == []
    last, before = git(book, "log", "-2", "--format=%B%x00").split("\0")[:2]
    assert before.split() == (
        f"Write {PATH} Co-authored-by: Anna Ü. x <p1@sprint.invalid> Co-authored-by: Cem <p3@sprint.invalid>".split()
    )
    assert "Dora" in last and "Anna" not in last
    assert git(book, "status", "--porcelain") == ""
    assert git(book, "show", f"HEAD:{PATH}") == (book / PATH).read_text()


def test_what_somebody_staged_stays_staged_and_out_of_it(book: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        room = await write(rooms, "Anna", True, "eins")
        assert await keeper.commit(room)

    (book / "other.md").write_text("neu\n")
    git(book, "add", "other.md")
    (book / "loose.md").write_text("lose\n")
    assert tell(book, story) == []
    assert git(book, "status", "--porcelain").splitlines() == ["M  other.md", "?? loose.md"]
    assert git(book, "show", "--stat", "--format=").split()[0] == PATH


def test_a_file_that_is_staged_itself_is_left_to_whoever_did_it(book: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        room = await write(rooms, "Anna", True, "eins")
        assert await keeper.commit(room) == ""
        assert room.uncommitted

    (book / PATH).write_text(TEXT + "\nVorgemerkt.\n")
    git(book, "add", PATH)
    assert tell(book, story) == []
    assert git(book, "log", "--format=%s").split() == ["Anfang"]
    assert "Vorgemerkt" in git(book, "diff", "--cached")


def test_a_new_text_is_committed_and_an_open_merge_is_not_disturbed(book: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        room = await write(rooms, "Anna", True, "eins", "worksheets/neu.md")
        (book / ".git/MERGE_HEAD").write_text(git(book, "rev-parse", "HEAD"))
        assert await keeper.commit(room) == ""
        (book / ".git/MERGE_HEAD").unlink()
        assert await keeper.commit(room)

    (book / "worksheets").mkdir()
    (book / "worksheets/neu.md").write_text("# Neu\n\nEin Blatt.\n")
    assert tell(book, story) == []
    assert git(book, "show", "--stat", "--format=").split()[0] == "worksheets/neu.md"


def test_why_it_does_not_work_is_said_once_and_the_text_is_safe(book: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        room = await write(rooms, "Anna", True, "eins")
        (book / ".git/index.lock").write_text("")
        assert await keeper.commit(room) == await keeper.commit(room) == ""

    heard = tell(book, story)
    assert len(heard) == 1 and "index.lock" in heard[0]
    assert "eins" in (book / PATH).read_text()


def test_the_room_keeps_its_own_things_out_of_git(book: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        await write(rooms, "Anna", True, "eins")

    tell(book, story)
    assert (book / ".sprint/people.json").stat().st_mode & 0o077 == 0
    assert ".sprint" not in git(book, "status", "--porcelain", "--untracked-files=all")
    git(book, "add", "--force", ".sprint")
    with pytest.raises(Exception, match=r"\.sprint"):
        Rooms(book, print)


def test_a_text_is_due_when_its_writers_pause_or_never_do() -> None:
    class Quiet:
        def __init__(self) -> None:
            self.uncommitted, self.edited = {"p1": 1000}, 2000

    room: Any = Quiet()
    assert not is_due(room, 2000 + QUIET_MS)
    assert is_due(room, 2001 + QUIET_MS)
    room.edited = 1000 + LATEST_MS
    assert is_due(room, 1001 + LATEST_MS)
    room.uncommitted = {"file": 0}
    assert not is_due(room, 10**9)


def test_a_name_cannot_break_the_message() -> None:
    person = Person("p1", "t", "A\nB <evil@example.org>", True)
    assert write_message(PATH, [person]).count("\n") == 2
    assert os.linesep not in write_message(PATH, [])


@pytest.fixture
def elsewhere(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another copy of the book, with a bare one between."""
    place = tmp_path_factory.mktemp("far")
    git(book, "init", "--quiet", "--bare", "--initial-branch=main", str(place / "bare"))
    git(book, "remote", "add", "origin", str(place / "bare"))
    git(book, "push", "--quiet", "--set-upstream", "origin", "main")
    git(place, "clone", "--quiet", str(place / "bare"), "copy")
    return place / "copy"


def commit(root: Path, files: dict[str, str | bytes | None]) -> None:
    """Change files elsewhere, and bring that to the place between."""
    for path, text in files.items():
        if text is None:
            (root / path).unlink()
        else:
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "anderswo")
    git(root, "pull", "--quiet", "--rebase")
    git(root, "push", "--quiet")


def test_what_was_written_elsewhere_comes_in_and_ours_goes_out(book: Path, elsewhere: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        room = await write(rooms, "Anna", True, "hier")
        await keeper.commit(room)
        commit(
            elsewhere, {PATH: TEXT.replace("Das Ende.", "Der Schluss."), "other.md": None, "chapters/neu.md": "# Neu\n"}
        )
        # Not committed yet, and not lost.
        room.rewrite(room.text.replace("- zwei", "- drei"), "p1")
        await keeper.exchange()
        assert "hier" in room.text and "Der Schluss." in room.text and "- drei" in room.text
        assert (book / PATH).read_text() == room.text
        assert rooms.exchange.keys() == {"at"}

    assert tell(book, story) == []
    assert (book / "chapters/neu.md").read_text() == "# Neu\n" and not (book / "other.md").exists()
    assert git(book, "status", "--porcelain") == f" M {PATH}\n"
    git(elsewhere, "pull", "--quiet")
    found = (elsewhere / PATH).read_text()
    assert "hier" in found and "Der Schluss." in found and "- zwei" in found
    assert len(git(book, "log", "-1", "--format=%P").split()) == 2


def test_where_nobody_wrote_here_nothing_is_joined_but_taken(book: Path, elsewhere: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        commit(elsewhere, {PATH: TEXT.replace("Das Ende.", "Der Schluss.")})
        await keeper.exchange()

    assert tell(book, story) == []
    assert git(book, "rev-parse", "HEAD") == git(elsewhere, "rev-parse", "HEAD")
    assert (book / PATH).read_bytes() == (elsewhere / PATH).read_bytes()
    assert git(book, "status", "--porcelain") == ""


def test_without_leave_nothing_goes_out(book: Path, elsewhere: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        await keeper.commit(await write(rooms, "Anna", True, "Zimt"))
        commit(elsewhere, {"other.md": "neu\n"})
        await keeper.exchange()
        assert rooms.exchange.keys() == {"at"}

    assert tell(book, story, pushes=False) == []
    assert (book / "other.md").read_text() == "neu\n"
    git(elsewhere, "pull", "--quiet")
    assert "Zimt" not in (elsewhere / PATH).read_text()


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_file_that_was_renamed_elsewhere_has_one_name_and_both_texts(
    book: Path, elsewhere: Path, is_committed: bool
) -> None:
    new = "chapters/neuer-name.md"

    async def story(rooms: Rooms, keeper: Keeper) -> None:
        room = await write(rooms, "Anna", True, "Zimt")
        await (keeper.commit(room) if is_committed else room.settle())
        commit(elsewhere, {PATH: None, new: TEXT.replace("Das Ende.", "Der Schluss.")})
        await keeper.exchange()
        assert rooms.exchange.keys() == {"at"}
        rooms.heed([PATH, new])
        while room.copy.path != new:
            await asyncio.sleep(0.01)
        await room.settle()
        assert "Zimt" in room.text and "Der Schluss." in room.text

    assert tell(book, story) == []
    assert not (book / PATH).exists()
    assert "Zimt" in (book / new).read_text() and "Der Schluss." in (book / new).read_text()
    assert git(book, "ls-files", "chapters") == f"{new}\n"


def test_a_file_that_was_renamed_here_takes_what_was_written_elsewhere(book: Path, elsewhere: Path) -> None:
    new = "chapters/neuer-name.md"
    git(book, "mv", PATH, new)
    git(book, "commit", "--quiet", "-m", "Umbenannt")

    async def story(rooms: Rooms, keeper: Keeper) -> None:
        commit(elsewhere, {PATH: TEXT.replace("Das Ende.", "Der Schluss.")})
        await keeper.exchange()

    assert tell(book, story) == []
    assert not (book / PATH).exists() and "Der Schluss." in (book / new).read_text()
    assert git(book, "status", "--porcelain") == ""


def test_a_sentence_that_both_changed_is_a_box_with_both_readings(book: Path, elsewhere: Path) -> None:
    async def story(rooms: Rooms, keeper: Keeper) -> None:
        person = rooms.people.join("Anna", True)
        room = await rooms.enter(rooms.id_of(PATH))
        assert room is not None
        room.rewrite(TEXT.replace("Das Ende.", "Der Abend."), person.id)
        await keeper.commit(room)
        commit(elsewhere, {PATH: TEXT.replace("Das Ende.", "Der Morgen.")})
        await keeper.exchange()
        assert "lesart" in room.text and "Der Abend." in room.text and "Der Morgen." in room.text

    assert tell(book, story) == []
    git(elsewhere, "pull", "--quiet")
    assert (elsewhere / PATH).read_text() == (book / PATH).read_text()


def test_what_somebody_has_staged_or_is_in_the_middle_of_stays(book: Path, elsewhere: Path) -> None:
    (book / "other.md").write_text("vorgemerkt\n")
    git(book, "add", "other.md")
    was = git(book, "rev-parse", "HEAD")

    async def story(rooms: Rooms, keeper: Keeper) -> None:
        commit(elsewhere, {"other.md": "anders\n"})
        await keeper.exchange()
        assert rooms.exchange == {"reason": "staged", "path": "other.md"}
        await keeper.exchange()

    assert len(tell(book, story)) == 1
    assert git(book, "rev-parse", "HEAD") == was and git(book, "diff", "--cached", "--name-only") == "other.md\n"
    git(book, "reset", "--quiet")
    (book / ".git/MERGE_HEAD").write_text(was)
    tell(book, lambda rooms, keeper: keeper.exchange())
    assert git(book, "rev-parse", "HEAD") == was


@pytest.mark.parametrize("files", [{"bild.png": b"\0anders"}, {".sprint/people.json": "{}"}])
def test_what_no_program_can_put_together_is_said_and_left(
    book: Path, elsewhere: Path, files: dict[str, str | bytes | None]
) -> None:
    (book / "bild.png").write_bytes(b"\0hier")
    git(book, "add", "bild.png")
    git(book, "commit", "--quiet", "-m", "Bild")
    was = git(book, "rev-parse", "HEAD")

    async def story(rooms: Rooms, keeper: Keeper) -> None:
        commit(elsewhere, files)
        await keeper.exchange()

    (said,) = tell(book, story)
    assert next(iter(files)) in said
    assert git(book, "rev-parse", "HEAD") == was and (book / "bild.png").read_bytes() == b"\0hier"


def test_a_remote_that_is_not_there_is_said_once_and_runs_nothing(book: Path, elsewhere: Path, tmp_path: Path) -> None:
    git(book, "remote", "set-url", "origin", f"ext::touch {tmp_path}/ran")

    async def story(rooms: Rooms, keeper: Keeper) -> None:
        await keeper.exchange()
        await keeper.exchange()
        assert rooms.exchange["reason"] == "failed"

    assert len(tell(book, story)) == 1
    git(book, "remote", "set-url", "origin", str(elsewhere.parent / "bare"))
    for side in ("uploadpack", "receivepack"):
        git(book, "config", f"remote.origin.{side}", f"touch {tmp_path}/ran; git-upload-pack")
    git(book, "config", "core.sshCommand", f"touch {tmp_path}/ran")
    git(book, "config", "credential.helper", f"!touch {tmp_path}/ran")
    tell(book, lambda rooms, keeper: keeper.exchange())
    assert not (tmp_path / "ran").exists()


def test_without_a_place_where_the_branch_comes_from_nothing_is_asked(book: Path) -> None:
    assert tell(book, lambda rooms, keeper: keeper.exchange()) == []

"""What happens to machines: an end in the middle of writing a log anew, a clock that is set back, a disk that is full,
files of other shapes, another branch. Nothing that was kept is lost, and what is wrong is said."""

from __future__ import annotations

import asyncio
import errno
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from pipeline.sprint import rooms as houses
from pipeline.sprint.copy import Copy
from pipeline.sprint.credits import credits_of
from pipeline.sprint.keeping import Keeper, is_due
from pipeline.sprint.log import Damaged, Log
from pipeline.sprint.pad import MOST_BYTES, TooLong
from pipeline.sprint.past import replay, steps_of, text_after
from pipeline.sprint.people import NAME as PEOPLE
from pipeline.sprint.people import People
from pipeline.sprint.room import Room
from pipeline.sprint.rooms import Rooms
from pipeline.theme import read_theme
from pipeline.workspace import FolderWorkspace, write_whole

from .sample import PATH, TEXT, Writer, lay_out

ROOT = Path(__file__).parents[2]


def tell(root: Path, story: Callable[[Rooms], Coroutine[Any, Any, None]]) -> list[str]:
    """Hold the rooms of a book for the length of a story; what the terminal heard."""
    heard: list[str] = []

    async def run() -> None:
        async with Rooms(root, heard.append) as rooms:
            await story(rooms)

    asyncio.run(asyncio.wait_for(run(), 60))
    return heard


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a few lines in a process of their own, which may end as it likes."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=90)


async def sit_down(rooms: Rooms, name: str = "Anna") -> tuple[Any, Writer]:
    room = await rooms.enter(rooms.id_of(PATH))
    assert room is not None
    writer = Writer(rooms.people.join(name, True).id)
    writer.enter(room)
    writer.listen()
    return room, writer


# ---- a log that is written anew ----------------------------------------------------------------------------------


def write_much(root: Path) -> str:
    """A log of many records, and the text that they make."""
    lay_out(root)
    texts: list[str] = []

    async def story(rooms: Rooms) -> None:
        room, anna = await sit_down(rooms)
        for nth in range(300):
            anna.insert(f"w{nth}")
        texts.append(anna.text)
        await room.settle()

    tell(root, story)
    return texts[0]


KILLED = """
import asyncio, os, sys
from pathlib import Path
from pipeline.sprint import log as logs, rooms as houses
houses.LONG_LOG = 100
end = lambda *given: os._exit(9)
write_whole, link = logs.write_whole, os.link
match sys.argv[2]:
    case "linked": os.link = lambda *given: (link(*given), end())
    case "not written": logs.write_whole = end
    case "written": logs.write_whole = lambda *given: (write_whole(*given), end())
async def main():
    async with houses.Rooms(Path(sys.argv[1]), print):
        pass
asyncio.run(main())
"""


@pytest.mark.parametrize("stopped", ["linked", "not written", "written"])
def test_an_end_while_a_log_is_written_anew_loses_nothing_and_does_not_lock_the_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: str
) -> None:
    text = write_much(tmp_path)
    assert run(KILLED, tmp_path, stopped).returncode == 9
    monkeypatch.setattr(houses, "LONG_LOG", 100)

    async def story(rooms: Rooms) -> None:
        room, anna = await sit_down(rooms)
        assert room.text == anna.text == text
        anna.insert("danach")
        await room.settle()
        assert (tmp_path / PATH).read_text() == anna.text

    assert tell(tmp_path, story) == []
    monkeypatch.setattr(houses, "LONG_LOG", 10**9)
    (log,) = (tmp_path / ".sprint").glob("*.log")
    assert "danach" in replay(Log(log).records).text


def test_what_was_written_before_is_kept_beside_and_credited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_much(tmp_path)
    workspace = FolderWorkspace(tmp_path)
    labels = read_theme(workspace, "de").value.labels
    before = credits_of(workspace, labels)
    assert before[0].letters > 1_000
    monkeypatch.setattr(houses, "LONG_LOG", 100)

    async def open_it(rooms: Rooms) -> None:
        room, _ = await sit_down(rooms)
        assert len(room.log.records) < 20

    tell(tmp_path, open_it)
    assert len(list((tmp_path / ".sprint").glob("*.until-*"))) == 1
    assert credits_of(workspace, labels)[0] == before[0]


# ---- a clock that is set back ------------------------------------------------------------------------------------


def test_a_clock_that_is_set_back_hides_nothing_and_holds_up_no_commit(tmp_path: Path) -> None:
    async def story() -> None:
        lay_out(tmp_path)
        (tmp_path / ".sprint").mkdir()
        times = [10_000_000]
        room = Room("room", Copy(FolderWorkspace(tmp_path), PATH), Log(tmp_path / ".sprint/room.log"),
                    lambda: times[0], lambda text: None)  # fmt: skip
        await room.settle()
        anna = Writer("anna")
        anna.enter(room)
        anna.listen()
        anna.insert("vorher")
        times[0] -= 3_600_000
        anna.insert("nachher")
        steps = steps_of(room.records)
        assert [step.person for step in steps[:2]] == ["anna", "anna"]
        assert text_after(room.records, steps[0].last) == anna.text
        assert "nachher" not in text_after(room.records, steps[1].last)
        # Nobody wrote since, as far as can be told.
        assert is_due(room, times[0] - 1)
        await room.close()

    asyncio.run(asyncio.wait_for(story(), 60))


# ---- files of other shapes ---------------------------------------------------------------------------------------


def become_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()
    (file / "x").write_text("x")


def become_latin(file: Path) -> None:
    file.write_bytes("Übermut täte gut.\n".encode("latin-1"))


def become_utf16(file: Path) -> None:
    file.write_bytes("Übermut".encode("utf-16"))


def become_binary(file: Path) -> None:
    file.write_bytes(b"\0\1\2" * 100)


def become_link(file: Path) -> None:
    file.unlink()
    file.symlink_to("/etc/passwd")


@pytest.mark.parametrize("become", [become_folder, become_latin, become_utf16, become_binary, become_link])
def test_a_file_that_becomes_something_else_is_said_and_left_alone(
    tmp_path: Path, become: Callable[[Path], None]
) -> None:
    file = lay_out(tmp_path)

    async def story(rooms: Rooms) -> None:
        room, anna = await sit_down(rooms)
        become(file)
        was = file.read_bytes() if file.is_file() else b""
        await room.settle()
        assert room.trouble == "unreadable"
        anna.insert("trotzdem")
        while anna.kept < anna.number:
            await asyncio.sleep(0.01)
            anna.listen()
        await room.settle()
        assert room.trouble == "unreadable"
        assert (file.read_bytes() if file.is_file() else b"") == was
        # When it is a text again what was written meanwhile comes into it.
        if file.is_dir() and not file.is_symlink():
            (file / "x").unlink()
            file.rmdir()
        else:
            file.unlink()
        file.write_text(TEXT)
        await room.settle()
        assert room.trouble == "" and "trotzdem" in file.read_text()

    tell(tmp_path, story)


def test_a_file_of_more_than_a_million_bytes_is_opened_kept_and_can_only_be_cut(tmp_path: Path) -> None:
    text = "Ein Satz mit ä.\n" * (MOST_BYTES // 16 + 100)
    file = lay_out(tmp_path, text)

    async def story(rooms: Rooms) -> None:
        room, anna = await sit_down(rooms)
        assert room.text == anna.text == text
        with pytest.raises(TooLong):
            anna.insert("mehr")
        assert room.text == text
        ben = Writer(rooms.people.join("Ben", True).id, 1)
        ben.enter(room)
        ben.listen()
        before = ben.doc.get_state()
        del ben.copy[0:17]
        ben.tell(ben.doc.get_update(before))
        await room.settle()
        assert file.read_text() == room.text == text[16:]

    tell(tmp_path, story)


@pytest.mark.slow
def test_an_editor_that_saves_a_file_of_a_million_bytes_costs_no_word(tmp_path: Path) -> None:
    lines = [f"Zeile {nth} mit einem ganzen Satz darin.\n" for nth in range(20_000)]
    file = lay_out(tmp_path, "".join(lines))

    async def story(rooms: Rooms) -> None:
        room, anna = await sit_down(rooms)
        anna.insert("hier")
        lines[15_000] = "Eine andere Zeile.\n"
        file.write_text("".join(lines))
        await room.settle()
        assert "hier" in room.text and "Eine andere Zeile." in room.text and len(room.text.split("\n")) == 20_001
        assert file.read_text() == room.text

    tell(tmp_path, story)


# ---- a full disk ---------------------------------------------------------------------------------------------------


def test_where_the_disk_is_full_the_page_still_answers_and_names_are_noted_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path)

    async def story(rooms: Rooms) -> None:
        def full(*given: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        (tmp_path / "chapters/neu.md").write_text("# Neu\n")
        with monkeypatch.context() as patch:
            patch.setattr(houses, "write_whole", full)
            known = rooms.ids()
        assert set(known) == {PATH, "chapters/neu.md"}
        assert rooms.ids() == known

    tell(tmp_path, story)
    kept = (tmp_path / ".sprint/rooms.json").read_text()
    assert "chapters/neu.md" in kept


@pytest.mark.slow
def test_a_disk_that_really_is_full_costs_nothing_that_was_kept(tmp_path: Path) -> None:
    """A limit of the system for the size of files stands in for the end of the disk."""
    lay_out(tmp_path)
    script = """
import asyncio, resource, signal, sys
from pathlib import Path
from pipeline.sprint.room import Room
from pipeline.sprint.rooms import Rooms
from pipeline.theme import read_theme
from pipeline.workspace import FolderWorkspace, write_whole
from tests.sprint.test_safety import sit_down
from tests.sprint.sample import PATH
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
async def main(root):
    async with Rooms(root, lambda text: None) as rooms:
        room, anna = await sit_down(rooms)
        await room.settle()
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room.log.size + 2_000, hard))
        while room.trouble != "full":
            anna.insert("x" * 50)
            await asyncio.sleep(0.005)
            anna.listen()
        kept, number = anna.kept, anna.number
        assert kept < number
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        while anna.kept < anna.number or room.trouble:
            await asyncio.sleep(0.05)
            anna.listen()
        await room.settle()
        assert (root / PATH).read_text() == anna.text
        print(kept, number)
asyncio.run(asyncio.wait_for(main(Path(sys.argv[1])), 60))
"""
    done = run(script, tmp_path)
    assert done.returncode == 0, done.stderr


# ---- the room's own things ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", "{}", '{"secrets": {}, "people": []}', '{"secrets": 3, "people": 4}', "\0"]
)
def test_a_list_of_people_that_is_spoilt_is_an_error_and_no_new_list(tmp_path: Path, kept: str) -> None:
    (tmp_path / PEOPLE).write_text(kept)
    with pytest.raises(Damaged, match=PEOPLE):
        People(tmp_path)
    assert (tmp_path / PEOPLE).read_text() == kept


def test_a_thousand_chapters_have_their_rooms_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for nth in range(1_000):
        lay_out(tmp_path).with_name(f"kapitel-{nth}.md").write_text(TEXT)
    wrote: list[Path] = []

    def watch(path: Path, data: bytes) -> None:
        wrote.append(path)
        write_whole(path, data)

    async def story(rooms: Rooms) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(houses, "write_whole", watch)
            known = rooms.ids()
            assert rooms.ids() == known
        assert len(set(known.values())) == 1_001
        assert [path.name for path in wrote] == ["rooms.json"]
        assert rooms.id_of(PATH) == known[PATH]

    tell(tmp_path, story)


# ---- git beneath -------------------------------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Haus")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "haus@example.org")
    lay_out(tmp_path)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "Anfang")
    git(tmp_path, "branch", "alt")
    return tmp_path


def test_on_another_branch_nothing_is_lost_and_nothing_is_committed(book: Path) -> None:
    heard: list[str] = []

    async def story(rooms: Rooms) -> None:
        keeper = Keeper(book, rooms, heard.append)
        room, anna = await sit_down(rooms)
        anna.insert("eins")
        assert await keeper.commit(room)
        git(book, "checkout", "--quiet", "alt")
        anna.insert("zwei")
        await room.settle()
        before = git(book, "rev-parse", "alt")
        assert await keeper.commit(room) == ""
        await keeper.exchange()
        assert git(book, "rev-parse", "alt") == before
        assert rooms.exchange == {"reason": "branch", "path": "main"}
        assert "eins" in room.text and "zwei" in room.text and "zwei" in (book / PATH).read_text()
        git(book, "checkout", "--quiet", "--force", "main")
        anna.insert("drei")
        assert await keeper.commit(room)
        shown = git(book, "show", f"main:{PATH}")
        assert all(word in shown for word in ("eins", "zwei", "drei"))
        assert "reason" not in rooms.exchange

    tell(book, story)
    assert heard == ["main: branch"]


def test_what_another_branch_says_comes_in_and_the_way_back_too(book: Path) -> None:
    git(book, "checkout", "--quiet", "alt")
    (book / PATH).write_text(TEXT.replace("Das Ende.", "Das Ende. Vom anderen Zweig."))
    git(book, "commit", "--quiet", "-am", "Anders")
    git(book, "checkout", "--quiet", "main")

    async def story(rooms: Rooms) -> None:
        room, anna = await sit_down(rooms)
        git(book, "checkout", "--quiet", "alt")
        await room.settle()
        anna.listen()
        assert "Vom anderen Zweig." in anna.text
        anna.insert("hier")
        await room.settle()
        git(book, "checkout", "--quiet", "--force", "main")
        await room.settle()
        anna.listen()
        assert "hier" in anna.text
        assert (book / PATH).read_text() == anna.text

    tell(book, story)

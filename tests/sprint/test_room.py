"""What is written in a room and what other programs write into its file: everything is there once, nothing is lost."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pipeline.sprint.frames import Frame, Says
from pipeline.sprint.log import Kind, Log
from pipeline.sprint.pad import Pad, Refused
from pipeline.sprint.past import condense, replay

from .sample import PATH, TEXT, Writer, lay_out, open_room


def run(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 120))  # type: ignore[arg-type]


def test_a_room_begins_with_its_file_and_what_is_written_comes_into_it(tmp_path: Path) -> None:
    async def story() -> None:
        file = lay_out(tmp_path)
        room = open_room(tmp_path)
        await room.settle()
        anna, ben = Writer("anna"), Writer("ben")
        anna.enter(room)
        ben.enter(room)
        anna.listen()
        assert anna.text == TEXT
        anna.insert("Brücke")
        ben.listen()
        assert "Brücke" in ben.text
        assert anna.kept == 0
        await room.close()
        anna.listen()
        assert anna.kept == anna.number
        assert file.read_text() == anna.text == ben.text

    run(story)


def test_a_room_that_is_opened_again_does_not_double_its_text(tmp_path: Path) -> None:
    async def story() -> None:
        lay_out(tmp_path)
        anna = Writer("anna")
        for word in ("eins", "zwei", "drei"):
            room = open_room(tmp_path)
            await room.settle()
            anna.enter(room)
            anna.listen()
            anna.insert(word)
            room.leave(anna)
            await room.close()
        assert anna.text.count("# Anfang") == 1
        assert (tmp_path / PATH).read_text() == anna.text

    run(story)


def test_line_ends_and_the_mark_at_the_beginning_stay(tmp_path: Path) -> None:
    async def story() -> None:
        file = lay_out(tmp_path, "\ufeff# A\r\n\r\nEins.\r\nZwei.\r\n")
        room = open_room(tmp_path)
        await room.settle()
        assert room.text == "# A\n\nEins.\nZwei.\n"
        room.rewrite("# A\n\nEins.\nZwei. Drei.\n", "anna")
        await room.close()
        assert file.read_bytes().decode() == "\ufeff# A\r\n\r\nEins.\r\nZwei. Drei.\r\n"

    run(story)


def test_an_editor_that_saves_an_old_copy_undoes_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        file = lay_out(tmp_path)
        room = open_room(tmp_path)
        await room.settle()
        anna = Writer("anna")
        anna.enter(room)
        anna.listen()
        old = file.read_text()
        for nth in range(60):
            anna.insert(f"wort{nth}")
            await room.settle()
        file.write_text(old.replace("Das Ende.", "Das Ende. Ein Satz von außen."))
        await room.settle()
        anna.listen()
        assert all(anna.text.count(f"wort{nth} ") + anna.text.count(f"wort{nth}\n") for nth in range(60))
        assert anna.text.count("Ein Satz von außen.") == 1
        await room.close()
        assert file.read_text() == anna.text

    run(story)


def test_a_file_that_is_gone_or_unreadable_is_said_and_not_made_up(tmp_path: Path) -> None:
    async def story() -> None:
        file = lay_out(tmp_path)
        room = open_room(tmp_path)
        await room.settle()
        file.unlink()
        room.rewrite(TEXT + "\nMehr.\n", "anna")
        await room.settle()
        assert room.trouble == "gone"
        assert not file.exists()
        file.write_bytes(b"\xff\xfe")
        await room.settle()
        assert room.trouble == "unreadable"
        file.unlink()
        await room.decide("room")
        assert room.trouble == ""
        assert file.read_text() == TEXT + "\nMehr.\n"
        await room.close()

    run(story)


@pytest.mark.parametrize(("answer", "is_kept"), [("room", True), ("file", False)])
def test_a_file_that_lost_most_of_its_text_is_asked_about(tmp_path: Path, answer: str, is_kept: bool) -> None:
    async def story() -> None:
        long = TEXT + "".join(f"\nAbsatz {nth} mit einigen Worten, die bleiben sollen.\n" for nth in range(40))
        file = lay_out(tmp_path, long)
        room = open_room(tmp_path)
        await room.settle()
        file.write_text("# Anfang\n")
        await room.settle()
        assert room.trouble == "doubtful"
        assert (room.text, file.read_text()) == (long, "# Anfang\n")
        await room.decide(answer)
        assert room.trouble == ""
        assert room.text == file.read_text() == (long if is_kept else "# Anfang\n")
        await room.close()

    run(story)


def test_what_is_no_update_or_would_spoil_the_text_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    def update(text: str) -> bytes:
        return Pad().become(text)

    async def story() -> None:
        lay_out(tmp_path)
        room = open_room(tmp_path)
        await room.settle()
        anna, reader = Writer("anna"), Writer("ben")
        reader.may_write = False
        for one in (anna, reader):
            one.enter(room)
            one.listen()
        text = room.text
        frames = [
            b"", b"\1", b"\7\0\0\0\1", Frame(Says.UPDATE, 1, b"\xff\xff\xff").pack(), Frame(Says.KEPT, 1).pack(),
            Frame(Says.UPDATE, 1, update("a\r\nb")).pack(), Frame(Says.UPDATE, 1, update("a\0b")).pack(),
            Frame(Says.UPDATE, 1, update("ä" * 600_000)).pack(),
            # Found by chance: a part that stands in something that has no parts.
            Frame(Says.UPDATE, 1, bytes.fromhex(
                "040104010101010401010104010101010401040101040101040101010401040401010401010101010401"
            )).pack(),
            Frame(Says.VECTOR, 0, b"\xff\xff\xff\x7f").pack(), Frame(Says.VECTOR, 0, b"").pack(),
            Frame(Says.CARET, 0, b"[]").pack(), Frame(Says.CARET, 0, b"{" + b" " * 3000 + b"}").pack(),
        ]  # fmt: skip
        for frame in frames:
            with pytest.raises(Refused):
                room.receive(anna, frame)
            assert room.text == text
        with pytest.raises(Refused):
            room.receive(reader, Frame(Says.UPDATE, 1, update("x")).pack())
        anna.insert("danach")
        await room.close()
        assert "danach" in (tmp_path / PATH).read_text()
        assert replay(Log(tmp_path / ".sprint/room.log").records).text == anna.text

    run(story)


def test_an_update_that_comes_before_the_one_it_builds_on_survives_the_end_of_the_run(tmp_path: Path) -> None:
    async def story() -> None:
        lay_out(tmp_path)
        room = open_room(tmp_path)
        await room.settle()
        anna = Writer("anna")
        anna.enter(room)
        anna.listen()
        anna.room = None
        before = anna.doc.get_state()
        anna.insert("erst")
        first = anna.doc.get_update(before)
        between = anna.doc.get_state()
        anna.copy.insert(len(anna.text[: anna.text.index("erst") + 4].encode()), "und dann")
        second = anna.doc.get_update(between)
        room.receive(anna, Frame(Says.UPDATE, 2, second).pack())
        await room.close()
        log = Log(tmp_path / ".sprint/room.log")
        log.compact(condense(log.records, [TEXT]))
        log.close()
        room = open_room(tmp_path)
        room.receive(anna, Frame(Says.UPDATE, 1, first).pack())
        assert "erstund dann" in room.text
        await room.close()
        assert (tmp_path / PATH).read_text() == anna.text

    run(story)


def test_a_full_disk_is_said_nothing_is_called_kept_and_it_goes_on_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        lay_out(tmp_path)
        room = open_room(tmp_path)
        await room.settle()
        anna = Writer("anna")
        anna.enter(room)
        anna.listen()
        await asyncio.sleep(0.2)
        real, full = os.write, [3]

        def write(handle: int, data: bytes) -> int:
            if full and handle == room.log._handle:
                full[0] -= 1
                if full[0] < 0:
                    raise OSError(28, "No space left on device")
                return real(handle, data[:5])
            return real(handle, data)

        monkeypatch.setattr(os, "write", write)
        monkeypatch.setattr("pipeline.sprint.room.AGAIN_S", 0.05)
        anna.listen()
        kept = anna.kept
        anna.insert("voll")
        while room.trouble != "full":
            await asyncio.sleep(0.01)
        anna.listen()
        assert anna.kept == kept
        full.clear()
        while room.trouble or anna.kept != anna.number:
            await asyncio.sleep(0.01)
            anna.listen()
        await room.close()
        assert replay(Log(tmp_path / ".sprint/room.log").records).text == anna.text

    run(story)


def test_the_log_says_who_wrote_and_when(tmp_path: Path) -> None:
    async def story() -> None:
        lay_out(tmp_path)
        room = open_room(tmp_path)
        await room.settle()
        for name in ("anna", "ben"):
            writer = Writer(name)
            writer.enter(room)
            writer.listen()
            writer.insert(f"von-{name}")
        await room.close()
        records = Log(tmp_path / ".sprint/room.log").records
        written = [record for record in records if record.kind is Kind.UPDATE]
        assert {record.person for record in written} == {"file", "anna", "ben"}
        anna = next(record for record in written if record.person == "anna" and len(record.data) > 5)
        assert "von-anna" in replay(records, anna.time).text
        assert "von-ben" not in replay(records, anna.time).text

    run(story)


@pytest.mark.parametrize("seed", range(12))
def test_writers_an_editor_and_restarts_in_any_order_lose_and_double_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    marks: list[str] = []

    def mark(who: str) -> str:
        marks.append(f"{who}{len(marks)}x")
        return marks[-1]

    async def story() -> None:
        file = lay_out(tmp_path, TEXT * 3)
        room = open_room(tmp_path)
        await room.settle()
        writers = [Writer(name, seed) for name in ("anna", "ben", "cem")]
        for writer in writers:
            writer.enter(room)
        loaded = file.read_text()
        for _ in range(60):
            deed = chance.random()
            for writer in writers:
                writer.listen()
            if deed < 0.6:
                writer = chance.choice(writers)
                writer.insert(mark(writer.name))
            elif deed < 0.7:
                loaded = file.read_text()
            elif deed < 0.8:
                # An editor adds a sentence of its own to what it loaded, now or some time ago, and saves.
                paragraphs = loaded.split("\n\n")
                nth = chance.randrange(len(paragraphs))
                added = f"{paragraphs[nth].rstrip()}\n\nEs kam {mark('datei')} dazu."
                paragraphs[nth] = added
                loaded = "\n\n".join(paragraphs).rstrip() + "\n"
                file.write_text(loaded)
                await room.settle()
            elif deed < 0.95:
                await room.settle()
            else:
                for writer in writers:
                    room.leave(writer)
                await room.close()
                room = open_room(tmp_path)
                for writer in writers:
                    writer.enter(room)
        await room.settle()
        for writer in writers:
            writer.listen()
        await room.close()
        for writer in writers:
            writer.listen()
        text = file.read_text()
        assert [text] * 3 == [writer.text for writer in writers]
        assert [name for name in marks if text.count(name) != 1] == []

    run(story)

"""What a gate of a sprint forbids: in a room, for new files, and what `check` tells."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pycrdt import Doc, Text
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from pipeline.checks.gates import SLACK, measure, missed
from pipeline.manuscript.model import Sprint
from pipeline.sprint.frames import Frame, Says
from pipeline.sprint.gates import Gates, Shut, fits, look_back
from pipeline.sprint.pad import NAME
from pipeline.theme import default_theme
from pipeline.workspace import FolderWorkspace

from .sample import PATH, TEXT, Writer, lay_out, open_room
from .serving import House, house_of

FINAL = "---\nstatus: fertig\n---\n# B\n"
PAST = "2020-01-01 12:00"
BOOK = (
    "title: Probe\nlanguage: de\nsprint: {gates: {chapters: 2020-01-01 11:00, content: 2020-01-01 12:00}}\n"
    "parts:\n  - title: Eins\n    chapters:\n      - chapters/anfang.md\n"
)
LABELS = default_theme().labels
SHUT = {"chapters": "2020-01-01 11:00", "content": PAST}


def test_a_gate_holds_from_its_moment_until_somebody_lifts_it(tmp_path: Path) -> None:
    gates = Gates(tmp_path)
    sprint = Sprint(chapters="2027-03-02 12:00", content="2027-03-02 15:00")
    gates.look(sprint, "2027-03-02 14:59")
    assert (gates.is_shut("chapters"), gates.is_shut("content"), gates.of_texts) == (True, False, "")
    gates.look(sprint, "2027-03-02 15:00")
    assert gates.of_texts == "content"
    gates.lift("content", True)
    assert gates.of_texts == "" and gates.since == 0
    again = Gates(tmp_path)
    again.look(sprint, "2027-03-02 16:00")
    assert again.of_texts == ""
    assert [one["lifted"] for one in again.state] == [False, True]
    again.lift("content", False)
    assert again.of_texts == "content"
    with pytest.raises(ValueError, match="start"):
        again.lift("start", True)


@pytest.mark.parametrize("kept", ["", "{", "3", '["start", 4]'])
def test_what_is_kept_of_lifted_gates_may_be_spoilt(tmp_path: Path, kept: str) -> None:
    (tmp_path / "gates.json").write_text(kept)
    assert Gates(tmp_path).lifted == frozenset()


def test_what_is_said_of_a_text_does_not_make_it_longer() -> None:
    said = "Ein {==Wort==}{>>Anna: Welches?<<} und {++noch ++}{~~altes~>neues~~}{>>Ben<<} Ende"
    assert measure(said) == len("Ein Wort und altes Ende")
    assert fits("content", "Ein Wort", "Ein Wort{>>Anna: " + "x" * 400 + "<<}", 8)
    assert not fits("content", "Ein Wort", "Ein Wort mehr", 8)
    assert fits("content", "Ein viel zu langer Text", "Ein zu langer Text", 8)
    assert fits("print", "a", "a", 0) and not fits("print", "ab", "a", 0) and fits("", "a", "ab", 0)


def test_in_a_room_a_text_gets_no_longer_than_it_was_then(tmp_path: Path) -> None:
    async def run() -> None:
        file = lay_out(tmp_path)
        room, anna = open_room(tmp_path), Writer("p1")
        await room.settle()
        anna.enter(room)
        anna.listen()
        room.shut("content", 0)
        before = anna.doc.get_state()
        anna.copy += "x" * SLACK
        anna.tell(anna.doc.get_update(before))
        before = anna.doc.get_state()
        anna.copy += "zu viel"
        with pytest.raises(Shut):
            anna.tell(anna.doc.get_update(before))
        assert room.text == TEXT + "x" * SLACK
        with pytest.raises(Shut):
            room.rewrite(TEXT * 9, "p1")
        # What another program writes is there, whatever the clock says.
        file.write_text(TEXT * 9)
        await room.settle()
        assert len(room.text) > len(TEXT) * 8
        room.shut("")
        room.rewrite(room.text + "wieder frei", "p1")
        await room.close()

    asyncio.run(run())


@pytest.fixture
def running(tmp_path: Path) -> Iterator[House]:
    with house_of(tmp_path, BOOK) as opened:
        yield opened


def write(socket: ClientConnection, doc: Doc[Text], text: str, number: int) -> None:
    before = doc.get_state()
    doc.get(NAME, type=Text).insert(0, text)
    socket.send(Frame(Says.UPDATE, number, doc.get_update(before)).pack())


def test_what_comes_too_late_is_refused_as_such_until_the_gate_is_lifted(running: House) -> None:
    anna, lead = running.cookie("write", "Anna"), running.cookie("lead", "Lea")
    room = running.room_of(PATH, anna)
    with running.socket(room, anna) as socket:
        write(socket, Doc(), "y" * (SLACK + 1), 1)
        with pytest.raises(ConnectionClosed) as end:
            while True:
                socket.recv(10)
        assert end.value.rcvd is not None and end.value.rcvd.code == 4423
    new = {"kind": "chapter", "title": "Spät"}
    outline, move = {"text": "- Spät", "make": True}, {"path": PATH, "beside": "chapters/x.md", "after": True}
    for deed, said in (("new", new), ("outline", outline), ("move", move)):
        assert running.ask(f"/-sprint/do/{deed}", anna, said)[0] == 409
    # Who leads may build on after that gate; but the only chapter stays.
    assert b"alone" in running.ask("/-sprint/do/move", lead, move)[1]
    assert running.ask("/-sprint/do/gate", anna, {"name": "content", "lifted": True})[0] == 403
    assert running.ask("/-sprint/do/gate", lead, {"name": "nichts", "lifted": True})[0] == 400
    for name in ("chapters", "content"):
        assert running.ask("/-sprint/do/gate", lead, {"name": name, "lifted": True})[0] == 200
    assert [one["lifted"] for one in running.state(lead)["gates"]] == [True, True]
    assert running.state(lead)["clock"]["past"] == []
    assert running.ask("/-sprint/do/new", anna, new)[0] == 200
    with running.socket(room, anna) as socket:
        write(socket, Doc(), "y" * (SLACK + 1), 1)
        while (data := socket.recv(10))[0] != Says.KEPT:
            pass
        assert isinstance(data, bytes)


def test_check_tells_what_came_too_late() -> None:
    texts = {
        "a.md": "# A\n",
        "b.md": FINAL + "x" * 300,
        "c.md": "---\nstatus: fertig\n---\n",
    }
    then = {"chapters": {"a.md": "", "b.md": ""}, "content": {"b.md": FINAL}}
    found = [(one.code, one.span.path) for one in missed(SHUT, texts, then, LABELS)]
    assert found == [("m-240", "a.md"), ("m-242", "b.md"), ("m-241", "c.md")]
    assert [one.code for one in missed(SHUT, texts, {}, LABELS)] == ["m-240"]
    assert [*missed({}, texts, then, LABELS)] == []


def test_check_looks_back_by_the_history_of_the_book(tmp_path: Path) -> None:
    def git(*words: str, date: str = "2020-01-01T10:00:00") -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        env = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "PATH": "/usr/bin:/bin"}
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, env=env, capture_output=True)

    file = lay_out(tmp_path, f"---\nstatus: fertig\n---\n{TEXT}")
    (tmp_path / "book.yaml").write_text(BOOK.replace("anfang.md", "anfang.md\n      - chapters/neu.md"))
    git("init", "-q")
    git("add", "chapters/anfang.md")
    git("commit", "-qm", "a")
    file.write_text(file.read_text() + "y" * 500)
    (tmp_path / "chapters/neu.md").write_text("---\nstatus: fertig\n---\n# Neu\n")
    git("add", "chapters")
    git("commit", "-qm", "b", date="2020-01-01T13:00:00")
    found = [(one.code, one.span.path) for one in look_back(FolderWorkspace(tmp_path))]
    assert found == [("m-242", PATH), ("m-241", "chapters/neu.md")]
    (tmp_path / ".sprint").mkdir()
    (tmp_path / ".sprint/gates.json").write_text('["content", "chapters"]')
    assert look_back(FolderWorkspace(tmp_path)) == ()

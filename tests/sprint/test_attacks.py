"""What somebody who has a link, or none, may send to a running room: each was written down before it was tried. None of
it ends in a mistake of the program, and none of it spoils anything for the others."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from pipeline.sprint.frames import Frame, Says, read_caret
from pipeline.sprint.pad import MOST_BYTES, Refused

from .sample import PATH, lay_out
from .serving import House, house
from .test_app import BOOK, enter, is_sound

DEEP = b'{"title":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
KEYS = ("name", "title", "kind", "text", "path", "beside", "base", "html", "above", "number", "answer", "what", "id",
        "person", "first", "last")  # fmt: skip
BODIES = {
    "deep": DEEP,
    "no-json": b"nix",
    "a-list": b"[]",
    "no-utf-8": b"\xff\xfe{",
    "lists": json.dumps({key: [1] for key in KEYS}).encode(),
    "objects": json.dumps({key: {"a": {}} for key in KEYS}).encode(),
    "infinite": json.dumps({key: float("inf") for key in KEYS}).encode(),
    "negative": json.dumps(dict.fromkeys(KEYS, -1)).encode(),
    "huge-numbers": (",".join(f'"{key}": {"9" * 4000}' for key in KEYS)).join("{}").encode(),
    "half-letters": json.dumps(dict.fromkeys(KEYS, "\ud800")).encode(),
}
DEEDS = ("join", "new", "outline", "move", "decide/{}", "restore/{}", "takeback/{}", "offer/{}", "paste/{}", "proof",
         "gate", "people", "part")  # fmt: skip


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    root = tmp_path_factory.mktemp("book")
    lay_out(root)
    (root / "book.yaml").write_text(BOOK)
    with house(root) as opened:
        yield opened


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("deed", DEEDS)
def test_a_request_of_another_kind_is_refused_as_such(running: House, deed: str, body: bytes) -> None:
    before = snapshot(running.root)
    cookie = running.cookie("lead", "Leiterin")
    status, said, _ = running.ask(f"/-sprint/do/{deed.format(running.room_of(PATH, cookie))}", cookie, body)
    assert status == 400 and "reason" in json.loads(said)
    assert snapshot(running.root) == before


def test_silence_takes_nothing_back(running: House) -> None:
    cookie = running.cookie("write", "Anna")
    room = running.room_of(PATH, cookie)
    before = snapshot(running.root)
    for deed in ("restore", "takeback"):
        assert running.ask(f"/-sprint/do/{deed}/{room}", cookie, {})[0] == 400
    assert snapshot(running.root) == before


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 1990,
        b'{"client":1.5}',
        b'{"client":true}',
        b'{"client":-1}',
        b'{"client":' + b"9" * 1900 + b"}",
        b'{"client":"<img>"}',
        b"\xff",
        b"x" * 5000,
    ],
)
def test_a_caret_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(Refused):
        read_caret(body)


def test_a_caret_shows_the_name_of_its_seat_and_nothing_else(running: House) -> None:
    anna, _ = enter(running, running.cookie("write", "Anna"))
    ben, _ = enter(running, running.cookie("write", "Ben <b>"))
    said = {"client": 7, "anchor": None, "head": None, "name": "Chefin", "colour": "x", "more": "<img>"}
    ben.send(Frame(Says.CARET, 0, json.dumps(said).encode()).pack())
    while (data := anna.recv(10))[0] != Says.CARET:
        pass
    assert isinstance(data, bytes)
    shown = json.loads(data[5:])
    assert shown.keys() == {"client", "anchor", "head", "name", "colour"}
    assert shown["name"] == "Ben <b>" and isinstance(shown["colour"], int)
    anna.close()
    ben.close()


def test_who_only_reads_cannot_fill_the_house(running: House) -> None:
    reading = running.cookie("read")
    assert {running.ask("/-sprint/do/join", reading, {"name": f"G{nth}"})[0] for nth in range(5)} == {403}
    assert running.ask("/-sprint/do/join", running.cookie("write"), {"name": "Echt"})[0] == 200


def test_who_asks_for_the_text_again_and_again_and_reads_nothing_loses_the_seat(running: House) -> None:
    cookie = running.cookie("write", "Anna")
    write(running, cookie, "Ein langer Satz mit ä. " * 20_000)
    before = running.memory_mib
    line = deaf(running, running.cookie("read"))
    asking = masked(Frame(Says.VECTOR, 0, b"\0").pack())

    def ask() -> None:
        try:
            for _ in range(1_500):
                line.sendall(asking)
        except OSError:
            pass  # it was put out, as it should be

    sender = threading.Thread(target=ask)
    sender.start()
    most = before
    end = time.monotonic() + 20
    while sender.is_alive() and time.monotonic() < end:
        most = max(most, running.memory_mib)
        time.sleep(0.05)
    line.close()
    sender.join()
    # Unread, it would be some 700 MiB.
    assert most - before < 150
    write(running, cookie, "")


@pytest.mark.slow
def test_a_flood_of_marks_without_meaning_is_heard_at_a_pace_and_others_write_on(running: House) -> None:
    cookie = running.cookie("write", "Anna")
    flood, _ = enter(running, cookie)
    for nth in range(2_000):
        flood.send(Frame(Says.CARET, 0, json.dumps({"client": nth, "anchor": None, "head": None}).encode()).pack())
    before = running.root.joinpath(PATH).read_text()
    write(running, running.cookie("write", "Ben"), before.replace("Ende", "ENDE"))
    flood.close()


def test_a_text_beyond_all_measure_is_refused_as_too_long_and_can_be_cut(running: House) -> None:
    cookie = running.cookie("write", "Anna")
    line, doc = enter(running, cookie)
    text, before = doc.get("text", type=type(doc["text"])), doc.get_state()
    text.insert(0, "x" * (MOST_BYTES + 1))
    line.send(Frame(Says.UPDATE, 1, doc.get_update(before)).pack())
    assert code_of(line) == 4413
    # What is short enough again comes in, with all that led there.
    del text[0:MOST_BYTES]
    line, _ = enter(running, cookie)
    line.send(Frame(Says.UPDATE, 2, doc.get_update(before)).pack())
    while (data := line.recv(20))[0] != Says.KEPT:
        pass
    assert data
    line.close()


@pytest.mark.parametrize(
    "title", ["x" * 250, "\u202ekcab", "a\r\nb: c", "x: [y", "- x", "{{ 7*7 }}", "</title><script>x</script>", "@#$"]
)
def test_a_title_makes_a_file_with_a_plain_name_or_none(running: House, title: str) -> None:
    before = snapshot(running.root)
    status, _, _ = running.ask("/-sprint/do/new", running.cookie("write", "Anna"), {"kind": "chapter", "title": title})
    made = snapshot(running.root).keys() - before.keys()
    assert status == (200 if made else 400)
    for path in made:
        assert set(path.removeprefix("chapters/").removesuffix(".md")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        (running.root / path).unlink()
    (running.root / "book.yaml").write_text(BOOK)


def test_after_all_that_the_house_is_sound(tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "book.yaml").write_text(BOOK)
    with house(tmp_path) as running:
        cookie = running.cookie("write", "Anna")
        for body in BODIES.values():
            running.ask("/-sprint/do/join", cookie, body)
        assert is_sound(running)


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of the book."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and ".sprint" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.suffix != ".next"}


def write(running: House, cookie: str, words: str) -> None:
    """Have the text say this, and wait until that is kept."""
    line, doc = enter(running, cookie)
    text, before = doc.get("text", type=type(doc["text"])), doc.get_state()
    with doc.transaction():
        del text[0 : len(text)]
        text.insert(0, words)
    line.send(Frame(Says.UPDATE, 1, doc.get_update(before)).pack())
    while (data := line.recv(20))[0] != Says.KEPT:
        pass
    assert data
    line.close()


def code_of(line: ClientConnection) -> int:
    """With what a line was closed."""
    try:
        while True:
            line.recv(20)
    except ConnectionClosed as closed:
        assert closed.rcvd is not None
        return closed.rcvd.code


def deaf(running: House, cookie: str) -> socket.socket:
    """A line to the room whose other end takes nothing out of it."""
    line = socket.create_connection(("127.0.0.1", running.port))
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    at = f"127.0.0.1:{running.port}"
    head = {"Host": at, "Origin": f"http://{at}", "Cookie": cookie, "Upgrade": "websocket", "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip
    lines = "".join(f"{name}: {text}\r\n" for name, text in head.items())
    room = running.room_of(PATH, running.cookie("write", "Anna"))
    line.sendall(f"GET /-sprint/chapter/{room} HTTP/1.1\r\n{lines}\r\n".encode())
    assert b"101" in line.recv(200)
    return line


def masked(data: bytes) -> bytes:
    """A short binary message of a client (RFC 6455, 5.2), with a mask that changes nothing."""
    return bytes((0x82, 0x80 | len(data), 0, 0, 0, 0)) + data

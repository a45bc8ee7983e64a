"""Who may come in, and what an attacker gets: nothing is accepted before it is judged, and nothing that is sent spoils
anything for the others."""

from __future__ import annotations

import base64
import io
import json
import random
import zipfile
from collections.abc import Iterator

import pytest
from PIL import Image
from pycrdt import Doc, Text
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from pipeline.sprint.frames import Frame, Says
from pipeline.sprint.pad import NAME, Pad

from .sample import PATH, TEXT, lay_out
from .serving import House, house

BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters:\n      - chapters/anfang.md\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    root = tmp_path_factory.mktemp("book")
    lay_out(root)
    (root / "book.yaml").write_text(BOOK)
    (root / "geheim.md").write_text("geheim")
    with house(root) as opened:
        yield opened


def enter(running: House, cookie: str) -> tuple[ClientConnection, Doc[Text]]:
    """Sit down in the room, with its text."""
    socket = running.socket(running.room_of(PATH, cookie), cookie, f"http://127.0.0.1:{running.port}")
    doc: Doc[Text] = Doc()
    doc.get(NAME, type=Text)
    socket.send(Frame(Says.VECTOR, 0, doc.get_state()).pack())
    while True:
        data = socket.recv(10)
        assert isinstance(data, bytes)
        if data[0] == Says.UPDATE:
            doc.apply_update(data[5:])
            return socket, doc


def is_sound(running: House) -> bool:
    """Whether somebody else still can write, and the text is what it was."""
    cookie = running.cookie("write", "Zeugin")
    socket, doc = enter(running, cookie)
    before = doc.get_state()
    text = doc.get(NAME, type=Text)
    text.insert(0, "x")
    socket.send(Frame(Says.UPDATE, 1, doc.get_update(before)).pack())
    while (data := socket.recv(10))[0] != Says.KEPT:
        pass
    before = doc.get_state()
    del text[0]
    socket.send(Frame(Says.UPDATE, 2, doc.get_update(before)).pack())
    while (data := socket.recv(10))[0] != Says.KEPT:
        pass
    socket.close()
    return isinstance(data, bytes) and str(text) == TEXT


@pytest.mark.parametrize("path", ["/", "/-sprint/", "/-sprint/room.js", "/-sprint/ask/state", "/-sprint/ask/backup"])
def test_without_a_link_there_is_nothing(running: House, path: str) -> None:
    assert running.ask(path)[0] == 403
    assert running.ask(path, f"workbook-sprint-{running.port}=falsch")[0] == 403
    assert running.ask(path, running.cookie("lead"), Host="evil.example")[0] == 400
    assert running.ask(path, running.cookie("lead"), Origin="https://evil.example")[0] == 403


@pytest.mark.parametrize(
    ("cookie", "origin"),
    [("", None), ("", "own"), ("falsch", "own"), ("right", "https://evil.example"), ("right", "null")],
)
def test_a_socket_without_link_or_from_elsewhere_is_refused_before_it_is_open(
    running: House, cookie: str, origin: str | None
) -> None:
    right = running.cookie("write", "Anna")
    room = running.room_of(PATH, right)
    own = f"http://127.0.0.1:{running.port}"
    given = {"right": right}.get(cookie, f"workbook-sprint-{running.port}={cookie}")
    with pytest.raises(InvalidStatus) as refusal:
        running.socket(room, given, own if origin == "own" else origin)
    assert refusal.value.response.status_code == 403


@pytest.mark.parametrize("room", ["nirgends", "..%2f..%2fgeheim.md", "chapters%2fanfang.md", "%00", "a" * 3000])
def test_a_room_is_a_name_out_of_the_list_and_never_a_path(running: House, room: str) -> None:
    cookie = running.cookie("write", "Anna")
    try:
        with running.socket(room, cookie) as socket:
            with pytest.raises(ConnectionClosed) as end:
                socket.recv(10)
            assert end.value.rcvd is not None and end.value.rcvd.code == 4404
    except InvalidStatus as refusal:
        assert refusal.response.status_code in (400, 403, 404)


JUNK = [
    "ein Text", b"", b"\1", b"\xff" * 50, Frame(Says.UPDATE, 1, b"\xff\xff\xff\xff").pack(),
    Frame(Says.UPDATE, 1, Pad().become("zu\rviel")).pack(), Frame(Says.VECTOR, 0, b"\xff\xff\xff\x7f").pack(),
    Frame(Says.CARET, 0, b'{"client": "<b>"}').pack(), Frame(Says.KEPT, 9).pack(),
    Frame(Says.UPDATE, 1, Pad().become("ä" * 700_000)).pack(),
]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_ends_its_senders_line_and_nobody_elses(running: House, junk: str | bytes) -> None:
    socket, _ = enter(running, running.cookie("write", "Mallory"))
    socket.send(junk)
    with pytest.raises(ConnectionClosed) as end:
        while True:
            socket.recv(10)
    assert end.value.rcvd is not None and end.value.rcvd.code in (4400, 4413)
    assert is_sound(running)


def test_a_frame_beyond_all_measure_ends_the_line(running: House) -> None:
    socket, _ = enter(running, running.cookie("write", "Mallory"))
    socket.send(Frame(Says.UPDATE, 1, b"\0" * 5_000_000).pack())
    with pytest.raises(ConnectionClosed) as end:
        while True:
            socket.recv(10)
    assert end.value.rcvd is not None and end.value.rcvd.code == 1009
    assert is_sound(running)


def test_updates_by_chance_never_end_the_server(running: House) -> None:
    chance = random.Random(1)
    update = Pad().become("Ein Text, an dem gerüttelt wird.")
    socket, _ = enter(running, running.cookie("write", "Mallory"))
    for _ in range(60):
        data = bytearray(update)
        data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            socket.send(Frame(Says.UPDATE, 1, bytes(data[: chance.randrange(1, len(data))])).pack())
        except ConnectionClosed:
            socket, _ = enter(running, running.cookie("write", "Mallory"))
    socket.close()
    assert running.ask("/-sprint/", running.cookie("read"))[0] == 200


def test_who_may_only_read_writes_nothing(running: House) -> None:
    cookie = running.cookie("read")
    room = running.room_of(PATH, cookie)
    socket, doc = enter(running, cookie)
    before = doc.get_state()
    doc.get(NAME, type=Text).insert(0, "Unfug")
    socket.send(Frame(Says.UPDATE, 1, doc.get_update(before)).pack())
    with pytest.raises(ConnectionClosed):
        while True:
            socket.recv(10)
    for path, said in (("new", {"kind": "chapter", "title": "Neu"}), ("outline", {"text": "- Neu", "make": True}),
                       ("move", {"path": PATH, "beside": PATH}), (f"decide/{room}", {"answer": "room"}),
                       (f"takeback/{room}", {"person": "p1", "first": 1, "last": 1}),
                       (f"restore/{room}", {"number": 1}), (f"offer/{room}", {"base": "", "text": "x"}),
                       (f"picture/{room}?name=x.png", b"x"), (f"paste/{room}", {"html": "<b>x</b>"}),
                       ("proof", {"what": "all"})):  # fmt: skip
        assert running.ask(f"/-sprint/do/{path}", cookie, said)[0] == 403
    assert running.ask("/-sprint/ask/backup", running.cookie("write", "Anna"))[0] == 403
    assert "Unfug" not in (running.root / PATH).read_text()


@pytest.mark.parametrize("title", ["../../etc/passwd", "/etc/passwd", "..", "", "   ", "a/../../b", "x\0y"])
def test_a_new_text_stands_in_its_folder_or_nowhere(running: House, title: str) -> None:
    cookie = running.cookie("write", "Anna")
    before = {path for path in running.root.rglob("*") if ".sprint" not in path.parts}
    status, _, _ = running.ask("/-sprint/do/new", cookie, {"kind": "chapter", "title": title})
    made = {path for path in running.root.rglob("*") if ".sprint" not in path.parts} - before
    assert status in (200, 400, 409)
    assert all(path.parent == running.root / "chapters" and path.suffix == ".md" for path in made)
    for path in made:
        path.unlink()
    (running.root / "book.yaml").write_text(BOOK)
    assert running.ask("/-sprint/do/new", cookie, {"kind": "../x", "title": "Neu"})[0] == 400


def test_the_book_is_built_and_put_in_order_by_the_room(running: House) -> None:
    cookie, manifest = running.cookie("write", "Anna"), running.root / "book.yaml"
    outline = {"text": "- Eins\n  - Weiter\n- Zwei\n  - Zuletzt"}
    status, said, _ = running.ask("/-sprint/do/outline", cookie, outline)
    assert (status, json.loads(said)["parts"], manifest.read_text()) == (200, ["Zwei"], BOOK)
    running.ask("/-sprint/do/outline", cookie, {**outline, "make": True})
    move = {"path": "chapters/weiter.md", "beside": PATH, "after": False}
    assert running.ask("/-sprint/do/move", cookie, move)[0] == 200
    order = [(file["path"], file["part"]) for file in running.state(cookie)["files"]]
    assert order == [("chapters/weiter.md", "Eins"), (PATH, "Eins"), ("chapters/zuletzt.md", "Zwei")]
    for path, beside, reason in (
        ("../geheim.md", PATH, "place"), (PATH, "book.yaml", "place"), ("chapters/nichts.md", PATH, "place"),
        ("chapters/zuletzt.md", PATH, "alone"), (PATH, "checklists/x.md", "kinds"), (PATH, PATH, "place"),
    ):  # fmt: skip
        status, said, _ = running.ask("/-sprint/do/move", cookie, {"path": path, "beside": beside, "after": True})
        assert status in (400, 409) and json.loads(said)["reason"] == reason
    assert json.loads(running.ask("/-sprint/do/outline", cookie, {"text": ""})[1])["reason"] == "outline"
    for name in ("weiter", "zuletzt"):
        (running.root / f"chapters/{name}.md").unlink()
    manifest.write_text(BOOK)


def test_a_picture_is_one_and_stands_beside_the_text_without_where_it_was_taken(running: House) -> None:
    cookie = running.cookie("write", "Anna")
    room = running.room_of(PATH, cookie)
    file = io.BytesIO()
    facts = Image.Exif()
    facts[0x010E] = "am Küchentisch"
    Image.new("RGB", (3000, 1500), "teal").save(file, "JPEG", exif=facts)
    for name in ("Mein Foto.JPG", "Mein Foto.JPG", "../../x.jpg"):
        status, said, _ = running.ask(
            f"/-sprint/do/picture/{room}?name={name.replace(' ', '%20')}", cookie, file.getvalue()
        )
        assert status == 200
        path = running.root / "chapters" / json.loads(said)["path"]
        assert path.parent == running.root / "chapters/images"
        with Image.open(path) as kept:
            assert kept.size == (2400, 1200)
            assert not kept.getexif()
    assert sorted(path.name for path in (running.root / "chapters/images").iterdir()) == [
        "mein-foto-2.jpg", "mein-foto.jpg", "x.jpg"
    ]  # fmt: skip
    for junk in (b"", b"<svg onload=alert(1)>", b"GIF89a", b"%PDF-1.7"):
        assert running.ask(f"/-sprint/do/picture/{room}?name=x.png", cookie, junk)[0] == 400


def test_what_is_copied_elsewhere_comes_back_as_markdown_with_its_pictures_beside_the_text(running: House) -> None:
    cookie = running.cookie("write", "Anna")
    room = running.room_of(PATH, cookie)
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(file, "GIF")
    data = base64.b64encode(file.getvalue()).decode()
    html = (
        f'<h1>Neu</h1><p><b>Fett</b> <img src="data:image/gif;base64,{data}"><img src="https://example.org/a.png"></p>'
    )
    status, said, _ = running.ask(f"/-sprint/do/paste/{room}", cookie, {"html": html, "above": 2})
    assert (status, json.loads(said)) == (200, {
        "text": "## Neu\n\n**Fett** ![](images/anfang.png)", "inline": False,
        "told": ["Das Bild `https://example.org/a.png` liegt im Netz und wurde nicht geholt."],
    })  # fmt: skip
    with Image.open(running.root / "chapters/images/anfang.png") as kept:
        assert kept.format == "PNG"
    assert json.loads(running.ask(f"/-sprint/do/paste/{room}", cookie, {"html": "nur Wörter", "above": 0})[1]) == {
        "text": None
    }
    for said, wanted in (
        ({"html": "", "above": 0}, 422),
        ({"html": "<b>x</b>", "above": "x"}, 400),
        ({"html": "<p>" * 3_000_000, "above": 0}, 422),
    ):
        assert running.ask(f"/-sprint/do/paste/{room}", cookie, said)[0] == wanted
    assert running.ask("/-sprint/do/paste/nirgends", cookie, {"html": "<b>x</b>", "above": 0})[0] == 404


def test_a_proof_of_nothing_says_why_at_once(running: House) -> None:
    cookie = running.cookie("write", "Anna")
    for said, reason in (({"what": "mine"}, b"nothing-mine"), ({"what": "one", "id": "x"}, b"unknown")):
        status, answer, _ = running.ask("/-sprint/do/proof", cookie, said)
        assert (status, reason in answer) == (404, True)


def test_a_name_is_text_and_the_page_runs_nothing_of_its_own(running: House) -> None:
    cookie = running.cookie("write", "<img src=x onerror=alert(1)>\u202e\0 ")
    assert running.state(cookie)["me"]["name"] == "<img src=x onerror=alert(1)>"
    status, page, headers = running.ask("/-sprint/", cookie)
    assert (status, b"<style" in page, page.count(b"<script")) == (200, False, 1)
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert policy != running.ask("/-sprint/", cookie)[2]["content-security-policy"]
    for name in ("", " ", "\u200b\u202e"):
        assert running.ask("/-sprint/do/join", running.cookie("write"), {"name": name})[0] == 400
    for said in (b"[]", b"{", b"\xff"):
        assert running.ask("/-sprint/do/join", running.cookie("write"), said)[0] == 400


def test_a_text_can_be_made_what_it_was(running: House) -> None:
    cookie = running.cookie("write", "Anna")
    room = running.room_of(PATH, cookie)
    socket, doc = enter(running, cookie)
    before, text = doc.get_state(), doc.get(NAME, type=Text)
    text.insert(0, "Versehen. ")
    socket.send(Frame(Says.UPDATE, 1, doc.get_update(before)).pack())
    while socket.recv(10)[0] != Says.KEPT:
        pass
    steps = json.loads(running.ask(f"/-sprint/ask/history/{room}", cookie)[1])
    assert steps[0]["name"] == "Anna"
    then = steps[0]["first"] - 1
    assert running.ask(f"/-sprint/ask/history/{room}/{then}", cookie)[1].decode() == TEXT
    assert running.ask(f"/-sprint/do/restore/{room}", cookie, {"number": then})[0] == 200
    while (data := socket.recv(10))[0] != Says.UPDATE:
        pass
    assert isinstance(data, bytes)
    doc.apply_update(data[5:])
    assert str(text) == TEXT
    socket.close()


def test_a_backup_has_the_texts_and_their_history_and_not_the_people(running: House) -> None:
    assert is_sound(running)
    status, data, _ = running.ask("/-sprint/ask/backup", running.cookie("lead"))
    assert status == 200
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert PATH in names and "book.yaml" in names
        assert any(name.endswith(".log") for name in names)
        # Without it nobody knows whose log is which.
        assert ".sprint/rooms.json" in names
        assert not any("people" in name for name in names)

"""A sprint replayed: scripted writers in several texts, an editor beside them, cut lines, and kills of the server.

`python -m tests.sprint.replay WRITERS EDITS KILLS` says what was seen; the suite runs a small one.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from pycrdt import Doc, Text, TextEvent
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from pipeline.sprint.frames import Frame, Says
from pipeline.sprint.log import Kind, Log
from pipeline.sprint.pad import NAME

from .sample import TEXT
from .serving import House, house

PATHS = ("chapters/anfang.md", "chapters/ende.md", "checklists/liste.md")
MARK = re.compile(r"\b([a-z]+)x(\d+)x\b")
PATIENCE_S = 120


@dataclass
class Seen:
    """What a replay has shown."""

    written: int = 0
    forgotten: int = 0
    taken_out: int = 0
    by_editor: int = 0
    wrong: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    unequal: list[str] = field(default_factory=list)
    lag_s: float = 0.0
    delays_ms: list[float] = field(default_factory=list)


class Scribe:
    """One writer in one text, who goes on writing when the line is cut."""

    def __init__(self, house: House, name: str, room: str, cookie: str, seen: Seen) -> None:
        self.house, self.name, self.room, self.cookie, self.seen = house, name, room, cookie, seen
        self.chance = random.Random(name)
        self.there: set[str] = set()
        self.count = 0
        self.is_over = False
        self._begin()

    def _begin(self) -> None:
        self.doc: Doc[Text] = Doc()
        self.text = self.doc.get(NAME, type=Text)
        self.sent = self.kept = 0
        self.times: dict[int, float] = {}
        self.line: asyncio.Queue[bytes] | None = None
        self.is_loaded = False

    @property
    def is_kept(self) -> bool:
        """Whether everything that was written is on the server's disk."""
        return self.line is not None and self.is_loaded and self.kept >= self.sent

    async def live(self) -> None:
        """Keep a line to the room, and make a new one when it is cut."""
        while not self.is_over:
            with suppress(OSError, WebSocketException, TimeoutError):
                at = f"ws://127.0.0.1:{self.house.port}/-sprint/chapter/{self.room}"
                headers = {"Cookie": self.cookie}
                async with connect(at, additional_headers=headers, max_size=None, proxy=None) as socket:
                    self.line, self.sent, self.kept = asyncio.Queue(), 0, 0
                    await socket.send(Frame(Says.VECTOR, 0, self.doc.get_state()).pack())
                    sending = asyncio.create_task(self._send(socket, self.line))
                    try:
                        async for data in socket:
                            assert isinstance(data, bytes)
                            self._hear(data)
                    finally:
                        sending.cancel()
            self.line, self.is_loaded = None, False
            await asyncio.sleep(0.1)

    async def _send(self, socket: object, line: asyncio.Queue[bytes]) -> None:
        while True:
            await socket.send(await line.get())  # type: ignore[attr-defined]

    def _hear(self, data: bytes) -> None:
        body = data[5:]
        if data[0] == Says.UPDATE:
            self.doc.apply_update(body)
            self.is_loaded = True
        elif data[0] == Says.VECTOR:
            self._tell(self.doc.get_update(body))
        elif data[0] == Says.KEPT:
            self.kept = int.from_bytes(data[1:5], "big")
            if self.kept in self.times:
                self.seen.delays_ms.append((time.monotonic() - self.times.pop(self.kept)) * 1000)

    def _tell(self, update: bytes) -> None:
        if self.line is not None:
            self.sent += 1
            self.times[self.sent] = time.monotonic()
            self.line.put_nowait(Frame(Says.UPDATE, self.sent, update).pack())

    def edit(self) -> None:
        """Write a word of one's own between two others, or take one's own out again."""
        text, before = str(self.text), self.doc.get_state()
        if self.there and self.chance.random() < 0.15:
            mark = self.chance.choice(sorted(self.there))
            place = text.find(f" {mark}")
            if place < 0:
                return
            start = len(text[:place].encode())
            del self.text[start : start + len(mark) + 1]
            self.there.discard(mark)
            self.seen.taken_out += 1
        else:
            self.count += 1
            mark = f"{self.name}x{self.count}x"
            gaps = [found.start() for found in re.finditer(r"(?<=\w) (?=\w)", text)] or [len(text)]
            self.text.insert(len(text[: self.chance.choice(gaps)].encode()), f" {mark}")
            self.there.add(mark)
            self.seen.written += 1
        self._tell(self.doc.get_update(before))

    async def write(self, edits: int, pause_s: float) -> None:
        """Write so many edits; now and then the line is cut, or a browser without memory begins anew."""
        for _ in range(edits):
            if self.is_loaded or self.count:
                self.edit()
            await asyncio.sleep(self.chance.expovariate(1 / pause_s))

    def forget(self) -> bool:
        """Be another browser: only what the server has kept is left. False while that is not everything."""
        line = self.line
        if not self.is_kept or line is None:
            return False
        self.seen.forgotten += len(self.there)
        self._begin()
        self.line = line
        line.put_nowait(Frame(Says.VECTOR, 0, self.doc.get_state()).pack())
        return True


async def replay(root: Path, writers: int, edits: int, kills: int, pause_s: float = 0.02) -> Seen:
    """Let writers write, and kill the server meanwhile."""
    seen = Seen()
    for path in PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(TEXT * 4)
    with house(root) as running:
        names = ["".join(chr(97 + int(digit)) for digit in f"{nth:02}") + "w" for nth in range(writers)]
        cookies = [running.cookie("write", name, True) for name in names]
        rooms = {path: running.room_of(path, cookies[0]) for path in PATHS}
        scribes = [
            Scribe(running, name, rooms[PATHS[nth % len(PATHS)]], cookies[nth], seen) for nth, name in enumerate(names)
        ]
        living = [asyncio.create_task(scribe.live()) for scribe in scribes]
        await _until(lambda: all(scribe.is_loaded for scribe in scribes))
        writing = [asyncio.create_task(scribe.write(edits, pause_s)) for scribe in scribes]
        editor = asyncio.create_task(_edit_beside(root, seen))
        for nth in range(kills):
            await asyncio.sleep(edits * pause_s / (kills + 1))
            running.kill()
            await asyncio.sleep(0.3)
            running.start()
            await _until(scribes[nth % writers].forget)
        await asyncio.gather(*writing)
        editor.cancel()
        await _until(lambda: all(scribe.is_kept for scribe in scribes))
        ended = time.monotonic()
        with suppress(TimeoutError):
            await _until(lambda: _is_written(root, rooms, scribes))
        seen.lag_s = time.monotonic() - ended
        _judge(root, rooms, scribes, seen)
        for scribe in scribes:
            scribe.is_over = True
        for task in living:
            task.cancel()
        await asyncio.gather(*living, return_exceptions=True)
        running.stop()
    return seen


async def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.05)


async def _edit_beside(root: Path, seen: Seen) -> None:
    """An editor that loads a file, takes its time, and saves its copy with a sentence more."""
    chance = random.Random(0)
    while True:
        file = root / chance.choice(PATHS)
        text = file.read_text()
        await asyncio.sleep(chance.uniform(0.3, 2.5))
        seen.by_editor += 1
        paragraphs = text.rstrip("\n").split("\n\n")
        paragraphs.insert(chance.randrange(1, len(paragraphs)), f"Von außen kam dateix{seen.by_editor}x dazu.")
        file.write_text("\n\n".join(paragraphs) + "\n")


def _is_written(root: Path, rooms: dict[str, str], scribes: Sequence[Scribe]) -> bool:
    """Whether all copies are equal, and the files with them."""
    texts = {room: (root / path).read_text() for path, room in rooms.items()}
    return all(str(scribe.text) == texts[scribe.room] for scribe in scribes)


def _judge(root: Path, rooms: dict[str, str], scribes: Sequence[Scribe], seen: Seen) -> None:
    """Every word is there once, where it belongs, in every copy, and the log knows whose it is."""
    for path, room in rooms.items():
        here = [scribe for scribe in scribes if scribe.room == room]
        text = (root / path).read_text()
        seen.unequal += [f"{path}: {scribe.name}" for scribe in here if str(scribe.text) != text]
        counted = Counter(found[0] for found in MARK.finditer(text))
        expected = {mark for scribe in here for mark in scribe.there}
        seen.wrong += [f"{path}: {mark} {counted[mark]}" for mark in sorted(expected) if counted[mark] != 1]
        seen.wrong += [f"{path}: {mark} is there" for mark in counted if mark not in expected and "datei" not in mark]
        seen.wrong += [f"{path}: {mark} twice" for mark, count in counted.items() if "datei" in mark and count != 1]
        seen.strange += _strange(root / ".sprint" / f"{room}.log", {scribe.name for scribe in here}, root)
    every = "".join((root / path).read_text() for path in rooms)
    seen.wrong += [f"dateix{nth}x is lost" for nth in range(1, seen.by_editor + 1) if f"dateix{nth}x" not in every]


def _strange(log: Path, names: set[str], root: Path) -> list[str]:
    """Words that the log gives to somebody else than their writer."""
    people = {f"p{nth + 1}": name for nth, name in enumerate(_names(root))}
    doc: Doc[Text] = Doc()
    came: list[str] = []

    def note(event: TextEvent) -> None:
        came.extend(str(change["insert"]) for change in event.delta if "insert" in change)

    doc.get(NAME, type=Text).observe(note)
    found = []
    for record in Log(log).records:
        if record.kind is Kind.UPDATE:
            came.clear()
            doc.apply_update(record.data)
            writer = people.get(record.person, "datei")
            found += [f"{mark[0]} by {writer}" for text in came for mark in MARK.finditer(text) if mark[1] != writer]
    return found


def _names(root: Path) -> list[str]:
    return [one["name"] for one in json.loads((root / ".sprint/people.json").read_text())["people"]]


def tell(seen: Seen) -> str:
    """What a replay has shown, in lines."""
    tenths = quantiles(seen.delays_ms, n=20) if len(seen.delays_ms) > 20 else [0.0]
    return "\n".join(
        (
            f"{seen.written} words written, {seen.taken_out} taken out, {seen.by_editor} by an editor beside",
            f"{seen.forgotten} words known to the server alone after a kill",
            f"wrong: {len(seen.wrong)} {seen.wrong[:5]}",
            f"attributed wrongly: {len(seen.strange)} {seen.strange[:5]}",
            f"the files had all {seen.lag_s:.1f} s after the last word was kept",
            f"unequal: {len(seen.unequal)} {seen.unequal[:5]}",
            f"written → kept: median {median(seen.delays_ms):.0f} ms, p95 {tenths[-1]:.0f} ms",
        )
    )


if __name__ == "__main__":
    writers, edits, kills = (int(given) for given in sys.argv[1:4])
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        print(tell(asyncio.run(replay(Path(folder), writers, edits, kills))))
        print(f"{time.monotonic() - begun:.0f} s")

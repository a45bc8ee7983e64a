"""Scripted writers who sit in the rooms of a server, as browsers do, and go on writing when the line is cut."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from pycrdt import Doc, Text, TextEvent
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from pipeline.sprint.frames import Frame, Says
from pipeline.sprint.pad import NAME

from .serving import House

MARK = re.compile(r"\b([a-z]+)x(\d+)x\b")
PATIENCE_S = 120
# How often a line is cut, by edits, and for how long.
CUT_SHARE, AWAY_S = 0.01, 3.0


@dataclass
class Seen:
    """What a replay has shown."""

    written: int = 0
    cuts: int = 0
    forgotten: int = 0
    taken_out: int = 0
    by_editor: int = 0
    by_git: int = 0
    pulls: int = 0
    builds: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    unequal: list[str] = field(default_factory=list)
    lag_s: float = 0.0
    delays_ms: list[float] = field(default_factory=list)
    told: dict[str, float] = field(default_factory=dict)
    shown_ms: list[float] = field(default_factory=list)


class Scribe:
    """One writer in one text, who goes on writing when the line is cut."""

    def __init__(self, house: House, name: str, room: str, cookie: str, seen: Seen) -> None:
        self.house, self.name, self.room, self.cookie, self.seen = house, name, room, cookie, seen
        self.chance = random.Random(name)
        self.there: set[str] = set()
        self.count = 0
        self.is_over = False
        self.socket: ClientConnection | None = None
        self.away_s = 0.0
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
                    self.socket, self.line, self.sent, self.kept = socket, asyncio.Queue(), 0, 0
                    await socket.send(Frame(Says.VECTOR, 0, self.doc.get_state()).pack())
                    sending = asyncio.create_task(self._send(socket, self.line))
                    try:
                        async for data in socket:
                            assert isinstance(data, bytes)
                            self._hear(data)
                    finally:
                        sending.cancel()
            self.line, self.is_loaded = None, False
            await asyncio.sleep(0.1 + self.away_s)
            self.away_s = 0.0

    def cut(self) -> None:
        """Have the line cut as a Wi-Fi does it: without a word, and for a while."""
        if self.socket is not None and self.line is not None:
            self.seen.cuts += 1
            self.away_s = self.chance.uniform(0, AWAY_S)
            self.socket.transport.abort()

    async def _send(self, socket: ClientConnection, line: asyncio.Queue[bytes]) -> None:
        while True:
            await socket.send(await line.get())

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
            self.seen.told[mark] = time.monotonic()
        self._tell(self.doc.get_update(before))

    async def write(self, edits: int, pause_s: float, cuts: bool = True) -> None:
        """Write so many edits; now and then the line is cut."""
        for _ in range(edits):
            if self.is_loaded or self.count:
                self.edit()
            if cuts and self.chance.random() < CUT_SHARE:
                self.cut()
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


class Reader(Scribe):
    """Somebody who has a text open and looks on: notes when others' words appear."""

    def _begin(self) -> None:
        super()._begin()
        self.text.observe(self._look)

    def _tell(self, update: bytes) -> None:
        """Say nothing: who only reads has nothing to say, and is refused."""

    def _look(self, event: TextEvent) -> None:
        for change in event.delta:
            for mark in MARK.finditer(str(change.get("insert", ""))):
                if self.is_loaded and (told := self.seen.told.get(mark[0])):
                    self.seen.shown_ms.append((time.monotonic() - told) * 1000)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for a state; raise TimeoutError when it does not come."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.05)

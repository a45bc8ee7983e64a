"""One chapter and all who write it at this moment: updates in, to the disk, out to the others, and into the file.

An update goes to the others at once; its writer hears that it is kept when it is on the disk. The file follows after a
quiet moment. What another program writes into it is merged into the text; nothing is written over it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..workspace import WorkspaceError
from . import frames
from .copy import Copy, State
from .frames import Frame, Says
from .gates import SLACK, Shut, fits, measure
from .log import COUNT, Kind, Log, Record
from .pad import Pad, Refused
from .past import FILE, last_change, replay
from .versions import Versions, reconcile, thin

QUIET_S, LATEST_S, AGAIN_S = 0.15, 1.0, 2.0
# A text that has lost so much at once was most likely damaged: somebody is asked.
DOUBTFUL_SHARE, DOUBTFUL_LEAST = 3, 400


class Seat(Protocol):
    """Somebody's place in a room; `send` never waits."""

    person: str
    name: str
    colour: int
    may_write: bool

    def send(self, frame: bytes) -> None:
        """Send a frame, after those that were sent before."""


@dataclass(slots=True)
class _Waiting:
    """A record on its way to the disk, and who is to hear of it."""

    record: Record
    seat: Seat | None = None
    number: int = 0


class Room:
    """A room belongs to the thread that opens it. `now` tells milliseconds since 1970, `hear` is told what failed."""

    def __init__(self, id: str, copy: Copy, log: Log, now: Callable[[], int], hear: Callable[[str], None]) -> None:
        self.id = id
        self.copy = copy
        self.log = log
        self.seats: set[Seat] = set()
        self.trouble = ""
        # What a gate of the sprint forbids in this text, and how long it may be.
        self.gate, self.most = "", 0
        self.versions = _versions_of(log.records)
        self._now, self._hear = now, hear
        self._pad = replay(log.records)
        self._carets: dict[Seat, dict[int, bytes]] = {}
        self._waiting: list[_Waiting] = []
        self._wanted, self._changed, self._progress = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._noted = 0
        # Who has written since the file was last committed, and since when.
        self.uncommitted: dict[str, int] = _uncommitted(log.records)
        self._updates = sum(record.kind is Kind.UPDATE for record in log.records)
        self._edited, self.edited = 0.0, 0
        self._is_wanted = False
        self._lock = asyncio.Lock()
        self._tasks = [asyncio.create_task(self._keep()), asyncio.create_task(self._follow())]

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self._pad.text

    @property
    def state(self) -> dict[str, object]:
        """How the room stands, for those in it."""
        said = {"gate": self.gate, "most": self.most}
        return {"id": self.id, "path": self.copy.path, "trouble": self.trouble, **said}

    @property
    def last_change(self) -> tuple[int, str]:
        """When somebody wrote here last, and who."""
        return last_change([waiting.record for waiting in self._waiting] or self.log.records)

    def join(self, seat: Seat) -> None:
        """Let somebody in: both sides say what they know, and send each other the rest."""
        self.seats.add(seat)
        self._carets[seat] = {}
        seat.send(frames.write_json(Says.ROOM, self.state))
        seat.send(Frame(Says.VECTOR, 0, self._pad.vector).pack())
        for carets in self._carets.values():
            for caret in carets.values():
                seat.send(caret)

    def leave(self, seat: Seat) -> None:
        """Let somebody go; their carets go too."""
        self.seats.discard(seat)
        for client in self._carets.pop(seat, {}):
            self._send(frames.write_json(Says.CARET, {"client": client}))

    def receive(self, seat: Seat, data: bytes) -> None:
        """Take what somebody sent; raise Refused, and everything is as it was."""
        frame = frames.unpack(data)
        if frame.says is Says.VECTOR:
            seat.send(Frame(Says.UPDATE, 0, self._pad.beyond(frame.body)).pack())
        elif frame.says is Says.CARET:
            said = frames.read_caret(frame.body)
            caret = frames.write_json(Says.CARET, {**said, "name": seat.name, "colour": seat.colour})
            # A seat has one caret; a few, in case a page was loaded anew.
            self._carets[seat] = {**dict(list(self._carets[seat].items())[-3:]), said["client"]: caret}
            self._send(caret, but=seat)
        elif not seat.may_write:
            raise Refused("reading only")
        else:
            self._take(seat, frame)

    def rewrite(self, text: str, person: str) -> None:
        """Edit the text until it is `text`, as one who sits in the room would; raise Shut where a gate forbids it."""
        if person != FILE and not fits(self.gate, self.text, text, self.most):
            raise Shut(self.gate)
        update = self._pad.become(text)
        if update:
            self._note(Record(Kind.UPDATE, self._now(), person, update))
            self._send(Frame(Says.UPDATE, 0, update).pack())

    def put(self, update: bytes, person: str) -> None:
        """Put in an update that was made of this text's records; raise Shut where a gate forbids it."""
        if self.gate:
            then = self._pad.fork()
            then.put(update)
            if not fits(self.gate, self.text, then.text, self.most):
                raise Shut(self.gate)
        self._pad.put(update)
        self._note(Record(Kind.UPDATE, self._now(), person, update))
        self._send(Frame(Says.UPDATE, 0, update).pack())

    @property
    def records(self) -> list[Record]:
        """Everything that happened here, with what is on its way to the disk."""
        return [*self.log.records, *(waiting.record for waiting in self._waiting)]

    def shut(self, gate: str, since: int = 0) -> None:
        """Let a gate hold that shut at a time, none if it is empty: no text gets longer than it was then."""
        if gate == self.gate:
            return
        self.gate, self.most = gate, self._length_at(since) + SLACK if gate else 0
        self._send(frames.write_json(Says.ROOM, self.state))

    async def take_in(self, base: str, text: str) -> None:
        """Put in what somebody elsewhere made of `base`, and bring it into the file."""
        while True:
            room = self.text
            merged = await asyncio.to_thread(reconcile, base, room, text, self.copy.path)
            # Somebody may have written meanwhile.
            if self.text == room:
                break
        self.rewrite(merged, FILE)
        await self.settle()

    async def decide(self, answer: str) -> None:
        """Settle what somebody was asked: `file` takes the file as it is, `room` writes the room's text over it."""
        async with self._lock:
            found = await asyncio.to_thread(self.copy.look)
            if answer == "file" and found.state is State.TEXT:
                self.rewrite(found.text, FILE)
            self._is_wanted = answer == "room"
            if found.state is State.TEXT:
                self._found(found.text)
        await self.settle()

    async def settle(self) -> None:
        """Bring the text and its file together: both hold everything that was written in either."""
        async with self._lock:
            while not await self._settle_once():
                pass

    def nudge(self) -> None:
        """Say that the file may have been changed."""
        self._changed.set()

    def move(self, copy: Copy) -> None:
        """Go on with the file under another name."""
        self.copy = copy
        self._send(frames.write_json(Says.ROOM, self.state))
        self.nudge()

    def mark_committed(self, writers: Iterable[str]) -> None:
        """Note that what these people wrote is in git."""
        self.uncommitted = {person: since for person, since in self.uncommitted.items() if person not in set(writers)}
        self._note(Record(Kind.COMMITTED, self._now(), FILE))

    async def close(self) -> None:
        """Bring everything to the disk and let go of it."""
        await self._until_kept()
        await self.settle()
        await self._until_kept()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.log.close()

    def _length_at(self, time: int) -> int:
        """How long the text was, or is if nobody had written by then."""
        then = replay(self.log.records, time).text
        return measure(then or self.text)

    def _take(self, seat: Seat, frame: Frame) -> None:
        before = self.text if self.gate else ""
        try:
            self._pad.take(frame.body)
            if self.gate and not fits(self.gate, before, self.text, self.most):
                raise Shut(self.gate)
        except Refused:
            # It is in the text already, or half of it.
            self._pad = replay(self.records)
            raise
        # The raw update, not what became of it: one that builds on a missing one has no effect yet.
        self._note(Record(Kind.UPDATE, self._now(), seat.person, frame.body), seat, frame.number)
        self._send(Frame(Says.UPDATE, 0, frame.body).pack(), but=seat)

    def _note(self, record: Record, seat: Seat | None = None, number: int = 0) -> None:
        self._waiting.append(_Waiting(record, seat, number))
        self._noted += 1
        if record.kind is Kind.UPDATE:
            self._updates += 1
            self.uncommitted.setdefault(record.person, record.time)
            self.edited = record.time
            self._edited = asyncio.get_running_loop().time()
        self._wanted.set()

    async def _until_kept(self) -> None:
        """Wait until everything noted so far is on the disk."""
        noted = self._noted
        while self._noted - len(self._waiting) < noted:
            await self._progress.wait()

    async def _keep(self) -> None:
        """Put what waits on the disk, all of it at once, and tell its writers."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            batch = list(self._waiting)
            try:
                await asyncio.to_thread(self.log.append, [waiting.record for waiting in batch])
            except OSError as problem:
                self._fail("full", problem)
                self._wanted.set()
                await asyncio.sleep(AGAIN_S)
                continue
            del self._waiting[: len(batch)]
            self._progress.set()
            self._progress = asyncio.Event()
            for waiting in batch:
                if waiting.seat is not None and waiting.seat in self.seats:
                    waiting.seat.send(Frame(Says.KEPT, waiting.number).pack())
            if any(waiting.record.kind is Kind.UPDATE for waiting in batch):
                self._changed.set()

    async def _follow(self) -> None:
        """Bring text and file together after a quiet moment, or when it has been loud for long enough."""
        loop = asyncio.get_running_loop()
        while True:
            await self._changed.wait()
            latest = loop.time() + LATEST_S - QUIET_S
            while (left := min(self._edited + QUIET_S, latest) - loop.time()) > 0:
                await asyncio.sleep(left)
            self._changed.clear()
            try:
                await self.settle()
            except Exception as problem:
                # A full disk, or a mistake of ours: what was written is in the log, and it is tried again.
                self._fail("full" if isinstance(problem, OSError | WorkspaceError) else "failed", problem)
                self._changed.set()
                await asyncio.sleep(AGAIN_S)

    async def _settle_once(self) -> bool:
        """One try; False when another program wrote into the file meanwhile."""
        found = await asyncio.to_thread(self.copy.look)
        if found.state is State.UNREADABLE or (found.state is State.GONE and not self._may_make):
            self._say(found.state.value)
            return True
        if found.state is State.TEXT and found.text != self.versions.last and not await self._merge(found.text):
            self._say("doubtful")
            return True
        text, updates = self.text, self._updates
        if found.state is State.GONE or text != found.text:
            # Noted before it is done: else a run that ends in between would take its own text for another program's.
            self.versions.add(self._now(), text)
            self._note(Record(Kind.WRITTEN, self._now(), FILE, COUNT.pack(updates)))
            await self._until_kept()
            if await asyncio.to_thread(self.copy.write, text, found) is None:
                return False
            self._is_wanted = False
        self._say("")
        return True

    @property
    def _may_make(self) -> bool:
        """Whether a file that is not there is to be made: a new chapter's, or one that somebody wants back."""
        return self._is_wanted or not len(self.versions)

    async def _merge(self, found: str) -> bool:
        """Take what another program wrote into the file; False when that is doubtful."""
        room, fork = self.text, self._pad.fork()
        base = await asyncio.to_thread(self.versions.base_of, found)
        if _is_doubtful(base, found):
            return False
        merged = await asyncio.to_thread(reconcile, base, room, found, self.copy.path)
        # Edits of the text as it was are good for the text as it is now: that is what it is replicated for.
        update = fork.become(merged)
        if update:
            self._pad.put(update)
            self._note(Record(Kind.UPDATE, self._now(), FILE, update))
            self._send(Frame(Says.UPDATE, 0, update).pack())
        self._found(found)
        return True

    def _found(self, text: str) -> None:
        """Note what another program has written into the file."""
        self.versions.add(self._now(), text)
        self._note(Record(Kind.FOUND, self._now(), FILE, text.encode()))

    def _fail(self, trouble: str, problem: Exception) -> None:
        self._hear(f"{self.copy.path}: {type(problem).__name__}: {problem}")
        self._say(trouble)

    def _say(self, trouble: str) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self._send(frames.write_json(Says.ROOM, self.state))

    def _send(self, frame: bytes, but: Seat | None = None) -> None:
        for seat in self.seats:
            if seat is not but:
                seat.send(frame)


def _versions_of(records: list[Record]) -> Versions:
    """What stood in the file, as the log tells it."""
    marks = [record for record in records if record.kind in (Kind.WRITTEN, Kind.FOUND)]
    marks = [marks[nth] for nth in sorted(thin([mark.time for mark in marks]))]
    wanted = {COUNT.unpack(mark.data)[0] for mark in marks if mark.kind is Kind.WRITTEN}
    texts, pad, updates = {0: ""}, Pad(), (record for record in records if record.kind is Kind.UPDATE)
    for number, record in enumerate(updates, 1):
        pad.put(record.data)
        if number in wanted:
            texts[number] = pad.text
    versions = Versions()
    for mark in marks:
        text = mark.data.decode() if mark.kind is Kind.FOUND else texts[COUNT.unpack(mark.data)[0]]
        versions.add(mark.time, text)
    return versions


def _is_doubtful(base: str, found: str) -> bool:
    """Whether a text has lost so much that somebody must be asked."""
    lost = len(base) - len(found)
    return lost > DOUBTFUL_LEAST and lost * DOUBTFUL_SHARE > len(base)


def _uncommitted(records: Sequence[Record]) -> dict[str, int]:
    """Who has written since the last commit, and when first."""
    found: dict[str, int] = {}
    for record in records:
        if record.kind is Kind.COMMITTED:
            found = {}
        elif record.kind is Kind.UPDATE:
            found.setdefault(record.person, record.time)
    return found

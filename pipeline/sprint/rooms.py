"""The rooms of a book: one for each chapter, checklist and worksheet, opened when somebody comes and closed when the
last has gone. A room has a name of its own, so that a file may have another name tomorrow."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from ..checks.board import sprint_of
from ..history import tracks
from ..manuscript.addition import FOLDERS
from ..workspace import FolderWorkspace, NotOurs, Outside, WorkspaceError, clean, unlinked, write_whole
from .clock import read_clock
from .copy import Copy, State
from .edits import distance
from .gates import PLACE, Gates
from .log import MOST_RECORD, Damaged, Kind, Log, Record, read_records
from .pace import Pace
from .past import FILE, condense, last_change, replay
from .people import People
from .room import Room

MAP, IGNORE = "rooms.json", ".gitignore"
ENDING = ".md"
ID_BYTES = 9
IDLE_S, GATES_S = 20.0, 5.0
# After so many bytes (some 200,000 edits) a log is written anew when its room is opened.
LONG_LOG = 8_000_000
# A file that is new and so like one that is gone was renamed.
LIKE_SHARE = 4


class Running(Exception):
    """Another run writes this book."""


class Rooms:
    """All rooms of the book below `root`. Use as an asynchronous context."""

    def __init__(self, root: Path, hear: Callable[[str], None]) -> None:
        self.workspace = FolderWorkspace(root)
        self.folder = self.workspace.root / PLACE
        if tracks(root, PLACE):
            # Links whose secrets came with the book are not secret.
            raise NotOurs(PLACE)
        unlinked(self.folder).mkdir(exist_ok=True, mode=0o700)
        self._lock = _alone(self.folder)
        write_whole(self.folder / IGNORE, b"*\n")
        self.people = People(self.folder)
        self.gates, self.pace = Gates(self.folder), Pace(self.folder)
        self._hear = hear
        # Whether somebody commits what is written: then a room stays open until that is done.
        self.waits_for_commits = False
        # How it stands with the other copy of the repository: what is wrong, or when both were last equal.
        self.exchange: dict[str, object] = {}
        self._open: dict[str, Room] = {}
        self._changes: dict[str, tuple[int, str]] = {}
        self._opening = asyncio.Lock()
        self._paths: dict[str, str] = self._read_map()
        self._is_noted = True
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Rooms:
        await self._catch_up()
        await self.mind()
        self._tasks += [asyncio.create_task(self._tidy()), asyncio.create_task(self._watch_gates())]
        return self

    async def __aexit__(self, *error: object) -> None:
        for task in self._tasks:
            task.cancel()
        for room in list(self._open.values()):
            await self._close(room)
        os.close(self._lock)

    def paths(self) -> tuple[str, ...]:
        """The files that can be written: every Markdown file of the three folders."""
        return tuple(path for folder in FOLDERS.values() for path in self.workspace.files(folder, (ENDING,)))

    def id_of(self, path: str) -> str:
        """Name the room of a file; it may be a new one."""
        return self._name((path,))[path]

    def ids(self) -> dict[str, str]:
        """All rooms whose files are there or whose people are: file → room."""
        return self._name(self.paths()) | {room.copy.path: room.id for room in self._open.values()}

    def _name(self, paths: Iterable[str]) -> dict[str, str]:
        """Name the rooms of files: some may be new."""
        known = {path: id for id, path in reversed(self._paths.items())}
        for path in paths:
            if path not in known:
                known[path] = secrets.token_urlsafe(ID_BYTES)
                self._paths[known[path]] = path
                self._is_noted = False
        if not self._is_noted:
            # A full disk is said in the rooms; until there is place again the names hold as long as this run does.
            with suppress(OSError):
                self._write_map()
        return {path: known[path] for path in paths}

    def last_change(self, id: str) -> tuple[int, str]:
        """When a text was written last, and by whom; 0 when nobody has."""
        if room := self._open.get(id):
            return room.last_change
        if id not in self._changes:
            records: list[Record] = []
            with suppress(OSError, WorkspaceError):
                records, _ = read_records((self.folder / f"{id}.log").read_bytes(), id)
            self._changes[id] = last_change(records)
        return self._changes[id]

    def is_open(self, id: str) -> Room | None:
        """The room if somebody has it open."""
        return self._open.get(id)

    @property
    def open_rooms(self) -> tuple[Room, ...]:
        """The rooms that are open now."""
        return tuple(self._open.values())

    async def enter(self, id: str) -> Room | None:
        """Open a room, None when there is none of this name. Raises Damaged."""
        path = self._paths.get(id)
        if path is None or not is_ours(path) or not (self._has_log(id) or self.workspace.exists(path)):
            return None
        async with self._opening:
            if id not in self._open:
                log = await asyncio.to_thread(self._open_log, id)
                self._open[id] = room = Room(id, Copy(self.workspace, path), log, now, self._hear)
                # A full disk is said in the room.
                with suppress(OSError, WorkspaceError):
                    await room.settle()
                room.shut(self.gates.of_texts, self.gates.since)
            return self._open[id]

    def heed(self, changed: Iterable[str]) -> None:
        """Say which files were changed, by whomever."""
        changed = set(changed)
        self._tasks.append(asyncio.create_task(self._follow_renamed()))
        for room in self.open_rooms:
            if room.copy.path in changed:
                room.nudge()

    async def mind(self) -> None:
        """Look at the clock, and let the gates hold that are shut."""
        self.gates.look(await asyncio.to_thread(sprint_of, self.workspace), read_clock())
        for room in self.open_rooms:
            room.shut(self.gates.of_texts, self.gates.since)

    async def settle(self) -> None:
        """Bring all texts into their files now."""
        for room in self.open_rooms:
            await room.settle()

    async def _catch_up(self) -> None:
        """What was kept in a log when the last run ended, and is not in its file yet, comes into it."""
        for id, path in list(self._paths.items()):
            if self._has_log(id) and self.workspace.exists(path):
                try:
                    if await self.enter(id):
                        await self._close(self._open[id])
                except (Damaged, OSError) as problem:
                    self._hear(f"{path}: {problem}")

    def _has_log(self, id: str) -> bool:
        return (self.folder / f"{id}.log").exists()

    def _open_log(self, id: str) -> Log:
        log = Log(self.folder / f"{id}.log")
        if log.size > LONG_LOG:
            texts = [record.data.decode() for record in log.records if record.kind is Kind.FOUND][-5:]
            records = condense(log.records, [*texts, replay(log.records).text])
            # Not again before much has come, and not where what comes of it is longer than any record may be.
            is_worth = len(records) * 20 < len(log.records)
            if is_worth and max(len(record.data) for record in records) < MOST_RECORD // 2:
                log.compact(records)
        return log

    async def _watch_gates(self) -> None:
        while True:
            await asyncio.sleep(GATES_S)
            await self.mind()

    async def _tidy(self) -> None:
        """Close rooms that nobody is in."""
        while True:
            await asyncio.sleep(IDLE_S)
            idle = [room for room in self.open_rooms if not room.seats and not room.trouble]
            for room in [room for room in idle if not (self.waits_for_commits and room.uncommitted.keys() - {FILE})]:
                async with self._opening:
                    if not room.seats:
                        await self._close(room)

    async def _close(self, room: Room) -> None:
        del self._open[room.id]
        self._changes[room.id] = room.last_change
        await room.close()

    async def _follow_renamed(self) -> None:
        """Let a room keep its text where its file has another name."""
        self._tasks = [task for task in self._tasks if not task.done()]
        there = set(self.paths())
        # A file that has only just been seen has a room, but nobody has written in it.
        strays = sorted(there - {path for id, path in self._paths.items() if self._has_log(id)})
        gone = [id for id, path in self._paths.items() if path not in there]
        for id in gone if strays else ():
            was = await self._text_of(id)
            for path in strays:
                found = await asyncio.to_thread(Copy(self.workspace, path).look)
                if found.state is State.TEXT and was and is_like(was, found.text):
                    strays.remove(path)
                    self._paths = {one: its for one, its in self._paths.items() if its != path} | {id: path}
                    self._write_map()
                    if room := self._open.get(id):
                        room.move(Copy(self.workspace, path))
                    break

    async def _text_of(self, id: str) -> str:
        if room := self._open.get(id):
            return room.text
        if not self._has_log(id):
            return ""
        data = await asyncio.to_thread((self.folder / f"{id}.log").read_bytes)
        return replay(read_records(data, f"{id}.log")[0]).text

    def _read_map(self) -> dict[str, str]:
        try:
            kept = json.loads((self.folder / MAP).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as problem:
            raise Damaged(f"{PLACE}/{MAP}: {problem}") from problem
        return {str(id): str(path) for id, path in kept.items()}

    def _write_map(self) -> None:
        write_whole(self.folder / MAP, json.dumps(self._paths, ensure_ascii=False, indent=1).encode())
        self._is_noted = True


def is_ours(path: str) -> bool:
    """Whether a path is that of a text that can be written: of one of the folders, and nowhere else."""
    try:
        parts = clean(path).split("/")
    except Outside:
        return False
    hidden = any(part.startswith(".") for part in parts)
    return len(parts) > 1 and parts[0] in FOLDERS.values() and path.endswith(ENDING) and not hidden


def is_like(one: str, other: str) -> bool:
    """Whether two texts are one text and its edited copy."""
    return distance(one, other) * LIKE_SHARE < len(one) + len(other)


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def _alone(folder: Path) -> int:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Running(str(folder)) from None
    except OSError:
        pass  # a disk that knows no locks
    return handle

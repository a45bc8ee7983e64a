"""git, unseen: what was written goes into the repository at quiet moments, text by text, with the names of those who
agreed to be named. What somebody has staged is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from .. import history
from ..workspace import ToolFailed, ToolMissing
from .people import Person
from .room import FILE, Room
from .rooms import Rooms, now

# A text that nobody has touched for so long is committed; one that is never left alone, after so long.
QUIET_MS, LATEST_MS = 60_000, 600_000
LOOK_S = 15.0
# Nobody is reached under this name (RFC 2606): addresses are not asked for.
NOWHERE = "sprint.invalid"


class Keeper:
    """Commits what the rooms have written. `hear` is told, once, why that is not possible."""

    def __init__(self, root: Path, rooms: Rooms, hear: Callable[[str], None]) -> None:
        self._root, self._rooms, self._hear = root, rooms, hear
        self._said = ""
        rooms.waits_for_commits = True

    async def run(self) -> None:
        """Commit at quiet moments, for ever."""
        while True:
            await asyncio.sleep(LOOK_S)
            for room in self._rooms.open_rooms:
                if is_due(room, now()):
                    await self.commit(room)

    async def commit(self, room: Room) -> str:
        """Commit the text of a room; return the commit."""
        await room.settle()
        writers = dict(room.uncommitted)
        if room.trouble or not writers:
            return ""
        people = [person for id in writers if (person := self._rooms.people.named(id))]
        message = write_message(room.copy.path, people)
        try:
            made = await asyncio.to_thread(history.commit_files, self._root, (room.copy.path,), message)
        except (ToolFailed, ToolMissing) as problem:
            # Said once: it is tried again, and the texts are safe.
            if str(problem) != self._said:
                self._said = str(problem)
                self._hear(self._said)
            return ""
        if made:
            room.mark_committed(writers)
        return made


def is_due(room: Room, time: int) -> bool:
    """Whether somebody wrote, and has stopped, or has written for long."""
    if not room.uncommitted or set(room.uncommitted) == {FILE}:
        return False
    return time - room.edited > QUIET_MS or time - min(room.uncommitted.values()) > LATEST_MS


def write_message(path: str, people: Iterable[Person]) -> str:
    """Name the file, and those who wrote and agreed to be named."""
    named = sorted({person.name: person.id for person in people if person.consent}.items())
    lines = [f"Co-authored-by: {_plain(name)} <{id}@{NOWHERE}>" for name, id in named]
    return "\n".join((f"Write {path}", *(("", *lines) if lines else ())))


def _plain(name: str) -> str:
    """A name as git takes it in a line of a person."""
    return "".join(sign for sign in name if sign not in "<>\n") or "?"

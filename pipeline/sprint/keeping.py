"""git, unseen: what was written goes into the repository at quiet moments, text by text, with the names of those who
agreed to be named. Where the branch comes from elsewhere, what is new there comes in and ours goes out, now and then.
What somebody has staged is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

from .. import history, remote
from ..manuscript.merge import merge
from ..workspace import FolderWorkspace, ToolFailed, ToolMissing, WorkspaceError
from .copy import plain
from .past import FILE
from .people import Person
from .room import Room
from .rooms import Rooms, now

# A text that nobody has touched for so long is committed; one that is never left alone, after so long.
QUIET_MS, LATEST_MS = 60_000, 600_000
LOOK_S = 15.0
# Who works elsewhere sees what is new here after so many looks, and the other way round.
EXCHANGE_LOOKS = 8
JOIN = "Join what was written elsewhere"
TEXTS = (".md", ".yaml", ".yml")
# Nobody is reached under this name (RFC 2606): addresses are not asked for.
NOWHERE = "sprint.invalid"
BRANCH = "branch"


class Keeper:
    """Commits what the rooms have written, and if it `pushes` brings it where the branch comes from. `hear` is told,
    once, why that is not possible."""

    def __init__(self, root: Path, rooms: Rooms, hear: Callable[[str], None], pushes: bool = False) -> None:
        self._root, self._rooms, self._hear, self._pushes = root, rooms, hear, pushes
        self._said = ""
        self._branch = history.branch(root)
        rooms.waits_for_commits = True

    async def run(self) -> None:
        """Commit at quiet moments and exchange with the remote, for ever."""
        for look in count(1):
            await asyncio.sleep(LOOK_S)
            for room in self._rooms.open_rooms:
                if is_due(room, now()):
                    await self.commit(room)
            if look % EXCHANGE_LOOKS == 0:
                await self.exchange()

    async def commit(self, room: Room) -> str:
        """Commit the text of a room; return the commit."""
        await room.settle()
        writers = dict(room.uncommitted)
        if room.trouble or not writers or await self._is_elsewhere():
            return ""
        people = [person for id in writers if (person := self._rooms.people.named(id))]
        message = write_message(room.copy.path, people)
        try:
            made = await asyncio.to_thread(history.commit_files, self._root, (room.copy.path,), message)
        except (ToolFailed, ToolMissing) as problem:
            self._say(str(problem))
            return ""
        if made:
            room.mark_committed(writers)
        return made

    async def exchange(self) -> None:
        """Take in what is new where the branch comes from, and bring ours there if we may."""
        if await self._is_elsewhere():
            return
        upstream = await asyncio.to_thread(remote.upstream_of, self._root)
        if upstream is None:
            return
        try:
            theirs = await asyncio.to_thread(remote.fetch, self._root, upstream)
            if theirs:
                await self._take_in(theirs)
            if self._pushes and await asyncio.to_thread(history.head, self._root) != theirs:
                await asyncio.to_thread(remote.push, self._root, upstream)
        except remote.Unsettled as problem:
            self._rooms.exchange = {"reason": problem.reason, "path": problem.path}
            self._say(str(problem))
        except (ToolFailed, ToolMissing, WorkspaceError) as problem:
            self._rooms.exchange = {"reason": "failed", "path": ""}
            self._say(str(problem))
        else:
            self._rooms.exchange = {"at": now()}
            self._said = ""

    async def _is_elsewhere(self) -> bool:
        """Whether somebody has changed to another branch: what is written here does not belong into it, and waits."""
        branch = await asyncio.to_thread(history.branch, self._root)
        if branch == self._branch:
            if self._rooms.exchange.get("reason") == BRANCH:
                self._rooms.exchange, self._said = {}, ""
            return False
        problem = remote.Unsettled(self._branch.removeprefix("refs/heads/"), BRANCH)
        self._rooms.exchange = {"reason": problem.reason, "path": problem.path}
        self._say(str(problem))
        return True

    async def _take_in(self, theirs: str) -> None:
        joined = await asyncio.to_thread(remote.join, self._root, theirs, JOIN, put_together)
        if joined is None:
            return
        # The files first: who is cut off here finds both sides in them, and joins the same again.
        top = FolderWorkspace(await asyncio.to_thread(history.top, self._root))
        before = await asyncio.to_thread(history.prefix, self._root)
        for moved in joined.moves:
            await asyncio.to_thread(_bring_moved, top, moved)
        for change in joined.changes:
            room = self._room_of(change.path.removeprefix(before)) if change.path.startswith(before) else None
            if room and change.before is not None and change.after is not None:
                await room.take_in(*(plain(data.decode("utf-8")) for data in (change.before, change.after)))
            else:
                await asyncio.to_thread(_bring, top, change)
        await asyncio.to_thread(remote.finish, self._root, joined)

    def _room_of(self, path: str) -> Room | None:
        return next((room for room in self._rooms.open_rooms if room.copy.path == path), None)

    def _say(self, problem: str) -> None:
        """Say once what is wrong: it is tried again, and the texts are safe."""
        if problem != self._said:
            self._said = problem
            self._hear(problem)


def put_together(path: str, base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Merge a text that both sides changed, by sentence; where both changed one, the text has a box with both."""
    if not path.endswith(TEXTS):
        return None
    try:
        before, mine, new = (data.decode("utf-8-sig") for data in (base, ours, theirs))
    except UnicodeDecodeError:
        return None
    return merge(before, mine, new, path).text.encode()


def _bring(top: FolderWorkspace, change: remote.Change) -> None:
    """Write a file as it is now, with what somebody has in it that is in no commit; what cannot be merged stays."""
    there = top.read(change.path) if top.exists(change.path) else None
    if there == change.before:
        if change.after is None:
            top.remove(change.path)
        else:
            top.write(change.path, change.after)
    elif there is not None and change.after is not None and there != change.after:
        merged = put_together(change.path, change.before or b"", there, change.after)
        if merged is not None:
            top.write(change.path, merged)


def _bring_moved(top: FolderWorkspace, moved: remote.Move) -> None:
    """Write a file that has another name now, with what is in it here that is in no commit."""
    there = top.read(moved.path) if top.exists(moved.path) else None
    if there is None or top.exists(moved.to):
        return
    merged = moved.after if there == moved.before else put_together(moved.to, moved.before, there, moved.after)
    if merged is not None:
        top.write(moved.to, merged)
        top.remove(moved.path)


def is_due(room: Room, time: int) -> bool:
    """Whether somebody wrote, and has stopped, or has written for long."""
    if not room.uncommitted or set(room.uncommitted) == {FILE}:
        return False
    # A clock that was set back counts as a pause.
    quiet, long = time - room.edited, time - min(room.uncommitted.values())
    return not 0 <= quiet <= QUIET_MS or long > LATEST_MS


def write_message(path: str, people: Iterable[Person]) -> str:
    """Name the file, and those who wrote and agreed to be named."""
    named = sorted({person.name: person.id for person in people if person.consent}.items())
    lines = [f"Co-authored-by: {_plain(name)} <{id}@{NOWHERE}>" for name, id in named]
    return "\n".join((f"Write {path}", *(("", *lines) if lines else ())))


def _plain(name: str) -> str:
    """A name as git takes it in a line of a person."""
    return "".join(sign for sign in name if sign not in "<>\n") or "?"

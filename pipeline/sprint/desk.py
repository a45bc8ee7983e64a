"""What the page of the writing room asks for and what it can have done, beside the writing itself."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any, Protocol, TypeVar

from ..adding import Unplaced, add_text, lay_out, put_beside, shift_part
from ..checks.board import Row, rows_of
from ..checks.gates import CHAPTERS, PRINT
from ..manuscript.addition import FOLDERS
from ..preview.shown import Shown
from ..spelling import ascii_slug
from ..theme import Theme
from ..workspace import Workspace
from . import past
from .clock import read_clock, tell
from .credits import credits_of, lines_for
from .dropped import Beside, Unwilling, keep_picture, pictures_in, read_paste
from .gates import NAME as GATES
from .gates import Shut
from .log import UNTIL, Damaged
from .pace import NAME as PACE
from .pace import draw
from .pad import MOST_BYTES
from .past import FILE
from .people import Person
from .press import Press
from .room import Room
from .rooms import MAP, Rooms, is_ours, now
from .skeletons import element_names, form_names, skeletons
from .versions import reconcile
from .wall import tell_ahead, words_for

FONTS, WOFF2 = "fonts/", ".woff2"
MOST_STEPS = 400
# What goes into a backup beside the logs: which room is which text's, what was lifted, how fast it grew.
KEPT = (MAP, GATES, PACE)
MOST_TAKING = 2
Done = TypeVar("Done")


class Known(Protocol):
    """What is known of the book that was built last."""

    @property
    def pages(self) -> Mapping[str, str]:
        """On which page of the web edition each file is."""

    @property
    def names(self) -> Sequence[Mapping[str, str]]:
        """What can be referred to: kind, name, and what it is."""


class Desk:
    """Everything the page's questions need."""

    def __init__(self, rooms: Rooms, shown: Shown, built: Workspace, theme: Theme, maker: Known) -> None:
        self.rooms, self.shown, self.built = rooms, shown, built
        self.language = theme.labels.language
        self.fonts = {
            path.removeprefix(FONTS): data
            for path, data in theme.files.items()
            if path.startswith(FONTS) and path.endswith(WOFF2)
        }
        self._theme, self._maker = theme, maker
        # What comes from outside is made ready by other programs: so many at once.
        self._press = Press(rooms.workspace.root)
        self._taking = asyncio.Semaphore(MOST_TAKING)

    async def state(self) -> dict[str, Any]:
        """How the book stands: every file with its room, its people and what is wrong with it."""
        rows = await asyncio.to_thread(self._rows)
        ids, pages = self.rooms.ids(), self._maker.pages
        target = sum(row.target for row in rows)
        # A full disk is said in the rooms.
        with suppress(OSError):
            self.rooms.pace.note(now(), sum(row.words for row in rows))
        files = [
            {
                **asdict(row),
                "state": row.status,
                "id": ids.get(row.path, ""),
                "status": self._theme.labels.words.get(f"values.{row.status}", row.status),
                "page": pages.get(row.path, ""),
                "people": self._people_in(ids.get(row.path, "")),
                "changed": self._changed(ids.get(row.path, "")),
            }
            for row in rows
        ]
        shown = self.shown.state
        gates = self.rooms.gates
        return {
            "clock": tell(gates.sprint, read_clock(), gates.lifted),
            "gates": gates.state,
            "exchange": self.rooms.exchange,
            "ahead": tell_ahead(self.rooms.pace.samples, target, self.language),
            "files": files,
            "messages": shown["messages"],
            "version": shown["version"],
            "pdf": shown["pdf"],
        }

    async def draw_pace(self) -> str:
        """Draw the words in the course of the sprint."""
        rows = await asyncio.to_thread(self._rows)
        words, target = words_for(self.language), sum(row.target for row in rows)
        return draw(self.rooms.pace.samples, target, self.rooms.gates.sprint, words, words["pace"])

    def elements(self) -> dict[str, Any]:
        """What can be inserted, and what can be named."""
        labels = self._theme.labels
        pictures = [{"kind": "picture", "name": path, "detail": ""} for path in pictures_in(self.rooms.workspace)]
        names = [*element_names(labels), *self._maker.names, *pictures]
        return {"elements": skeletons(labels), "names": names, "forms": form_names(labels)}

    async def history(self, id: str) -> list[dict[str, Any]]:
        """The steps of a text, newest first: who wrote, from when until when."""
        steps = past.steps_of((await self._room(id)).records)[:MOST_STEPS]
        return [{**asdict(step), "name": self._name(step.person)} for step in steps]

    async def text_after(self, id: str, number: int) -> str:
        """The text as it was after so many updates."""
        return await asyncio.to_thread(past.text_after, (await self._room(id)).records, number)

    async def restore(self, id: str, number: int, person: str) -> None:
        """Make the text what it was; what was written since can be taken back in the same way."""
        room = await self._room(id)
        room.rewrite(await asyncio.to_thread(past.text_after, room.records, number), person)

    async def take_back(self, id: str, step: tuple[str, int, int], person: str) -> None:
        """Take out what somebody wrote in a step, and put in what that one took out; all else stays."""
        room = await self._room(id)
        update = await asyncio.to_thread(past.take_back, room.records, *step)
        if update:
            room.put(update, person)

    async def offer(self, id: str, base: str, text: str, person: str) -> None:
        """Take in what a browser has that knows another history of this file: its last kept text, and its own."""
        room = await self._room(id)
        if max(len(base), len(text)) > MOST_BYTES:
            raise Unwilling("large", 413)
        merged = await asyncio.to_thread(reconcile, base, room.text, text, room.copy.path)
        room.rewrite(merged, person)

    async def decide(self, id: str, answer: str) -> None:
        """Settle what a room asked."""
        await (await self._room(id)).decide(answer)

    async def add(self, kind: str, title: str, leads: bool) -> str:
        """Make a new file with the text of its kind, enter it in book.yaml, and name its room."""
        name = ascii_slug(title)
        if kind not in FOLDERS or not name:
            raise Unwilling("title", 400)
        path = f"{FOLDERS[kind]}/{name}.md"
        if kind == "chapter":
            self._may_build(leads)
        await _in_thread(add_text, self.rooms.workspace, kind, path, title.strip(), self._theme)
        return self.rooms.id_of(path)

    async def lay_out(self, outline: str, only_say: bool, leads: bool) -> dict[str, Any]:
        """Make what an outline names, or only say what that would be."""
        self._may_build(leads)
        laid = await _in_thread(lay_out, self.rooms.workspace, outline, self._theme, only_say)
        return {
            "parts": laid.parts,
            "made": [asdict(one) for one in laid.made],
            "there": [one.path for one in laid.there],
        }

    async def put_beside(self, path: str, beside: str, after: bool, leads: bool) -> None:
        """Let a text stand elsewhere in the book."""
        self._may_build(leads)
        if not (is_ours(path) and is_ours(beside) and self.rooms.workspace.exists(path)):
            raise Unwilling("place", 400)
        if PurePosixPath(path).parts[0] != PurePosixPath(beside).parts[0]:
            raise Unwilling("kinds")
        await _in_thread(put_beside, self.rooms.workspace, path, beside, after)

    async def shift_part(self, title: str, down: bool, leads: bool) -> None:
        """Let a part stand one place further up or down in the book."""
        self._may_build(leads)
        await _in_thread(shift_part, self.rooms.workspace, title, down)

    async def people(self) -> dict[str, Any]:
        """Who has a part in the book, what is to be done about them, and the lines that book.yaml lacks."""
        credits = await asyncio.to_thread(credits_of, self.rooms.workspace, self._theme.labels)
        here = [{"id": one.id, "name": one.name, "consent": one.consent} for one in self.rooms.people.all]
        lines = lines_for(credits, read_clock()[:10])
        return {"credits": [asdict(one) for one in credits], "people": here, "lines": lines}

    def _may_build(self, leads: bool) -> None:
        """Refuse what changes the book's structure where a gate is shut; who leads may after the first."""
        gates = self.rooms.gates
        if gates.is_shut(PRINT):
            raise Shut(PRINT)
        if gates.is_shut(CHAPTERS) and not leads:
            raise Unwilling("closed")

    async def lift(self, name: str, lifted: bool) -> None:
        """Let a gate of the sprint hold no longer, or again."""
        self.rooms.gates.lift(name, lifted)
        await self.rooms.mind()

    async def keep_picture(self, id: str, name: str, data: bytes) -> str:
        """Put a picture beside the text, small enough and under a name that is free; return its path from the text."""
        room = await self._room(id)
        async with self._taking:
            return await asyncio.to_thread(keep_picture, self.rooms.workspace, room.copy.path, name, data)

    async def read_paste(self, id: str, html: str, above: int) -> dict[str, Any]:
        """Make Markdown of what somebody copied in another program; its pictures are put beside the text."""
        room = await self._room(id)
        beside = Beside(self.rooms.workspace, room.copy.path, room.text, self._theme.labels)
        async with self._taking:
            return await asyncio.to_thread(read_paste, beside, html, above)

    async def print_proof(self, what: str, id: str, person: Person) -> bytes:
        """Print to be corrected by hand: the book (`all`), the texts of somebody (`mine`), or one (`one`)."""
        if what == "all":
            return await self._press.print_proof(())
        if what == "mine":
            owners = {row.owner.strip().casefold() for row in await asyncio.to_thread(self._rows)}
            if person.name.strip().casefold() not in owners:
                raise Unwilling("nothing-mine", 404)
            return await self._press.print_proof((f"--owner={person.name}",))
        return await self._press.print_proof(("--", (await self._room(id)).copy.path))

    def back_up(self) -> bytes:
        """Everything that is needed to go on elsewhere: the manuscript, and the rooms without the people."""
        made, workspace = io.BytesIO(), self.rooms.workspace
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in workspace.files("."):
                if not path.startswith("build/"):
                    archive.writestr(path, workspace.read(path))
            logs = (*self.rooms.folder.glob("*.log"), *self.rooms.folder.glob(f"*{UNTIL}*"))
            kept = [*logs, *(self.rooms.folder / name for name in KEPT)]
            for file in sorted(file for file in kept if file.exists()):
                archive.writestr(f"{self.rooms.folder.name}/{file.name}", file.read_bytes())
        return made.getvalue()

    def _rows(self) -> Sequence[Row]:
        return rows_of(self.rooms.workspace, self._theme.labels)

    async def _room(self, id: str) -> Room:
        try:
            room = await self.rooms.enter(id)
        except Damaged:
            raise Unwilling("damaged", 500) from None
        if room is None:
            raise Unwilling("unknown", 404)
        return room

    def _people_in(self, id: str) -> list[dict[str, Any]]:
        room = self.rooms.is_open(id)
        there = Counter(seat.person for seat in room.seats) if room else Counter()
        people = [person for id in there if (person := self.rooms.people.named(id))]
        return [{"name": person.name, "colour": person.colour} for person in sorted(people, key=_by_name)]

    def _changed(self, id: str) -> dict[str, Any]:
        time, person = self.rooms.last_change(id)
        return {"time": time, "name": self._name(person)} if time else {}

    def _name(self, person: str) -> str:
        known = self.rooms.people.named(person)
        return known.name if known else "" if person == FILE else person


def _by_name(person: Person) -> str:
    return person.name


async def _in_thread(deed: Callable[..., Done], *matter: object) -> Done:
    """Do something with the book's files while the rooms go on."""
    try:
        return await asyncio.to_thread(deed, *matter)
    except Unplaced as problem:
        raise Unwilling(problem.reason) from None

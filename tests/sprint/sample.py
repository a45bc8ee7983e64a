"""A room without a network, and scripted writers who sit in it."""

from __future__ import annotations

import random
from pathlib import Path

from pycrdt import Doc, Text

from pipeline.sprint.copy import Copy
from pipeline.sprint.frames import Frame, Says
from pipeline.sprint.log import Log
from pipeline.sprint.pad import NAME
from pipeline.sprint.room import Room
from pipeline.workspace import FolderWorkspace

PATH = "chapters/anfang.md"
TEXT = "# Anfang\n\nEin Satz steht hier. Noch ein Satz mit Übermut.\n\n## Mitte\n\n- eins\n- zwei\n\nDas Ende.\n"


def open_room(root: Path, heard: list[str] | None = None) -> Room:
    """Open the room of PATH, with its log beside the manuscript; time goes on by a millisecond a question."""
    (root / ".sprint").mkdir(exist_ok=True)
    log = Log(root / ".sprint/room.log")
    clock = iter(range(log.records[-1].time + 1 if log.records else 1, 2**40))
    hear = heard.append if heard is not None else lambda text: None
    return Room("room", Copy(FolderWorkspace(root), PATH), log, lambda: next(clock), hear)


def lay_out(root: Path, text: str = TEXT) -> Path:
    """Write the chapter's file."""
    file = root / PATH
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


class Writer:
    """Somebody with a copy of the text, as a browser has it; what is sent goes by way of `frames`."""

    def __init__(self, person: str, seed: int = 0) -> None:
        self.person = self.name = person
        self.colour, self.may_write = 1, True
        self.random = random.Random(f"{person}{seed}")
        self.doc: Doc[Text] = Doc()
        self.copy = self.doc.get(NAME, type=Text)
        self.room: Room | None = None
        self.sent: dict[int, str] = {}
        self.number = self.kept = 0
        self.state: bytes = b""
        self.carets: list[bytes] = []
        self._inbox: list[bytes] = []

    def enter(self, room: Room) -> None:
        """Come in, and bring along what was written meanwhile."""
        self.room = room
        room.join(self)
        room.receive(self, Frame(Says.VECTOR, 0, self.doc.get_state()).pack())

    def send(self, frame: bytes) -> None:
        self._inbox.append(frame)

    def listen(self) -> None:
        """Take what came."""
        inbox, self._inbox = self._inbox, []
        for data in inbox:
            says, number, body = data[0], int.from_bytes(data[1:5], "big"), data[5:]
            if says == Says.UPDATE:
                self.doc.apply_update(body)
            elif says == Says.KEPT:
                self.kept = max(self.kept, number)
            elif says == Says.VECTOR:
                self.tell(self.doc.get_update(body))
            elif says == Says.ROOM:
                self.state = body
            else:
                self.carets.append(body)

    def tell(self, update: bytes, mark: str = "") -> None:
        """Send an update."""
        if not self.may_write:
            return
        self.number += 1
        self.sent[self.number] = mark
        if self.room is not None:
            self.room.receive(self, Frame(Says.UPDATE, self.number, update).pack())

    def insert(self, mark: str) -> None:
        """Write a word at a random place between two words."""
        text = str(self.copy)
        gaps = [place for place, sign in enumerate(text) if sign == " "] or [len(text)]
        before = self.doc.get_state()
        self.copy.insert(len(text[: self.random.choice(gaps)].encode()), f" {mark}")
        self.tell(self.doc.get_update(before), mark)

    @property
    def text(self) -> str:
        return str(self.copy)

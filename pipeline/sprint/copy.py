"""The file of a chapter: what is in it, and writing it whole or not at all. A room's text has line feeds only; what the
file had instead, and a mark at its beginning (BOM), comes back when it is written."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ..workspace import FolderWorkspace, WorkspaceError, sync_folder, write_whole

BOM = "\ufeff"
NEXT = ".{}.next"


class State(Enum):
    """What a file is."""

    TEXT = "text"
    GONE = "gone"
    UNREADABLE = "unreadable"


class Facts(NamedTuple):
    """By what a file is known that nobody has touched."""

    mtime_ns: int
    size: int
    inode: int


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a file: its text, and how it is written."""

    state: State
    text: str = ""
    facts: Facts | None = None
    bom: bool = False
    crlf: bool = False


class Copy:
    """One file of the manuscript. Everything here waits for the disk."""

    def __init__(self, workspace: FolderWorkspace, path: str) -> None:
        self._workspace = workspace
        self.path = path

    def look(self) -> Found:
        """Read the file."""
        try:
            before = self._facts()
            data = self._workspace.read(self.path)
            text = data.decode("utf-8")
        except FileNotFoundError:
            # A folder of its name is no file, but something that is there.
            is_there = os.path.lexists(self._workspace.root / self.path)
            return Found(State.UNREADABLE if is_there else State.GONE)
        except (WorkspaceError, UnicodeDecodeError, OSError):
            return Found(State.UNREADABLE)
        if "\0" in text:
            return Found(State.UNREADABLE)
        crlf = bool(text) and text.count("\r\n") == text.count("\n") > 0
        bom = text.startswith(BOM)
        return Found(State.TEXT, plain(text), before, bom, crlf)

    def write(self, text: str, seen: Found) -> Found | None:
        """Write the text in the form that was seen; None when the file is no longer the one that was seen."""
        written = (BOM if seen.bom else "") + (text.replace("\n", "\r\n") if seen.crlf else text)
        target = self._workspace.make_real(self.path).resolve()
        fresh = target.with_name(NEXT.format(target.name[:80]))
        write_whole(fresh, written.encode())
        try:
            with suppress(FileNotFoundError):
                os.chmod(fresh, stat.S_IMODE(os.stat(target).st_mode))
            # The last look: what another program wrote while ours went to the disk is merged first.
            if self._facts() != seen.facts:
                return None
            os.replace(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
        sync_folder(target.parent)
        return Found(State.TEXT, text, self._facts(), seen.bom, seen.crlf)

    def _facts(self) -> Facts | None:
        try:
            facts = os.stat(self._workspace.make_real(self.path))
        except FileNotFoundError:
            return None
        return Facts(facts.st_mtime_ns, facts.st_size, facts.st_ino)


def plain(text: str) -> str:
    """A text as rooms have it."""
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")

"""The gates of a sprint in the room: after `chapters` no chapter comes in, after `content` no text grows, after `print`
nothing changes. Who leads can lift each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ..checks.board import manifest_of
from ..checks.gates import CHAPTERS, CONTENT, PRINT, SLACK, measure, missed
from ..diagnostics import Diagnostic
from ..history import texts_before
from ..manuscript.manifest import all_entries
from ..manuscript.model import Sprint
from ..theme import read_theme
from ..workspace import FolderWorkspace, write_whole
from .clock import is_past, milliseconds, moments, read_clock
from .pad import Refused

FORBIDDING = (CHAPTERS, CONTENT, PRINT)
PLACE, NAME = ".sprint", "gates.json"


__all__ = ["SLACK", "Gates", "Shut", "fits", "lifted_in", "look_back", "measure"]


class Shut(Refused):
    """What came is good, but after a gate of the sprint it is too late for it."""


class Gates:
    """The gates of a book: shut when their time is past, unless somebody who leads has lifted them. `folder` keeps
    which those are, over restarts."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        self.lifted = lifted_in(folder)
        self.sprint = Sprint()
        self._past: frozenset[str] = frozenset()

    def look(self, sprint: Sprint, now: str) -> None:
        """Take in what book.yaml says, and the time."""
        self.sprint = sprint
        self._past = frozenset(name for name in FORBIDDING if is_past(sprint, name, now))

    def is_shut(self, name: str) -> bool:
        """Whether a gate holds now."""
        return name in self._past - self.lifted

    @property
    def of_texts(self) -> str:
        """The gate that holds for what stands in a text, empty when there is none."""
        return next((name for name in (PRINT, CONTENT) if self.is_shut(name)), "")

    @property
    def since(self) -> int:
        """When the gate for texts shut, in milliseconds since 1970."""
        return milliseconds(dict(moments(self.sprint))[self.of_texts]) if self.of_texts else 0

    @property
    def state(self) -> list[Mapping[str, object]]:
        """The gates that are set, for those who lead."""
        set_ = dict(moments(self.sprint))
        return [
            {"name": name, "at": set_[name], "past": name in self._past, "lifted": name in self.lifted}
            for name in FORBIDDING
            if name in set_
        ]

    def lift(self, name: str, lifted: bool) -> None:
        """Let a gate hold no longer, or again; raise ValueError for one that is none."""
        if name not in FORBIDDING:
            raise ValueError(name)
        self.lifted = self.lifted | {name} if lifted else self.lifted - {name}
        write_whole(self._file, json.dumps(sorted(self.lifted)).encode())


def lifted_in(folder: Path) -> frozenset[str]:
    """Which gates somebody has lifted."""
    try:
        kept = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return frozenset(kept) & frozenset(FORBIDDING) if isinstance(kept, list) else frozenset()


def fits(gate: str, before: str, after: str, most: int) -> bool:
    """Whether a text may become another, of at most so many signs; one that is longer already may get shorter."""
    if gate == PRINT:
        return before == after
    return gate != CONTENT or measure(after) <= max(most, measure(before))


def look_back(workspace: FolderWorkspace) -> tuple[Diagnostic, ...]:
    """Hold a book against the gates that are past and not lifted, for `check`; nothing where none is."""
    manifest = manifest_of(workspace)
    if manifest is None:
        return ()
    now, lifted = read_clock(), lifted_in(workspace.root / PLACE)
    at = {name: moment for name, moment in moments(manifest.sprint) if name in FORBIDDING and moment <= now}
    shut = {name: moment for name, moment in at.items() if name not in lifted}
    if not shut:
        return ()
    paths = tuple(entry.path for entry in all_entries(manifest) if workspace.exists(entry.path))
    texts = {path: workspace.read(path).decode("utf-8", "replace") for path in paths}
    then = {name: texts_before(workspace.root, moment, paths) for name, moment in shut.items()}
    return tuple(missed(shut, texts, then, read_theme(workspace, manifest.language).value.labels))

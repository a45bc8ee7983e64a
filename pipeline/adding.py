"""What comes into a book from outside its files: a new text, a whole outline, another order. For the command line and
for the writing room. A file that is there is never written over, and book.yaml keeps everything that is not asked for.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from .manuscript.addition import enter, first_text, has_part, is_listed
from .manuscript.moving import is_alone, move, move_part
from .manuscript.outlines import MOST_TEXTS, Planned, read_outline, sections
from .theme import Theme
from .workspace import FolderWorkspace, WorkspaceError, alone_in

MANIFEST = "book.yaml"


class Unplaced(Exception):
    """Why something cannot come into the book: `there`, `manifest` there is none, `list` it has none for this file,
    `outline` has nothing in it, `many` texts in one, `alone` in its part, `place` that is none."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.reason, self.path = reason, path


@dataclass(frozen=True, slots=True)
class Laid:
    """What becomes of an outline: the parts and texts that are new, and those that were there and stay as they are."""

    parts: tuple[str, ...] = ()
    made: tuple[Planned, ...] = ()
    there: tuple[Planned, ...] = ()
    source: str = field(default="", repr=False)


def add_text(workspace: FolderWorkspace, kind: str, path: str, title: str, theme: Theme) -> None:
    """Make a file with the text of its kind and enter it in book.yaml. Raises Unplaced."""
    # Somebody else may be at it in this very moment: who comes second reads what the first has entered.
    with alone_in(workspace.root):
        if _is_there(workspace, path):
            raise Unplaced("there", path)
        source = _read(workspace)
        entered = _entered(source, kind, path)
        workspace.write(path, first_text(kind, title, theme).encode())
        _write(workspace, source, entered)


def lay_out(workspace: FolderWorkspace, outline: str, theme: Theme, only_say: bool = False) -> Laid:
    """Make the parts and texts that an outline names, or `only_say` what they would be. Raises Unplaced."""
    planned = read_outline(outline, theme.labels)
    if not planned:
        raise Unplaced("outline")
    if len(planned) > MOST_TEXTS:
        raise Unplaced("many")
    with alone_in(workspace.root):
        laid = _lay(workspace, planned)
        if not only_say:
            for one in laid.made:
                text = sections(one, first_text(one.kind, one.title, theme))
                workspace.write(one.path, text.encode())
            _write(workspace, _read(workspace), laid.source)
    return laid


def put_beside(workspace: FolderWorkspace, path: str, beside: str, after: bool) -> None:
    """Let a text stand before or after another one in the book's order. Raises Unplaced."""
    with alone_in(workspace.root):
        source = _read(workspace)
        if is_alone(source, path):
            raise Unplaced("alone", path)
        moved = move(source, path, beside, after)
        if moved is None:
            raise Unplaced("place", path)
        _write(workspace, source, moved)


def shift_part(workspace: FolderWorkspace, title: str, down: bool) -> None:
    """Let a part stand one place further up or down. Raises Unplaced."""
    with alone_in(workspace.root):
        source = _read(workspace)
        moved = move_part(source, title, down)
        if moved is None:
            raise Unplaced("place")
        _write(workspace, source, moved)


def _lay(workspace: FolderWorkspace, planned: Sequence[Planned]) -> Laid:
    before = source = _read(workspace)
    parts: list[str] = []
    for one in planned:
        if one.part and not has_part(source, one.part) and one.part not in parts:
            parts.append(one.part)
        source = _entered(source, one.kind, one.path, one.part)
    there = [one for one in planned if _is_there(workspace, one.path)]
    made = [one for one in planned if one not in there]
    new = [part for part in parts if not has_part(before, part) and has_part(source, part)]
    return Laid(tuple(new), tuple(made), tuple(there), source)


def _entered(source: str, kind: str, path: str, part: str = "") -> str:
    if not is_listed(source, kind):
        return source
    entered = enter(source, kind, path, part)
    if entered is None:
        raise Unplaced("list", path)
    return entered


def _read(workspace: FolderWorkspace) -> str:
    try:
        return workspace.read(MANIFEST).decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError, WorkspaceError):
        raise Unplaced("manifest", MANIFEST) from None


def _write(workspace: FolderWorkspace, before: str, after: str) -> None:
    if after != before:
        workspace.write(MANIFEST, after.encode())


def _is_there(workspace: FolderWorkspace, path: str) -> bool:
    """Whether a file has this name, or a link that leads nowhere."""
    return workspace.exists(path) or os.path.lexists(workspace.root / path)

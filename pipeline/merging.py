"""What git asks of us when two authors' versions of a file meet, and how it learns to ask."""

from __future__ import annotations

import shlex
from pathlib import Path

from . import history
from .diagnostics import Checked, Span, diagnose, span_of_byte
from .manuscript.merge import merge
from .manuscript.readings import undecided
from .workspace import FolderWorkspace

NAME, WORDS = "workbook", "by sentence, item, cell and key"
PROGRAM = Path(__file__).resolve().parents[1] / "workbook"


def program_from(root: Path) -> str:
    """What git has to call; a program inside the repository is named from its top, so that it may move."""
    top = history.top(root)
    return f"./{PROGRAM.relative_to(top).as_posix()}" if PROGRAM.is_relative_to(top) else str(PROGRAM)


def install(root: Path) -> None:
    """Write the driver into this repository's settings."""
    command = f"{shlex.quote(program_from(root))} merge-driver run %O %A %B %P"
    history.set_merge_driver(root, NAME, WORDS, command)


def remove(root: Path) -> None:
    """Take it out again."""
    history.remove_merge_driver(root, NAME)


def merge_files(base: str, ours: str, theirs: str, path: str) -> Checked[bool]:
    """Put two versions of `path` together in the file `ours`, as git wants it; False when one is no text. Two readings
    (s-071, s-072) are no failure: the text can be built, and somebody decides later."""
    try:
        merged = merge(_read(base), _read(ours), _read(theirs), path)
    except UnicodeDecodeError as problem:
        return Checked(False, (diagnose("f-012", span_of_byte(path, problem), path=path),))
    except FileNotFoundError as problem:
        return Checked(False, (diagnose("f-010", Span(path), path=str(problem)),))
    place = Path(ours).resolve()
    FolderWorkspace(place.parent).write(place.name, merged.text.encode())
    return Checked(True, tuple(undecided(merged.text, path)))


def _read(file: str) -> str:
    place = Path(file).resolve()
    return FolderWorkspace(place.parent).read(place.name).decode("utf-8-sig")

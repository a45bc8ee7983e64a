"""What stands around each command: the book and the console that its command line means, and its exit status."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from ..refusals import WrongCommand
from ..registry import NAMES
from ..workspace import FolderWorkspace, WorkspaceError, unlinked

if TYPE_CHECKING:
    from ..console import Console

DONE, ERRORS, WRONG_COMMAND, TOOL_TROUBLE, INTERRUPTED = 0, 1, 2, 3, 130
OUTPUT = "build"
FALLBACK = "en"
LANGUAGE = re.compile(rb"^\s*language\s*:?\s*[\"']?([A-Za-z-]+)", re.MULTILINE)


def book_of(options: argparse.Namespace) -> FolderWorkspace:
    """Open the folder that the book lies in."""
    folder = Path(getattr(options, "book", "."))
    if not folder.is_dir():
        raise WrongCommand("no-folder", path=folder)
    return FolderWorkspace(folder)


def be_folder(place: Path) -> None:
    """Refuse a place for files where a file stands in the way, before anything is made for it."""
    place = unlinked(place)
    nearest = next(folder for folder in (place, *place.parents) if folder.exists())
    if not nearest.is_dir():
        raise WrongCommand("out-is-file", path=nearest)


def be_file(place: Path) -> None:
    """Refuse a place for a file where a folder stands, or a file in the way to it."""
    if place.is_dir():
        raise WrongCommand("out-is-folder", path=place)
    be_folder(place.parent)


def console_of(options: argparse.Namespace) -> Console:
    """Make the console that speaks the language of the command line, or of the book."""
    from ..console import Console

    quiet: bool = getattr(options, "quiet", False)
    return Console(language_of(options), getattr(options, "message_format", "human"), quiet=quiet)


def language_of(options: argparse.Namespace) -> str:
    """Name the language to speak."""
    folder = Path(getattr(options, "book", "."))
    given: str = getattr(options, "lang", "")
    return given or (_language_of(FolderWorkspace(folder)) if folder.is_dir() else FALLBACK)


def spoken_in(arguments: Sequence[str]) -> str:
    """Name the language of a command line that is not understood yet: de or en."""
    given = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS, exit_on_error=False)
    given.add_argument("--lang", nargs="?")
    given.add_argument("--book", nargs="?")
    options, _ = given.parse_known_args(arguments)
    named = {name: value for name, value in vars(options).items() if value}
    return "de" if language_of(argparse.Namespace(**named)).lower().startswith("de") else "en"


def _language_of(workspace: FolderWorkspace) -> str:
    """Look for the book's language without reading YAML: a broken manifest must speak its author's language too."""
    try:
        written = LANGUAGE.search(workspace.read("book.yaml"))
    except FileNotFoundError:
        return "en"
    except WorkspaceError:
        return "de"
    return written[1].decode() if written else "de"


def given(path: str) -> bytes:
    """Read a file that the command line names; it need not lie in the book."""
    place = Path(path).resolve()
    try:
        return FolderWorkspace(place.parent).read(place.name)
    except FileNotFoundError:
        raise WrongCommand("no-file", path=path) from None


def formats_of(listed: str) -> tuple[str, ...]:
    """Read a list of formats; WrongCommand for one that does not exist."""
    names = tuple(name.strip() for name in listed.split(",") if name.strip())
    if unknown := [name for name in names if name not in NAMES]:
        raise WrongCommand("no-format", name=unknown[0], known=", ".join(NAMES))
    return names


def path_in_book(path: str, workspace: FolderWorkspace) -> str:
    """Name a file from the book's root; it may be given from there or from where the command is run."""
    for place in (Path(path).resolve(), (workspace.root / path).resolve()):
        if place.exists() and place.is_relative_to(workspace.root):
            return place.relative_to(workspace.root).as_posix()
    raise WrongCommand("not-in-book", path=path)


def _as_the_book_goes(found: Sequence[Diagnostic], manifest: str) -> list[Diagnostic]:
    """Put messages in the order in which book.yaml names their files; itself first, what it does not name last."""

    def order(one: Diagnostic) -> tuple[int, str]:
        path = one.span.path
        at = -1 if path == "book.yaml" else manifest.find(path)
        return (at if at >= 0 or path == "book.yaml" else len(manifest)), path

    return sorted(found, key=order)


def conclude(console: Console, workspace: FolderWorkspace, found: tuple[Diagnostic, ...], strict: bool) -> int:
    """Tell what was found, and give the exit status for it."""
    from ..checks.proof import spoils

    def source(path: str) -> str | None:
        try:
            data = workspace.read(path)
        except (OSError, WorkspaceError):
            return None
        return None if b"\0" in data else data.decode("utf-8", "replace")

    console.report(_as_the_book_goes(found, source("book.yaml") or ""), source)
    return ERRORS if spoils(found, strict) else DONE

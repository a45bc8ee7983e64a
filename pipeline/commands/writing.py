"""What authors use while they write: `serve`, `new`, `format`, `merge-driver`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..arguments import usual_jobs
from ..refusals import WrongCommand
from ..workspace import FolderWorkspace, write_whole
from .frame import DONE, ERRORS, be_file, book_of, conclude, console_of, given, path_in_book

if TYPE_CHECKING:
    from ..adding import Laid
    from ..console import Console
    from ..theme import Theme

# Why something has no place in the book → what is said to who asked for it.
UNPLACED = {
    "there": "there-already",
    "manifest": "no-manifest",
    "list": "no-list",
    "outline": "no-outline",
    "many": "long-outline",
}
LAID = {
    "de": {"part": "neuer Teil: {}", "there": "{} gibt es schon und bleibt, wie es ist"},
    "en": {"part": "new part: {}", "there": "{} is there already and stays as it is"},
}


def serve_command(options: argparse.Namespace) -> int:
    """Show the book in the browser and rebuild it at every change."""
    from ..preview import serve

    workspace = book_of(options)
    return serve(workspace.root, options.port, options.lan, console_of(options), usual_jobs())


def sprint_command(options: argparse.Namespace) -> int:
    """Let many write the book at once in the browser; `board` says how far it is, `credits` who may be named."""
    from ..sprint import hold, tell_board, tell_people, write_board

    workspace, console = book_of(options), console_of(options)
    if options.deed == "board" and options.html:
        place = Path(options.html)
        be_file(place)
        write_whole(place, write_board(workspace, console.language).encode())
        console.say(options.html)
        return DONE
    if options.deed == "credits":
        console.say(tell_people(workspace, console.language))
        return DONE
    if options.deed == "board":
        console.say(tell_board(workspace, console.language))
        return DONE
    return hold(workspace.root, options.port, options.lan, console, usual_jobs(), not options.no_commits, options.push)


def new_command(options: argparse.Namespace) -> int:
    """Make a chapter, checklist or worksheet, or all that an outline names, and enter them in book.yaml."""
    from ..adding import MANIFEST, Unplaced, add_text, lay_out
    from ..leftovers import sweep
    from ..manuscript.addition import FOLDERS
    from ..manuscript.typed import fault
    from ..spelling import ascii_slug
    from ..workspace import alone_in

    if bool(options.outline) == bool(options.kind) or bool(options.kind) != bool(options.id):
        raise WrongCommand("no-kind")
    workspace, console = book_of(options), console_of(options)
    theme = _theme_of(workspace)
    with alone_in(workspace.root):
        for folder in (workspace.root, *(workspace.root / name for name in FOLDERS.values())):
            sweep(folder)
    try:
        if options.outline:
            _tell_laid(console, lay_out(workspace, _outline_of(options.outline), theme))
            return DONE
        if fault(options.id, "slug"):
            raise WrongCommand("no-id", name=options.id, near=ascii_slug(options.id) or "x")
        path = f"{FOLDERS[options.kind]}/{options.id}.md"
        add_text(workspace, options.kind, path, options.id.replace("-", " ").capitalize(), theme)
    except Unplaced as problem:
        place = workspace.root if problem.reason == "manifest" else problem.path
        raise WrongCommand(UNPLACED[problem.reason], path=place, manifest=MANIFEST) from None
    console.say(path)
    return DONE


def _theme_of(workspace: FolderWorkspace) -> Theme:
    from ..adding import MANIFEST
    from ..manuscript.manifest import DEFAULT_LANGUAGE, read_manifest
    from ..theme import read_theme

    try:
        manifest = read_manifest(workspace.read(MANIFEST)).value
    except FileNotFoundError:
        manifest = None
    return read_theme(workspace, manifest.language if manifest else DEFAULT_LANGUAGE).value


def _outline_of(place: str) -> str:
    """Read an outline from a file, or from what is sent to the program."""
    data = sys.stdin.buffer.read() if place == "-" else given(place)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongCommand("no-text", path=place) from None


def _tell_laid(console: Console, laid: Laid) -> None:
    """Name what was made as a result, what was there beside it."""
    words = LAID["de" if console.language == "de" else "en"]
    for part in laid.parts:
        console.note(words["part"].format(part))
    for one in laid.made:
        console.say(one.path)
    for one in laid.there:
        console.note(words["there"].format(one.path))


def format_command(options: argparse.Namespace) -> int:
    """Write one sentence a line, and tables and lists tidily; nothing that is made of a text changes."""
    from ..store import open_cache
    from ..tidying import tidy_files

    workspace, console = book_of(options), console_of(options)
    wanted = tuple(path_in_book(path, workspace) for path in options.paths)
    done = tidy_files(workspace, wanted, open_cache(workspace.root).value, write=not options.check)
    for path in done.value:
        console.say(path)
    return conclude(console, workspace, done.diagnostics, strict=False) or (
        ERRORS if options.check and done.value else DONE
    )


def merge_driver_command(options: argparse.Namespace) -> int:
    """Let git merge texts by sentence and item, and tell of large pictures (install), or as before (remove)."""
    from .. import committing, merging

    if len(options.files) not in {"run": (4,), "staged": (0, 1)}.get(options.deed, (0,)):
        raise WrongCommand("no-versions")
    if options.deed == "staged":
        found = tuple(committing.told(Path.cwd(), "".join(options.files)))
        console_of(options).report_aside(found)
        return ERRORS if found else DONE
    if options.deed == "run":
        merged = merging.merge_files(*options.files)
        console_of(options).report_aside(merged.diagnostics)
        return DONE if merged.value else ERRORS
    root = book_of(options).root
    if options.deed == "remove":
        merging.remove(root)
        committing.remove(root)
    else:
        merging.install(root)
        console_of(options).report_aside(committing.install(root, merging.program_from(root)))
    return DONE

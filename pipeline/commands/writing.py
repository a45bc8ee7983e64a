"""What authors use while they write: `serve`, `new`, `format`, `merge-driver`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..arguments import usual_jobs
from ..refusals import WrongCommand
from ..workspace import FolderWorkspace, write_whole
from .frame import DONE, ERRORS, be_file, book_of, conclude, console_of, path_in_book


def serve_command(options: argparse.Namespace) -> int:
    """Show the book in the browser and rebuild it at every change."""
    from ..preview import serve

    workspace = book_of(options)
    return serve(workspace.root, options.port, options.lan, console_of(options), usual_jobs())


def sprint_command(options: argparse.Namespace) -> int:
    """Let many write the book at once in the browser; `board` says how far it is."""
    from ..sprint import hold, tell_board, write_board

    workspace, console = book_of(options), console_of(options)
    if options.deed == "board" and options.html:
        place = Path(options.html)
        be_file(place)
        write_whole(place, write_board(workspace, console.language).encode())
        console.say(options.html)
        return DONE
    if options.deed == "board":
        console.say(tell_board(workspace, console.language))
        return DONE
    return hold(workspace.root, options.port, options.lan, console, usual_jobs(), not options.no_commits)


def new_command(options: argparse.Namespace) -> int:
    """Make a chapter, checklist or worksheet and enter it in book.yaml."""
    from ..manuscript.addition import FOLDERS
    from ..manuscript.typed import fault
    from ..spelling import ascii_slug
    from ..workspace import alone_in, sweep

    workspace = book_of(options)
    console = console_of(options)
    if fault(options.id, "slug"):
        raise WrongCommand("no-id", name=options.id, near=ascii_slug(options.id) or "x")
    path = f"{FOLDERS[options.kind]}/{options.id}.md"
    # Another `new` may be at it in this very moment: who comes second reads what the first has entered.
    with alone_in(workspace.root):
        for folder in (workspace.root, workspace.root / FOLDERS[options.kind]):
            sweep(folder)
        _add(options, workspace, path)
    console.say(path)
    return DONE


def _add(options: argparse.Namespace, workspace: FolderWorkspace, path: str) -> None:
    from ..checks.proof import MANIFEST
    from ..manuscript.addition import enter, first_text, is_listed
    from ..manuscript.manifest import DEFAULT_LANGUAGE, read_manifest
    from ..theme import read_theme

    if workspace.exists(path) or os.path.lexists(workspace.root / path):
        raise WrongCommand("there-already", path=path)
    try:
        source = workspace.read(MANIFEST).decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        raise WrongCommand("no-manifest", manifest=MANIFEST, path=workspace.root) from None
    entered = enter(source, options.kind, path) if is_listed(source, options.kind) else source
    if entered is None:
        raise WrongCommand("no-list", manifest=MANIFEST, path=path)
    manifest = read_manifest(source).value
    language = manifest.language if manifest else DEFAULT_LANGUAGE
    title = options.id.replace("-", " ").capitalize()
    workspace.write(path, first_text(options.kind, title, read_theme(workspace, language).value).encode())
    if entered != source:
        workspace.write(MANIFEST, entered.encode())


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
    """Let git merge texts by sentence and item (install), or as before (remove)."""
    from ..merging import install, merge_files, remove

    if len(options.files) != (4 if options.deed == "run" else 0):
        raise WrongCommand("no-versions")
    if options.deed == "run":
        merged = merge_files(*options.files)
        console_of(options).report_aside(merged.diagnostics)
        return DONE if merged.value else ERRORS
    (install if options.deed == "install" else remove)(book_of(options).root)
    return DONE

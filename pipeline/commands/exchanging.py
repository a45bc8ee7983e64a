"""Texts from other programs and for them: `import`, `export`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..refusals import WrongCommand
from ..workspace import FolderWorkspace
from .frame import book_of, conclude, console_of, language_of

if TYPE_CHECKING:
    from ..conversion.importing import Given


def import_command(options: argparse.Namespace) -> int:
    """Take texts of other programs into the book: DOCX, ODT, HTML, EPUB, Markdown, folders and ZIP files of them."""
    from ..conversion.importing import import_files
    from ..conversion.wording import account_of
    from ..workspace import alone_in

    workspace, console = book_of(options), console_of(options)
    given = [_given(path) for path in options.files]
    with alone_in(workspace.root):
        done = import_files(workspace, given, language_of(options))
    for account in done.value:
        console.say(account_of(account, console.language))
    return conclude(console, workspace, done.diagnostics, strict=False)


def _given(path: str) -> Given:
    """A file or folder that the command line names; it need not lie in the book."""
    from ..conversion.importing import Given

    place = Path(path).resolve()
    if place.is_dir():
        return Given(FolderWorkspace(place), "", path)
    if not place.is_file():
        raise WrongCommand("no-file", path=path)
    return Given(FolderWorkspace(place.parent), place.name, path)

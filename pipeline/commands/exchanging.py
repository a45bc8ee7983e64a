"""Texts from other programs and for them: `import`, `export`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..refusals import WrongCommand
from ..workspace import FolderWorkspace
from .frame import DONE, OUTPUT, be_folder, book_of, conclude, console_of, language_of

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


def export_command(options: argparse.Namespace) -> int:
    """Write chapters for other programs: docx for review in Word, md, jats, tei, json."""
    from ..conversion.exporting import export, known_ids, read_book, stem_of
    from ..spelling import nearest
    from ..store import open_cache

    workspace, console = book_of(options), console_of(options)
    folder = Path(options.out) if options.out else workspace.root / OUTPUT / "export"
    be_folder(folder)
    read = read_book(workspace, open_cache(workspace.root).value)
    if read.value is None:
        return conclude(console, workspace, read.diagnostics, strict=True)
    manuscript, labels = read.value
    known = known_ids(manuscript)
    wanted = [one if one in known else stem_of(one) for one in options.ids]
    for name in (one for one in wanted if one not in known):
        near = nearest(name, known)
        raise WrongCommand("near-export" if near else "no-export", name=name, near=near, known=", ".join(known))
    made = export(manuscript, tuple(known[one] for one in wanted), options.to, labels)
    for path, data in made.items():
        FolderWorkspace(folder).write(path, data)
        console.say(str(folder / path))
    return DONE


def _given(path: str) -> Given:
    """A file or folder that the command line names; it need not lie in the book."""
    from ..conversion.importing import Given

    place = Path(path).resolve()
    if place.is_dir():
        return Given(FolderWorkspace(place), "", path)
    if not place.is_file():
        raise WrongCommand("no-file", path=path)
    return Given(FolderWorkspace(place.parent), place.name, path)

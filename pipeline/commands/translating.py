"""How a translation keeps up with its original: `translate`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from ..refusals import WrongCommand
from ..workspace import FolderWorkspace
from .frame import DONE, ERRORS, be_file, book_of, conclude, console_of, given

if TYPE_CHECKING:
    from ..console import Console
    from ..diagnostics import Checked
    from ..translating import Original


def translate_command(options: argparse.Namespace) -> int:
    """Show what changed in the original since it was translated, mark texts as translated, or exchange a PO file."""
    from ..editions.redline import Comparison, as_text
    from ..editions.wording import words_for
    from ..translating import keep

    workspace, console = book_of(options), console_of(options)
    looked = _look(workspace)
    if looked is None:
        raise WrongCommand("no-original")
    original = looked.value
    if original is None:
        return conclude(console, workspace, looked.diagnostics, strict=False)
    if options.deed in ("export", "import"):
        return _exchange(options, workspace, original, console)
    if unknown := [path for path in options.paths if path not in original.paths.values()]:
        raise WrongCommand("not-in-original", path=unknown[0])
    if options.deed == "mark":
        for path in keep(workspace, original, options.paths):
            console.say(path)
        return DONE
    wanted = {id for id, path in original.paths.items() if not options.paths or path in options.paths}
    gone = {change.block.section for change in original.changes} - original.paths.keys()
    changes = tuple(one for one in original.changes if one.block.section in wanted | gone)
    words = words_for(console.language)
    shown = Comparison(original.title, words["translated"], words["work"], console.language, changes, original.sections)
    console.say(as_text(shown).rstrip())
    return ERRORS if changes else DONE


def _exchange(options: argparse.Namespace, workspace: FolderWorkspace, original: Original, console: Console) -> int:
    """Write a PO file of the whole book, or take one in."""
    from ..checks.neighbours import manifest_of
    from ..conversion.catalogue import entries_of, said_keys, write_catalogue
    from ..theme import read_theme
    from ..translating import sources_of, take_in

    place = Path(options.paths[0]) if options.paths else workspace.root / "translation.po"
    manifest = manifest_of(workspace)
    language = manifest.language if manifest else ""
    keys = said_keys([read_theme(workspace, one).value.labels for one in (language, original.language)])
    sources = sources_of(workspace, original)
    if options.deed == "export":
        be_file(place)
        entries = [entry for source in sources for entry in entries_of(source, keys)]
        FolderWorkspace(place.parent).write(place.name, write_catalogue(entries, language).encode())
        console.say(str(place))
        return DONE
    try:
        taken = take_in(workspace, original, given(str(place)).decode("utf-8"), keys)
    except (ValueError, UnicodeDecodeError) as problem:
        raise WrongCommand("no-catalogue", path=place, problem=str(problem).splitlines()[0]) from None
    for path in taken.written:
        console.say(path)
    return conclude(console, workspace, taken.diagnostics, strict=False)


def lagging(workspace: FolderWorkspace) -> tuple[Diagnostic, ...]:
    """What a translation lags behind; nothing for a book that is none."""
    from ..translating import lags

    looked = _look(workspace)
    if looked is None or looked.value is None:
        return looked.diagnostics if looked else ()
    return tuple(lags(looked.value, [path for path in looked.value.paths.values() if workspace.exists(path)]))


def _look(workspace: FolderWorkspace) -> Checked[Original | None] | None:
    """Hold the original against what is kept of it; None when the book names none."""
    from ..checks.neighbours import manifest_of
    from ..store import open_cache
    from ..translating import look

    manifest = manifest_of(workspace)
    if manifest is None or not manifest.translation_of:
        return None
    original = FolderWorkspace((workspace.root / manifest.translation_of).resolve())
    return look(workspace, original, open_cache(original.root).value)

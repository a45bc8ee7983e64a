"""How a translation keeps up with its original: `translate`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from ..refusals import WrongCommand
from ..workspace import FolderWorkspace
from .frame import DONE, ERRORS, book_of, conclude, console_of

if TYPE_CHECKING:
    from ..diagnostics import Checked
    from ..translating import Original


def translate_command(options: argparse.Namespace) -> int:
    """Show what changed in the original since it was translated, or mark texts as translated."""
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

"""What comes after the writing: `edition`, and `answers` of readers."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..arguments import usual_jobs
from ..diagnostics import Diagnostic
from ..refusals import WrongCommand
from ..workspace import FolderWorkspace
from .frame import DONE, ERRORS, OUTPUT, be_file, be_folder, book_of, conclude, console_of, given

FILLED = {"de": "ausgefüllt", "en": "filled"}


def edition_command(options: argparse.Namespace) -> int:
    """Cut, list, verify, compare and correct editions."""
    from ..checks.proof import spoils
    from ..editions.commands import Teller, run

    workspace = book_of(options)
    if out := getattr(options, "out", ""):
        (be_folder if options.deed in ("verify", "press", "site") else be_file)(Path(out))
    for place in (workspace.root / OUTPUT / "editions", workspace.root / "editions"):
        be_folder(place)
    if deposit := getattr(options, "deposit", ""):
        be_folder(Path(deposit))
    console = console_of(options)
    teller = Teller(console.say, console.stage, console.language, console.message_format)
    try:
        done = run(options, workspace, usual_jobs(), teller)
    finally:
        console.finish()
    if not done.value:
        # Unfinished chapters refuse a cut by the dozen.
        brief = options.deed == "cut"
        return conclude(console, workspace, done.diagnostics, strict=False, brief=brief) or ERRORS
    console.report_aside(done.diagnostics)
    return ERRORS if spoils(done.diagnostics, strict=False) else DONE


def answers_command(options: argparse.Namespace) -> int:
    """Take answers out of a filled-in PDF (read), or put a file of answers into one (fill)."""
    from ..answers.desk import put_in, take_out
    from ..checks.proof import spoils

    console = console_of(options)
    data = given(options.sheet)
    found: tuple[Diagnostic, ...]
    if options.deed == "read":
        taken = take_out(data, options.sheet)
        found = taken.diagnostics
        if taken.value is not None:
            console.say(taken.value.rstrip())
    elif not options.file:
        raise WrongCommand("no-answers")
    else:
        filled = put_in(data, options.sheet, given(options.file), options.file)
        found = filled.diagnostics
        if filled.value is not None:
            target = Path(options.sheet).with_stem(f"{Path(options.sheet).stem}-{FILLED[console.language]}")
            FolderWorkspace(target.resolve().parent).write(target.name, filled.value)
            console.say(str(target))
    console.report_aside(found)
    return ERRORS if spoils(found, strict=False) else DONE

"""The command line: arguments → use case → exit status.

0 done, 1 the book has errors, 2 wrong command line, 3 a tool is missing or failed. A command imports its use case
itself, so that `--help` stays quick.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import streams
from .arguments import Command, make_parser, usual_jobs
from .diagnostics import Diagnostic
from .refusals import WrongCommand, be_file, be_folder, given, language_of, path_in_book, refuse
from .workspace import FolderWorkspace, ToolFailed, ToolMissing, WorkspaceError

if TYPE_CHECKING:
    from .console import Console

DONE, ERRORS, WRONG_COMMAND, TOOL_TROUBLE, INTERRUPTED = 0, 1, 2, 3, 130
OUTPUT = "build"
FALLBACK = "en"
SHORT_CODE = re.compile(r"^([a-z])-?(\d{1,3})$")
FILLED = {"de": "ausgefüllt", "en": "filled"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    if arguments is None:
        streams.speak_utf8()
    streams.hold()
    try:
        status = _run(_parse(arguments))
    except SystemExit:
        streams.close()
        raise
    return status if streams.close() else TOOL_TROUBLE


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    if not (sys.argv[1:] if arguments is None else arguments):
        parser.print_help(sys.stderr)
        parser.exit(WRONG_COMMAND)
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> int:
    command: Command = options.command
    try:
        status = command(options)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return _say("", INTERRUPTED)
    except BrokenPipeError:
        streams.silence()
        return ERRORS
    except (WrongCommand, ToolMissing, ToolFailed, WorkspaceError, OSError) as problem:  # the last: say, a full disk
        said = f"workbook: {refuse(problem, _language(options))}"
        return _say(said, WRONG_COMMAND if isinstance(problem, WrongCommand) else TOOL_TROUBLE)


def build_command(options: argparse.Namespace) -> int:
    """Build the book."""
    from .artifacts import CHECKSUMS
    from .render.workers import Workshop

    workspace = _book(options)
    out = Path(options.out) if options.out else workspace.root / OUTPUT
    be_folder(out)
    jobs = options.jobs or usual_jobs()
    formats = _formats(options.format)
    with Workshop(jobs) as workshop:
        if (not formats or "pdf" in formats) and workspace.is_newer_than(out / CHECKSUMS):
            workshop.open()  # before the rest of the program is loaded: what sets type takes as long
        from .build import build, write
        from .cache import CountingCache, MemoryCache
        from .checks.proof import Order
        from .diagnostics import Checked
        from .history import read_revision
        from .store import open_cache

        console = _console(options)
        kept = Checked(MemoryCache()) if options.fresh else open_cache(workspace.root)
        cache = CountingCache(kept.value)
        revision = read_revision(workspace.root)
        order = Order(formats=formats, variant=options.variant, strict=options.strict, jobs=jobs, revision=revision)
        try:
            built = build(workspace, cache, order, console.stage, workshop)
            if built.value is not None:
                write(built.value, out, console.stage)
            kept.value.prune()
        finally:
            console.finish()
    if options.explain:
        console.account(cache.account())
    found = (*kept.diagnostics, *built.diagnostics)
    return _conclude(console, workspace, found, options.strict or built.value is None)


def check_command(options: argparse.Namespace) -> int:
    """Say what is wrong, and which sheets keep to their page; with --strict run validators too. Write nothing."""
    from .build import budget
    from .checks.proof import Order, proofread, spoils
    from .store import open_cache

    workspace = _book(options)
    console = _console(options)
    wanted = tuple(path_in_book(path, workspace) for path in options.paths)
    opened = open_cache(workspace.root)
    cache = opened.value
    try:
        order = Order(strict=options.strict, jobs=usual_jobs())
        proof = proofread(workspace, cache, order, console.stage)
        checked = budget(proof.value, cache, order.jobs) if proof.value else ()
        found = (*opened.diagnostics, *proof.diagnostics, *checked)
        if options.strict and proof.value and not spoils(found, strict=False):
            from .validation import validated

            found += validated(proof.value, workspace, cache, order, console.stage)
    finally:
        console.finish()
    chosen = tuple(
        diagnostic
        for diagnostic in found
        if not wanted
        or any(path in (".", diagnostic.span.path) or diagnostic.span.path.startswith(path + "/") for path in wanted)
    )
    return _conclude(console, workspace, chosen, options.strict)


def report_command(options: argparse.Namespace) -> int:
    """Count what is in the book and measure how it reads."""
    from .checks.proof import Order, proofread
    from .checks.report import as_json, as_text, count
    from .store import open_cache

    workspace = _book(options)
    console = _console(options)
    read = proofread(workspace, open_cache(workspace.root).value, Order(), console.stage)
    console.finish()
    if read.value is None:
        return _conclude(console, workspace, read.diagnostics, strict=True)
    report = count(read.value.book)
    console.say(as_json(report) if console.message_format == "json" else as_text(report, console.language))
    return DONE


def explain_command(options: argparse.Namespace) -> int:
    """Print the entry of a code."""
    from .codes import CODES
    from .spelling import nearest

    # x3 and x-3 are x-003.
    name = SHORT_CODE.sub(lambda match: f"{match[1]}-{match[2]:0>3}", options.code.lower())
    if name not in CODES:
        near = nearest(name, CODES)
        raise WrongCommand("near-code" if near else "no-code", name=options.code, near=near)
    _console(options).explain(name)
    return DONE


def serve_command(options: argparse.Namespace) -> int:
    """Show the book in the browser and rebuild it at every change."""
    from .preview import serve

    workspace = _book(options)
    return serve(workspace.root, options.port, options.lan, _console(options), usual_jobs())


def new_command(options: argparse.Namespace) -> int:
    """Make a chapter, checklist or worksheet and enter it in book.yaml."""
    from .manuscript.addition import FOLDERS
    from .manuscript.typed import fault
    from .spelling import ascii_slug
    from .workspace import alone_in, sweep

    workspace = _book(options)
    console = _console(options)
    if fault(options.id, "slug"):
        raise WrongCommand("no-id", name=options.id, near=ascii_slug(options.id) or "x")
    path = f"{FOLDERS[options.kind]}/{options.id}.md"
    # Another `new` may be at it in this very moment: who comes second reads what the first has entered.
    with alone_in(workspace.root):
        for folder in (workspace.root, workspace.root / FOLDERS[options.kind]):
            sweep(folder)
        _add(options, workspace, path, console.language)
    console.say(path)
    return DONE


def _add(options: argparse.Namespace, workspace: FolderWorkspace, path: str, language: str) -> None:
    from .checks.proof import MANIFEST
    from .manuscript.addition import enter, first_text, is_listed
    from .theme import read_theme

    if workspace.exists(path) or os.path.lexists(workspace.root / path):
        raise WrongCommand("there-already", path=path)
    try:
        source = workspace.read(MANIFEST).decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        raise WrongCommand("no-manifest", manifest=MANIFEST, path=workspace.root) from None
    entered = enter(source, options.kind, path) if is_listed(source, options.kind) else source
    if entered is None:
        raise WrongCommand("no-list", manifest=MANIFEST, path=path)
    title = options.id.replace("-", " ").capitalize()
    workspace.write(path, first_text(options.kind, title, read_theme(workspace, language).value).encode())
    if entered != source:
        workspace.write(MANIFEST, entered.encode())


def format_command(options: argparse.Namespace) -> int:
    """Write one sentence a line, and tables and lists tidily; nothing that is made of a text changes."""
    from .store import open_cache
    from .tidying import tidy_files

    workspace, console = _book(options), _console(options)
    wanted = tuple(path_in_book(path, workspace) for path in options.paths)
    done = tidy_files(workspace, wanted, open_cache(workspace.root).value, console.language, write=not options.check)
    for path in done.value:
        console.say(path)
    return _conclude(console, workspace, done.diagnostics, strict=False) or (
        ERRORS if options.check and done.value else DONE
    )


def merge_driver_command(options: argparse.Namespace) -> int:
    """Let git merge texts by sentence and item (install), or as before (remove)."""
    from .merging import install, merge_files, remove

    if len(options.files) != (4 if options.deed == "run" else 0):
        raise WrongCommand("no-versions")
    if options.deed == "run":
        merged = merge_files(*options.files)
        _console(options).report_aside(merged.diagnostics)
        return DONE if merged.value else ERRORS
    (install if options.deed == "install" else remove)(_book(options).root)
    return DONE


def handout_command(options: argparse.Namespace) -> int:
    """Print single sheets: checklists, worksheets, methods, the shortcuts as cards or as a poster."""
    from .build import hand_out, handout_ids
    from .checks.proof import Order, proofread
    from .history import read_revision
    from .spelling import nearest
    from .store import open_cache

    workspace, console = _book(options), _console(options)
    folder = Path(options.out) if options.out else workspace.root / OUTPUT
    be_folder(folder)
    cache = open_cache(workspace.root).value
    order = Order(variant=options.variant, revision=read_revision(workspace.root))
    try:
        proof = proofread(workspace, cache, order, console.stage)
        if proof.value is None:
            return _conclude(console, workspace, proof.diagnostics, strict=True)
        known, ids = handout_ids(proof.value), [Path(id).name.removesuffix(".md") for id in options.ids]
        for id in (id for id in ids if id not in known):
            near = nearest(id, known)
            raise WrongCommand("near-handout" if near else "no-handout", name=id, near=near, known=", ".join(known))
        console.stage("handouts")
        made = hand_out(proof.value, cache, frozenset(ids), usual_jobs())
    finally:
        console.finish()
    for path, data in made.value.items():
        FolderWorkspace(folder).write(path, data)
        console.say(str(folder / path))
    return _conclude(console, workspace, (*proof.diagnostics, *made.diagnostics), strict=False)


def answers_command(options: argparse.Namespace) -> int:
    """Take answers out of a filled-in PDF (read), or put a file of answers into one (fill)."""
    from .answers.desk import put_in, take_out
    from .checks.proof import spoils

    console = _console(options)
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


def edition_command(options: argparse.Namespace) -> int:
    """Cut, list, verify, compare and correct editions."""
    from .checks.proof import spoils
    from .editions.commands import Teller, run

    workspace = _book(options)
    if out := getattr(options, "out", ""):
        (be_folder if options.deed in ("verify", "press", "site") else be_file)(Path(out))
    for place in (workspace.root / OUTPUT / "editions", workspace.root / "editions"):
        be_folder(place)
    if deposit := getattr(options, "deposit", ""):
        be_folder(Path(deposit))
    console = _console(options)
    teller = Teller(console.say, console.stage, console.language, console.message_format)
    try:
        done = run(options, workspace, usual_jobs(), teller)
    finally:
        console.finish()
    if not done.value:
        return _conclude(console, workspace, done.diagnostics, strict=False) or ERRORS
    console.report_aside(done.diagnostics)
    return ERRORS if spoils(done.diagnostics, strict=False) else DONE


def matrix_command(options: argparse.Namespace) -> int:
    """Say as JSON which variants there are to build in which formats."""
    import json

    from .cache import MemoryCache
    from .checks.proof import open_manifest
    from .editions.matrix import matrix

    workspace = _book(options)
    console = _console(options)
    opened = open_manifest(workspace, MemoryCache())
    if opened.value is None:
        return _conclude(console, workspace, opened.diagnostics, strict=False) or ERRORS
    console.say(json.dumps(matrix(opened.value)))
    return DONE


def _parser() -> argparse.ArgumentParser:
    commands = (
        *(build_command, check_command, report_command, explain_command, serve_command, new_command),
        *(edition_command, matrix_command, handout_command, answers_command, format_command),
        merge_driver_command,
    )
    return make_parser({command.__name__.removesuffix("_command").replace("_", "-"): command for command in commands})


def _book(options: argparse.Namespace) -> FolderWorkspace:
    folder = Path(getattr(options, "book", "."))
    if not folder.is_dir():
        raise WrongCommand("no-folder", path=folder)
    return FolderWorkspace(folder)


def _console(options: argparse.Namespace) -> Console:
    from .console import Console

    return Console(_language(options), getattr(options, "message_format", "human"))


def _language(options: argparse.Namespace) -> str:
    folder = Path(getattr(options, "book", "."))
    given: str = getattr(options, "lang", "")
    return given or (language_of(FolderWorkspace(folder)) if folder.is_dir() else FALLBACK)


def _formats(listed: str) -> tuple[str, ...]:
    from .manuscript.schema import FORMATS

    names = tuple(name.strip() for name in listed.split(",") if name.strip())
    if unknown := [name for name in names if name not in FORMATS]:
        raise WrongCommand("no-format", name=unknown[0], known=", ".join(FORMATS))
    return names


def _conclude(console: Console, workspace: FolderWorkspace, found: tuple[Diagnostic, ...], strict: bool) -> int:
    from .checks.proof import spoils

    def source(path: str) -> str | None:
        try:
            data = workspace.read(path)
        except (OSError, WorkspaceError):
            return None
        return None if b"\0" in data else data.decode("utf-8", "replace")

    console.report(found, source)
    return ERRORS if spoils(found, strict) else DONE


def _say(text: str, status: int) -> int:
    with streams.aside():
        print(text, file=sys.stderr, flush=True)
    return status

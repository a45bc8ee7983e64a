"""What says how the book stands: `check`, `report`, `explain`."""

from __future__ import annotations

import argparse
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from ..arguments import usual_jobs
from ..cache import Cache
from ..diagnostics import Diagnostic
from ..refusals import WrongCommand
from ..workspace import FolderWorkspace, WorkspaceError
from .frame import DONE, book_of, conclude, console_of, path_in_book
from .translating import lagging

if TYPE_CHECKING:
    from ..checks.board import Row
    from ..checks.report import Report
    from ..console import Console
    from ..theme import Labels

# Notes that all is well: a sheet that keeps to its page.
NOTHING_TO_DO = frozenset({"k-060"})
# Its clock; a chapter may be called so, too. The key may be in quotation marks, or in a list in braces.
HAS_SPRINT = re.compile(rb"(?<![\w/-])sprint[\"']?\s*:")
UNREACHED = "l-193"
# Who was in the writing room, while it is kept.
ROOM = ".sprint/people.json"
LISTS = ("book.yaml", "glossary.yaml", "sources.yaml")
# A cure may uncover what another one is for, but not for ever.
MOST_ROUNDS = 5
SHORT_CODE = re.compile(r"^([a-z])-?(\d{1,3})$")


def check_command(options: argparse.Namespace) -> int:
    """Say what is wrong and left to do, also on sheets that must keep to a page; with --strict run validators too."""
    from ..store import open_cache

    workspace = book_of(options)
    console = console_of(options)
    wanted = tuple(path_in_book(path, workspace) for path in options.paths)
    opened = open_cache(workspace.root)
    try:
        if options.fix:
            _cure(workspace, opened.value, wanted, console)
        found = (*opened.diagnostics, *_found(options, workspace, opened.value, console, wanted))
    finally:
        console.finish()
    chosen = tuple(one for one in found if _is_wanted(one, wanted) and (options.all or one.code not in NOTHING_TO_DO))
    return conclude(console, workspace, chosen, options.strict)


def _found(
    options: argparse.Namespace, workspace: FolderWorkspace, cache: Cache, console: Console, wanted: tuple[str, ...]
) -> tuple[Diagnostic, ...]:
    """What the proof finds, and what is found after it."""
    from ..build import budget
    from ..checks import exceptions
    from ..checks.proof import Order, proofread, spoils

    order = Order(strict=options.strict, jobs=usual_jobs())
    proof = proofread(workspace, cache, order, console.stage)
    texts = dict(proof.value.texts) if proof.value else {}
    later = {
        "sheets": budget(proof.value, cache, order.jobs) if proof.value else (),
        "original": lagging(workspace),
        "gates": _late(workspace),
        "consent": _unagreed(workspace),
    }
    if options.strict and proof.value and not spoils((*proof.diagnostics, *later["sheets"]), strict=False):
        from ..validation import validated

        later["formats"] = validated(proof.value, workspace, cache, order, console.stage)
    if options.links:
        from ..checks.links import check_links

        asked = _linking(workspace, wanted)
        texts = asked | texts
        later["links"] = check_links(asked, cache)
    found = [one for group in later.values() for one in group]
    # Who reaches nobody cannot say that an exception takes nothing.
    done = [name for name, group in later.items() if all(one.code != UNREACHED for one in group)]
    return exceptions.add(proof.diagnostics, found, texts, done)


def _late(workspace: FolderWorkspace) -> tuple[Diagnostic, ...]:
    """What came too late for the gates of a sprint; a book without one need not load what knows of them."""
    with suppress(FileNotFoundError, WorkspaceError):
        if HAS_SPRINT.search(workspace.read("book.yaml")):
            from ..sprint.gates import look_back

            return look_back(workspace)
    return ()


def _unagreed(workspace: FolderWorkspace) -> tuple[Diagnostic, ...]:
    """Who wrote in a writing room without agreeing to be named, where there was one."""
    if not (workspace.root / ROOM).is_file():
        return ()
    from ..sprint.credits import tell_unagreed

    with suppress(OSError, WorkspaceError):
        return tell_unagreed(workspace)
    return ()


def _linking(workspace: FolderWorkspace, wanted: tuple[str, ...]) -> dict[str, str]:
    """The texts and lists whose addresses are asked; nobody is asked for what is not wanted."""
    from ..manuscript.addition import FOLDERS

    texts = {}
    paths = (path for folder in FOLDERS.values() for path in workspace.files(folder, (".md",)))
    for path in (*LISTS, *paths):
        if not wanted or any(name in (".", path) or path.startswith(name + "/") for name in wanted):
            with suppress(FileNotFoundError, WorkspaceError, UnicodeDecodeError):
                texts[path] = workspace.read(path).decode()
    return texts


def _cure(workspace: FolderWorkspace, cache: Cache, wanted: tuple[str, ...], console: Console) -> None:
    """Write the fixes that are beyond doubt into the files, as long as one makes room for another."""
    from ..checks.cures import apply
    from ..checks.proof import Order, proofread

    said = []
    for _ in range(MOST_ROUNDS):
        found = proofread(workspace, cache, Order(jobs=usual_jobs()), lambda stage: None).diagnostics
        asked = [one for one in found if _is_wanted(one, wanted)]
        # As they are on the disk: line ends and all.
        texts = {path: workspace.read(path).decode() for path in {edit.span.path for one in asked for edit in one.fix}}
        changed, done = apply(texts, asked)
        if not changed:
            break
        for path, text in changed.items():
            workspace.write(path, text.encode())
        said += [(f"{cure.span.path}:{cure.span.line}", cure.before, cure.after) for cure in done]
    console.report_cures(said)


def _is_wanted(one: Diagnostic, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(path in (".", one.span.path) or one.span.path.startswith(path + "/") for path in wanted)


def report_command(options: argparse.Namespace) -> int:
    """Count what is in the book, measure how it reads, and say how far each text is."""
    from ..checks.board_views import page
    from ..checks.proof import Order, proofread
    from ..checks.report import count
    from ..store import open_cache

    workspace = book_of(options)
    console = console_of(options)
    if options.to == "html":
        # What a text lacks is told of a book with errors, too.
        console.say(page(*_standing(workspace, console), console.language).rstrip("\n"))
        return DONE
    read = proofread(workspace, open_cache(workspace.root).value, Order(), console.stage)
    console.finish()
    if read.value is None:
        return conclude(console, workspace, read.diagnostics, strict=True)
    wanted = options.to or ("json" if console.message_format == "json" else "text")
    console.say(_told(count(read.value.book), *_standing(workspace, console), wanted, console.language))
    console.report_aside(lagging(workspace))
    return DONE


def _standing(workspace: FolderWorkspace, console: Console) -> tuple[tuple[Row, ...], Labels]:
    """How far each text is, and the words of the book's authors for it."""
    from ..authorship import last_changes
    from ..checks.board import dated, rows_of
    from ..manuscript.addition import FOLDERS
    from ..theme import read_theme

    labels = read_theme(workspace, console.language).value.labels
    return dated(rows_of(workspace, labels), last_changes(workspace.root, FOLDERS.values())), labels


def _told(report: Report, rows: tuple[Row, ...], labels: Labels, form: str, language: str) -> str:
    from ..checks import board_views
    from ..checks.report import as_json, as_text

    if form == "json":
        return as_json(report, rows)
    return f"{as_text(report, language)}\n\n{board_views.as_text(rows, labels, language)}"


def explain_command(options: argparse.Namespace) -> int:
    """Print the entry of a code."""
    from ..codes import CODES
    from ..spelling import nearest

    # x3 and x-3 are x-003.
    name = SHORT_CODE.sub(lambda match: f"{match[1]}-{match[2]:0>3}", options.code.lower())
    if name not in CODES:
        near = nearest(name, CODES)
        raise WrongCommand("near-code" if near else "no-code", name=options.code, near=near)
    console_of(options).explain(name)
    return DONE

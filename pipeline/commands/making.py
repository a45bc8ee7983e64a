"""What makes something of the book: `build`, `handout`, `proof`, `matrix`, `changes`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..arguments import usual_jobs
from ..refusals import WrongCommand
from ..workspace import FolderWorkspace, write_whole
from .frame import DONE, ERRORS, OUTPUT, be_file, be_folder, book_of, conclude, console_of, formats_of

if TYPE_CHECKING:
    from ..book.model import Section


def build_command(options: argparse.Namespace) -> int:
    """Build the book."""
    from ..artifacts import CHECKSUMS
    from ..render.workers import Workshop

    workspace = book_of(options)
    out = Path(options.out) if options.out else workspace.root / OUTPUT
    be_folder(out)
    jobs = options.jobs or usual_jobs()
    formats = formats_of(options.format)
    with Workshop(jobs) as workshop:
        if (not formats or "pdf" in formats) and (options.fresh or workspace.is_newer_than(out / CHECKSUMS)):
            workshop.open()  # before the rest of the program is loaded: what sets type takes as long
        from ..build import build, write
        from ..cache import CountingCache, MemoryCache
        from ..checks.proof import Order
        from ..diagnostics import Checked
        from ..history import read_revision
        from ..store import open_cache

        console = console_of(options)
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
    return conclude(console, workspace, found, options.strict or built.value is None)


def handout_command(options: argparse.Namespace) -> int:
    """Print single sheets: checklists, worksheets, methods, the shortcuts as cards or as a poster."""
    from ..build import hand_out, handout_ids
    from ..checks import exceptions
    from ..checks.proof import Order, proofread
    from ..history import read_revision
    from ..spelling import nearest
    from ..store import open_cache

    workspace, console = book_of(options), console_of(options)
    folder = Path(options.out) if options.out else workspace.root / OUTPUT
    be_folder(folder)
    cache = open_cache(workspace.root).value
    order = Order(variant=options.variant, revision=read_revision(workspace.root))
    try:
        proof = proofread(workspace, cache, order, console.stage)
        if proof.value is None:
            return conclude(console, workspace, proof.diagnostics, strict=True)
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
    told = exceptions.add(proof.diagnostics, made.diagnostics, proof.value.texts)
    return conclude(console, workspace, told, strict=False)


def proof_command(options: argparse.Namespace) -> int:
    """Print the draft to be corrected by hand: line numbers, wide margins, no fields; the book, or some chapters."""
    from ..checks.proof import Order, proofread
    from ..formats import render
    from ..galleys import on_paper, pages_of
    from ..history import read_revision
    from ..store import open_cache

    workspace, console = book_of(options), console_of(options)
    cache, revision = open_cache(workspace.root).value, read_revision(workspace.root)
    order = Order(formats=("pdf",), variant=options.variant, jobs=usual_jobs(), revision=revision)
    try:
        proof = proofread(workspace, cache, order, console.stage)
        if proof.value is None:
            return conclude(console, workspace, proof.diagnostics, strict=True)
        sections = _sections(options, proof.value.book.sections)
        made = render(proof.value, cache, order, console.stage)
    finally:
        console.finish()
    found = (*proof.diagnostics, *made.diagnostics)
    if not made.value:
        return conclude(console, workspace, found, strict=True)
    (name, data), book = next(iter(made.value.items())), proof.value.book
    head = " · ".join(filter(None, (proof.value.theme.labels.word("names.draft"), book.manifest.title, book.revision)))
    place = Path(options.out) if options.out else workspace.root / OUTPUT / f"{Path(name).stem}-proof.pdf"
    be_file(place)
    write_whole(place, on_paper(data, pages_of(data, book.sections, sections), head))
    console.say(str(place))
    return conclude(console, workspace, found, strict=False)


def _sections(options: argparse.Namespace, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections that are asked for, by id or file, or by who cares for them."""
    from ..spelling import nearest

    written = [section for section in sections if section.path]
    known = {Path(section.path).stem: section for section in written} | {section.id: section for section in written}
    ids = [Path(id).name.removesuffix(".md") for id in options.ids]
    for id in (id for id in ids if id not in known):
        near = nearest(id, known)
        raise WrongCommand("near-section" if near else "no-section", name=id, near=near, known=", ".join(sorted(known)))
    owner = options.owner.strip().casefold()
    owned = [section for section in written if owner and section.front.owner.strip().casefold() == owner]
    if owner and not owned:
        names = sorted({section.front.owner for section in written if section.front.owner})
        raise WrongCommand("no-owner", name=options.owner, known=", ".join(names) or "–")
    wanted = {section.id for section in (*(known[id] for id in ids), *owned)}
    return tuple(section for section in sections if section.id in wanted)


def matrix_command(options: argparse.Namespace) -> int:
    """Say as JSON which variants there are to build in which formats."""
    import json

    from ..cache import MemoryCache
    from ..checks.proof import open_manifest
    from ..editions.matrix import matrix

    workspace = book_of(options)
    console = console_of(options)
    opened = open_manifest(workspace, MemoryCache())
    if opened.value is None:
        return conclude(console, workspace, opened.diagnostics, strict=False) or ERRORS
    console.say(json.dumps(matrix(opened.value)))
    return DONE


def changes_command(options: argparse.Namespace) -> int:
    """Show what became of the book since a commit: words, pages, messages, and the pages as pictures."""
    from .. import history
    from ..checks.proof import Order
    from ..editions.changes import REPORT, report
    from ..outputs import install
    from ..store import open_cache

    workspace, console = book_of(options), console_of(options)
    out = Path(options.out) if options.out else workspace.root / OUTPUT / "changes"
    be_folder(out)
    commit = history.fork_of(workspace.root, options.since)
    if not commit:
        raise WrongCommand("no-commit", name=options.since)
    # Both drafts bear the mark of now, or every page would be another.
    revision = history.read_revision(workspace.root)
    order = Order(formats=("pdf",), jobs=options.jobs or usual_jobs(), revision=revision)
    name = commit[:10] if options.since == "HEAD" else options.since
    try:
        with history.checked_out(workspace.root, commit, ".changes") as copy:
            before, cache = FolderWorkspace(copy), open_cache(workspace.root).value
            language, tell = console.language, console.stage
            made = report(before, workspace, cache, order, name=name, language=language, tell=tell)
        if made.value is not None:
            install(out, made.value)
    finally:
        console.finish()
    if made.value is None:
        return conclude(console, workspace, made.diagnostics, strict=False) or ERRORS
    console.say(made.value[REPORT].decode())
    console.say(str(out / REPORT))
    return DONE

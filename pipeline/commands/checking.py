"""What says how the book stands: `check`, `report`, `explain`."""

from __future__ import annotations

import argparse
import re

from ..arguments import usual_jobs
from ..refusals import WrongCommand
from .frame import DONE, book_of, conclude, console_of, path_in_book

SHORT_CODE = re.compile(r"^([a-z])-?(\d{1,3})$")


def check_command(options: argparse.Namespace) -> int:
    """Say what is wrong, and which sheets keep to their page; with --strict run validators too. Write nothing."""
    from ..build import budget
    from ..checks.proof import Order, proofread, spoils
    from ..store import open_cache

    workspace = book_of(options)
    console = console_of(options)
    wanted = tuple(path_in_book(path, workspace) for path in options.paths)
    opened = open_cache(workspace.root)
    cache = opened.value
    try:
        order = Order(strict=options.strict, jobs=usual_jobs())
        proof = proofread(workspace, cache, order, console.stage)
        checked = budget(proof.value, cache, order.jobs) if proof.value else ()
        found = (*opened.diagnostics, *proof.diagnostics, *checked)
        if options.strict and proof.value and not spoils(found, strict=False):
            from ..validation import validated

            found += validated(proof.value, workspace, cache, order, console.stage)
    finally:
        console.finish()
    chosen = tuple(
        diagnostic
        for diagnostic in found
        if not wanted
        or any(path in (".", diagnostic.span.path) or diagnostic.span.path.startswith(path + "/") for path in wanted)
    )
    return conclude(console, workspace, chosen, options.strict)


def report_command(options: argparse.Namespace) -> int:
    """Count what is in the book and measure how it reads."""
    from ..checks.proof import Order, proofread
    from ..checks.report import as_json, as_text, count
    from ..store import open_cache

    workspace = book_of(options)
    console = console_of(options)
    read = proofread(workspace, open_cache(workspace.root).value, Order(), console.stage)
    console.finish()
    if read.value is None:
        return conclude(console, workspace, read.diagnostics, strict=True)
    report = count(read.value.book)
    console.say(as_json(report) if console.message_format == "json" else as_text(report, console.language))
    return DONE


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

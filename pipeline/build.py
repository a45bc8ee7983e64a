"""The story: a folder in, a book in its formats out.

A draft is always built, from whatever can be read; every problem is a diagnostic. With `strict` nothing is written
while there is an error or a warning, and what is written is an edition: without comments, open points and draft marks.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.artifacts import Artifacts, checksums
from pipeline.book.model import PageMap
from pipeline.cache import Cache
from pipeline.checks.proof import Order, Proof, proofread, spoils
from pipeline.diagnostics import Checked, Diagnostic, in_order
from pipeline.render import epub, handouts, html, pdf
from pipeline.workspace import Workspace, install

__all__ = ["CHECKSUMS", "Order", "build", "render", "write"]

CHECKSUMS = "SHA256SUMS"


def build(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Artifacts | None]:
    """Read, resolve, check and render the book; None when nothing may or can be made. `tell` hears each stage."""
    proof = proofread(workspace, cache, order, tell)
    if proof.value is None or (order.strict and spoils(proof.diagnostics, strict=True)):
        return Checked(None, proof.diagnostics)
    rendered = render(proof.value, cache, order, tell)
    found = in_order((*proof.diagnostics, *rendered.diagnostics))
    if order.strict and spoils(found, strict=True):
        return Checked(None, found)
    return Checked({**rendered.value, CHECKSUMS: checksums(rendered.value)}, found)


def render(proof: Proof, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Artifacts]:
    """Make the formats asked for, print first: it knows the pages that the others name."""
    book, theme, pages = proof.book, proof.theme, PageMap()
    formats = order.formats or book.manifest.formats
    made: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    if "pdf" in formats:
        tell("pdf")
        printed = pdf.render(book, theme, cache, order.jobs)
        pages = printed.value.pages
        made.update(printed.value.artifacts)
        found += printed.diagnostics
    for name, make in (("epub", epub.render), ("html", html.render)):
        if name in formats:
            tell(name)
            rendered = make(book, theme, pages)
            made.update(rendered.value)
            found += rendered.diagnostics
    if "handouts" in formats:
        tell("handouts")
        sheets = handouts.render(book, theme, cache, order.jobs, pages)
        made.update(sheets.value)
        found += sheets.diagnostics
    return Checked(made, tuple(found))


def write(artifacts: Artifacts, folder: Path, tell: Callable[[str], None]) -> None:
    """Put everything made into the output folder at once; raise WorkspaceError and leave what was there."""
    tell("write")
    install(folder, artifacts)

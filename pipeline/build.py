"""The story: a folder in, a book in its formats out.

A draft is always built, from whatever can be read; every problem is a diagnostic. With `strict` nothing is written
while there is one, and what is written is an edition: without comments, open points and draft marks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import manuscript
from pipeline.artifacts import Artifacts, checksums
from pipeline.book import resolve
from pipeline.book.model import Book, PageMap
from pipeline.cache import Cache
from pipeline.checks import rules
from pipeline.codes import CODES
from pipeline.diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from pipeline.history import Revision
from pipeline.manuscript.manifest import list_sheets, read_manifest
from pipeline.manuscript.model import Manifest
from pipeline.manuscript.typed import nearest
from pipeline.render import epub, html, pdf
from pipeline.theme import Theme, read_theme
from pipeline.workspace import Workspace, install

MANIFEST = "book.yaml"
CHECKSUMS = "SHA256SUMS"
NO_REVISION = Revision()
LAST_GOOD = ("manifest", "last-good")


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for; no formats means those of the manifest."""

    formats: tuple[str, ...] = ()
    variant: str = ""
    strict: bool = False
    jobs: int = 0
    revision: Revision = NO_REVISION


@dataclass(frozen=True, slots=True)
class Proof:
    """A book ready to be rendered, with the look it gets."""

    book: Book
    theme: Theme


def build(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Artifacts | None]:
    """Read, resolve, check and render the book; None when nothing may or can be made. `tell` hears each stage."""
    proof = proofread(workspace, cache, order, tell)
    if proof.value is None or (order.strict and spoils(proof.diagnostics)):
        return Checked(None, proof.diagnostics)
    rendered = _render(proof.value, cache, order, tell)
    found = in_order((*proof.diagnostics, *rendered.diagnostics))
    if order.strict and spoils(found):
        return Checked(None, found)
    return Checked({**rendered.value, CHECKSUMS: checksums(rendered.value)}, found)


def proofread(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Proof | None]:
    """Do everything up to the rendering: what `check` does."""
    tell("read")
    read = _read_manifest(workspace, cache)
    manifest = read.value
    if manifest is None:
        return Checked(None, read.diagnostics)
    if unknown := _unknown_variant(manifest, order.variant):
        return Checked(None, in_order((*read.diagnostics, *unknown)))
    draft = not order.strict
    if draft and not manifest.date:
        manifest = replace(manifest, date=order.revision.date)
    manifest = list_sheets(
        manifest, (*workspace.files("checklists", (".md",)), *workspace.files("worksheets", (".md",)))
    )
    theme = read_theme(workspace, manifest.language)
    written = manuscript.read(workspace, manifest, theme, cache, draft, order.variant)
    tell("resolve")
    resolved = resolve(written.value, theme.labels, draft, order.revision.commit if draft else "", order.variant)
    tell("check")
    held = rules.check(written.value, resolved.value)
    found = (*read.diagnostics, *written.diagnostics, *resolved.diagnostics, *held)
    return Checked(Proof(resolved.value, theme), in_order(found))


def spoils(diagnostics: tuple[Diagnostic, ...], strict: bool = True) -> bool:
    """Say whether there are errors, or with `strict` also warnings."""
    bad = ("error", "warning") if strict else ("error",)
    return any(CODES[diagnostic.code].severity in bad for diagnostic in diagnostics)


def write(artifacts: Artifacts, folder: Path, tell: Callable[[str], None]) -> None:
    """Put everything made into the output folder at once; raise WorkspaceError and leave what was there."""
    tell("write")
    install(folder, artifacts)


def language_of(workspace: Workspace) -> str:
    """Say in which language the authors are spoken to; empty without a manifest that says so."""
    read = _read_manifest(workspace, None)
    return read.value.language if read.value else ""


def _render(proof: Proof, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Artifacts]:
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
    for name, render in (("epub", epub.render), ("html", html.render)):
        if name in formats:
            tell(name)
            rendered = render(book, theme, pages)
            made.update(rendered.value)
            found += rendered.diagnostics
    return Checked(made, tuple(found))


def _read_manifest(workspace: Workspace, cache: Cache | None) -> Checked[Manifest | None]:
    """Read book.yaml; what is wrong in it is replaced from the last good one, which the cache keeps as text."""
    try:
        source = workspace.read(MANIFEST)
    except FileNotFoundError:
        return Checked(None, (diagnose("m-019", Span(MANIFEST)),))
    read = read_manifest(source, MANIFEST)
    if cache is None:
        return read
    if not spoils(read.diagnostics, strict=False):
        cache.put(*LAST_GOOD, source)
        return read
    kept = cache.get(*LAST_GOOD)
    return read_manifest(source, MANIFEST, read_manifest(kept, MANIFEST).value) if kept else read


def _unknown_variant(manifest: Manifest, name: str) -> tuple[Diagnostic, ...]:
    names = [variant.name for variant in manifest.variants]
    if not name or name in names:
        return ()
    return (diagnose("m-031", Span(MANIFEST), suggestion=nearest(name, names), name=name),)

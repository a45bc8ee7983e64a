"""The story: a folder in, a book in its formats out.

A draft is always built, from whatever can be read; every problem is a diagnostic. With `strict` nothing is written
while there is an error or a warning, and what is written is an edition: without comments, open points and draft marks.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .artifacts import CHECKSUMS, Artifacts, checksums
from .book.model import PageMap
from .cache import Cache
from .checks import exceptions
from .checks.balance import once
from .checks.proof import Order, Proof, open_manifest, proofread, spoils
from .diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from .formats import pages_of, render, unusable
from .once import once_as_json
from .outputs import install
from .render import module_of
from .theme import read_theme
from .workspace import Workspace, WrongFile

if TYPE_CHECKING:
    from .render.workers import Workshop

__all__ = [
    "CHECKSUMS",
    "Order",
    "budget",
    "build",
    "hand_out",
    "handout_ids",
    "pages_of",
    "render",
    "write",
]


def build(
    workspace: Workspace,
    cache: Cache,
    order: Order,
    tell: Callable[[str], None],
    workshop: Workshop | None = None,
) -> Checked[Artifacts | None]:
    """Read, resolve, check and render the book; None when nothing may or can be made. `tell` hears each stage; a
    workshop that is open already loads what it will need while the book is read."""
    if workshop and workshop.is_open:
        get_ready(workspace, cache, order, workshop)
    proof = proofread(workspace, cache, order, tell)
    if proof.value is None or (order.strict and spoils(proof.diagnostics, strict=True)):
        return Checked(None, proof.diagnostics)
    rendered = render(proof.value, cache, order, tell, workshop)
    whole = _enclose(rendered.value, proof.value)
    later = (*rendered.diagnostics, *whole.diagnostics)
    found = in_order(once(exceptions.add(proof.diagnostics, later, proof.value.texts)))
    if not whole.value or (order.strict and spoils(found, strict=True)):
        return Checked(None, found)
    return Checked({**whole.value, CHECKSUMS: checksums(whole.value)}, found)


def _enclose(made: Artifacts, proof: Proof) -> Checked[Artifacts]:
    """Let the web edition's folder hold what its pages link to."""
    if "html/index.html" not in made:
        return Checked(made)
    whole: Checked[Artifacts] = module_of("html").enclose(made, proof.book, proof.theme)
    return whole


def get_ready(workspace: Workspace, cache: Cache, order: Order, workshop: Workshop) -> None:
    """Start what will print the book, where it is to be printed."""
    # Who needs it starts it again, and tells what is missing.
    with suppress(Exception):
        manifest = open_manifest(workspace, cache).value
        if manifest and "pdf" in (order.formats or manifest.formats):
            theme = read_theme(workspace, manifest.language).value
            module_of("pdf").open_workshop(workshop, theme, cache)


def handout_ids(proof: Proof) -> tuple[str, ...]:
    """What there is to hand out."""
    return tuple(item.section.id for item in module_of("handouts").plan(proof.book, proof.theme.labels))


def hand_out(proof: Proof, cache: Cache, ids: Container[str], jobs: int) -> Checked[Artifacts]:
    """Make the hand-outs of these ids, with the page numbers of the PDF where it was made of this very book."""
    with module_of("pdf").Workshop(jobs) as workshop:
        pages = pages_of(proof, cache)
        made: Checked[Artifacts] = module_of("handouts").render(proof.book, proof.theme, cache, workshop, pages, ids)
        return made


def budget(proof: Proof, cache: Cache, jobs: int = 0) -> tuple[Diagnostic, ...]:
    """Say of every sheet that must fit a page whether it does; a verdict on the same book is taken from the cache."""
    # Cards must fit their sheet, too.
    if not any(section.front.handout or 'class="box card"' in section.body for section in proof.book.sections):
        return ()
    try:
        found = once_as_json(cache, "budget", proof.fingerprint(), lambda: _budget(proof, cache, jobs))
    except WrongFile as problem:
        return (unusable(problem),)
    return tuple(diagnose(code, Span(path), **facts) for code, path, facts in found)


def _budget(proof: Proof, cache: Cache, jobs: int) -> list[tuple[str, str, dict[str, str]]]:
    with module_of("pdf").Workshop(jobs) as workshop:
        # Where a PDF is made beside, references name its pages; how wide they are does not hang on their numbers.
        printed = "pdf" in proof.book.manifest.formats
        pages = PageMap(dict.fromkeys(proof.book.targets, "0") if printed else {})
        found = module_of("handouts").budget(proof.book, proof.theme, cache, workshop, pages)
    return [(one.code, one.span.path, dict(one.facts)) for one in found]


def write(artifacts: Artifacts, folder: Path, tell: Callable[[str], None]) -> None:
    """Put everything made into the output folder at once; raise WorkspaceError and leave what was there."""
    tell("write")
    install(folder, artifacts)

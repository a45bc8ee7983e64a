"""The story: a folder in, a book in its formats out.

A draft is always built, from whatever can be read; every problem is a diagnostic. With `strict` nothing is written
while there is an error or a warning, and what is written is an edition: without comments, open points and draft marks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container
from contextlib import ExitStack
from dataclasses import replace
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import kept, program
from pipeline.ahead import Ahead
from pipeline.artifacts import Artifacts, checksums, digest
from pipeline.book.model import PageMap
from pipeline.cache import Cache
from pipeline.checks import validators
from pipeline.checks.proof import Order, Proof, proofread, spoils
from pipeline.diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from pipeline.render import FORMATS, module_of
from pipeline.workspace import Workspace, install

if TYPE_CHECKING:
    from pipeline.render.pdf.workers import Workshop

__all__ = [
    "CHECKSUMS",
    "Order",
    "budget",
    "build",
    "hand_out",
    "handout_ids",
    "pages_of",
    "render",
    "validated",
    "write",
]

CHECKSUMS = "SHA256SUMS"


def build(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Artifacts | None]:
    """Read, resolve, check and render the book; None when nothing may or can be made. `tell` hears each stage."""
    first = next(name for name in FORMATS if name in (order.formats or FORMATS))
    with Ahead(cache, partial(module_of, first)) as ahead:
        proof = proofread(workspace, ahead, order, tell)
    if proof.value is None or (order.strict and spoils(proof.diagnostics, strict=True)):
        return Checked(None, proof.diagnostics)
    rendered = render(proof.value, cache, order, tell)
    found = in_order((*proof.diagnostics, *rendered.diagnostics))
    if order.strict and spoils(found, strict=True):
        return Checked(None, found)
    return Checked({**rendered.value, CHECKSUMS: checksums(rendered.value)}, found)


def render(
    proof: Proof, cache: Cache, order: Order, tell: Callable[[str], None], workshop: Workshop | None = None
) -> Checked[Artifacts]:
    """Make the formats asked for, print first: it knows the pages that the others name. What was made of the same book
    by the same program is taken from the cache. Without a `workshop` one is opened, and closed at the end."""
    formats = order.formats or proof.book.manifest.formats
    key = _key(proof, printed="pdf" in formats)
    pages = PageMap()
    made: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    with ExitStack() as stack:

        @once
        def hire() -> Workshop:
            return workshop or stack.enter_context(module_of("pdf").Workshop(order.jobs))

        for name in (name for name in FORMATS if name in formats):
            tell(name)
            rendered = kept.get(cache, name, key) or _make(name, proof, cache, hire, pages, tell)
            if not rendered.diagnostics:
                kept.put(cache, name, key, rendered.value)
            pages = rendered.value.pages or pages
            made.update(rendered.value.artifacts)
            found += rendered.diagnostics
    return Checked(made, tuple(found))


def pages_of(proof: Proof, cache: Cache) -> PageMap:
    """Say where everything is in the PDF that was built of this very book; nothing where none was."""
    made = kept.get(cache, "pdf", _key(proof, printed=True))
    return (made.value.pages if made else None) or PageMap()


def _key(proof: Proof, *, printed: bool) -> str:
    """What formats are kept by; those made beside print name its pages."""
    return digest(program.fingerprint(), proof.fingerprint(), "pdf" if printed else "")


def _make(
    name: str, proof: Proof, cache: Cache, hire: Callable[[], Workshop], pages: PageMap, tell: Callable[[str], None]
) -> Checked[kept.Made]:
    """Make one format; those that are printed share a workshop."""
    render_format = module_of(name).render
    if name == "pdf":
        printed = render_format(proof.book, proof.theme, cache, hire())
        paths = {section.id: section.path for section in proof.book.sections}
        for name, reason in printed.value.made.items():
            tell(f"anew {reason} {paths.get(name) or name}")
        return Checked(kept.Made(printed.value.artifacts, printed.value.pages), printed.diagnostics)
    if name == "print":
        rendered = render_format(proof.book, proof.theme, cache, hire())
    elif name == "handouts":
        rendered = render_format(proof.book, proof.theme, cache, hire(), pages)
    else:
        rendered = render_format(proof.book, proof.theme, pages)
    return Checked(kept.Made(rendered.value), rendered.diagnostics)


def handout_ids(proof: Proof) -> tuple[str, ...]:
    """What there is to hand out."""
    return tuple(item.section.id for item in module_of("handouts").plan(proof.book, proof.theme.labels))


def hand_out(proof: Proof, cache: Cache, ids: Container[str], jobs: int) -> Checked[Artifacts]:
    """Make the hand-outs of these ids, with the page numbers of the PDF where it was made of this very book."""
    with module_of("pdf").Workshop(jobs) as workshop:
        pages = pages_of(proof, cache)
        made: Checked[Artifacts] = module_of("handouts").render(proof.book, proof.theme, cache, workshop, pages, ids)
        return made


def budget(proof: Proof, cache: Cache) -> tuple[Diagnostic, ...]:
    """Say of every sheet that must fit a page whether it does; a verdict on the same book is taken from the cache."""
    if not any(section.front.handout for section in proof.book.sections):
        return ()
    key = digest(program.fingerprint(), proof.fingerprint())
    known = cache.get("budget", key)
    if known is not None:
        return tuple(diagnose(code, Span(path), **facts) for code, path, facts in json.loads(known))
    with module_of("pdf").Workshop(0) as workshop:
        # Where a PDF is made beside, references name its pages; how wide they are does not hang on their numbers.
        printed = "pdf" in proof.book.manifest.formats
        pages = PageMap(dict.fromkeys(proof.book.targets, "0") if printed else {})
        found = module_of("handouts").budget(proof.book, proof.theme, cache, workshop, pages)
    cache.put("budget", key, json.dumps([(d.code, d.span.path, dict(d.facts)) for d in found]).encode())
    return tuple(found)


def validated(
    proof: Proof, workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]
) -> tuple[Diagnostic, ...]:
    """Make every format in memory and say what validators find in them.

    A print file claims nothing; the PDF that it is made of is checked in its place.
    """
    wanted = order.formats or proof.book.manifest.formats
    formats = dict.fromkeys("pdf" if name == "print" else name for name in wanted)
    rendered = render(proof, cache, replace(order, formats=tuple(formats)), tell)
    tell("validate")

    def read(path: str) -> str:
        return workspace.read(path).decode("utf-8", "replace")

    return (*rendered.diagnostics, *validators.validate(rendered.value, proof.book, read))


def write(artifacts: Artifacts, folder: Path, tell: Callable[[str], None]) -> None:
    """Put everything made into the output folder at once; raise WorkspaceError and leave what was there."""
    tell("write")
    install(folder, artifacts)

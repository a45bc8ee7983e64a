"""Whether git and this machine could keep an edition, asked before minutes of work.

In: the book's folder, the formats, what is allowed. Out: diagnostics; nothing is written that stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import history
from ..checks import validators
from ..checks.proof import MANIFEST
from ..diagnostics import Diagnostic, Span, diagnose
from ..outputs import free_bytes
from ..record.edition import FOLDER
from ..registry import HANDOUTS

# A copy of the commit, every format and hand-out made from it, and both again for the archive.
COPIES = 6
LEAST_FREE_BYTES = 64 << 20
MEGABYTE = 1 << 20
# What the validators know files by, where it is not the name of the format.
ENDINGS = {HANDOUTS: "pdf"}


def has_history(root: Path) -> Iterator[Diagnostic]:
    """Tell apart what all looks like no repository: no git, a download without history, nothing committed."""
    if not history.is_installed():
        yield diagnose("e-066", Span(MANIFEST))
    elif not history.is_in_repository(root) and (root / FOLDER).is_dir():
        yield diagnose("e-067", Span(FOLDER))
    elif not history.head(root):
        yield diagnose("e-009", Span(MANIFEST))


def can_keep(root: Path) -> Iterator[Diagnostic]:
    """Ask for a branch, a name, a signature and room, of a repository with a commit."""
    place = Span(MANIFEST)
    if not history.branch(root):
        yield diagnose("e-062", place, commit=history.head(root)[:10])
    if problem := history.why_nameless(root):
        yield diagnose("e-061", place, problem=problem)
    elif problem := history.why_unsigned(root):
        yield diagnose("e-064", place, problem=problem)
    needed, free = LEAST_FREE_BYTES + COPIES * history.size_of(root, "HEAD"), free_bytes(root)
    if free < needed:
        yield diagnose("e-065", place, needed=needed // MEGABYTE, free=free // MEGABYTE)


def is_checkable(absent: Sequence[str], allowed: Sequence[str]) -> Iterator[Diagnostic]:
    """Refuse files that nobody has checked."""
    if absent and "unchecked" not in allowed:
        yield diagnose("e-063", Span(MANIFEST), tools=", ".join(absent))


def absent_for(formats: Sequence[str]) -> tuple[str, ...]:
    """Name the validators that an edition of these formats needs and that are not set up."""
    return validators.absent({f"book.{ENDINGS.get(name, name)}": b"" for name in formats})

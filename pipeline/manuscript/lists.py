"""The lists that all chapters share, glossary.yaml and sources.yaml; a book may do without them.

A list of which nothing can be read is as it was last, so that one slip in it is no mistake in every chapter.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import TypeVar

from ..cache import Cache
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..workspace import TooLarge, Workspace, WorkspaceError
from .last_good import recall, remember
from .yaml_source import decode

T = TypeVar("T", bound=Sized)
MOST_BYTES = 5_000_000


def read_list(workspace: Workspace, path: str, cache: Cache, read: Callable[[str], Checked[T]]) -> Checked[T]:
    """Open a list and `read` its text; what is told is what is wrong with the newest text, whatever stands in for it.
    Raises what `read` does."""
    text, spoilt = _open(workspace, path)
    now = read(text)
    found = (*spoilt, *now.diagnostics)
    if now.value or not found:
        remember(cache, path, text)
        return Checked(now.value, found)
    before = recall(cache, path)
    return Checked(now.value if before is None else read(before).value, found)


def _open(workspace: Workspace, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    try:
        read = decode(workspace.read(path, MOST_BYTES), path)
    except FileNotFoundError:
        return "", ()
    except TooLarge as problem:
        return "", (diagnose("f-079", Span(path), path=path, size=problem.size, most=problem.most),)
    except WorkspaceError as problem:
        return "", (diagnose("f-023", Span(path), path=path, problem=problem),)
    return read.value, read.diagnostics

"""The finished formats held against the validators: what `check --strict` and CI ask for."""

from __future__ import annotations

from collections.abc import Callable

from .build import Order, render
from .cache import Cache
from .checks import validators
from .checks.proof import Proof
from .diagnostics import Diagnostic
from .workspace import Workspace


def validated(
    proof: Proof, workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]
) -> tuple[Diagnostic, ...]:
    """Make every format in memory and say what validators find in them."""
    rendered = render(proof, cache, order, tell)
    tell("validate")

    def read(path: str) -> str:
        return workspace.read(path).decode("utf-8", "replace")

    return (*rendered.diagnostics, *validators.validate(rendered.value, proof.book, read))

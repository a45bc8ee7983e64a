"""What is validated, before any validator runs."""

from __future__ import annotations

import pytest

from pipeline import validation
from pipeline.artifacts import Artifacts
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.diagnostics import Checked
from pipeline.workspace import MemoryWorkspace

BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n"


def test_every_format_that_is_asked_for_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def render(proof: object, cache: object, order: Order, tell: object) -> Checked[Artifacts]:
        return Checked({f"x.{name}": b"" for name in order.formats})

    monkeypatch.setattr(validation, "render", render)
    monkeypatch.setattr(validation.validators, "validate", lambda artifacts, *given: judged.extend(artifacts) or ())
    workspace = MemoryWorkspace({"book.yaml": BOOK, "chapters/a.md": "# Anfang\n"})
    proof = proofread(workspace, MemoryCache(), Order(), lambda stage: None).value
    assert proof is not None
    validation.validated(proof, workspace, MemoryCache(), Order(formats=("print", "epub")), lambda stage: None)
    assert judged == ["x.print", "x.epub"]

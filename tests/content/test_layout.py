"""Our own book as it is set: no line, note or page of it has a fault that a rule can see.

Page numbers are placeholders while a book is laid out, so every section can be set alone, without knowing them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.render.pdf import STYLES, printing_files, sheets
from pipeline.render.pdf.engine import Engine
from pipeline.workspace import FolderWorkspace
from tests.render.pdf import faults

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LEAST_NOTES = 5


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """The faults of all sections, by kind; a layout is dropped once it is searched."""
    known: dict[str, list[str]] = {"early lines": [], "strayed notes": [], "notes": []}
    for name, layout in _layouts():
        known["early lines"] += [f"{name}, {fault}" for fault in faults.early_lines(layout)]
        known["strayed notes"] += [f"{name}, {fault}" for fault in faults.strayed_notes(layout)]
        known["notes"] += [name] * faults.count_notes(layout)
    return known


def _layouts() -> Iterator[tuple[str, Any]]:
    proof = proofread(FolderWorkspace(ROOT), MemoryCache(), Order(strict=True), lambda stage: None).value
    assert proof is not None
    press = sheets.prepare(proof.book, proof.theme)
    styles = "\n".join(proof.theme.files[name].decode() for name in STYLES)
    engine = Engine(styles, printing_files(proof.book, proof.theme, MemoryCache()))
    numbers = dict.fromkeys(press.homes, "1")
    for section in proof.book.sections:
        yield section.id, engine.lay_out(sheets.make_sheet(press, section, "recto", numbers))[0]


def test_no_line_ends_before_it_is_full(found: dict[str, list[str]]) -> None:
    assert found["early lines"] == []


def test_every_note_stands_on_the_page_of_its_call(found: dict[str, list[str]]) -> None:
    assert len(found["notes"]) >= LEAST_NOTES
    assert found["strayed notes"] == []

"""Our own book as it is set: no line, note or page of it has a fault that a rule can see.

Page numbers are placeholders while a book is laid out, so every section can be set alone, without knowing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.book.model import PageMap
from pipeline.cache import Cache, MemoryCache
from pipeline.checks.proof import Order, Proof, proofread
from pipeline.render import handouts
from pipeline.render.pdf import sheets
from pipeline.render.pdf.furnishing import printing_files
from pipeline.render.weasy.engine import Engine
from pipeline.render.workers import Workshop
from pipeline.workspace import FolderWorkspace
from tests.render.pdf import faults

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LEAST_NOTES = 5
Rule = Callable[[Any], list[str]]
RULES: tuple[Rule, ...] = (
    faults.early_lines,
    faults.strayed_notes,
    faults.parted_words,
    faults.bare_headings,
    faults.parted_headings,
    faults.lonely_lines,
    faults.spilled,
)


@pytest.fixture(scope="module")
def proof(house_cache: Cache) -> Proof:
    read = proofread(FolderWorkspace(ROOT), house_cache, Order(strict=True), lambda stage: None).value
    assert read is not None
    return read


@pytest.fixture(scope="module")
def found(proof: Proof) -> dict[str, list[str]]:
    """The faults of all sections, by kind; a layout is dropped once it is searched."""
    known: dict[str, list[str]] = {rule.__name__: [] for rule in RULES} | {"longer checklists": []}
    for name, layout in _layouts(proof):
        for rule in RULES:
            known[rule.__name__] += [f"{name}, {fault}" for fault in rule(layout)]
        known["longer checklists"] += [name] if name.startswith("check-") and len(layout.pages) > 1 else []
        known["notes"] = known.get("notes", []) + [name] * faults.count_notes(layout)
    return known


def test_every_checklist_has_a_page_of_the_book_and_a_sheet_of_its_own(
    found: dict[str, list[str]], proof: Proof
) -> None:
    assert found["longer checklists"] == []
    told = handouts.budget(proof.book, proof.theme, MemoryCache(), Workshop(), PageMap())
    assert {one.code for one in told} == {handouts.FITS}
    held = {one.span.path for one in told}
    assert [entry.path for entry in proof.book.manifest.checklists if entry.path not in held] == []


def _layouts(proof: Proof) -> Iterator[tuple[str, Any]]:
    press = sheets.prepare(proof.book, proof.theme)
    styles = proof.theme.files["styles/print.css"].decode()
    engine = Engine(styles, printing_files(proof.book, proof.theme, MemoryCache(), Workshop()))
    numbers = dict.fromkeys(press.homes, "1")
    for section in proof.book.sections:
        yield section.id, engine.lay_out(sheets.make_sheet(press, section, "recto", numbers))[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_typesetter_finds_no_fault(found: dict[str, list[str]], rule: Rule) -> None:
    assert found[rule.__name__] == []


def test_there_are_notes_that_could_stray(found: dict[str, list[str]]) -> None:
    assert len(found["notes"]) >= LEAST_NOTES

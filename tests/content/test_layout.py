"""Our own book as it is set: no line, note or page of it has a fault that a rule can see, and its finished pages keep
the bounds of a good workbook. The book is printed once; every layout is searched as it comes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from benchmarks.page import FULL, GREAT_GAP_MM, Report, fills, measure
from pipeline.book.model import PageMap
from pipeline.cache import FolderCache, MemoryCache
from pipeline.checks.proof import Order, Proof, proofread
from pipeline.editions.trade.limits import TOLERANCE_MM, Inside, measure_inside
from pipeline.editions.trade.requirements import HOUSES
from pipeline.render import handouts, pdf
from pipeline.render.layout import Extent, Sheet
from pipeline.render.weasy.engine import Engine
from pipeline.render.workers import Workshop
from pipeline.workspace import FolderWorkspace
from tests.render.pdf import faults

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LEAST_NOTES, LEAST_SHEETS = 5, 30
# What the finished pages may have: shares of the pages and of the lines, pages, pieces, mm and pt.
MOST_BLANK, LEAST_REGISTER = 0.03, 0.9
MOST_UNDER_HALF, MOST_GREAT_GAPS, MOST_PAGES = 18, 2, 320
# Each would leave more than 40 mm free: everything else that is carried into a room is whole.
BROKEN = {"script": 1, "steps": 1, "decision": 1}
MAY_BREAK = {"table", "fill-table"}
# A card is as large as its cut lines; the camp's second day is longer than what its first leaves free.
CARDS, LOOSE = "karte-", {"methode-innovationscamp"}
LEAST_CELL_MM, LEAST_TYPE_PT = (14, 7.9), 7.5
Rule = Callable[[Any], list[str]]
RULES: tuple[Rule, ...] = (
    faults.early_lines,
    faults.strayed_notes,
    faults.parted_words,
    faults.lost_hyphens,
    faults.bare_headings,
    faults.parted_headings,
    faults.lonely_lines,
    faults.spilled,
)


@dataclass(frozen=True)
class Printed:
    """The faults of all sections, by kind, and what was measured in the file."""

    found: dict[str, list[str]]
    page: Report
    inside: Inside


@pytest.fixture(scope="module")
def proof(house_cache: FolderCache) -> Proof:
    read = proofread(FolderWorkspace(ROOT), house_cache, Order(strict=True), lambda stage: None).value
    assert read is not None
    return read


@pytest.fixture(scope="module")
def printed(proof: Proof, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Print the book in this process, and search every layout before it is dropped."""
    known: dict[str, list[str]] = {rule.__name__: [] for rule in RULES} | {"longer checklists": [], "notes": []}
    lay_out = Engine.lay_out

    def searched(engine: Engine, sheet: Sheet) -> tuple[Any, Extent]:
        layout, extent = lay_out(engine, sheet)
        _search(layout, known)
        return layout, extent

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "lay_out", searched)
        rendering = pdf.render(proof.book, proof.theme, MemoryCache(), Workshop()).value
    path = tmp_path_factory.mktemp("printed") / "book.pdf"
    (data,) = rendering.artifacts.values()
    path.write_bytes(data)
    return Printed(known, measure(path), _inside(data))


def _inside(data: bytes) -> Inside:
    with pikepdf.open(io.BytesIO(data)) as book:
        del book.pages[0]  # the cover
        target = io.BytesIO()
        book.save(target)
    return measure_inside(target.getvalue())


def _search(layout: Any, known: dict[str, list[str]]) -> None:
    name = next(layout._html.etree_element.iter("main")).get("id", "")
    for rule in RULES:
        known[rule.__name__] += [f"{name}, {fault}" for fault in rule(layout)]
    known["longer checklists"] += [name] if name.startswith("check-") and len(layout.pages) > 1 else []
    known["notes"] += [name] * faults.count_notes(layout)


@pytest.fixture(scope="module")
def found(printed: Printed) -> dict[str, list[str]]:
    return printed.found


def test_every_checklist_has_a_page_of_the_book_and_a_sheet_of_its_own(
    proof: Proof, found: dict[str, list[str]]
) -> None:
    assert found["longer checklists"] == []
    told = handouts.budget(proof.book, proof.theme, MemoryCache(), Workshop(), PageMap())
    assert {one.code for one in told} == {handouts.FITS}
    held = {one.span.path for one in told}
    assert [entry.path for entry in proof.book.manifest.checklists if entry.path not in held] == []


def test_what_is_handed_out_fills_its_sheets(proof: Proof, house_cache: FolderCache, tmp_path: Path) -> None:
    made = handouts.render(proof.book, proof.theme, house_cache, Workshop(), PageMap()).value
    loose = set()
    for path, data in made.items():
        file = tmp_path / path.rpartition("/")[2]
        file.write_bytes(data)
        loose |= {file.stem} if min(fills(file)) < FULL else set()
    assert len(made) > LEAST_SHEETS
    assert {name for name in loose if not name.startswith(CARDS)} == LOOSE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_typesetter_finds_no_fault(found: dict[str, list[str]], rule: Rule) -> None:
    assert found[rule.__name__] == []


def test_there_are_notes_that_could_stray(found: dict[str, list[str]]) -> None:
    assert len(found["notes"]) >= LEAST_NOTES


def test_hardly_a_page_is_blank(printed: Printed) -> None:
    assert len(printed.page.blank) <= MOST_BLANK * printed.page.pages


def test_few_pages_end_early(printed: Printed) -> None:
    great = [page for page, gap in printed.page.gaps_inside.items() if gap > GREAT_GAP_MM]
    assert len(printed.page.under_half) <= MOST_UNDER_HALF
    assert len(great) <= MOST_GREAT_GAPS


def test_the_book_is_no_longer_than_was_agreed(printed: Printed) -> None:
    assert printed.page.pages <= MOST_PAGES


def test_every_printing_house_takes_it(printed: Printed) -> None:
    inside = printed.inside
    assert inside.gutter_mm >= max(house.gutter_mm(inside.pages) for house in HOUSES) - TOLERANCE_MM
    assert inside.edge_mm >= max(house.edge_mm for house in HOUSES) - TOLERANCE_MM


def test_what_is_carried_into_a_room_is_whole(printed: Printed) -> None:
    broken = {name: len(pages) for name, pages in printed.page.broken.items() if name not in MAY_BREAK}
    assert {name: count for name, count in broken.items() if count > BROKEN.get(name, 0)} == {}


def test_a_sheet_is_one_page_or_a_spread(printed: Printed) -> None:
    assert printed.page.sheets >= LEAST_SHEETS
    assert printed.page.spilled == []


def test_lines_register_and_nothing_is_too_small(printed: Printed) -> None:
    assert printed.page.register >= LEAST_REGISTER
    width, height, _ = printed.page.smallest_cell_mm
    assert (width >= LEAST_CELL_MM[0], height >= LEAST_CELL_MM[1]) == (True, True)
    assert printed.page.smallest_type_pt[0] >= LEAST_TYPE_PT

"""The grid of lines: what ends between two lines of the running text is made as much higher as the next one needs.

WeasyPrint 70.0 has no grid (CSS Line Grid 1). Margins of the style sheet are whole lines, so text after headings,
boxes, pictures and tables stands again on the lines of the page beside it. Sheets to fill in have no running text and
no grid.

`install` replaces a private function; border.py holds it to what it was written for.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from weasyprint.layout import block
from weasyprint.text.line_break import strut

# Sections of running text; all others are made of fields, entries or one picture.
RUNNING = "chapter"
# What holds blocks of running text: boxes whose lines are as high as the section's have the grid, too.
HOLDERS = frozenset({"main", "aside", "section", "dl"})
FIELD = "field"
# Lines are measured to parts of a pixel.
TOLERANCE_PX = 0.5

_block_level_layout = block.block_level_layout


class Grid(NamedTuple):
    """The lines of a page: where the first begins, and how high each is, in pixels."""

    top: float
    line: float


def install() -> None:
    """Make WeasyPrint keep the grid."""
    block.block_level_layout = block_level_layout


def block_level_layout(
    context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, *rest: Any
) -> tuple[Any, ...]:
    """Lay a block out as WeasyPrint does, and let it end on a line of the section that it stands in."""
    around = getattr(context, "grid", None)
    if _is_running(box):
        # A section begins at the head of each of its pages.
        context.grid = Grid(box.position_y, float(strut(box.style)[0]))
    result: tuple[Any, ...] = _block_level_layout(context, box, bottom_space, skip_stack, containing_block, *rest)
    new, resume_at = result[0], result[1]
    if around and new is not None and resume_at is None and _holds(containing_block, around) and not _is_field(box):
        missing = _missing(new, around)
        # At the foot of the page nothing follows.
        if missing and not context.overflows_page(bottom_space, new.border_box_y() + new.border_height() + missing):
            new.height += missing
            new.grid_missing = missing
    context.grid = around
    return result


def _is_running(box: Any) -> bool:
    return box.element_tag == "main" and RUNNING in box.element.get("class", "").split()


def _is_field(box: Any) -> bool:
    return box.element is not None and FIELD in box.element.get("class", "").split()


def _holds(box: Any, grid: Grid) -> bool:
    return box.element_tag in HOLDERS and strut(box.style)[0] == grid.line


def _missing(box: Any, grid: Grid) -> float:
    """How far the end of a box is from the next line."""
    off = (box.border_box_y() + box.border_height() - grid.top) % grid.line
    return float(grid.line - off) if TOLERANCE_PX < off < grid.line - TOLERANCE_PX else 0.0

"""Gaps at the foot of a page: where a piece that stays whole went to the next page, a better break is looked for.

In: a layout. Out: what its blocks are (`paging` says what is to be done), the section as it is then planned, and what
gaps are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from . import paging, stops
from .blocks import descendants
from .paging import Plan

PX_TO_MM = 25.4 / 96
LEAST_GAP_PX, GREAT_GAP_PX = paging.LEAST_GAP, paging.GREAT_GAP
# What stands further apart leaves so much.
SPREAD_GAP_PX = 20 / PX_TO_MM
# So much of a carried piece stands on either page when it breaks.
LEAST_PART_PX, LEAST_REST_PX = 30 / PX_TO_MM, 20 / PX_TO_MM
# The lines of a card where there is room to spare, as high as a hand likes at most.
CARD, ROOMY, WRITTEN = "card", "--line: 9mm; --apart: 9pt", frozenset({"one-line", "rule"})
CARRIED = frozenset({"steps", "roles", "reflection", "decision", "script", "checklist"})
ROWS = frozenset({"steps", "script", "reflection"})
ONE = frozenset({"method", "micro-method", CARD, "shortcut", "fields", "sample"})
LOOSE, BEGINS = "break-inside: auto", "break-before: page"
_PARTED = frozenset({"aside", "section", "table"})
# The pages of a sheet, from 0, that are some lines longer, at its root: "3:1 5:-2".
LINES = "data-lines"
HEADINGS = ("h2", "h3", "h4")
_TEXTS = frozenset({"p", "ul", "ol"})
_PIECES = frozenset({"aside", "section", "figure", "table", "div"})
# It stands for itself and may go on over the page.
LETTER = "letter"
CALL = "::footnote-call"


class Section:
    """A section as its author wrote it, and as it is planned."""

    def __init__(self, layout: Any) -> None:
        self.root = layout._html.etree_element
        self._main = next(self.root.iter("main"))
        self._written = list(self._main)
        self._styles = {element: element.get("style") for element in self._written}
        boxes_of_all = (box for page in layout.pages for box in blocks_of(page))
        self._elements = list(dict.fromkeys(box.element for box in boxes_of_all))
        page = layout.pages[-1]._page_box
        self._margin, self._line = page.margin_bottom, strut(page.children[0].style)[0]
        self.as_written = Plan(tuple(range(len(self._elements))))

    def plan(self, layout: Any) -> Plan:
        """Look for better breaks by what was set."""
        parts: dict[Any, list[Any]] = {element: [] for element in self._elements}
        for box in (box for page in layout.pages for box in blocks_of(page)):
            parts[box.element].append(box)
        notes = dict(_notes(layout.pages))
        blocks = [_block(parts[element], notes.get(element, 0.0)) for element in self._elements]
        return paging.plan(blocks, _area(layout))

    def set(self, plan: Plan) -> None:
        """Bring the section into the form that is planned."""
        for element, style in self._styles.items():
            element.attrib.pop("style", None)
            if style is not None:
                element.set("style", style)
        for numbers, style in ((plan.broken, LOOSE), (plan.begins, BEGINS)):
            for number in sorted(numbers):
                _add_style(self._elements[number], style)
        self.root.set(LINES, " ".join(f"{number}:{lines}" for number, lines in sorted(plan.lines)))
        ordered, movable = iter([self._elements[number] for number in plan.order]), set(self._elements)
        self._main[:] = [next(ordered) if element in movable else element for element in self._written]

    def lines(self) -> str:
        """The style of the pages that are some lines longer or shorter than the others."""
        pairs = (pair.split(":") for pair in self.root.get(LINES, "").split())
        return "".join(
            f"@page :nth({int(number) + 1}) {{ margin-bottom: {self._margin - int(lines) * self._line}px }}"
            for number, lines in pairs
        )

    def spread(self, layout: Any) -> bool:
        """Let what stands on a page that ends early stand further apart, by whole lines; say whether there is any."""
        changed = False
        for page, following in pairwise(layout.pages):
            if gap_px(page) > GREAT_GAP_PX and not _is_forced(following):
                changed |= _spread(page)
        return changed


def _spread(page: Any) -> bool:
    here, line = blocks_of(page), float(strut(page._page_box.children[0].style)[0])
    spare = int((gap_px(page) - SPREAD_GAP_PX) / line)
    pairs = [(before, box) for before, box in pairwise(here) if not {before.element_tag, box.element_tag} <= _TEXTS]
    pairs = [pair for pair in pairs if pair[0].element_tag not in HEADINGS][:spare]
    for before, box in pairs:
        apart = max(_margin(before, "margin_bottom"), _margin(box, "margin_top")) + line
        _add_style(box.element, f"margin-top: {apart:.2f}px")
    cards = [box.element for box in here if CARD in _classes(box)]
    written = sum(bool(WRITTEN & set((one.get("class") or "").split())) for card in cards for one in card.iter())
    # Each becomes a millimetre higher, and stands two millimetres further down.
    if 3.1 * written / PX_TO_MM > gap_px(page) - len(pairs) * line:
        cards = []
    for element in cards:
        _add_style(element, ROOMY)
    return bool(pairs or cards)


def is_good(layout: Any) -> bool:
    """Whether no page ends early, and nothing that is carried is broken; so it is with what is no section."""
    is_section = next(layout._html.etree_element.iter("main"), None) is not None
    return not is_section or faults(layout) <= len(layout.pages) * paging.PAGE


def faults(layout: Any) -> float:
    """How bad the breaks of a layout are: its gaps, what is carried and broken, and how many pages it has."""
    free = sum(paging.gap_cost(gap_px(page)) for page, following in pairwise(layout.pages) if not _is_forced(following))
    pages: dict[Any, int] = {}
    for page in layout.pages:
        for box in blocks_of(page):
            if CARRIED & _classes(box):
                pages[box.element] = pages.get(box.element, 0) + 1
    broken = sum(count > 1 for count in pages.values())
    return free + broken * paging.BROKEN_CARRIED + len(layout.pages) * paging.PAGE


def left(layout: Any) -> tuple[tuple[int, int, str], ...]:
    """The gaps that are left: their page, from 0, their height in mm, the id of the piece that had no room."""
    found = []
    for number, (page, following) in enumerate(pairwise(layout.pages)):
        gap = gap_px(page)
        piece = next((box for box in blocks_of(following) if box.element_tag not in HEADINGS), None)
        if gap > GREAT_GAP_PX and piece is not None and not _is_forced(following):
            found.append((number, round(gap * PX_TO_MM), str(piece.element.get("id") or "")))
    return tuple(found)


def _is_forced(page: Any) -> bool:
    """Whether a page begins where its author, or the style sheet, wants one to begin."""
    return any(box.style["break_before"] != "auto" for box in blocks_of(page)[:2])


def gap_px(page: Any) -> float:
    """How much is free at the foot of a page, above its notes."""
    notes = next((box for box in page._page_box.children if isinstance(box, boxes.FootnoteAreaBox)), None)
    foot = page._page_box.content_box_y() + page._page_box.height
    if notes is not None and notes.children:
        foot = min(foot, notes.position_y)
    bottoms = [box.border_box_y() + box.border_height() for box in blocks_of(page)]
    return float(foot - max(bottoms, default=page._page_box.content_box_y()))


def blocks_of(page: Any) -> list[Any]:
    """The blocks of a section that stand on a page."""
    box = page._page_box.children[0]
    while box.element_tag != "main":
        box = next((child for child in box.children if child.element_tag in ("body", "main")), None)
        if box is None:
            return []
    return [child for child in box.children if child.element is not None and stops.in_flow(child)]


def _area(layout: Any) -> paging.Area:
    page = layout.pages[-1]._page_box
    line = float(strut(page.children[0].style)[0])
    is_running = "chapter" in (next(layout._html.etree_element.iter("main")).get("class") or "").split()
    return paging.Area(float(page.height), line, is_running)


def _block(parts: list[Any], notes: float) -> paging.Block:
    """A block by its parts on one page or several."""
    box = parts[0]
    classes, tag, stays_whole = _classes(box), box.element_tag, _stays_whole(box)
    height = sum(_natural(part) for part in parts)
    found = sorted(set(stops.of(parts)))
    if stays_whole:
        rest = 0.0 if ROWS & classes or tag == "table" else LEAST_REST_PX
        found = [stop for stop in found if stop >= LEAST_PART_PX and height - stop >= rest]
    return paging.Block(
        height=height,
        above=_margin(box, "margin_top"),
        below=_margin(box, "margin_bottom"),
        price=_price(classes, tag) if stays_whole else 0.0,
        stops=tuple(found),
        again=stops.head_of(box),
        notes=notes,
        keeps=box.style["break_after"].startswith("avoid"),
        begins=box.style["break_before"] not in ("auto", "avoid"),
        is_heading=tag in HEADINGS,
        moves=tag in _PIECES and (stays_whole or not found),
        may_pass=tag == "figure",
        yields=tag in _TEXTS or tag == "aside" or bool({CARD, LETTER} & classes),
    )


def _natural(box: Any) -> float:
    """How high a box is without what the grid added."""
    return float(box.border_height()) - getattr(box, "grid_missing", 0.0)


def _add_style(element: Any, style: str) -> None:
    element.set("style", "; ".join(filter(None, (element.get("style"), style))))


def _price(classes: set[str], tag: str) -> float:
    if tag not in _PARTED or ONE & classes:
        return paging.WHOLE
    return paging.BROKEN_CARRIED if CARRIED & classes else paging.BROKEN


def _notes(pages: Any) -> Iterator[tuple[Any, float]]:
    """How high the notes of a page are, at the block that calls the first of them."""
    for page in pages:
        area = next((box for box in page._page_box.children if isinstance(box, boxes.FootnoteAreaBox)), None)
        if area is not None and area.children:
            calling = (box for box in blocks_of(page) if _calls(box))
            yield from ((box.element, float(area.margin_height())) for box in [next(calling, None)] if box is not None)


def _calls(box: Any) -> bool:
    return any((one.element_tag or "").endswith(CALL) for one in descendants(box))


def _margin(box: Any, name: str) -> float:
    value = box.style[name]
    return max(float(value.value), 0.0) if value != "auto" and value.unit == "px" else 0.0


def _stays_whole(piece: Any) -> bool:
    box = piece.get_wrapped_table() if piece.is_table_wrapper else piece
    return bool(box.style["break_inside"] == "avoid")


def _classes(box: Any) -> set[str]:
    return set((box.element.get("class") or "").split())

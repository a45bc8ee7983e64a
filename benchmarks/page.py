"""Measure the pages of a finished book from its PDF alone (README.md): what a typesetter would count.

In: a tagged PDF, as ours are. Its structure tree says what belongs together, its marked content where that stands.
"""

from __future__ import annotations

import argparse
import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.theme import Labels, default_theme

PT_TO_MM = 25.4 / 72
# The type area of the book.
HEAD_MM, FOOT_MM = 22.0, 20.4
GRID_PT, TEXT_PT = 14.0, 10.0
# A line registers when it is no further than this from the grid.
OFF_GRID_PT, TOLERANCE_PT = 0.6, 0.05
TEXT_FACE = "Serif"
# Shapes of a page that has nothing else.
THUMB_INDEX = 2
# What is smaller is there for programs alone.
UNSEEN_PT = 1.5
SMALL_GAP_MM, GREAT_GAP_MM = 25.0, 40.0
# A sheet to hand out is full when so much of its type area is used, between these margins.
FULL, SHEET_HEAD_MM = 0.85, 18.0
SHORT_LIST = 8
# Boxes that have a page of their own.
APART = ("micro-method", "sample")
CARRIED = ("roles", "reflection", "decision", "method", "micro-method", "script", "checklist")


@dataclass(frozen=True, slots=True)
class Ink:
    """A text or picture on a page: where it stands, in points from the lower left, and in what type."""

    mark: int
    left: float
    bottom: float
    right: float
    top: float
    text: str = ""
    font: str = ""
    size: float = 0.0
    baseline: float = 0.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its height and what is printed on it; `fields` are boxes to write in (kind, width, height in mm)."""

    height: float
    inks: tuple[Ink, ...]
    fields: tuple[tuple[str, float, float, float], ...]
    shapes: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on the page but its head, its folio and its place on the thumb index."""
        return not self.content and not self.fields and self.shapes <= THUMB_INDEX

    @property
    def content(self) -> tuple[Ink, ...]:
        """What is read: no running heads, no folios."""
        return tuple(ink for ink in self.inks if ink.mark >= 0)

    @property
    def gap_mm(self) -> float:
        """How much is free above the foot of the type area."""
        bottoms = [ink.bottom for ink in self.content] + [bottom for *_, bottom in self.fields]
        return max(0.0, min(bottoms, default=self.height) * PT_TO_MM - FOOT_MM)


@dataclass(slots=True)
class Piece:
    """An element of the structure tree: its role, its kids, and the pages that it stands on."""

    role: str
    kids: list[Piece] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    forms: int = 0

    def walk(self) -> Iterator[Piece]:
        """This piece and all within, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


@dataclass(slots=True)
class Report:
    """What was counted; pages are numbers from 1 in the file."""

    pages: int = 0
    blank: list[int] = field(default_factory=list)
    under_half: list[int] = field(default_factory=list)
    gaps_inside: dict[int, int] = field(default_factory=dict)
    gaps_at_end: dict[int, int] = field(default_factory=dict)
    broken: dict[str, list[int]] = field(default_factory=dict)
    spilled: list[str] = field(default_factory=list)
    sheets: int = 0
    smallest_cell_mm: tuple[float, float, int] = (0.0, 0.0, 0)
    smallest_type_pt: tuple[float, int, str] = (0.0, 0, "")
    lines: int = 0
    registered: int = 0

    @property
    def register(self) -> float:
        """The share of running-text lines that stand on the grid."""
        return self.registered / self.lines if self.lines else 1.0


def measure(path: Path, labels: Labels | None = None) -> Report:
    """Count in a PDF what a typesetter would."""
    words = labels or default_theme("de").labels
    with pikepdf.open(path) as file:
        numbers = {page.objgen: number for number, page in enumerate(file.pages)}
        parts = [_piece(part, numbers) for part in _kids(next(iter(_kids(file.Root.StructTreeRoot))))]
        boxes = [_fields(page) for page in file.pages]
    leaves = _leaves(path, boxes)
    report = Report(len(leaves))
    count_pages(report, parts, leaves, [words.word(f"elements.{name}.word") for name in APART])
    count_broken(report, parts, leaves, {words.word(f"elements.{name}.word"): name for name in CARRIED})
    count_sheets(report, parts, leaves, words)
    count_type(report, leaves)
    return report


def _piece(node: Any, numbers: Mapping[Any, int], page: int = -1) -> Piece:
    piece = Piece(str(node.get("/S", "")).lstrip("/"))
    page = numbers.get(node.Pg.objgen, page) if "/Pg" in node else page
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            piece.kids.append(_piece(kid, numbers, page))
        elif not isinstance(kid, pikepdf.Dictionary) or "/MCID" in kid:
            mark = int(kid.MCID if isinstance(kid, pikepdf.Dictionary) else kid)
            own = isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid
            piece.marks.append((numbers[kid.Pg.objgen] if own else page, mark))
        elif "/Pg" in kid:
            piece.pages.add(numbers[kid.Pg.objgen])
    piece.pages |= {number for number, _ in piece.marks}.union(*(kid.pages for kid in piece.kids))
    piece.forms = (piece.role == "Form") + sum(kid.forms for kid in piece.kids)
    return piece


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    return [] if kids is None else list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _fields(page: Any) -> tuple[tuple[str, float, float, float], ...]:
    """The boxes to write in: kind, width and height in mm, lower edge in points."""
    found = []
    for note in page.get("/Annots", ()):
        if note.get("/Subtype") == "/Widget":
            left, bottom, right, top = map(float, note.Rect)
            kind = str(note.get("/FT") or note.get("/Parent", {}).get("/FT", ""))
            found.append((kind, abs(right - left) * PT_TO_MM, abs(top - bottom) * PT_TO_MM, min(bottom, top)))
    return tuple(found)


def _leaves(path: Path, boxes: list[tuple[tuple[str, float, float, float], ...]]) -> list[Leaf]:
    file = pypdfium2.PdfDocument(path)
    try:
        leaves = []
        for number, fields in enumerate(boxes):
            page = file[number]
            leaves.append(Leaf(page.get_height(), tuple(_inks(page)), fields, _shapes(page)))
            page.close()
        return leaves
    finally:
        file.close()


def _shapes(page: Any) -> int:
    """How many shapes stand on a page and in its forms, which drawings are."""
    things = [pdfium.FPDFPage_GetObject(page.raw, nth) for nth in range(pdfium.FPDFPage_CountObjects(page.raw))]
    kinds = [pdfium.FPDFPageObj_GetType(thing) for thing in things]
    return kinds.count(pdfium.FPDF_PAGEOBJ_PATH) + kinds.count(pdfium.FPDF_PAGEOBJ_FORM)


def _inks(page: Any) -> Iterator[Ink]:
    texts = pdfium.FPDFText_LoadPage(page.raw)
    sides = [ctypes.c_float() for _ in range(4)]
    for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
        thing = pdfium.FPDFPage_GetObject(page.raw, number)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if not pdfium.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, sides)):
            continue
        place = (pdfium.FPDFPageObj_GetMarkedContentID(thing), *(side.value for side in sides))
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            text = _text(thing, texts)
            font, size, baseline = _type(thing)
            if text.strip():
                yield Ink(*place, text, font, size, baseline)
        elif place[0] >= 0:
            yield Ink(*place)
    pdfium.FPDFText_ClosePage(texts)


def _text(thing: Any, texts: Any) -> str:
    length = pdfium.FPDFTextObj_GetText(thing, texts, None, 0)
    letters = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFTextObj_GetText(thing, texts, letters, length)
    return bytes(letters).decode("utf-16-le", "replace").rstrip("\0")


def _type(thing: Any) -> tuple[str, float, float]:
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(thing, size)
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(thing), name, 100)
    return name.value.decode("ascii", "replace"), abs(size.value * matrix.d), matrix.f


def count_pages(report: Report, parts: list[Piece], leaves: list[Leaf], apart: Sequence[str] = ()) -> None:
    """Count blank and half-filled pages, and gaps at the foot."""
    last = {max(part.pages) for part in parts if part.pages} | _ends_before_pages_of_their_own(parts, leaves, apart)
    for number, leaf in enumerate(leaves):
        if not leaf.content and not leaf.fields and not leaf.is_blank:
            continue
        if leaf.is_blank:
            report.blank.append(number + 1)
            continue
        gap, area = leaf.gap_mm, leaf.height * PT_TO_MM - HEAD_MM - FOOT_MM
        if gap > area / 2:
            report.under_half.append(number + 1)
        if gap > SMALL_GAP_MM:
            (report.gaps_at_end if number in last else report.gaps_inside)[number + 1] = round(gap)


def _ends_before_pages_of_their_own(parts: list[Piece], leaves: list[Leaf], apart: Sequence[str]) -> set[int]:
    """Pages, from 0, before boxes that begin a page whatever is free on the last: their labels are `apart`."""
    texts = [_by_mark(leaf) for leaf in leaves]
    boxes = (piece for part in parts for piece in part.walk() if piece.role == "Sect" and piece.kids and piece.pages)
    return {min(box.pages) - 1 for box in boxes if _said(box.kids[0], texts).endswith(tuple(apart))} if apart else set()


def count_broken(report: Report, parts: list[Piece], leaves: list[Leaf], names: Mapping[str, str]) -> None:
    """Count what is carried into a room and stands on two pages."""
    texts = [_by_mark(leaf) for leaf in leaves]
    for piece in (inner for part in parts for inner in part.walk()):
        name = _class_of(piece, texts, names)
        if name and len(piece.pages) > 1:
            report.broken.setdefault(name, []).append(min(piece.pages) + 1)
        for one, other in zip(piece.kids, piece.kids[1:], strict=False):
            if _parted_colon(one, other, texts):
                report.broken.setdefault("colon", []).append(max(one.pages) + 1)


def _by_mark(leaf: Leaf) -> dict[int, str]:
    texts: dict[int, str] = {}
    for ink in leaf.content:
        texts[ink.mark] = texts.get(ink.mark, "") + ink.text
    return texts


def _said(piece: Piece, texts: list[dict[int, str]]) -> str:
    return "".join(texts[page].get(mark, "") for inner in piece.walk() for page, mark in inner.marks).strip()


def _class_of(piece: Piece, texts: list[dict[int, str]], names: Mapping[str, str]) -> str:
    """What a piece is, if it is one that is carried into a room: boxes say so themselves in their first line."""
    if piece.role == "Sect" and piece.kids:
        said = _said(piece.kids[0], texts)
        return names.get(said, "") or ("canvas" if piece.forms and piece.kids[0].role == "Div" else "")
    if piece.role == "Table":
        heads = [_said(cell, texts) for cell in piece.walk() if cell.role in ("TH", "TD")]
        return "steps" if heads[:1] == ["Min."] else "fill-table" if piece.forms else "table"
    if piece.role == "L" and len(piece.kids) <= SHORT_LIST and not piece.forms:
        return "" if len(piece.pages) < 2 else "short list"
    return ""


def _parted_colon(one: Piece, other: Piece, texts: list[dict[int, str]]) -> bool:
    parted = one.role == "P" and one.pages and other.pages and max(one.pages) < min(other.pages)
    return bool(parted) and _said(one, texts).endswith(":")


def count_sheets(report: Report, parts: list[Piece], leaves: list[Leaf], labels: Labels) -> None:
    """Count sheets that are neither a page nor a spread, and find the smallest box to write in."""
    texts = [_by_mark(leaf) for leaf in leaves]
    kinds = tuple(f"{labels.word(f'names.{kind}')} " for kind in ("checklist", "worksheet"))
    sample = labels.word("elements.sample.word")
    cells = []
    for part in parts:
        said = [_said(kid, texts) for kid in part.kids[:3] if kid.role != "Part"]
        if not any(text.startswith(kinds) and text[-1:].isdigit() for text in said):
            continue
        report.sheets += 1
        samples = [kid.pages for kid in part.kids if kid.kids and sample in _said(kid.kids[0], texts)]
        pages = sorted(part.pages - set().union(*samples))
        if len(pages) > 2 or (len(pages) == 2 and not is_spread(pages)):
            report.spilled.append(f"{said[1] if len(said) > 1 else said[0]} ({len(pages)} from {pages[0] + 1})")
        cells += [
            (width, height, page + 1)
            for page in pages
            for kind, width, height, _ in leaves[page].fields
            if kind == "/Tx"
        ]
    report.smallest_cell_mm = min(cells, key=lambda cell: cell[0] * cell[1], default=(0.0, 0.0, 0))


def fills(path: Path) -> list[float]:
    """How much of its type area each page of a sheet to hand out uses."""
    with pikepdf.open(path) as file:
        boxes = [_fields(page) for page in file.pages]
    return [used(leaf) for leaf in _leaves(path, boxes)]


def used(leaf: Leaf) -> float:
    """The share of a sheet's type area down to its last line or box."""
    return 1 - leaf.gap_mm / (leaf.height * PT_TO_MM - SHEET_HEAD_MM - FOOT_MM)


def is_spread(pages: list[int]) -> bool:
    """Whether two pages, from 0 with the cover, face each other."""
    return pages[1] == pages[0] + 1 and pages[0] % 2 == 0


def count_type(report: Report, leaves: list[Leaf]) -> None:
    """Find the smallest type, and count lines that stand on the grid."""
    smallest = min(
        (
            (ink.size, number, ink.text)
            for number, leaf in enumerate(leaves, 1)
            for ink in leaf.inks
            if ink.size > UNSEEN_PT
        ),
        default=(0.0, 0, ""),
    )
    report.smallest_type_pt = (round(smallest[0], 2), *smallest[1:])
    steps = [step for leaf in leaves for step in _steps(leaf)]
    report.lines = len(steps)
    # The grid is where most lines stand: it is the book's own, whatever its margins are.
    report.registered = max(
        (sum(_distance(step, grid) <= OFF_GRID_PT for step in steps) for grid in set(steps)), default=0
    )


def _steps(leaf: Leaf) -> Iterator[float]:
    """Where in the leading each line of running text stands, counted from the head of its page."""
    lines = {
        round(leaf.height - ink.baseline, 1)
        for ink in leaf.content
        if TEXT_FACE in ink.font and abs(ink.size - TEXT_PT) < TOLERANCE_PT
    }
    return (round(line % GRID_PT, 1) for line in lines)


def _distance(step: float, grid: float) -> float:
    off = abs(step - grid)
    return min(off, GRID_PT - off)


def main() -> None:
    """Print what was measured."""
    options = argparse.ArgumentParser(prog="benchmarks.page", description=__doc__)
    options.add_argument("pdf", type=Path, help="a book, or a folder of sheets to hand out")
    path = options.parse_args().pdf
    if path.is_dir():
        _tell_fills(path)
        return
    report = measure(path)
    inside, end = report.gaps_inside, report.gaps_at_end
    great = {page: gap for page, gap in inside.items() if gap > GREAT_GAP_MM}
    width, height, page = report.smallest_cell_mm
    print(f"pages            {report.pages}")
    print(f"blank            {len(report.blank)} ({len(report.blank) / report.pages:.1%}): {report.blank}")
    print(f"under half full  {len(report.under_half)}: {report.under_half}")
    print(f"gaps > 25 mm     {len(inside)} inside, {len(end)} at ends: {inside}")
    print(f"gaps > 40 mm     {len(great)} inside: {great}")
    for name, places in sorted(report.broken.items()):
        print(f"broken           {name} {len(places)}: {places}")
    print(f"sheets that spill {len(report.spilled)} of {report.sheets}: {'; '.join(report.spilled)}")
    print(f"smallest cell    {width:.0f} × {height:.0f} mm (page {page})")
    print("smallest type    {} pt (page {}): {!r}".format(*report.smallest_type_pt))
    print(f"register         {report.register:.1%} of {report.lines} lines")


def _tell_fills(folder: Path) -> None:
    sheets = {path.stem: fills(path) for path in sorted(folder.glob("*.pdf"))}
    loose = {name: pages for name, pages in sheets.items() if min(pages) < FULL}
    print(f"sheets           {len(sheets)}, of more than a page {sum(len(pages) > 1 for pages in sheets.values())}")
    print(f"under {FULL:.0%} full   {len(loose)}")
    for name, pages in loose.items():
        print(f"                 {name}: {', '.join(f'{page:.0%}' for page in pages)}")


if __name__ == "__main__":
    main()

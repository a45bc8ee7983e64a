"""What is stamped on pages, under what is there: folios, a draft's note, change bars."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Bars
from .packing import packed, string
from .pieces import Piece, Stream

MM = 72 / 25.4
# The folio stands outside at the foot, in line with the text block (templates/styles/print.css, @page).
FOLIO_SIZE_PT, NOTE_SIZE_PT = 9, 7.5
FOLIO_ABOVE_MM = 13.4
# As far from the edge as printing houses ask for.
OUTER_MM = 13
# A draft's note stands at the inner edge of the text block.
INNER_MM = 20
# A change bar stands in the outer margin, 7 mm from the text block: outside of the numbers beside ticks.
BAR_MM, BAR_WIDTH_PT = 27, 1.5
INK = "0.106 0.106 0.141 rg"
FOLIO_FONT = "/F9"
FIELD_FONT = "/F0"


@dataclass(frozen=True, slots=True)
class Stamps:
    """Draws stamps; `font` is the font that folios are set in (faces.py), `note` the note of a draft, in the letters of
    that font (Windows-1252; theme.py holds a book's own words to them)."""

    font: Piece
    note: str = ""

    def stamp(self, size_pt: tuple[float, float], folio: str, bars: Bars) -> Stream:
        """On a page of this width and height: bars beside what is new or changed, folio and note, as artifacts."""
        drawing = _bars(*size_pt, folio, bars) + self._folio(size_pt[0], folio)
        return packed(drawing.encode("cp1252", "replace"), {})

    def _folio(self, width_pt: float, folio: str) -> str:
        recto = _is_recto(folio)
        right = width_pt - OUTER_MM * MM - self._width(folio.encode(), FOLIO_SIZE_PT)
        letters = self.note.encode("cp1252", "replace")
        left = INNER_MM * MM if recto else width_pt - INNER_MM * MM - self._width(letters, NOTE_SIZE_PT)
        note = string(letters).decode("cp1252")
        below = f"BT {INK} {FOLIO_FONT} {NOTE_SIZE_PT} Tf 1 0 0 1 {left:.2f} {FOLIO_ABOVE_MM * MM:.2f} Tm {note} Tj ET"
        place = f"1 0 0 1 {right if recto else OUTER_MM * MM:.2f} {FOLIO_ABOVE_MM * MM:.2f} Tm"
        words = f"BT {INK} {FOLIO_FONT} {FOLIO_SIZE_PT} Tf {place} ({folio}) Tj ET"
        return f"/Artifact <</Type/Pagination>> BDC q {words} {below if self.note else ''} Q EMC\n"

    def _width(self, letters: bytes, size_pt: float) -> float:
        """How wide a folio or a note is, in points."""
        first, advances = self.font.facts["first"], self.font.facts["widths"]
        return float(sum(advances[code - first] for code in letters) * size_pt / 1000)


def _bars(width_pt: float, height_pt: float, folio: str, bars: Bars) -> str:
    if not bars:
        return ""
    x = width_pt - BAR_MM * MM if _is_recto(folio) else BAR_MM * MM
    lines = " ".join(f"{x:.2f} {height_pt - top:.2f} m {x:.2f} {height_pt - end:.2f} l" for top, end in bars)
    return f"/Artifact <</Type/Layout>> BDC q {INK.upper()} {BAR_WIDTH_PT} w {lines} S Q EMC\n"


def _is_recto(folio: str) -> bool:
    return (int(folio) if folio.isdigit() else _roman_value(folio)) % 2 == 1


def _roman_value(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    numbers = [values[sign] for sign in text]
    return sum(-n if n < after else n for n, after in zip(numbers, [*numbers[1:], 0], strict=True))

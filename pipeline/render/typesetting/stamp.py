"""What is put on finished pages: folios, and the font of the form fields. Both use fonts embedded once in the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Dictionary, Name, String

from pipeline.render.typesetting import fonts
from pipeline.render.typesetting.model import Bars, Fonts

MM = 72 / 25.4
# The folio stands outside at the foot, in line with the text block (templates/styles/print.css, @page).
FOLIO_SIZE_PT = 9
FOLIO_ABOVE_MM = 13
OUTER_MM = 12
# A draft's note stands at the left edge of the text block, which lies nearer to the spine.
NOTE_RECTO_MM, NOTE_VERSO_MM = 20, 34
# A change bar stands in the outer margin, 7 mm from the text block: outside of the numbers beside ticks.
BAR_MM, BAR_WIDTH_PT = 27, 1.5
INK = "0.106 0.106 0.141 rg"
FOLIO_FONT = Name("/F9")
FIELD_FONT = Name("/F0")


class Stamps:
    """Puts stamps on the pages of one book; fonts are embedded when first used, by `describe`."""

    def __init__(self, book: pikepdf.Pdf, files: Fonts, describe: Callable[[bytes], pikepdf.Object]) -> None:
        self._book, self._files, self._describe = book, files, describe
        self._folio_font: pikepdf.Object | None = None

    def folios(self, pages: Sequence[pikepdf.Page], folios: Sequence[str], note: str = "") -> None:
        """Print each page's folio, and a draft's note, as artifacts under what is there."""
        if self._folio_font is None:
            self._folio_font = self._font(self._files.folio)
        for page, text in zip(pages, folios, strict=True):
            if not text:
                continue
            page.obj.Resources.Font[FOLIO_FONT] = self._folio_font
            stream = self._book.make_stream(self._drawing(page, text, note).encode("cp1252", "replace"))
            page.contents_add(stream, prepend=True)

    def bars(self, pages: Sequence[pikepdf.Page], folios: Sequence[str], bars: Sequence[Bars]) -> None:
        """Draw a bar beside what is new or changed, as an artifact."""
        for page, text, its_bars in zip(pages, folios, bars, strict=False):
            if text and its_bars:
                width, height = float(page.mediabox[2]), float(page.mediabox[3])
                x = width - BAR_MM * MM if _is_recto(text) else BAR_MM * MM
                lines = " ".join(f"{x:.2f} {height - top:.2f} m {x:.2f} {height - end:.2f} l" for top, end in its_bars)
                drawing = f"/Artifact <</Type/Layout>> BDC q {INK.upper()} {BAR_WIDTH_PT} w {lines} S Q EMC\n"
                page.contents_add(self._book.make_stream(drawing.encode()), prepend=True)

    def _drawing(self, page: pikepdf.Page, text: str, note: str) -> str:
        recto = _is_recto(text)
        right = float(page.mediabox[2]) - OUTER_MM * MM - fonts.text_width(self._files.folio, text, FOLIO_SIZE_PT)
        left = (NOTE_RECTO_MM if recto else NOTE_VERSO_MM) * MM
        below = f"BT {INK} {FOLIO_FONT} 6 Tf 1 0 0 1 {left:.2f} {FOLIO_ABOVE_MM * MM:.2f} Tm ({note}) Tj ET"
        place = f"1 0 0 1 {right if recto else OUTER_MM * MM:.2f} {FOLIO_ABOVE_MM * MM:.2f} Tm"
        words = f"BT {INK} {FOLIO_FONT} {FOLIO_SIZE_PT} Tf {place} ({text}) Tj ET"
        return f"/Artifact <</Type/Pagination>> BDC q {words} {below if note else ''} Q EMC\n"

    def form_defaults(self) -> dict[str, pikepdf.Object]:
        """What every text field starts from: the font of its text."""
        font = self._font(self._files.field)
        return {"/DR": Dictionary(Font=Dictionary({str(FIELD_FONT): font})), "/DA": String(f"{FIELD_FONT} 10 Tf {INK}")}

    def _font(self, program: bytes) -> pikepdf.Object:
        return fonts.simple_font(self._book, program, self._describe(program))


def _is_recto(folio: str) -> bool:
    return (int(folio) if folio.isdigit() else _roman_value(folio)) % 2 == 1


def _roman_value(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    numbers = [values[sign] for sign in text]
    return sum(-n if n < after else n for n, after in zip(numbers, [*numbers[1:], 0], strict=True))

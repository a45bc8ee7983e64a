"""How filled-in text looks on the sheet: wrapped, and smaller where it would not fit.

The font is the one that the sheet carries for its fields, in Windows-1252; a sign that it lacks (emoji) is kept in the
field's value and drawn as a question mark.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name

from pipeline.pdflink.packing import string

SIZE_PT, SMALLEST_PT = 10.0, 4.0
LEADING = 1.25
PADDING_PT = 2.0
FIRST_CODE = 32
FALLBACK_WIDTH = 500


def draw_text(sheet: pikepdf.Pdf, field: pikepdf.Object, text: str, *, multiline: bool) -> None:
    """Give a text field the appearance of its value."""
    left, bottom, right, top = (float(value) for value in field.Rect)
    width, height = right - left, top - bottom
    form = sheet.Root.AcroForm
    font = form.DR.Font[Name("/F0")]
    encoded = text.replace("\r\n", "\n").encode("cp1252", "replace")
    advances = tuple(int(value) for value in font.Widths)
    size, lines = _fitted(encoded, advances, width - 2 * PADDING_PT, height, multiline=multiline)
    first = height - PADDING_PT - size if multiline else (height - size) / 2 + size * 0.2
    rows = b" T* ".join(string(line) + b" Tj" for line in lines)
    words = f"BT /F0 {size:.2f} Tf 0.106 0.106 0.141 rg {size * LEADING:.2f} TL {PADDING_PT} {first:.2f} Td ".encode()
    clip = f"q 0 0 {width:.2f} {height:.2f} re W n ".encode()
    look = sheet.make_stream(b"/Tx BMC " + clip + words + rows + b" ET Q EMC")
    look.stream_dict.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, width, height], Resources=Dictionary(Font=form.DR.Font)
        )
    )
    field.AP = Dictionary(N=look)


def _fitted(
    text: bytes, advances: tuple[int, ...], width: float, height: float, *, multiline: bool
) -> tuple[float, list[bytes]]:
    """The largest size at which the text fits, and its lines at that size."""
    size = SIZE_PT
    while True:
        lines = list(_wrapped(text, advances, width / size * 1000)) if multiline else [text.replace(b"\n", b" ")]
        fits = len(lines) * size * LEADING <= height - PADDING_PT
        fits = fits if multiline else _width(lines[0], advances) * size / 1000 <= width
        if fits or size <= SMALLEST_PT:
            return size, lines
        size -= 0.5


def _wrapped(text: bytes, advances: tuple[int, ...], width: float) -> Iterator[bytes]:
    """Break text into lines no wider than `width`, in thousandths of the size; a longer word stands alone."""
    for paragraph in text.split(b"\n"):
        line = b""
        for word in paragraph.split(b" "):
            longer = line + b" " + word if line else word
            if line and _width(longer, advances) > width:
                yield line
                longer = word
            line = longer
        yield line


def _width(text: bytes, advances: tuple[int, ...]) -> float:
    return sum(advances[code - FIRST_CODE] if code >= FIRST_CODE else FALLBACK_WIDTH for code in text)

"""How filled-in text looks on the sheet: wrapped, and smaller where it would not fit.

The font is the one that the sheet carries for its fields; what it lacks is drawn with ours (typefaces.py). What lies
outside of the field is not drawn, however long the text is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, islice

import pikepdf
from pikepdf import Array, Dictionary, Name

from .form import dictionary_of
from .typefaces import Letter, Typefaces, shown

SIZE_PT, SMALLEST_PT, STEP_PT = 10.0, 4.0, 0.5
LEADING = 1.25
PADDING_PT = 2.0
FIRST_CODE = 32
FALLBACK_WIDTH = 500
# No line is longer, even if its font says that letters take no room: thrice what a page holds at the smallest size.
MOST_SIGNS = 2_000
FONT = Name("/F0")


def typefaces_of(sheet: pikepdf.Pdf, texts: Iterable[str]) -> Typefaces:
    """The fonts that these texts need, the first of them that of the sheet's fields."""
    font = _font(sheet)
    return Typefaces(sheet, font, _advances(font), texts)


def draw_text(sheet: pikepdf.Pdf, widget: pikepdf.Object, text: str, faces: Typefaces, *, multiline: bool) -> None:
    """Give a text field the appearance of its value."""
    left, bottom, right, top = (float(value) for value in widget.Rect)
    width, height = abs(right - left), abs(top - bottom)
    size, lines = _fitted(text, faces, width - 2 * PADDING_PT, height, multiline=multiline)
    first = height - PADDING_PT - size if multiline else (height - size) / 2 + size * 0.2
    rows = b" T* ".join(shown(line, size) for line in lines)
    words = f"BT /F0 {size:.2f} Tf 0.106 0.106 0.141 rg {size * LEADING:.2f} TL {PADDING_PT} {first:.2f} Td ".encode()
    clip = f"q 0 0 {width:.2f} {height:.2f} re W n ".encode()
    look = sheet.make_stream(b"/Tx BMC " + clip + words + rows + b" ET Q EMC")
    form = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, width, height])
    form.Resources = Dictionary(Font=faces.resources)
    look.stream_dict.update(form)
    widget.AP = Dictionary(N=look)


def _font(sheet: pikepdf.Pdf) -> pikepdf.Object:
    """The font that the sheet carries for its fields; where it was lost, one that every viewer has."""
    form = dictionary_of(sheet.Root.get("/AcroForm"))
    font = dictionary_of(dictionary_of(form.get("/DR")).get("/Font")).get(FONT)
    if isinstance(font, Dictionary):
        return font
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def _advances(font: pikepdf.Object) -> tuple[float, ...]:
    """How wide each of the 256 signs is, in thousandths of the size; a middle width for those that are not said."""
    advances: list[float] = [FALLBACK_WIDTH] * 256
    widths, first = font.get("/Widths"), font.get("/FirstChar", FIRST_CODE)
    if isinstance(widths, Array) and isinstance(first, int) and first >= 0:
        for code, width in enumerate(islice(widths, 256), first):
            if code < 256 and not isinstance(width, pikepdf.Object | None) and width >= 0:
                advances[code] = float(width)
    return tuple(advances)


def _fitted(
    text: str, faces: Typefaces, width: float, height: float, *, multiline: bool
) -> tuple[float, list[list[Letter]]]:
    """The largest size at which the text fits, and its lines at that size; at the smallest what can be seen of it."""
    size = SIZE_PT
    while True:
        room = width / size * 1000
        most = int((height - PADDING_PT) / (size * LEADING))
        if multiline:
            # One more than fits: a long text is never read further.
            lines = list(islice(_wrapped(text, faces, room), max(most, 0) + 1))
            fits = len(lines) <= most
        else:
            line = text.replace("\n", " ")
            seen, is_whole = _seen(line, faces, room)
            lines = [seen]
            fits = is_whole and _width(seen) <= room
        if fits or size <= SMALLEST_PT:
            return size, lines
        size -= STEP_PT


def _wrapped(text: str, faces: Typefaces, room: float) -> Iterator[list[Letter]]:
    """Break text into lines no wider than `room`; a longer word stands alone, as far as it is seen."""
    gap = faces.spell(" ")
    for paragraph in _split(text, "\n"):
        line: list[Letter] = []
        taken, signs, words = 0.0, 0, 0
        for word in _split(paragraph, " "):
            seen, is_whole = _seen(word, faces, room)
            needed = _width(seen)
            longer = taken + _width(gap) + needed
            if words and (longer > room or not is_whole or signs + len(seen) > MOST_SIGNS):
                yield line
                line, taken, signs, words = [], 0.0, 0, 0
            taken = longer if words else needed
            signs += len(seen) + 1
            line += [*(gap if words else ()), *seen]
            words += 1
        yield line


def _split(text: str, sign: str) -> Iterator[str]:
    """Split a text at a sign, only as far as it is asked for."""
    start = 0
    while (end := text.find(sign, start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _seen(text: str, faces: Typefaces, room: float) -> tuple[list[Letter], bool]:
    """The beginning of a text that reaches into the room, with the sign that leaves it, and whether that is all."""
    letters = faces.spell(text[:MOST_SIGNS])
    widths = accumulate(letter.width for letter in letters)
    end = next((nth for nth, reached in enumerate(widths, 1) if reached > room), len(letters))
    return letters[:end], end == len(letters) and len(text) <= MOST_SIGNS


def _width(letters: Iterable[Letter]) -> float:
    return sum(letter.width for letter in letters)

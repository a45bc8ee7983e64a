"""How filled-in text looks on the sheet: wrapped, on the printed lines, and smaller where it would not fit.

How far the lines are apart stands in the field's default appearance (`TL`, ISO 32000-1, 12.7.3.3). Text that is too
long for them takes two, three lines in the room of one, so that every second or third stands on a printed line.

The font is the one that the sheet carries for its fields; what it lacks is drawn with ours (typefaces.py). What lies
outside of the field is not drawn, however long the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

import pikepdf
from pikepdf import Array, Dictionary, Name

from .form import dictionary_of, text_of
from .typefaces import Letter, Typefaces, shown

SIZE_PT, SMALLEST_PT, STEP_PT = 10.0, 4.0, 0.5
# What is smaller is there, but is not read.
READABLE_PT = 6.0
LEADING = 1.25
PADDING_PT = 2.0
# So high above its printed line stands a line of text, and so many lines at most share the room of one.
ABOVE_RULE, MOST_SHARING = 0.3, 4
FIRST_CODE = 32
FALLBACK_WIDTH = 500
# No line is longer, even if its font says that letters take no room: thrice what a page holds at the smallest size.
MOST_SIGNS = 2_000
FONT = Name("/F0")
_RULE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) TL\b")


def typefaces_of(sheet: pikepdf.Pdf, texts: Iterable[str]) -> Typefaces:
    """The fonts that these texts need, the first of them that of the sheet's fields."""
    font = _font(sheet)
    return Typefaces(sheet, font, _advances(font), texts)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text fits its field: the size, the lines and their distance, and whether they are all of it."""

    size: float
    leading: float
    lines: list[list[Letter]]
    whole: bool


def draw_text(sheet: pikepdf.Pdf, widget: pikepdf.Object, text: str, faces: Typefaces, *, multiline: bool) -> Fit:
    """Give a text field the appearance of its value, and say how that fits."""
    left, bottom, right, top = (float(value) for value in widget.Rect)
    width, height = abs(right - left), abs(top - bottom)
    room, rule = width - 2 * PADDING_PT, _rule(widget) if multiline else 0
    if rule:
        fit = _on_lines(text, faces, room, height, rule)
        first = height - fit.leading + fit.size * ABOVE_RULE
    elif multiline:
        fit = _in_area(text, faces, room, height)
        first = height - PADDING_PT - fit.size
    else:
        fit = _in_line(text, faces, room, height)
        # A single line stands on the lower edge, where its line is printed.
        first = min(fit.size * ABOVE_RULE + 1, (height - fit.size) / 2 + fit.size * 0.2)
    rows = b" T* ".join(shown(line, fit.size) for line in fit.lines)
    begin = f"BT /F0 {fit.size:.2f} Tf 0.106 0.106 0.141 rg {fit.leading:.2f} TL {PADDING_PT} {first:.2f} Td "
    clip = f"q 0 0 {width:.2f} {height:.2f} re W n ".encode()
    look = sheet.make_stream(b"/Tx BMC " + clip + begin.encode() + rows + b" ET Q EMC")
    form = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, width, height])
    form.Resources = Dictionary(Font=faces.resources)
    look.stream_dict.update(form)
    widget.AP = Dictionary(N=look)
    return fit


def _rule(widget: pikepdf.Object) -> float:
    """How far the printed lines of a field are apart; 0 where it has none."""
    found = _RULE.search(text_of(widget.get("/DA")))
    return float(found[1]) if found and float(found[1]) >= SMALLEST_PT else 0


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


def _on_lines(text: str, faces: Typefaces, room: float, height: float, rule: float) -> Fit:
    """Text on printed lines: as large as it may be on one of them, else closer."""
    for sharing in range(1, MOST_SHARING + 1):
        leading = rule / sharing
        largest = min(SIZE_PT, leading / LEADING)
        # Letters that are half as high as the room between lines look lost; two lines are better then.
        for size in _sizes(largest, largest * 0.8):
            fit = _wrapped_into(text, faces, room, size, leading, round(height / leading))
            if fit.whole:
                return fit
    return _in_area(text, faces, room, height)


def _in_area(text: str, faces: Typefaces, room: float, height: float) -> Fit:
    """Text in a box: the largest size at which it fits, at the smallest what can be seen of it."""
    for size in _sizes(SIZE_PT, SMALLEST_PT):
        most = int((height - PADDING_PT) / (size * LEADING))
        fit = _wrapped_into(text, faces, room, size, size * LEADING, most)
        if fit.whole:
            break
    return fit


def _in_line(text: str, faces: Typefaces, room: float, height: float) -> Fit:
    """Text on one line, however long it is."""
    line = text.replace("\n", " ")
    for size in _sizes(SIZE_PT, SMALLEST_PT):
        seen, is_whole = _seen(line, faces, room / size * 1000)
        fits = is_whole and _width(seen) <= room / size * 1000
        if fits:
            break
    return Fit(size, size * LEADING, [seen], fits)


def _sizes(largest: float, smallest: float) -> Iterator[float]:
    size = largest
    while size > smallest:
        yield size
        size -= STEP_PT
    yield smallest


def _wrapped_into(text: str, faces: Typefaces, room: float, size: float, leading: float, most: int) -> Fit:
    # One more than fits: a long text is never read further.
    lines = list(islice(_wrapped(text, faces, room / size * 1000), max(most, 0) + 1))
    return Fit(size, leading, lines, len(lines) <= most)


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

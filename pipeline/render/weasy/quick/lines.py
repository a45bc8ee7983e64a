"""Lines of text drawn with fewer steps, from the glyphs they were set with.

WeasyPrint asks Pango for every field of every glyph, and works out anew how it is written. Here a line's glyphs are
read as one piece of memory, and what was written of the same glyph (as wide, in the same size) is written again.
Everything unusual is left to WeasyPrint: emoji, raised glyphs, signs that no font has, ellipses.
"""

from __future__ import annotations

import struct
from typing import Any

import weasyprint.draw.text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

# Glyph, width, horizontal and vertical offset, attributes.
GLYPH = struct.Struct("=IiiiI")
# Before, a font's own size is not to be trusted (draw_first_line).
OLDEST_PANGO = 14802
SMALLEST_PX = 1e-6
PARAGRAPH_ENDS = frozenset("\n\r\u2029")
_PIECES = "_pieces"
_draw_first_line = drawing.draw_first_line


class Unusual(Exception):
    """Something on a line that WeasyPrint draws itself."""


def draw_first_line(stream: Any, text: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
    """Draw a line of text (`draw_first_line`)."""
    usual = text_overflow != "ellipsis" and block_ellipsis == "none" and pango.pango_version() >= OLDEST_PANGO
    if not usual or text.style["font_size"] < SMALLEST_PX or not text.text.strip():
        return _draw_first_line(stream, text, text_overflow, block_ellipsis, matrix)
    if not PARAGRAPH_ENDS.isdisjoint(text.pango_layout.text):
        # Where it changes nothing, it still would have Pango set the line anew.
        pango.pango_layout_set_single_paragraph_mode(text.pango_layout.layout, True)
    try:
        shown = strings(stream, text)
    except Unusual:
        return _draw_first_line(stream, text, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    for font, size, string in shown:
        stream.set_font_size(font.hash, size)
        stream.show_text(string)
    return []


def strings(stream: Any, text: Any) -> list[tuple[Any, float, str]]:
    """What is shown of a text box: font, size, and the operand of TJ. Raises Unusual."""
    line, _ = text.pango_layout.get_first_line()
    shown: list[tuple[Any, float, str]] = []
    before = None
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        pango_font = item.item.analysis.font
        font, size = stream.add_font(pango_font)
        string = "".join(pieces(stream, text, item, font, size))
        string = f"<{string}>" if string and not string.endswith("<") else f"<{string}"[:-1]
        if pango_font == before:
            string = shown.pop()[2] + string
        shown.append((font, size, string))
        before = pango_font
    return shown


def pieces(stream: Any, text: Any, item: Any, font: Any, size: float) -> list[str]:
    """How each glyph of a run is written in a string of TJ."""
    if font.bitmap or font.png or font.svg or font.colr:
        raise Unusual
    known = font.__dict__.setdefault(_PIECES, {}).setdefault(size, {})
    glyphs = bytes(ffi.buffer(item.glyphs.glyphs, item.glyphs.num_glyphs * GLYPH.size))
    written = []
    for nth, start in enumerate(range(0, len(glyphs), GLYPH.size)):
        glyph = glyphs[start : start + GLYPH.size]
        piece = known.get(glyph)
        if piece is None:
            piece = known[glyph] = _piece(stream, text, item, font, size, nth, *GLYPH.unpack(glyph))
        written.append(piece)
    return written


def _piece(
    stream: Any,
    text: Any,
    item: Any,
    font: Any,
    size: float,
    nth: int,
    glyph: int,
    width: int,
    x: int,
    y: int,
    _: int,
) -> str:
    if glyph == pango.PANGO_GLYPH_EMPTY:
        return f">{-width / size}<"
    if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG or y:
        raise Unusual
    if glyph not in font.to_unicode:
        font.to_unicode[glyph] = _characters(text, item, nth)
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    offset = x / size
    kerning = font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size
    before = f">{-offset}<" if offset else ""
    return f"{before}{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")


def _characters(text: Any, item: Any, nth: int) -> str:
    """The characters that a glyph stands for."""
    clusters, count = item.glyphs.log_clusters, item.glyphs.num_glyphs
    start = clusters[nth]
    if item.item.analysis.level % 2:
        end = item.item.length if nth == 0 else clusters[nth - 1]
    else:
        end = item.item.length if nth == count - 1 else clusters[nth + 1]
    encoded: bytes = text.pango_layout.text.encode()
    return encoded[item.item.offset + start : item.item.offset + end].decode()

"""Page numbers that stay open in a written section, until the book is bound.

When pages before a section move, its references get other numbers, and nothing else in it changes as long as they have
as many figures: tabular figures are all equally wide. So a number is drawn as noughts, with a comment before it that
says whose page it is and how the ten figures are drawn; the merge puts the true figures in their place. Where figures
cannot stay open (they have other widths, or a font that is not the book's), the section is written with its numbers as
they are. This uses WeasyPrint 70.0's drawing, which is no public interface; test_numerals.py holds the result against
sections written with the true numbers.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

import weasyprint.draw.text as drawing
from pikepdf import Name, Object, Stream
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import get_hb_object_data, get_pango_font_hb_face, get_pango_font_key

from pipeline.render.typesetting.embedding import UsedFonts, digest_of

FIGURES = "0123456789"
OPEN = "/OpenNumbers"
_NUMBER = re.compile(rb"% page of (\S+) ([0-9a-f]{40})\n\[(.*?)\] TJ")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")
_draw_first_line = drawing.draw_first_line


def install() -> None:
    """Make WeasyPrint leave those numbers open that `leave_open` has found fit for it."""
    drawing.draw_first_line = _draw_open


def leave_open(text: Any, target: str, fonts: UsedFonts) -> bool:
    """Have a text box, which shows noughts, drawn as an open number; say whether it can be."""
    figures = _figures(text, fonts)
    if figures:
        text.open_number = f"% page of {target} {figures}".encode()
    return bool(figures)


def set_numbers(stream: Object, numbers: Mapping[str, str]) -> None:
    """Put the true numbers (id to printed folio) into the content of a page that has open ones."""
    if not isinstance(stream, Stream) or Name(OPEN) not in stream:
        return
    content = _NUMBER.sub(lambda found: _closed(found, numbers), bytes(stream.get_stream_buffer()))
    del stream[Name(OPEN)]
    stream.write(zlib.compress(content, 9), filter=Name.FlateDecode)


def _closed(found: re.Match[bytes], numbers: Mapping[str, str]) -> bytes:
    target, glyphs, shown = found[1].decode(), found[2].decode(), found[3]
    figures = iter(numbers[target])

    def true_figures(group: re.Match[bytes]) -> bytes:
        signs = (int(next(figures)) * 4 for _ in range(len(group[1]) // 4))
        return b"<%s>" % "".join(glyphs[at : at + 4] for at in signs).encode()

    return b"[%s] TJ" % _GLYPHS.sub(true_figures, shown)


def _draw_open(stream: Any, text: Any, *rest: Any) -> Any:
    emojis = _draw_first_line(stream, text, *rest)
    if mark := getattr(text, "open_number", None):
        stream.stream[-1] = mark + b"\n" + stream.stream[-1]
        stream.extra[OPEN[1:]] = "true"
    return emojis


def _figures(text: Any, fonts: UsedFonts) -> str:
    """The glyphs of the ten figures in hexadecimal, as a text box draws them; empty when its number must be closed."""
    layout = text.pango_layout
    layout.reactivate(text.style)
    layout.set_text(FIGURES)
    run = layout.get_first_line()[0].runs[0]
    item = run.data
    glyphs = item.glyphs.glyphs[0 : item.glyphs.num_glyphs]
    fit = (
        run.next == ffi.NULL
        and len(glyphs) == len(FIGURES)
        and len({(one.geometry.width, one.geometry.x_offset, one.geometry.y_offset) for one in glyphs}) == 1
        and not any(one.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG for one in glyphs)
        and _is_the_books(item.item.analysis.font, fonts)
    )
    figures = "".join(f"{one.glyph:04x}" for one in glyphs) if fit else ""
    layout.set_text(text.text)
    layout.deactivate()
    return figures


def _is_the_books(font: Any, fonts: UsedFonts) -> bool:
    key, _, _ = get_pango_font_key(font)
    if key not in fonts.known:
        fonts.known[key] = digest_of(get_hb_object_data(get_pango_font_hb_face(font))) in fonts.embeddable
    return fonts.known[key]

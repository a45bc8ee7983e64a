"""Fonts once in the book, each a piece: the program with its descriptor, and what draws with it."""

from __future__ import annotations

import pydyf

from . import fonts
from .model import program_name
from .packing import packed, packed_whole
from .pieces import Piece, refer

NONSYMBOLIC, ITALIC = 32, 64


def faces(program: bytes) -> tuple[Piece, Piece, Piece]:
    """A font program as the book embeds it, a composite font for glyph numbers, and a simple font for Windows-1252
    text, with the `widths` of its characters."""
    return _described(program), _composite(program), _simple(program)


def _described(program: bytes) -> Piece:
    facts = fonts.measure(program)
    described = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": f"/{facts.name}",
            "Flags": NONSYMBOLIC if not facts.italic_angle else NONSYMBOLIC | ITALIC,
            "FontBBox": pydyf.Array(facts.box),
            "ItalicAngle": facts.italic_angle,
            "Ascent": facts.ascent,
            "Descent": facts.descent,
            "CapHeight": facts.cap_height,
            "StemV": 80,
            "FontFile2": refer(1),
        }
    )
    return Piece.of([described.data], [packed_whole(program, {"Length1": len(program)})])


def _composite(program: bytes) -> Piece:
    """For glyph numbers (ISO 32000-1, 9.7), whole, with what every glyph says."""
    facts = fonts.measure(program)
    base = {"Type": "/Font", "BaseFont": f"/{facts.name}"}
    font = pydyf.Dictionary(
        {
            **base,
            "Subtype": "/Type0",
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([refer(1)]),
            "ToUnicode": refer(2),
        }
    )
    system = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
    descendant = pydyf.Dictionary(
        {
            **base,
            "Subtype": "/CIDFontType2",
            "CIDSystemInfo": pydyf.Dictionary(system),
            "CIDToGIDMap": "/Identity",
            "W": pydyf.Array([0, pydyf.Array(facts.advances)]),
            "FontDescriptor": refer(3),
        }
    )
    says = packed(fonts.character_map(program), {})
    return Piece.of([font.data, descendant.data], [says], [("program", program_name(program))])


def _simple(program: bytes) -> Piece:
    """For folios and form fields."""
    widths = fonts.widths(program)
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": f"/{fonts.measure(program).name}",
            "FirstChar": fonts.FIRST_CODE,
            "LastChar": fonts.LAST_CODE,
            "Widths": pydyf.Array(widths),
            "Encoding": "/WinAnsiEncoding",
            "FontDescriptor": refer(1),
        }
    )
    facts = {"first": fonts.FIRST_CODE, "widths": widths}
    return Piece.of([font.data], (), [("program", program_name(program))], facts)

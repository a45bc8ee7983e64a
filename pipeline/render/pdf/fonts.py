"""Font files as PDF wants them: TrueType bytes, what every glyph says, and a simple font for stamps and fields."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

FIRST_CODE, LAST_CODE = 32, 255
NONSYMBOLIC = 32


def to_truetype(data: bytes) -> bytes:
    """Unpack a web font. WeasyPrint reads TrueType several times faster, and PDF embeds nothing else."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = None
    target = io.BytesIO()
    font.save(target, reorderTables=None)
    return target.getvalue()


@lru_cache(maxsize=32)
def unicode_map(data: bytes) -> Mapping[int, str]:
    """What each glyph of a font says, alternates (tabular figures, ligatures) included.

    WeasyPrint 70.0 maps only what the character map reaches when it embeds whole fonts; a tabular 7 would be mute.
    U+FEFF and U+0000 are no text (ISO 14289-1, 7.21.7).
    """
    font = TTFont(io.BytesIO(data), lazy=True)
    says = {font.getGlyphID(name): chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
    for old, new in _substitutions(font):
        text = "".join(says.get(font.getGlyphID(name), "") for name in old)
        if text:
            says.setdefault(font.getGlyphID(new), text)
    return {glyph: "\ufffd" if text in ("\ufeff", "\x00") else text for glyph, text in sorted(says.items())}


@lru_cache(maxsize=32)
def character_map(data: bytes) -> bytes:
    """The ToUnicode map of a whole font (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in unicode_map(data).items()]
    for start in range(0, len(pairs), 100):
        batch = pairs[start : start + 100]
        lines += [f"{len(batch)} beginbfchar", *batch, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


def _substitutions(font: TTFont) -> list[tuple[tuple[str, ...], str]]:
    """(glyphs, glyph that stands for them) of all single and ligature substitutions."""
    if "GSUB" not in font:
        return []
    found: list[tuple[tuple[str, ...], str]] = []
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 1:
                found += [((old,), new) for old, new in table.mapping.items()]
            elif table.LookupType == 4:
                found += [
                    ((first, *ligature.Component), ligature.LigGlyph)
                    for first, ligatures in table.ligatures.items()
                    for ligature in ligatures
                ]
    return found


def simple_font(book: pikepdf.Pdf, data: bytes) -> pikepdf.Object:
    """Embed a font for Windows-1252 text, whole: the font of folios and form fields."""
    font = TTFont(io.BytesIO(data), lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    name = Name("/" + str(font["name"].getDebugName(6)).replace(" ", ""))
    box = [font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax]
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=NONSYMBOLIC,
        FontBBox=Array([round(value * scale) for value in box]),
        ItalicAngle=0,
        Ascent=round(font["hhea"].ascent * scale),
        Descent=round(font["hhea"].descent * scale),
        CapHeight=round(getattr(font["OS/2"], "sCapHeight", font["hhea"].ascent) * scale),
        StemV=80,
        FontFile2=book.make_stream(data, Length1=len(data)),
    )
    return book.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            FirstChar=FIRST_CODE,
            LastChar=LAST_CODE,
            Widths=Array(widths(data)),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=book.make_indirect(descriptor),
        )
    )


@lru_cache(maxsize=4)
def widths(data: bytes) -> tuple[int, ...]:
    """Advance widths of the codes 32 to 255 of Windows-1252, in thousandths of the size."""
    font = TTFont(io.BytesIO(data), lazy=True)
    scale, names, advances = 1000 / font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
    characters = [bytes([code]).decode("cp1252", "replace") for code in range(FIRST_CODE, LAST_CODE + 1)]
    return tuple(round(advances[names.get(ord(text), ".notdef")][0] * scale) for text in characters)


def text_width(data: bytes, text: str, size_pt: float) -> float:
    """How wide Windows-1252 text is, in points."""
    advances = widths(data)
    return sum(advances[code - FIRST_CODE] for code in text.encode("cp1252", "replace")) * size_pt / 1000

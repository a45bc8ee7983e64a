"""Font files as PDF wants them: TrueType bytes, how wide every glyph is, and what it says."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from fontTools.ttLib import TTFont

from .model import PARTING, SOFT_HYPHEN

FIRST_CODE, LAST_CODE = 32, 255
# The glyph for what a font lacks.
NOTDEF = "0"
MODIFIER_LETTERS = range(0x2B0, 0x300)
UNSAID = {"\ufeff": "\ufffd", "\x00": "\ufffd", PARTING: SOFT_HYPHEN}


def to_truetype(data: bytes) -> bytes:
    """Unpack a web font. WeasyPrint reads TrueType several times faster, and PDF embeds nothing else."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = None
    _add_soft_hyphen(font)
    target = io.BytesIO()
    font.save(target, reorderTables=None)
    return target.getvalue()


def _add_soft_hyphen(font: TTFont) -> None:
    """Give the hyphen at the end of a parted word a glyph of its own, drawn like any hyphen.

    A PDF must tell it from the hyphen that belongs to a word (ISO 32000-1, 14.8.2.2.3), or "Vor- haben" is read.
    """
    if ord("-") not in font.getBestCmap() or "glyf" not in font:
        return
    name, own = font.getBestCmap()[ord("-")], "softhyphen"
    font.setGlyphOrder([*font.getGlyphOrder(), own])
    font["glyf"].glyphs[own] = font["glyf"][name]
    font["hmtx"].metrics[own] = font["hmtx"].metrics[name]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(PARTING)] = own


def glyphs(data: bytes) -> Mapping[int, int]:
    """The glyph number of each character."""
    return {code: int(glyph) for code, glyph in _opened(data).getBestCmap().items()}


@lru_cache(maxsize=32)
def unicode_map(data: bytes) -> Mapping[int, str]:
    """What each glyph of a font says, alternates (tabular figures, ligatures) included.

    WeasyPrint 70.0 maps only what the character map reaches when it embeds whole fonts; a tabular 7 would be mute.
    Where a glyph stands for several characters, the first is meant, but no modifier letter: fonts draw ‘ for ʻ too.
    U+FEFF and U+0000 are no text (ISO 14289-1, 7.21.7).
    """
    font = _opened(data)
    says = {int(glyph): chr(code) for code, glyph in _from_rare_to_common(font)}
    for old, new in _substitutions(font):
        text = "".join(says.get(int(glyph), "") for glyph in old)
        if text:
            says.setdefault(int(new), text)
    return {glyph: UNSAID.get(text, text) for glyph, text in sorted(says.items())}


def _opened(data: bytes) -> TTFont:
    """A font whose glyphs have their numbers for names: finding out their own takes longer than all else."""
    font = TTFont(io.BytesIO(data), lazy=True)
    font.setGlyphOrder([str(glyph) for glyph in range(font["maxp"].numGlyphs)])
    return font


def _from_rare_to_common(font: TTFont) -> list[tuple[int, str]]:
    """(character, glyph) so that of two characters with one glyph the more common comes last."""
    return sorted(font.getBestCmap().items(), key=lambda pair: (pair[0] in MODIFIER_LETTERS, pair[0]), reverse=True)


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


@dataclass(frozen=True, slots=True)
class Measures:
    """A font's own facts, in thousandths of its size; `advances` are by glyph number."""

    name: str
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    advances: tuple[int, ...]


@lru_cache(maxsize=32)
def measure(data: bytes) -> Measures:
    """Read a font's facts. Instances of one variable font share their internal name, so the digest tells them apart."""
    font = _opened(data)
    scale = 1000 / font["head"].unitsPerEm
    head, advances = font["head"], font["hmtx"].metrics
    return Measures(
        name=f"{str(font['name'].getDebugName(6)).replace(' ', '')}-{hashlib.sha256(data).hexdigest()[:6]}",
        box=(round(head.xMin * scale), round(head.yMin * scale), round(head.xMax * scale), round(head.yMax * scale)),
        ascent=round(font["hhea"].ascent * scale),
        descent=round(font["hhea"].descent * scale),
        cap_height=round(getattr(font["OS/2"], "sCapHeight", font["hhea"].ascent) * scale),
        italic_angle=float(font["post"].italicAngle),
        advances=tuple(round(advances[glyph][0] * scale) for glyph in font.getGlyphOrder()),
    )


@lru_cache(maxsize=4)
def widths(data: bytes) -> tuple[int, ...]:
    """Advance widths of the codes 32 to 255 of Windows-1252, in thousandths of the size."""
    font = _opened(data)
    scale, glyphs, advances = 1000 / font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
    characters = [bytes([code]).decode("cp1252", "replace") for code in range(FIRST_CODE, LAST_CODE + 1)]
    return tuple(round(advances[glyphs.get(ord(text), NOTDEF)][0] * scale) for text in characters)

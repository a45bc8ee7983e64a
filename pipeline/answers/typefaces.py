"""Fonts for what readers wrote: that of the sheet's fields, and where it lacks letters ours, cut to them and embedded.

A field's own font has letters of Windows-1252. For others the sheet gets composite fonts (ISO 32000-1, 9.7), so that
every viewer and every printer shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .. import letters
from ..pdflink import fonts
from ..pdflink.packing import string
from ..render import lettering
from ..theme import default_theme

FIELDS = "fonts/bricolage-grotesque-latin-400-normal.woff2"
# The face that goes on from that of the fields, with the rest of Latin.
NEAREST = "fonts/bricolage-grotesque-latin-ext-400-normal.woff2"
OWN = "/F0"
NONSYMBOLIC = 32


@dataclass(frozen=True, slots=True)
class Letter:
    """How a letter is drawn: its font's name in the resources, its code in that, and how wide it is (thousandths)."""

    font: str
    code: bytes
    width: float


class Typefaces:
    """The fonts of one sheet: `own` is that of its fields, with the `advances` of its 256 signs."""

    def __init__(
        self, sheet: pikepdf.Pdf, own: pikepdf.Object, advances: tuple[float, ...], texts: Iterable[str]
    ) -> None:
        self._advances = advances
        self._known: dict[str, Letter] = {}
        self.resources = Dictionary({OWN: own})
        theme, left = default_theme(), {letter for text in texts for letter in text if not _is_in(letter)}
        self.missing = ""
        for nth, face in enumerate(lettering.faces_for(left, theme, NEAREST), 1):
            name = f"/L{nth}"
            self.resources[name] = _embed(sheet, face.data)
            self._learn(name, face)
            if face.name == lettering.BOXES:
                self.missing = face.letters

    def spell(self, text: str) -> list[Letter]:
        """A text letter by letter, without what is not drawn."""
        found = (self._letter(letter) for letter in text)
        return [letter for letter in found if letter]

    def _learn(self, name: str, face: lettering.Face) -> None:
        glyphs, advances = fonts.glyphs(face.data), fonts.measure(face.data).advances
        for letter in face.letters:
            glyph = glyphs[ord(letter)]
            self._known[letter] = Letter(name, glyph.to_bytes(2, "big"), advances[glyph])

    def _letter(self, letter: str) -> Letter | None:
        if letter not in self._known and _is_in(letter):
            code = letter.encode("cp1252")
            self._known[letter] = Letter(OWN, code, self._advances[code[0]])
        return self._known.get(letter)


def shown(line: Iterable[Letter], size: float) -> bytes:
    """The operators that show a line, ending in its own font."""
    runs = ((font, b"".join(letter.code for letter in run)) for font, run in groupby(line, key=lambda one: one.font))
    return b" ".join(_operators(runs, size))


def _operators(runs: Iterable[tuple[str, bytes]], size: float) -> Iterator[bytes]:
    for font, codes in runs:
        if font == OWN:
            yield string(codes) + b" Tj"
        else:
            yield f"{font} {size:.2f} Tf <{codes.hex()}> Tj {OWN} {size:.2f} Tf".encode()


@cache
def _is_in(letter: str) -> bool:
    """Whether the fields' own font draws a letter: it is one of Windows-1252, and of the face that our sheets have."""
    return bool(letter.encode("cp1252", "ignore")) and letters.covers(letters.table(default_theme())[FIELDS], letter)


def _embed(sheet: pikepdf.Pdf, program: bytes) -> pikepdf.Object:
    facts = fonts.measure(program)
    name = Name(f"/{facts.name}")
    file = sheet.make_stream(program, Length1=len(program))
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=NONSYMBOLIC, FontBBox=Array(facts.box), ItalicAngle=0,
        Ascent=facts.ascent, Descent=facts.descent, CapHeight=facts.cap_height, StemV=80, FontFile2=file,
    )  # fmt: skip
    system = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDSystemInfo=system, CIDToGIDMap=Name.Identity,
        W=Array([0, Array(facts.advances)]), FontDescriptor=sheet.make_indirect(descriptor),
    )  # fmt: skip
    return sheet.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([sheet.make_indirect(descendant)]),
            ToUnicode=sheet.make_stream(fonts.character_map(program)),
        )
    )  # fmt: skip

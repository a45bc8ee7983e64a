"""Fonts once in the book, not once in every section.

WeasyPrint 70.0 embeds every font in every file. A section is no file for readers, so it gets a note instead, the
digest of the font program, and the merge puts the one embedded font in its place. Fonts that are not the book's own (a
fallback for a sign that ours lack) are embedded by WeasyPrint as ever.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.pdf.fonts import build_fonts_dictionary

from ...pdflink.model import program_name

NOTE = "BookFont"
# So many has the tag of a subset of a font (ISO 32000-1, 9.6.4).
NAME_LETTERS = 6
# How a font with outlines of PostScript begins.
POSTSCRIPT = b"OTTO"


class UsedFonts(dict[int, Any]):
    """What a layout draws with: fonts by WeasyPrint's key, of which `embeddable` are digests of those that the book
    embeds itself; `numbers` are those that stay open (numerals.py)."""

    def __init__(self, embeddable: frozenset[str]) -> None:
        super().__init__()
        self.embeddable = embeddable
        self.numbers: dict[int, Any] = {}
        self.counts = Counter[str]()

    def __setitem__(self, key: int, font: Any) -> None:
        """Name a font by its program, and by how often it is there.

        WeasyPrint names it by Pango's words for it, and those are others in every version of Pango.
        """
        program = program_name(font.file_content)
        self.counts[program] += 1
        name = hashlib.sha256(f"{program} {self.counts[program]}".encode()).digest()[:NAME_LETTERS]
        letters = "".join(chr(ord("A") + byte % 26) for byte in name)
        font.name = font.name.replace(font.hash.encode(), letters.encode(), 1)
        font.hash = letters
        super().__setitem__(key, font)


def install() -> None:
    """Make WeasyPrint note the book's fonts."""
    weasyprint.pdf.build_fonts_dictionary = note_fonts


def digests(programs: Iterable[bytes]) -> frozenset[str]:
    """The names under which font programs are noted: TrueType, as the linker embeds no other (faces.py)."""
    return frozenset(program_name(program) for program in programs if not program.startswith(POSTSCRIPT))


def note_fonts(pdf: Any, used: dict[int, Any], compress: bool, subset: bool, options: Any) -> pydyf.Dictionary:
    """Write the font dictionary of a section, in WeasyPrint's place and with its signature."""
    embeddable: frozenset[str] = getattr(used, "embeddable", frozenset())
    foreign = {key: font for key, font in used.items() if program_name(font.file_content) not in embeddable}
    written = build_fonts_dictionary(pdf, foreign, compress, True, options) if foreign else pydyf.Dictionary()
    for key, font in used.items():
        if key not in foreign:
            note = pydyf.Dictionary({"Type": "/Font", NOTE: pydyf.String(program_name(font.file_content))})
            pdf.add_object(note)
            written[font.hash] = note.reference
    return written


def is_the_books(font: Any, fonts: UsedFonts) -> bool:
    """Whether the book embeds a font itself."""
    return program_name(font.file_content) in fonts.embeddable

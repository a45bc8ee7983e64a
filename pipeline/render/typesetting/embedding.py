"""Fonts once in the book, not once in every section.

WeasyPrint 70.0 embeds every font in every file. A section is no file for readers, so it gets a note instead, the
digest of the font program, and the merge puts the one embedded font in its place. Fonts that are not the book's own (a
fallback for a sign that ours lack) are embedded by WeasyPrint as ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pikepdf
import pydyf
import weasyprint.pdf
from pikepdf import Array, Dictionary, Name, String
from weasyprint.pdf.fonts import build_fonts_dictionary

from pipeline.render.typesetting import fonts

NOTE = "/BookFont"


class UsedFonts(dict[int, Any]):
    """What a layout draws with: fonts by WeasyPrint's key, of which `embeddable` are digests of those that the book
    embeds itself; `numbers` are those that stay open (numerals.py)."""

    def __init__(self, embeddable: frozenset[str]) -> None:
        super().__init__()
        self.embeddable = embeddable
        self.numbers: dict[int, Any] = {}


def install() -> None:
    """Make WeasyPrint note the book's fonts."""
    weasyprint.pdf.build_fonts_dictionary = note_fonts


def digests(programs: Iterable[bytes]) -> frozenset[str]:
    """The names under which font programs are noted."""
    return frozenset(digest_of(program) for program in programs)


def note_fonts(pdf: Any, used: dict[int, Any], compress: bool, subset: bool, options: Any) -> pydyf.Dictionary:
    """Write the font dictionary of a section, in WeasyPrint's place and with its signature."""
    embeddable: frozenset[str] = getattr(used, "embeddable", frozenset())
    foreign = {key: font for key, font in used.items() if digest_of(font.file_content) not in embeddable}
    written = build_fonts_dictionary(pdf, foreign, compress, True, options) if foreign else pydyf.Dictionary()
    for key, font in used.items():
        if key not in foreign:
            note = pydyf.Dictionary({"Type": "/Font", NOTE[1:]: pydyf.String(digest_of(font.file_content))})
            pdf.add_object(note)
            written[font.hash] = note.reference
    return written


def is_the_books(font: Any, fonts: UsedFonts) -> bool:
    """Whether the book embeds a font itself."""
    return digest_of(font.file_content) in fonts.embeddable


class FontCase:
    """The book's fonts in the making: each program is embedded when a section first asks for it."""

    def __init__(self, book: pikepdf.Pdf, programs: Iterable[bytes]) -> None:
        self._book = book
        self._programs = {digest_of(program): program for program in programs}
        self._embedded: dict[str, pikepdf.Object] = {}
        self._described: dict[bytes, pikepdf.Object] = {}

    def put(self, resources: pikepdf.Object) -> None:
        """Replace the notes in a page's resources."""
        entries = resources.get("/Font", Dictionary())
        # pikepdf gives the names as a set, whose order is another in every process.
        for name in sorted(entries.keys()):
            if NOTE in entries[name]:
                entries[name] = self._font(str(entries[name][NOTE]))

    def _font(self, digest: str) -> pikepdf.Object:
        if digest not in self._embedded:
            self._embedded[digest] = _embed(self._book, self._programs[digest], self.descriptor(self._programs[digest]))
        return self._embedded[digest]

    def descriptor(self, program: bytes) -> pikepdf.Object:
        """Describe a program, which is embedded once, however many fonts are made of it."""
        if program not in self._described:
            self._described[program] = fonts.descriptor(self._book, program)
        return self._described[program]


def _embed(book: pikepdf.Pdf, program: bytes, described: pikepdf.Object) -> pikepdf.Object:
    """A composite font for glyph numbers (ISO 32000-1, 9.7), whole, with what every glyph says."""
    facts = fonts.measure(program)
    name = Name("/" + facts.name)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        W=Array([0, Array(facts.advances)]),
        FontDescriptor=described,
    )
    return book.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([book.make_indirect(descendant)]),
            ToUnicode=fonts.packed(book, fonts.character_map(program)),
        )
    )


@lru_cache(maxsize=64)
def digest_of(program: bytes) -> str:
    """The name under which a font program is noted."""
    return hashlib.sha256(program).hexdigest()

"""Sections become one book, without walking page content.

Pieces get their numbers and are linked (linking.py): what the book has once (shared.py), its sections, and what makes a
book of them (catalogue.py). Sections begin at round numbers, so that one that grows leaves the others where they are:
what was linked before is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from ..artifacts import digest
from . import metadata
from .catalogue import DOCUMENT, FIRST_FREE, PAGES, Bound, catalogue
from .late_numbers import Setter
from .linking import Block, link, size_of
from .model import Binding
from .pieces import Piece, Stream, Symbol, from_bytes, reference
from .saving import saved
from .shared import Library
from .stamp import FOLIO_FONT, Stamps

# Numbers of objects, and keys of the parent tree, come in lots of so many.
LOT = 64

# Gives the pieces of font programs (faces.py) by their names.
Embed = Callable[[Sequence[str]], Mapping[str, bytes]]
# Gives what was made under a key before, or has it made.
Keep = Callable[[str, Callable[[], bytes]], bytes]


def merge(binding: Binding, embed: Embed, keep: Keep) -> bytes:
    """Bind sections in order; the book's bytes are equal for equal input, whatever was kept."""
    read = [from_bytes(part.data) for part in binding.parts]
    sections = [pieces[0] for pieces in read]
    stamps = [("simple", name) for name in _fonts_for_stamps(binding, sections)]
    library = Library(FIRST_FREE)
    library.take({("image", picture.facts["name"]): picture for pieces in read for picture in pieces[1:]})
    library.take({("packet",): metadata.packet(binding.imprint.description), ("profile",): metadata.profile()})
    library.take(_faces({symbol[1] for symbol in (*stamps, *_fonts_of(sections))}, embed))
    library.ask_for([("packet",), ("profile",), *stamps])
    for section in sections:
        library.ask_for(section.symbols)
    bound = tuple(_placed(binding, sections, library.end))
    linker = _Linker(binding, library)
    blocks = [linker.block(one, keep) for one in bound]
    whole = catalogue(binding.imprint, binding.field_font, library, bound, blocks[-1].end)
    return saved([whole.front, *library.blocks(), *blocks, whole.back], whole.root, whole.information)


def _fonts_for_stamps(binding: Binding, sections: Sequence[Piece]) -> Iterator[str]:
    if any(any(place.folios) and not place.bare for place in binding.places):
        yield binding.folio_font
    if any(section.facts["fields"] for section in sections):
        yield binding.field_font


def _fonts_of(sections: Sequence[Piece]) -> Iterator[Symbol]:
    return (symbol for section in sections for symbol in section.symbols if symbol[0] == "font")


def _faces(names: Collection[str], embed: Embed) -> dict[Symbol, Piece]:
    """Fonts by the symbols for them."""
    faces: dict[Symbol, Piece] = {}
    for name, data in embed(sorted(names)).items():
        faces |= zip((("program", name), ("font", name), ("simple", name)), from_bytes(data), strict=True)
    return faces


def _placed(binding: Binding, sections: Sequence[Piece], first: int) -> Iterator[Bound]:
    """Give each section its numbers."""
    key = 0
    bars = binding.bars or ((),) * len(sections)
    for piece, part, place, its_bars in zip(sections, binding.parts, binding.places, bars, strict=True):
        first, key = _round(first), _round(key)
        one = Bound(piece, part, place, its_bars, first, key)
        yield one
        first += size_of(piece, len(one.stamped))
        key += piece.facts["keys"]


def _round(number: int) -> int:
    return -(-number // LOT) * LOT


class _Linker:
    """Links sections, with their page numbers in them and their folios under them."""

    def __init__(self, binding: Binding, library: Library) -> None:
        self._library, self._note = library, binding.imprint.note
        self._symbol = ("simple", binding.folio_font)

    def block(self, section: Bound, keep: Keep) -> Block:
        """A section as it stands in the file."""
        shared = [self._library.refer(symbol) for symbol in section.piece.symbols if symbol in self._library]
        place = (section.first, section.key, section.place.folios, section.place.bare, section.bars)
        stamps = (self._note, self._font()) if section.stamped else ()
        known = repr((place, stamps, shared, section.part.numbers))
        return Block.from_bytes(keep(digest(section.part.data, known), lambda: self._link(section).to_bytes()))

    def _link(self, section: Bound) -> Block:
        facts, piece = section.piece.facts, section.piece
        setter = Setter(facts["numbers"], section.part.numbers)
        contents = list(piece.contents)
        for nth in facts["open"]:
            contents[nth] = setter.content(contents[nth])
        stamps = self._stamps_of(section)
        numbers = {nth: section.first + piece.count + more for more, nth in enumerate(section.stamped)}
        values = [self._value(symbol, section, setter, numbers) for symbol in piece.symbols]
        set_piece = Piece(piece.plain, piece.heads, tuple(contents))
        return link(set_piece, section.first, values, stamps)

    def _value(self, symbol: Symbol, section: Bound, setter: Setter, stamps: Mapping[int, int]) -> bytes:
        """What stands for a symbol of a section (writing.py)."""
        kind, *which = symbol
        if kind == "key":
            return b"%d" % (section.key + which[0])
        if kind == "contents":
            content = section.refer(section.piece.facts["pages"][which[0]][1])
            return b"[%s %s]" % (reference(stamps[which[0]]), content) if which[0] in stamps else content
        if kind == "rectangle":
            return setter.rectangle(*which)
        if kind == "stamps":
            return self._font() if stamps else b""
        own = {"pages": PAGES, "document": DOCUMENT}
        return reference(own[kind]) if kind in own else self._library.refer(symbol)

    def _font(self) -> bytes:
        """The font of folios, as an entry among a page's fonts."""
        return b"%s %s" % (FOLIO_FONT.encode(), self._library.refer(self._symbol))

    def _stamps_of(self, section: Bound) -> list[Stream]:
        if not section.stamped:
            return []
        stamps = Stamps(self._library[self._symbol], self._note)
        pages, folios = section.piece.facts["pages"], section.place.folios
        bars = (*section.bars, *((),) * len(pages))
        return [stamps.stamp(pages[nth][2:], folios[nth], bars[nth]) for nth in section.stamped]

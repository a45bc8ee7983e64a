"""What sheets say beyond their text: which chapter they belong to, and where a checklist's readers write.

In: the pieces, their references bound. A sheet belongs to the numbered chapter that leads to it in its last paragraph,
or else most often; so nobody writes it down, and it is true when chapters move. A checklist ends with room for points
of one's own, a day and a name.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import _Element as Element

from ..theme import Labels
from ..trees import append_markup, elements_of, escape, first_by_class
from .arrangement import Piece
from .fragments import parse_section
from .model import Section

SHEETS = ("checklist", "worksheet")
# Lines for points of one's own.
OWN_LINES = 2


def complete_sheets(pieces: Iterable[Piece], labels: Labels) -> None:
    """Write head and foot of each sheet that somebody wrote and that is a section of its own."""
    pieces = tuple(pieces)
    chapters = [piece for piece in pieces if piece.section.kind == "chapter" and piece.section.number]
    for piece in (one for one in pieces if one.section.kind in SHEETS and one.section.path):
        if home := _home(piece.section.id, chapters):
            link = f'<a class="xref" href="#{home.section.id}">{escape(home.section.label)}</a>'
            said = f'<p class="belongs">{escape(labels.word("sheet.belongs"))} {link}</p>'
            piece.tree[1:1] = elements_of(said)
        _end(piece, labels)


def complete_again(piece: Piece, before: Section, labels: Labels) -> None:
    """Write head and foot of one sheet, which belongs where it did `before`."""
    if piece.section.kind in SHEETS:
        if (said := first_by_class(parse_section("", before.body), "belongs")) is not None:
            # Its id is that of its place.
            del said.attrib["id"]
            piece.tree.insert(1, said)
        _end(piece, labels)


def _end(piece: Piece, labels: Labels) -> None:
    if piece.section.kind == "checklist":
        append_markup(piece.tree, _foot(piece.section.id, labels))
        if (notes := first_by_class(piece.tree, "footnotes")) is not None:
            piece.tree.append(notes)


def _home(sheet: str, chapters: Iterable[Piece]) -> Piece | None:
    leading = [(_leads(piece.tree, sheet), piece) for piece in chapters]
    leads, piece = max(leading, key=lambda one: one[0], default=((0, 0), None))
    return piece if any(leads) else None


def _leads(chapter: Element, sheet: str) -> tuple[int, int]:
    """How often a chapter leads to a sheet in its last paragraph, and at all."""
    last = [block for block in chapter if block.tag == "p"][-1:]
    return sum(_links(block, sheet) for block in last), _links(chapter, sheet)


def _links(element: Element, id: str) -> int:
    return sum(1 for link in element.iter("a") if link.get("href") == f"#{id}")


def _foot(id: str, labels: Labels) -> str:
    own = _field(f"{id}--own-points", "lines", OWN_LINES, labels.word("sheet.own-points"))
    day = _field(f"{id}--day", "line", 1, labels.word("sheet.day"))
    who = _field(f"{id}--checked-by", "line", 1, labels.word("sheet.checked-by"))
    return f'<div class="fields">{own}{day}{who}</div>'


def _field(id: str, kind: str, lines: int, label: str) -> str:
    head = f'<div class="field" id="{id}" data-kind="{kind}" data-lines="{lines}">'
    return f'{head}<span class="field-label">{escape(label)}</span></div>'

"""The foot of every checklist: room for points of one's own, for a day and a name, and the chapter that it belongs to.

In: the pieces, their references bound. A checklist belongs to the numbered chapter that leads to it in its last
paragraph, or else most often; so nobody writes it down, and it is true when chapters move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml.etree import _Element as Element

from ..theme import Labels
from .arrangement import Piece
from .fragments import append_markup, first_by_class, html
from .model import Target
from .targets import sections_by_id
from .wording import reference_text

# Lines for points of one's own.
OWN_LINES = 2


def add_feet(pieces: Iterable[Piece], targets: Mapping[str, Target], labels: Labels) -> None:
    """Write the foot of each checklist that is a section of its own."""
    pieces = tuple(pieces)
    chapters = [piece for piece in pieces if piece.section.kind == "chapter" and piece.section.number]
    sections = sections_by_id(pieces)
    for piece in pieces:
        id = piece.section.id
        if piece.section.kind != "checklist" or not piece.section.path:
            continue
        foot = _fields(id, labels)
        if home := _home(id, chapters):
            words = html(reference_text(labels, targets[home], id, sections))
            said = html(labels.word("sheet.belongs"))
            foot += f'<p class="belongs">{said} <a class="xref" href="#{home}">{words}</a></p>'
        append_markup(piece.tree, foot)
        if (notes := first_by_class(piece.tree, "footnotes")) is not None:
            piece.tree.append(notes)


def _home(sheet: str, chapters: Iterable[Piece]) -> str:
    leading = [(_leads(piece.tree, sheet), piece.section.id) for piece in chapters]
    leads, id = max(leading, key=lambda one: one[0], default=((0, 0), ""))
    return id if any(leads) else ""


def _leads(chapter: Element, sheet: str) -> tuple[int, int]:
    """How often a chapter leads to a sheet in its last paragraph, and at all."""
    last = [block for block in chapter if block.tag == "p"][-1:]
    return sum(_links(block, sheet) for block in last), _links(chapter, sheet)


def _links(element: Element, id: str) -> int:
    return sum(1 for link in element.iter("a") if link.get("href") == f"#{id}")


def _fields(id: str, labels: Labels) -> str:
    own = _field(f"{id}--own-points", "lines", OWN_LINES, labels.word("sheet.own-points"))
    day = _field(f"{id}--day", "line", 1, labels.word("sheet.day"))
    who = _field(f"{id}--checked-by", "line", 1, labels.word("sheet.checked-by"))
    return f'{own}<div class="fields">{day}{who}</div>'


def _field(id: str, kind: str, lines: int, label: str) -> str:
    head = f'<div class="field" id="{id}" data-kind="{kind}" data-lines="{lines}">'
    return f'{head}<span class="field-label">{html(label)}</span></div>'

"""Where sections begin and how their pages are numbered; plain arithmetic over extents."""

from __future__ import annotations

from collections.abc import Sequence

from ...book.model import PageMap, Section
from ...pdflink.model import Place
from ..layout import Extent

# Sections that begin wherever the last one ended; all others begin on a recto.
FLOWING = frozenset({"imprint", "checklist", "worksheet"})
UNNUMBERED = frozenset({"cover", "half-title", "title-page", "imprint", "part"})
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def place(sections: Sequence[Section], pages: Sequence[int], opens: str = "recto") -> tuple[Place, ...]:
    """Give every section its place; `pages` are the page counts, in the order of the sections. `opens` says where
    chapters begin: on a recto, or on the next page.

    The cover stands before page i. Front matter counts in small roman figures, the body from 1 on a recto.
    """
    places: list[Place] = []
    page, number, roman = 0, 1, True
    flowing = FLOWING | {"chapter"} if opens == "page" else FLOWING
    for section, count in zip(sections, pages, strict=True):
        if section.kind == "cover":
            places.append(Place(page, 0, "recto", ("",) * count, True))
            page += count
            continue
        begins_body = roman and section.matter != "front"
        blanks = 1 if section.kind not in flowing and number % 2 == 0 else 0
        blanks = 1 if begins_body and number % 2 == 0 else blanks
        number += blanks
        page += blanks
        if begins_body:
            roman, number = False, 1
        folios = tuple(folio(number + offset, roman) for offset in range(count))
        side = "recto" if number % 2 else "verso"
        places.append(Place(page, blanks, side, folios, section.kind in UNNUMBERED))
        page += count
        number += count
    return tuple(places)


def folio(number: int, roman: bool) -> str:
    """The printed number of a page: arabic, or small roman in the front matter."""
    if not roman:
        return str(number)
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def page_map(sections: Sequence[Section], places: Sequence[Place], extents: Sequence[Extent]) -> PageMap:
    """Every id's folio, and the first block of every page; where no block begins, the one that runs on."""
    folios: dict[str, str] = {}
    pages: list[tuple[str, str]] = []
    running: list[tuple[str, str, int]] = []
    turns: list[tuple[str, str, int]] = []
    for section, its_place, extent in zip(sections, places, extents, strict=True):
        folios[section.id] = its_place.folios[0] if its_place.folios else ""
        folios.update((name, its_place.folios[offset]) for name, offset in extent.anchors.items())
        openers = (section.id, *extent.openers[1:])
        pages.extend((number, opener) for number, opener in zip(its_place.folios, openers, strict=True) if number)
        for number, opener, turn in zip(its_place.folios, openers, extent.turns, strict=False):
            if number and turn and not opener:
                running.append((number, *turn[-1]))
            turns.extend((number, name, letters) for name, letters in turn if letters)
    return PageMap(folios, tuple(pages), tuple(running), tuple(turns))

"""Where sections begin and how their pages are numbered; plain arithmetic over extents."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ...book.model import PageMap, Section
from ...manuscript.model import Manifest
from ...pdflink.model import Place
from ..layout import Extent

# Sections that begin on a recto; all others begin wherever the last one ended, and so do profiles and tools: chapters
# without a number behind the front matter of a book whose chapters have numbers.
RECTO = frozenset({"cover", "half-title", "title-page", "part", "chapter"})
# What stands on the verso before an opening where that would be blank, and nowhere else.
OPENER = "opener"
UNNUMBERED = frozenset({"cover", "half-title", "title-page", "imprint", "part", OPENER})
SAMPLE = re.compile(r'class="box sample\b[^"]*" id="([^"]+)"')
RIGHT = "recto"
ON_RECTO: Mapping[int, str] = {}
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def place(
    sections: Sequence[Section],
    pages: Sequence[int],
    facing: Collection[str] = (),
    opens: Mapping[int, str] = ON_RECTO,
) -> tuple[Place, ...]:
    """Give every section its place; `pages` are the page counts, in the order of the sections, `facing` the ids of
    those that are a verso and its recto. `opens` says where chapters begin, by the part that they are in (`openings`).

    The cover stands before page i. Front matter counts in small roman figures, the body from 1 on a recto.
    """
    places: list[Place] = []
    flowing = flowing_chapters(sections, opens)
    unopened = {one.id for one in sections if opens.get(one.part, RIGHT) != RIGHT}
    page, number, roman = 0, 1, True
    for section, count in zip(sections, pages, strict=True):
        if section.kind == "cover":
            places.append(Place(page, 0, "recto", ("",) * count, True))
            page += count
            continue
        if section.kind == OPENER and (number % 2 == 1 or section.id in unopened):
            places.append(Place(page, 0, "verso", (), True))
            continue
        begins_body = roman and section.matter != "front" and section.kind != OPENER
        needs_blank = _needs_blank(section, number, facing, flowing)
        blanks = int(needs_blank or (begins_body and number % 2 == 0))
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


def facing(sections: Sequence[Section], extents: Sequence[Extent]) -> frozenset[str]:
    """The ids of sheets of two pages and more."""
    return frozenset(
        section.id
        for section, extent in zip(sections, extents, strict=True)
        if section.kind == "worksheet" and sheet_pages(section, extent) > 1
    )


def sheet_pages(section: Section, extent: Extent) -> int:
    """How many pages a sheet has without its sample, which begins on a page of its own."""
    sample = SAMPLE.search(section.body)
    return extent.anchors.get(sample[1], extent.pages) if sample else extent.pages


def openings(manifest: Manifest) -> dict[int, str]:
    """Where chapters begin, by part: on a recto, on the next page, or here, where the last one ended; 0 is outside."""
    parts = {number: part.opens or manifest.opens for number, part in enumerate(manifest.parts, 1)}
    return {0: manifest.opens, **parts}


def flowing_chapters(sections: Sequence[Section], opens: Mapping[int, str] = ON_RECTO) -> frozenset[str]:
    """The ids of chapters that begin on the page behind the last section: all of a part whose chapters do, and those
    without a number among others."""
    chapters = [one for one in sections if one.kind == "chapter"]
    next_page = {one.id for one in chapters if opens.get(one.part, RIGHT) != RIGHT}
    is_numbered = any(one.number for one in chapters if one.matter != "front")
    return frozenset(
        next_page | {one.id for one in chapters if one.matter != "front" and is_numbered and not one.number}
    )


def _needs_blank(section: Section, number: int, facing: Collection[str], flowing: Collection[str]) -> bool:
    """Whether a section cannot begin on the page of this number."""
    is_recto = number % 2 == 1
    opens = section.kind in RECTO and section.id not in flowing
    return (opens and not is_recto) or (section.id in facing and is_recto)


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
        if section.kind == OPENER:
            continue
        folios[section.id] = its_place.folios[0] if its_place.folios else ""
        folios.update((name, its_place.folios[offset]) for name, offset in extent.anchors.items())
        openers = (section.id, *extent.openers[1:])
        pages.extend((number, opener) for number, opener in zip(its_place.folios, openers, strict=True) if number)
        for number, opener, turn in zip(its_place.folios, openers, extent.turns, strict=False):
            if number and turn and not opener:
                running.append((number, *turn[-1]))
            turns.extend((number, name, letters) for name, letters in turn if letters)
    return PageMap(folios, tuple(pages), tuple(running), tuple(turns))

"""What a chapter has to hand out beside its sheets and formats: cards to cut out, and micro-methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace

from .. import trees
from ..book.model import Section
from ..trees import Element, make

# Two columns from so many cards a sheet on.
TWO_COLUMNS = 4


def single_sheets(chapter: Section) -> Iterator[Section]:
    """Each card of a chapter, as often as it goes on a sheet, and each of its micro-methods."""
    if "card" not in chapter.body and "micro-method" not in chapter.body:
        return
    for one in trees.parse(chapter.body).iter("section"):
        kinds = trees.classes(one)
        if "card" in kinds:
            yield _sheet(chapter, one, "cards", _page)
        elif "micro-method" in kinds:
            yield _sheet(chapter, one, "method-sheet", lambda micro, title: trees.write_whole(micro))


def take_line(box: Element, name: str) -> str:
    """Take a line out of a box, and say what stood there."""
    found = [child for child in box if name in trees.classes(child)]
    for child in found:
        box.remove(child)
    return " ".join(map(trees.text_of, found))


def _sheet(chapter: Section, box: Element, kind: str, draw: Callable[[Element, str], str]) -> Section:
    take_line(box, "box-label")
    title = take_line(box, "box-title") or chapter.title
    # A card says itself how many of it go on its sheet.
    handout = "A4" if kind == "cards" else ""
    return replace(
        chapter,
        id=box.get("id", chapter.id),
        kind=kind,
        title=title,
        title_html="",
        body=draw(box, title),
        included=(),
        front=replace(chapter.front, promise="", notice="", handout=handout),
    )


def _page(card: Element, title: str) -> str:
    """A sheet of equal cards, row by row; the fields of each copy have names of their own."""
    count = int(card.get("data-count", "1"))
    columns = 2 if count >= TWO_COLUMNS else 1
    card.insert(0, make("p", {"class": "card-title"}, title))
    cards = [_copy(card, nth) for nth in range(1, count + 1)]
    rows = [
        make("div", {"class": "card-row"}, children=cards[start : start + columns])
        for start in range(0, count, columns)
    ]
    page = make("div", {"class": f"cut-page of-{count}", "data-count": str(count)}, children=rows)
    return trees.write_whole(page)


def _copy(card: Element, nth: int) -> Element:
    made = make("div", {"class": "tool-card"}, children=[deepcopy(child) for child in card])
    for one in [one for one in trees.elements(made) if one.get("id")] if nth > 1 else ():
        one.set("id", f"{one.get('id')}-{nth}")
    return made

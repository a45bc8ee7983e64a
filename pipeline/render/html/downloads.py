"""Beside what can be handed out alone, the way to its PDF: methods, and sheets that stand in a chapter."""

from __future__ import annotations

from lxml import etree

from ...book.model import Section
from ...theme import Theme
from ...trees import Element, classes, elements, make
from ..addresses import download, handout_path
from ..markup import icon

WORDS = {"method": "ui.handout-of-method", "micro-method": "ui.handout-of-method", "card": "ui.handout-cards"}


def link_handouts(tree: Element, section: Section, theme: Theme) -> None:
    """Put a link to its hand-out at the end of every method and included sheet."""
    sheets = {one.id for one in section.included}
    for box in list(elements(tree)):
        id = box.get("id", "")
        if id in sheets:
            box.append(_link(id, "ui.handout", theme))
        elif (
            id
            and section.kind == "chapter"
            and (word := next((WORDS[one] for one in classes(box) if one in WORDS), ""))
        ):
            box.append(_link(id, word, theme))


def _link(id: str, word: str, theme: Theme) -> Element:
    sign = etree.fromstring(icon(theme, "download"))
    sign.tail = f" {theme.labels.word(word)}"
    way = make("a", {"href": download(handout_path(id))}, children=[sign])
    return make("p", {"class": "handout"}, children=[way])

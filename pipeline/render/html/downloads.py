"""Beside what can be handed out alone, the way to its PDF: methods, and sheets that stand in a chapter."""

from __future__ import annotations

from lxml import etree

from ...book.model import Section
from ...theme import Theme
from ..addresses import handout_path
from ..markup import Tree, classes, element, elements, icon


def link_handouts(tree: Tree, section: Section, theme: Theme) -> None:
    """Put a link to its hand-out at the end of every method and included sheet."""
    sheets = {one.id for one in section.included}
    for box in list(elements(tree)):
        id = box.get("id", "")
        if id in sheets:
            box.append(_link(id, "ui.handout", theme))
        elif id and "method" in classes(box) and section.kind == "chapter":
            box.append(_link(id, "ui.handout-of-method", theme))


def _link(id: str, word: str, theme: Theme) -> Tree:
    sign = etree.fromstring(icon(theme, "download"))
    sign.tail = f" {theme.labels.word(word)}"
    way = element("a", {"href": f"../{handout_path(id)}"}, children=[sign])
    return element("p", {"class": "handout"}, children=[way])

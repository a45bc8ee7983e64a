"""The menu, which stands on every page: a branch reads the same wherever it is closed, a line wherever it is not the
page's own, and so each of them is written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pipeline.render.html.site import Branch, Site

TEMPLATE = "html/menu.html"


def write_menu(site: Site, templates: Environment) -> Callable[[str], Markup]:
    """Give the menu as it stands on the page of a section, by its id; on pages of none nothing is marked."""
    macros: Any = templates.get_template(TEMPLATE).module
    lines = {one.id: macros.line(branch, one, "") for branch in site.branches for one in branch.sections}
    home_of = {section.id: nth for nth, branch in enumerate(site.branches) for section in branch.sections}

    def write(branch: Branch, texts: Iterable[str], open: bool) -> str:
        inside = Markup("".join(texts))
        return inside if branch.single else str(macros.unfold(branch, inside, open))

    closed = [write(branch, (lines[section.id] for section in branch.sections), False) for branch in site.branches]

    def menu(here: str) -> Markup:
        pieces = list(closed)
        if here in home_of:
            branch = site.branches[home_of[here]]
            own = (macros.line(branch, one, here) if one.id == here else lines[one.id] for one in branch.sections)
            pieces[home_of[here]] = write(branch, own, True)
        return Markup("".join(pieces).removesuffix("\n"))

    return menu

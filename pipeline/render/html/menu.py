"""The menu, which stands on every page: a branch reads the same wherever it is closed, a line wherever it is not the
page's own, and so each of them is written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from .site import Branch, Site

TEMPLATE = "html/menu.html"


def write_menu(site: Site, templates: Environment) -> Callable[[str], Markup]:
    """Give the menu as it stands on the page of a section, by its id; on pages of none nothing is marked."""
    try:
        macros: Any = templates.get_template(TEMPLATE).module
        lines = [[macros.line(branch, section, "") for section in branch.sections] for branch in site.branches]
    except Exception:
        templates.handle_exception()  # as Jinja does it where no macro is called from outside
    places = {one.id: (at, nth) for at, branch in enumerate(site.branches) for nth, one in enumerate(branch.sections)}

    def write(branch: Branch, texts: Iterable[str], open: bool) -> str:
        inside = Markup("".join(texts))
        return inside if branch.single else str(macros.unfold(branch, inside, open))

    closed = [write(branch, texts, False) for branch, texts in zip(site.branches, lines, strict=True)]

    def menu(here: str) -> Markup:
        pieces = list(closed)
        if here in places:
            at, nth = places[here]
            branch, inside = site.branches[at], list(lines[at])
            inside[nth] = macros.line(branch, branch.sections[nth], here)
            pieces[at] = write(branch, inside, True)
        return Markup("".join(pieces).removesuffix("\n"))

    return menu

"""The menu, which stands on every page: a branch reads the same wherever it is closed, a line wherever it is not the
page's own, and so each of them is written once. The parts come first; what stands before and after them is folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ...theme import Labels
from .site import Branch, Site

TEMPLATE = "html/menu.html"


def write_menu(site: Site, templates: Environment, labels: Labels) -> Callable[[str], Markup]:
    """Give the menu as it stands on the page of a section, by its id; on pages of none nothing is marked."""
    branches = tuple(_ordered(site.branches, labels))
    try:
        macros: Any = templates.get_template(TEMPLATE).module
        lines = [[macros.line(branch, section, "") for section in branch.sections] for branch in branches]
    except Exception:
        templates.handle_exception()  # as Jinja does it where no macro is called from outside
    places = {one.id: (at, nth) for at, branch in enumerate(branches) for nth, one in enumerate(branch.sections)}

    def write(branch: Branch, texts: Iterable[str], open: bool) -> str:
        inside = Markup("".join(texts))
        return inside if branch.single else str(macros.unfold(branch, inside, open))

    closed = [write(branch, texts, False) for branch, texts in zip(branches, lines, strict=True)]

    def menu(here: str) -> Markup:
        pieces = list(closed)
        if here in places:
            at, nth = places[here]
            branch, inside = branches[at], list(lines[at])
            inside[nth] = macros.line(branch, branch.sections[nth], here)
            pieces[at] = write(branch, inside, True)
        return Markup("".join(pieces).removesuffix("\n"))

    return menu


def _ordered(branches: Iterable[Branch], labels: Labels) -> Iterator[Branch]:
    """The parts and lists as they come; the sections alone before and after them as a branch each, at the end."""
    alone: dict[str, list[Branch]] = {"front": [], "back": []}
    for branch in branches:
        matter = branch.sections[0].matter if branch.single else ""
        if matter in alone:
            alone[matter].append(branch)
        else:
            yield branch
    for matter, those in alone.items():
        if those:
            yield Branch(labels.word(f"ui.menu-{matter}"), tuple(one.sections[0] for one in those))

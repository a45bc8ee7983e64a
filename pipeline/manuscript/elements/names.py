"""Ids for everything that needs one, and the list of what references can lead to."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...diagnostics import Diagnostic, Span, diagnose
from ...spelling import slug
from ...trees import classes, elements, take, words_of, write
from ..model import Target
from ..parse_state import ParseState
from ..positions import locate

ASKS = "data-slug"
NAME = re.compile(r"[^\W\d][\w.-]*")
_KINDS = {
    "shortcut": "shortcut",
    "method": "method",
    "micro-method": "box",
    "sample": "box",
    "box": "box",
    "checklist": "checklist",
    "worksheet": "worksheet",
    "canvas": "canvas",
    "cell": "cell",
    "field": "field",
    "check": "item",
}
_TAG_KINDS = {"h2": "heading", "h3": "heading", "h4": "heading", "figure": "figure", "table": "table"}
_TITLES = {
    "figure": ("figcaption",),
    "table": ("caption",),
    "field": ("span[@class='field-label']",),
    "item": ("span[@class='check-text']",),
    "cell": ("p[@class='cell-title']",),
}
_BOX_TITLES = ("p[@class='box-title']",)


def give_ids(state: ParseState, tree: Element) -> None:
    """Check the authors' ids and derive the others from what stands there; all are unique in the document.

    An element asks with `data-slug`; a slug that begins with `^` is put after the id of what it stands in.
    """
    taken = {state.id}
    written: set[str] = set()
    for element in elements(tree):
        name = element.get("id")
        if name is None or name.startswith(f"{state.id}--"):
            continue
        if not NAME.fullmatch(name):
            state.found.append(_problem(state, "s-030", name))
            del element.attrib["id"]
        elif name in taken:
            state.found.append(_problem(state, "x-020", name, nth=2))
            del element.attrib["id"]
        else:
            taken.add(name)
            written.add(name)
    for element in elements(tree):
        name = element.get("id")
        wish = take(element, ASKS)
        if name is None and wish is not None:
            element.set("id", _unique(_derive(state, element, wish), taken))
        elif name is not None and name not in written:
            element.set("id", _unique(name, taken))


def list_targets(state: ParseState, tree: Element) -> tuple[Target, ...]:
    """Everything with an id that a reference may name, in document order."""
    found = []
    for element in elements(tree):
        if (name := element.get("id")) and (kind := _kind(element)) and not _in_notes(element):
            title = _title(element, kind)
            found.append(
                Target(
                    name,
                    kind,
                    words_of(title),
                    write(title) if title is not None and kind == "heading" else "",
                    int(str(element.tag)[1]) if kind == "heading" else 0,
                    state.span(element),
                )
            )
    return tuple(found)


def _problem(state: ParseState, code: str, name: str, nth: int = 1) -> Diagnostic:
    first = locate(state.text, "id", name, 1, state.path)
    related: tuple[Span, ...] = (first,) if nth > 1 else ()
    return diagnose(code, locate(state.text, "id", name, nth, state.path), related=related, name=name)


def _derive(state: ParseState, element: Element, wish: str) -> str:
    if not wish.startswith("^"):
        return f"{state.id}--{slug(wish) or 'block'}"
    parent = element.getparent()
    while parent is not None and not parent.get("id"):
        parent = parent.getparent()
    above = parent.get("id", "") if parent is not None else state.id
    return f"{above}--{slug(wish[1:])}"


def _unique(name: str, taken: set[str]) -> str:
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{name}-{number}"
    taken.add(made)
    return made


def _in_notes(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.get("role") == "doc-endnotes"


def _kind(element: Element) -> str:
    by_class = next((_KINDS[name] for name in reversed(classes(element)) if name in _KINDS), "")
    return by_class or _TAG_KINDS.get(str(element.tag), "")


def _title(element: Element, kind: str) -> Element | None:
    if kind == "heading":
        return element
    for path in _TITLES.get(kind, _BOX_TITLES):
        if (title := element.find(path)) is not None:
            return title
    return None

"""The names that authors may use: elements and attributes, canonical or by their alias in the book's language.

The first pass over a fragment: every div and span gets its canonical class and attributes; what is unknown is
reported and loses its class, its content stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml.etree import _Element as Element

from ...spelling import nearest
from ...theme import default_theme
from ...trees import classes, elements, has_class, parent_of, take, text_of
from ..parse_state import AT, ParseState

BOXES = frozenset(
    {"tip", "pitfall", "example", "fiction", "source", "sidenote", "shortcut", "invitation", "todo", "conflict"}
)
BLOCKS = BOXES | {
    *("roles", "decision", "reflection", "description", "method", "steps", "checklist", "worksheet", "canvas"),
    *("fill-table", "only", "comment", "reading"),
    *("budget", "calendar", "letter", "script", "card", "sample", "micro-method"),
}
FIELDS = frozenset({"field", "area", "choice", "scale", "gap", "team-field"})
CRITIC = frozenset({"critic-ins", "critic-del", "critic-mark"})
SPANS = FIELDS | {"term", "index", "kbd", "only", "comment", "todo"}
# What pandoc itself makes or knows.
PANDOC = frozenset({"smallcaps", "underline", "mark", "citation", "line-block", "math", "inline", "display"}) | CRITIC
ATTRIBUTES = {
    "reflection": ("lines",),
    "steps": ("duration",),
    "fill-table": ("lines",),
    "canvas": ("height",),
    "checklist": ("file",),
    "worksheet": ("file",),
    "letter": ("subject",),
    "script": ("duration",),
    "card": ("count",),
    "sample": ("sheet",),
    "only": ("variant", "format"),
    "field": ("lines",),
    "team-field": ("lines",),
    "area": ("height",),
    "choice": ("options", "multiple"),
    "scale": ("from", "to", "left", "right"),
    "gap": ("width",),
    "term": ("term",),
    "index": ("as", "see", "see-also"),
}
EVERYWHERE = ("lang", "dir")
_KEPT = ("id", "class", AT, "data-cites", "data-given-alt")


def mark_places(tree: Element) -> None:
    """Remember on headings, links, pictures, divs and spans how they were written and the how-manieth they are."""
    counts: Counter[tuple[str, str]] = Counter()
    for element in elements(tree):
        kind, name = _written(element)
        if kind:
            counts[kind, name] += 1
            element.set(AT, f"{kind} {counts[kind, name]} {name}")


def name_elements(state: ParseState, tree: Element) -> None:
    """Turn aliases into canonical names."""
    marked = [one for one in elements(tree, "div", "span") if one.keys() and parent_of(one).tag != "code"]
    if not marked:
        return
    own = _by_alias(state.labels.words)
    # The names of the first language hold everywhere: a translation begins as a copy of its original.
    aliases = {**_by_alias(default_theme().labels.words), **own}
    keys = {
        alias: name
        for labels in (default_theme().labels, state.labels)
        for name, alias in labels.under("attributes").items()
    }
    for element in marked:
        allowed = BLOCKS if element.tag == "div" else SPANS
        names = [aliases.get(name, name) for name in classes(element)]
        kept = [name for name in names if name in allowed or name in PANDOC]
        for name, written in zip(names, classes(element), strict=True):
            if name not in kept:
                _report_unknown(state, element, name, written, {**own, **{one: one for one in allowed}})
        if kept:
            element.set("class", " ".join(kept))
        else:
            take(element, "class")
        _name_attributes(state, element, kept, keys)


def kind_of(element: Element) -> str:
    """The element's canonical name, empty for a plain div or span."""
    known = BLOCKS if element.tag == "div" else SPANS
    return next((name for name in classes(element) if name in known), "")


def _written(element: Element) -> tuple[str, str]:
    tag = element.tag
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6") or (tag == "p" and has_class(element, "heading")):
        return "heading", text_of(element)
    if tag == "img":
        return "picture", element.get("src", "")
    if tag == "a" and not element.get("href"):
        return "empty-link", ""
    if tag == "a" and (href := element.get("href", "")) and not href.startswith("#fn"):
        return ("xref", href[1:]) if href.startswith("#") and len(href) > 1 else ("file", href)
    if tag in ("div", "span") and (names := classes(element)):
        if "citation" in names:
            return "cite", (element.get("data-cites") or "").split(" ")[0]
        return str(tag), names[0]
    if tag == "span" and element.keys() and not element.get("id"):
        return "text", text_of(element)
    if tag == "li" and (label := element.find(".//label")) is not None:
        return "item", text_of(label)
    if tag == "li" and text_of(element) in ("[ ]", "[x]", "[X]"):
        return "empty-item", ""
    if tag == "dt":
        return "line", text_of(element)
    if element.get("id"):
        return "id", element.get("id", "")
    return "", ""


def _by_alias(words: Mapping[str, str]) -> dict[str, str]:
    start, end = "elements.", ".alias"
    return {
        alias: key[len(start) : -len(end)]
        for key, alias in words.items()
        if key.startswith(start) and key.endswith(end)
    }


def _aliases(state: ParseState, start: str, end: str) -> dict[str, str]:
    words = state.labels.words
    return {key[len(start) : -len(end)]: words[key] for key in words if key.startswith(start) and key.endswith(end)}


def _report_unknown(state: ParseState, element: Element, name: str, written: str, known: dict[str, str]) -> None:
    div = element.tag == "div"
    if name in (SPANS if div else BLOCKS):
        state.report("s-018" if div else "s-019", element, name=written)
        return
    fitting = {alias for alias, canonical in known.items() if canonical in (BLOCKS if div else SPANS)}
    state.report("s-017", element, suggestion=nearest(written, fitting), name=written)


def _name_attributes(state: ParseState, element: Element, names: list[str], keys: dict[str, str]) -> None:
    """Leave the attributes of the element under their canonical names, without `data-`."""
    allowed = {*EVERYWHERE, *(key for name in names for key in ATTRIBUTES.get(name, ()))}
    given = {str(key): str(value) for key, value in element.attrib.items() if key not in _KEPT}
    for key, value in given.items():
        del element.attrib[key]
        written = key.removeprefix("data-")
        name = keys.get(written, written)
        if name in allowed:
            element.set(name, value)
        elif not classes(element) and not element.get(AT, "").startswith(("div", "span")):
            state.report("s-020", element, key=written, name="[…]" if element.tag == "span" else ":::")
        elif names and not set(names) <= PANDOC:
            known = {alias for name, alias in state.labels.under("attributes").items() if name in allowed}
            alias = _aliases(state, "elements.", ".alias").get(names[0], names[0])
            state.report("s-020", element, suggestion=nearest(written, known), key=written, name=alias)

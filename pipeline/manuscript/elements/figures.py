"""Figures: pictures alone in their paragraph, their captions, alternative texts and long descriptions."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from lxml.etree import _Element as Element

from ...diagnostics import Span
from ...spelling import relative
from ...trees import elements, inner_into, make, parent_of, remove, replace, take, text_of, unwrap, words_of
from ..parse_state import AT, ParseState
from .vocabulary import kind_of

_LEADS_OUT = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|/|\\)")


def make_figures(state: ParseState, tree: Element) -> None:
    """Bring figures into canonical form; resolve every picture's path."""
    for image in elements(tree, "img"):
        _free_lonely(image)
        _alternative(state, image)
        _picture(state, image)
    for figure in elements(tree, "figure"):
        _slugged(state, figure)
    for description in elements(tree, "div"):
        if kind_of(description) == "description":
            _attach(state, description)


def resolve_path(source: str, folder: str) -> str:
    """The picture's path from the book's root; empty when it leads out of the book. With a slash in front it is counted
    from the root, as on a web site."""
    path = source.strip()
    if not _LEADS_OUT.match(path):
        # As Windows has it.
        path = path.replace("\\", "/")
    if re.match(r"/[^/\\]", path):
        path, folder = path[1:], ""
    if not path or "\\" in path or _LEADS_OUT.match(path):
        return ""
    path = posixpath.normpath(posixpath.join(folder, path))
    return "" if path.startswith("..") else path


def _free_lonely(image: Element) -> None:
    """A picture that is alone in its paragraph is a figure, also without a caption."""
    paragraph = parent_of(image)
    if paragraph.tag == "p" and not text_of(paragraph) and len(paragraph) == 1 and paragraph.getparent() is not None:
        figure = make("figure")
        if name := (take(image, "id") or ""):
            figure.set("id", name)
        replace(paragraph, figure)
        image.tail = None
        figure.append(image)


def _alternative(state: ParseState, image: Element) -> None:
    """Settle the alternative text: the author's own, else the caption; an empty one means decoration."""
    given = take(image, "data-given-alt")
    captions = parent_of(image).findall("figcaption")
    caption = words_of(captions[0]) if captions else ""
    if captions and "aria-hidden" not in captions[0].attrib:
        # Pandoc hides the caption from assistive technology only where it has copied it into the alt.
        given = image.get("alt", "")
    if given is None and not (image.get("alt") or caption):
        state.report("a-001", image)
    alternative = given if given is not None else caption or image.get("alt", "")
    image.set("alt", alternative)
    if image.get("title") in (caption, alternative):
        take(image, "title")


def _picture(state: ParseState, image: Element) -> None:
    source = image.get("src", "")
    path = resolve_path(state.decode(source, image), posixpath.dirname(state.path))
    if not path:
        state.report("f-014", image, suggestion=_meant(state, unquote(source)), path=source[:120])
    else:
        seen = state.picture(path)
        for found in seen.found:
            places = tuple(Span(path, line, 1, line, 2) for line in found.lines)
            facts = dict(found.facts)
            near = facts.pop("near", "")
            meant = relative(near, state.path) if near else ""
            state.report(found.code, image, suggestion=meant, related=places, fix=(), path=path, **facts)
        if seen.asset is not None:
            image.set("src", seen.asset.path)
            state.pictures.append(seen.asset.path)
            return
    words = f"{state.labels.word('broken.picture')}: {path or source[:120]}"
    frame = make("span", {"class": "missing picture"}, words)
    for key in ("id", AT):
        if value := image.get(key):
            frame.set(key, value)
    replace(image, frame)


def _meant(state: ParseState, source: str) -> str:
    """The picture that a path meant which leads out of the book: by its name, as it may be written here."""
    name = posixpath.basename(source.replace("\\", "/").rstrip("/"))
    seen = state.picture(posixpath.join(posixpath.dirname(state.path), name)) if name else None
    if seen is None:
        return ""
    near = seen.asset.path if seen.asset else dict(fact for one in seen.found for fact in one.facts).get("near", "")
    return relative(near, state.path) if near else ""


def _slugged(state: ParseState, figure: Element) -> None:
    caption = figure.find("figcaption")
    if caption is not None:
        take(caption, "aria-hidden")
        if not text_of(caption):
            remove(caption)
    figure.set("data-slug", f"{state.labels.word('ids.figure')} {words_of(caption)}")
    image = figure.find(f".//*[@{AT}]")
    if image is not None and not figure.get(AT):
        figure.set(AT, image.get(AT, ""))


def _attach(state: ParseState, description: Element) -> None:
    """Move a long description into the figure before it."""
    before = description.getprevious()
    if before is None or before.tag != "figure" or (before.tail or "").strip():
        state.report("s-023", description)
        unwrap(description)
        return
    remove(description)
    before.append(inner_into(make("div", {"class": "description"}), description))

"""Elements inside a line of text: terms, index marks, keys, comments, citations, links."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from lxml.etree import _Element as Element

from ...addresses import SCHEMES, is_address, mend_address
from ...registry import FORMATS
from ...spelling import nearest_path, relative, slug
from ...trees import classes, elements, has_class, make, parent_of, remove, replace, take, text_of, unwrap
from ..parse_state import ParseState
from .vocabulary import kind_of

# What can be written for one format only.
FORMATS_WITH_TEXTS = tuple(one.name for one in FORMATS if one.has_texts)
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
_SCHEME = re.compile(r"^(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
_DOMAIN = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:de|org|com|net|eu|info|io|at|ch)(?:/|$)", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_BRACES = re.compile(r"\.[^\W\d][\w-]*(?: |$)")
_SCHEME_ALONE = re.compile(r"https?/", re.IGNORECASE)
# Quarto refers to sections, figures, tables as to sources, by what their ids begin with.
_QUARTO = re.compile(r"(?:sec|fig|tbl|lst|eq)-[\w-]+$")
_CRITIC_TAGS = {"critic-ins": "ins", "critic-del": "del", "critic-mark": "mark"}


def choose_readings(state: ParseState, tree: Element) -> None:
    """Take out what belongs to other variants, and team notes unless this is a draft; mark single formats."""
    for element in elements(tree, "div", "span"):
        if element is tree or element.getparent() is None:
            continue
        kind = kind_of(element)
        if kind == "only":
            _choose(state, element)
        elif kind in ("todo", "comment"):
            if state.draft:
                element.set("class", "todo" if element.tag == "div" else "comment")
            else:
                _leave_out(element)


def make_inline(state: ParseState, tree: Element) -> None:
    """Bring spans and links into their canonical form; fields are left to `fields`."""
    for element in elements(tree, "span", "a", "label"):
        if element.tag == "a":
            _link(state, element)
        elif element.tag == "span":
            _span(state, element)
    for paragraph in elements(tree, "p"):
        if len(paragraph) and not text_of(paragraph) and all(has_class(child, "index-mark") for child in paragraph):
            _move_marks(paragraph)
    for link in elements(tree, "a"):
        _keep_apart(link)


def _leave_out(element: Element) -> None:
    """Take a team note out together with the space before it and a paragraph that held nothing else."""
    parent, before, tail = parent_of(element), element.getprevious(), element.tail or ""
    if element.tag == "span" and (not tail or tail[0] in " .,;:!?)"):
        if before is not None:
            before.tail = (before.tail or "").rstrip(" ")
        else:
            parent.text = (parent.text or "").rstrip(" ")
    remove(element)
    if parent.tag == "p" and not len(parent) and not (parent.text or "").strip() and parent.getparent() is not None:
        remove(parent)


def _keep_apart(link: Element) -> None:
    """A link cannot stand in a link: notes and citations win over what is around them, else the outer one wins."""
    if any(has_class(inner, "citation", "footnote-ref") for inner in link.iterdescendants("a", "span")):
        unwrap(link)
        return
    for inner in list(link.iterdescendants("a")):
        unwrap(inner)


def _move_marks(paragraph: Element) -> None:
    """Index marks alone in a paragraph belong to what follows: an empty line would be printed."""
    following = paragraph.getnext()
    home = following if following is None or following.tag == "p" else following.find(".//p")
    if home is None:
        return
    marks = list(paragraph)
    marks[-1].tail, home.text = home.text, None
    home[0:0] = marks
    remove(paragraph)


def _choose(state: ParseState, element: Element) -> None:
    variant, formats = take(element, "variant"), take(element, "format")
    if variant is None and formats is None:
        state.report("s-021", element)
    if variant is not None and state.variant not in re.split(r"[\s,;]+", variant):
        remove(element)
        return
    if formats is None:
        unwrap(element)
        return
    named = [name for name in re.split(r"[\s,;]+", formats.casefold()) if name]
    for name in named:
        if name not in FORMATS_WITH_TEXTS:
            state.report("s-022", element, format=name)
    if known := [name for name in named if name in FORMATS_WITH_TEXTS]:
        element.set("data-only", " ".join(known))
        take(element, "class")
    else:
        unwrap(element)


def _span(state: ParseState, element: Element) -> None:
    names = classes(element)
    kind = kind_of(element)
    if kind == "term":
        _term(state, element)
    elif kind == "index":
        _index_mark(state, element)
    elif kind == "kbd":
        element.tag = "kbd"
        take(element, "class")
    elif "citation" in names:
        _citation(state, element)
    elif names and names[0] in _CRITIC_TAGS:
        element.tag = _CRITIC_TAGS[names[0]]
        take(element, "class")


def _citation(state: ParseState, element: Element) -> None:
    keys = (element.get("data-cites") or "").split()
    if keys and all(map(_QUARTO.match, keys)):
        replace(element, *[_reference(state, key) for key in keys])
        return
    for key in keys:
        state.refer("cite", key)


def _reference(state: ParseState, key: str) -> Element:
    state.refer("xref", key)
    return make("a", {"class": "xref", "href": f"#{key}"})


def _term(state: ParseState, element: Element) -> None:
    name = take(element, "term") or text_of(element)
    if not name:
        state.report("g-010", element)
        unwrap(element)
        return
    for link in elements(element, "a"):
        unwrap(link)
    state.refer("term", name)
    element.tag = "a"
    element.set("class", "term")
    element.set("href", f"#term-{slug(name, 80)}")
    element.set("data-term", name)


def _index_mark(state: ParseState, element: Element) -> None:
    written = take(element, "as") or text_of(element)
    headword, _, sub = (part.strip() for part in written.partition("!"))
    if not headword:
        state.report("i-010", element)
        unwrap(element)
        return
    if "!" in sub:
        meant = ", ".join(part.strip() for part in sub.split("!"))
        state.report("i-011", element, written=written, write=f"{headword}!{meant}")
        sub = meant
    element.set("class", "index-mark")
    element.set("data-headword", headword)
    if sub:
        element.set("data-sub", sub)
    for key in ("see", "see-also"):
        if value := (take(element, key) or ""):
            element.set(f"data-{key}", value)
    element.set("data-slug", f"index-{slug(written)}")


def _link(state: ParseState, element: Element) -> None:
    href = element.get("href", "")
    if has_class(element, "footnote-ref", "footnote-back", "term"):
        return
    take(element, "class")
    if href[:7].casefold() == "mailto:" or href[:4].casefold() == "tel:":
        href = href.replace("%20", "")
        element.set("href", href)
    scheme = _SCHEME.match(href)
    if scheme and scheme["scheme"].casefold() not in SCHEMES:
        state.report("x-021", element, suggestion=mend_address(unquote(href)), url=href[:80])
        unwrap(element)
    elif scheme and not is_address(href):
        state.report("x-061", element, suggestion=mend_address(href), url=unquote(href)[:80])
        unwrap(element)
    elif scheme and not text_of(element) and element.find(".//img") is None:
        element.text = href
    elif not scheme:
        _inner_link(state, element, href)


def _inner_link(state: ParseState, element: Element, href: str) -> None:
    path, _, fragment = href.partition("#")
    path = state.decode(path, element)
    if path.endswith(".md"):
        # As Windows has it.
        path = path.replace("\\", "/")
    if re.match(r"/[^/]", path):
        # From the book's root, as on a web site.
        path = posixpath.relpath(path[1:], posixpath.dirname(state.path) or ".")
    if path.lower().endswith(PICTURES) and not href.startswith("//"):
        state.report("s-097", element, url=path[:80])
        _unlink(element, href)
        return
    if href.startswith("//") or (path and not path.endswith(".md")):
        state.report("x-022", element, suggestion=_meant(state, path, fragment), url=href[:80])
        _unlink(element, href)
        return
    if path:
        candidates = (posixpath.normpath(posixpath.join(posixpath.dirname(state.path), path)), posixpath.normpath(path))
        found = next((state.documents[one] for one in candidates if one in state.documents), None)
        if found is not None and fragment:
            element.set("data-home", found)
        if found is None:
            state.refer("file", href)
            element.set("class", "xref")
            return
        fragment = fragment or found
    if not fragment:
        state.report("x-023", element)
        _unlink(element, href)
        return
    fragment = state.decode(fragment, element)
    state.refer("xref", fragment)
    element.set("class", "xref")
    element.set("href", f"#{fragment}")


def _meant(state: ParseState, path: str, fragment: str) -> str:
    """The address that a link meant which leads to no file of the book: a page of the web, or a file by its name."""
    path = path.strip(" \"'„“”")
    if _BRACES.match(path):
        # An element's attributes, between the wrong brackets.
        return f"{{{path}}}"
    if _MAIL.match(path):
        return f"mailto:{path}"
    if _DOMAIN.match(path) or _SCHEME_ALONE.match(path) or _SCHEME.match(path):
        return mend_address(path) or path
    near = nearest_path(path, state.documents)
    part = f"#{fragment}" if fragment else ""
    return relative(near, state.path) + part if near else ""


def _unlink(element: Element, href: str) -> None:
    if not text_of(element) and element.find(".//img") is None:
        element.text = href
        element.tag = "span"
        element.set("class", "missing")
        take(element, "href")
    else:
        unwrap(element)

"""Headings: one title first, then levels 2 to 4 without a gap; and the footnotes at the end."""

from __future__ import annotations

import posixpath

from lxml.etree import _Element as Element

from ...spelling import slug
from ...trees import elements, has_class, inner_into, make, remove, take, text_of, words_of
from ..parse_state import AT, ParseState

_ALL = ("h1", "h2", "h3", "h4", "h5", "h6")
DEEPEST = 4


def lift_title(tree: Element, title: str) -> None:
    """Where there is no heading of the first level, and none in the head, the first of any level is the title; those
    below it follow it up."""
    free = [heading for heading in elements(tree, *_ALL) if _stands_free(heading, tree)]
    if title or not free or tree.find(".//h1") is not None:
        return
    first, *others = free
    up = min([int(str(one.tag)[1]) for one in others], default=2) - 2
    first.tag = "h1"
    for one in others:
        one.tag = f"h{int(str(one.tag)[1]) - max(up, 0)}"


def take_title(state: ParseState, tree: Element) -> Element:
    """Take the title out of the tree; a file without one is titled by its name."""
    titles = elements(tree, "h1")
    if not titles and state.title:
        return make("h1", text=state.title)
    if not titles:
        state.report("s-001", None)
        name = posixpath.splitext(posixpath.basename(state.path))[0]
        return make("h1", text=name.replace("-", " ").replace("_", " ").strip().capitalize())
    title = titles[0]
    if title.getparent() is not tree or title.getprevious() is not None or (tree.text or "").strip():
        state.report("s-002", title)
    if not text_of(title):
        state.report("s-003", title)
        title.text = posixpath.splitext(posixpath.basename(state.path))[0]
    remove(title)
    for second in titles[1:]:
        state.report("s-004", second, title=text_of(second))
        second.tag = "h2"
    return title


def level_headings(state: ParseState, tree: Element) -> None:
    """Report and mend skipped and too deep levels; headings in other blocks become bold lines."""
    for deep in elements(tree, "p"):
        if has_class(deep, "heading"):
            # More number signs than there are levels.
            state.report("s-006", deep, title=text_of(deep), marks="#" * 7)
            take(deep, "class")
            _make_bold_line(deep)
    level = 1
    for heading in elements(tree, *_ALL):
        if not _stands_free(heading, tree):
            parent = heading.getparent()
            if parent is not None and parent.tag == "li" and parent[0] is heading:
                state.report("s-385", heading, title=text_of(heading))
            _make_bold_line(heading)
            continue
        if not text_of(heading):
            state.report("s-007", heading)
            remove(heading)
            continue
        written = int(str(heading.tag)[1])
        if written > DEEPEST:
            state.report("s-006", heading, title=text_of(heading), marks="#" * written)
            _make_bold_line(heading)
            continue
        if written > level + 1:
            state.report("s-005", heading, title=text_of(heading), marks="#" * written, right="#" * (level + 1))
        level = min(written, level + 1)
        heading.tag = f"h{max(level, 2)}"
        heading.set("data-slug", slug(words_of(heading), 60) or slug(state.labels.word("names.section")))


def settle_notes(state: ParseState, tree: Element) -> None:
    """Give footnotes ids of this document and a heading; works for the notes pandoc has gathered."""
    for link in elements(tree, "a"):
        if has_class(link, "footnote-ref"):
            link.set("id", f"{state.id}--{link.get('id', '')}")
            link.set("href", f"#{state.id}--{link.get('href', '').removeprefix('#')}")
        elif has_class(link, "footnote-back"):
            link.set("href", f"#{state.id}--{link.get('href', '').removeprefix('#')}")
            link.text = "↩"
    for section in [one for one in elements(tree, "section") if one.get("role") == "doc-endnotes"]:
        take(section, "id")
        section.set("class", "footnotes")
        for rule in section.findall("hr"):
            remove(rule)
        for item in section.iterfind("ol/li"):
            item.set("id", f"{state.id}--{item.get('id', '')}")
        section.insert(0, make("h2", {"id": f"{state.id}--notes"}, state.labels.word("titles.notes")))


def _stands_free(heading: Element, tree: Element) -> bool:
    parent = heading.getparent()
    while parent is not None and parent is not tree:
        if parent.tag != "div" or parent.get("class"):
            return False
        parent = parent.getparent()
    return True


def _make_bold_line(heading: Element) -> None:
    strong = inner_into(make("strong"), heading)
    for child in list(heading):
        heading.remove(child)
    heading.tag = "p"
    heading.append(strong)
    take(heading, AT)

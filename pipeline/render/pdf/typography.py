"""What of a sheet's typography depends on its text alone: what is held together, where lists begin, how sources stand,
what announces a list or opens a section."""

from __future__ import annotations

import re

from ... import trees
from ...trees import Element
from .names import set_names

TEXT_BLOCKS = ("p", "li", "dd", "td")


def set_type(tree: Element) -> None:
    """Prepare what only depends on the text itself."""
    _hold_citations(tree)
    _hold_addresses(tree)
    _set_sources(tree)
    _start_lists(tree)
    _mark_announcements(tree)
    _mark_openings(tree)
    set_names(tree)
    _give_descriptions(tree)
    _hold_links(tree)


def _hold_citations(tree: Element) -> None:
    """Keep a citation on the line of the word that it proves: where it stands in a block of text itself. Deeper down,
    as in a note, WeasyPrint (70.0) would end the line before long before it is full."""
    for citation in list(trees.by_class(tree, "citation")):
        before, parent = citation.getprevious(), trees.parent_of(citation)
        text = (parent.text if before is None else before.tail) or ""
        word = re.search(r"\S+ $", text)
        if word is None or parent.tag not in TEXT_BLOCKS:
            continue
        if before is None:
            parent.text = text[: word.start()]
        else:
            before.tail = text[: word.start()]
        held = trees.make("span", {"class": "nohyphen"}, word[0])
        trees.replace(citation, held)
        held.append(citation)


def _hold_addresses(tree: Element) -> None:
    """Keep the scheme and the host of a printed address in one line; its path may be broken."""
    for link in tree.iter("a"):
        if host := re.match(r"https?://[^/?#]+", link.text or ""):
            _wrap_start(link, host.end(), "nohyphen")


def _wrap_start(element: Element, end: int, name: str) -> None:
    """Put the first letters of an element's text, up to `end`, into a span of this class."""
    text = element.text or ""
    element.text = None
    element.insert(0, trees.make("span", {"class": name}, text[:end]))
    element[0].tail = text[end:]


def _set_sources(tree: Element) -> None:
    """Hang the numbers of the list of sources, and keep the day of a date beside its month."""
    for entry in [one for listed in trees.by_class(tree, "bibliography") for one in listed]:
        if number := re.match(r"(\[\d+\]) ", entry.text or ""):
            _wrap_start(entry, number.end(1), "source-number")
            entry[0].tail = (entry[0].tail or "").removeprefix(" ")
        for piece in entry.iter():
            piece.tail = re.sub(r"(?<=\d\.) (?=\w+ \d{4})", "\u00a0", piece.tail) if piece.tail else None


def _start_lists(tree: Element) -> None:
    """Let a list begin with its own number: WeasyPrint (70.0) reads `start` only together with all that HTML's old
    attributes say of looks."""
    for listed in tree.iter("ol"):
        if first := listed.get("start", ""):
            listed.set("style", f"counter-reset: list-item {int(first) - 1}")


def _mark_announcements(tree: Element) -> None:
    """Mark paragraphs that end with a colon: what they announce stands on their page."""
    for paragraph in tree.iter("p"):
        if trees.text_of(paragraph).rstrip().endswith(":"):
            _add_class(paragraph, "announces")


def _mark_openings(tree: Element) -> None:
    """Mark what begins a page in the place of a box that has a page of its own: what announces a sample, and the
    heading of a group of micro-methods, with the paragraph between them."""
    for box in (*trees.by_class(tree, "sample"), *trees.by_class(tree, "micro-method")):
        before = box.getprevious()
        if before is None or before.tag != "p":
            continue
        heading = before.getprevious()
        if "sample" in trees.classes(box) and "announces" in trees.classes(before):
            _add_class(before, "opens")
        elif "micro-method" in trees.classes(box) and heading is not None and heading.tag == "h2":
            _add_class(heading, "opens")


def _add_class(element: Element, name: str) -> None:
    element.set("class", " ".join((*trees.classes(element), name)))


def _give_descriptions(tree: Element) -> None:
    """Long descriptions are not printed: they become part of what is said in their picture's place."""
    for figure in tree.iter("figure"):
        words = " ".join(trees.text_of(one) for one in figure if "description" in trees.classes(one))
        picture = next(figure.iter("img"), None)
        if words and picture is not None:
            picture.set("data-description", words)


def _hold_links(tree: Element) -> None:
    """Hold the links of contents lines: WeasyPrint 70.0 forgets a link that is a flex item itself."""
    for line in trees.by_class(tree, "toc-line"):
        for link in line.findall("a"):
            held = trees.make("span", {"class": "toc-entry"})
            trees.replace(link, held)
            held.append(link)

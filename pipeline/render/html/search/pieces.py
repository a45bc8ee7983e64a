"""The book in the pieces that a search can find: from heading to heading, and what has a number or a name of its own.

In: a section as it comes. What only other formats show is no part of any piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from ....book.model import Section
from ...markup import Tree, classes, drop_other_formats, text_of, with_class

# Pages that only list what stands elsewhere.
LISTS = frozenset({"contents", "list", "index", "shortcuts", "news", "part"})
BLOCKS = frozenset({"p", "div", "li", "dt", "dd", "td", "th", "figcaption", "caption", "section", "aside"})
# What a piece is, for those who look for one kind only.
KINDS = {"chapter": "chapter", "checklist": "checklist", "worksheet": "worksheet"}
OTHER = "other"
_TITLE_LETTERS = 90


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a section: where it begins, what it is, its title, the section's label and title, its text.

    `label` is what it is called by its number ("Arbeitsblatt 5", "Shortcut 3"), where it has one of its own.
    """

    id: str
    kind: str
    label: str
    title: str
    home: str
    text: str


def pieces_of(section: Section, tree: Tree) -> Iterator[Piece]:
    """Part a section into its pieces; those that only list what stands elsewhere have none."""
    if section.kind in LISTS:
        return
    tree = deepcopy(tree)
    drop_other_formats(tree, "html")
    name = f"{section.label}: {section.title}" if section.label else section.title
    if section.kind == "glossary":
        yield from _entries(tree, name)
    elif section.kind == "bibliography":
        yield from _sources(tree, name)
    else:
        yield from _passages(section, tree, name)
        yield from _numbered(tree, name)


def _passages(section: Section, tree: Tree, name: str) -> Iterator[Piece]:
    kind = KINDS.get(section.kind, OTHER)
    id, label, title, blocks = section.id, section.label, section.title, list[Tree]()
    first = [section.front.promise, section.front.purpose, section.front.summary]
    for child in tree:
        if str(child.tag) in ("h2", "h3"):
            yield _passage(id, kind, label, title, name, first, blocks)
            id, label, title, first, blocks = child.get("id", section.id), "", text_of(child), [], []
        elif "footnotes" not in classes(child):
            blocks.append(child)
    yield _passage(id, kind, label, title, name, first, blocks)


def _passage(
    id: str, kind: str, label: str, title: str, name: str, first: Iterable[str], blocks: Iterable[Tree]
) -> Piece:
    blocks = list(blocks)
    method = any(True for block in blocks for _ in with_class(block, "method"))
    texts = [*first, *(_spaced(block) for block in blocks)]
    return Piece(id, "method" if method else kind, label, title, name, " ".join(text for text in texts if text))


def _numbered(tree: Tree, name: str) -> Iterator[Piece]:
    """Shortcuts, figures and tables are called by their numbers."""
    for box in with_class(tree, "shortcut"):
        label = next((text_of(child) for child in box if "box-label" in classes(child)), "")
        sentence = " ".join(text_of(child) for child in box if "box-label" not in classes(child))
        yield Piece(box.get("id", ""), "shortcut", label, sentence, name, "")
    for tag, kind, caption_tag in (("figure", "figure", "figcaption"), ("table", "table", "caption")):
        for one in tree.iter(tag):
            caption = one.find(caption_tag)
            label = (
                "" if caption is None else next((text_of(mark) for mark in with_class(caption, "caption-label")), "")
            )
            if caption is not None and label:
                title = text_of(caption).removeprefix(label).strip()
                told = " ".join(_spaced(part) for part in with_class(one, "description")) if kind == "figure" else ""
                yield Piece(one.get("id", ""), kind, label, title, name, told)


def _entries(tree: Tree, name: str) -> Iterator[Piece]:
    for entry in with_class(tree, "entry"):
        term, definition = entry.find("dt"), entry.find("dd")
        if term is not None and definition is not None:
            for uses in with_class(definition, "term-uses"):
                uses.clear()
            yield Piece(term.get("id") or entry.get("id") or "", "term", "", text_of(term), name, _spaced(definition))


def _sources(tree: Tree, name: str) -> Iterator[Piece]:
    """Each source alone: a long list has every word."""
    for item in tree.iter("li"):
        text = _spaced(item)
        title = text if len(text) <= _TITLE_LETTERS else text[:_TITLE_LETTERS].rsplit(" ", 1)[0] + " …"
        yield Piece(item.get("id", ""), "source", "", title, name, text)


def _spaced(tree: Tree) -> str:
    """The text of a block, with a space wherever one block inside it ends; note numbers are no words."""
    pieces: list[str] = []

    def collect(one: Tree) -> None:
        if "footnote-ref" not in classes(one):
            pieces.append(one.text or "")
            for child in one:
                collect(child)
                pieces.append(child.tail or "")
            if str(one.tag) in BLOCKS:
                pieces.append(" ")

    collect(tree)
    return " ".join("".join(pieces).split())

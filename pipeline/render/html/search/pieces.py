"""The book in the pieces that a search can find: from heading to heading, and what has a number or a name of its own.

In: a section as it comes. What only other formats show is no part of any piece.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from ....book.model import Section
from ....trees import Element, by_class, classes, text_of
from ...markup import drop_other_formats
from .known import usual

# Pages that only list what stands elsewhere.
LISTS = frozenset({"contents", "list", "index", "shortcuts", "news", "part"})
# Boxes that one looks for by their names; each is a piece of its own.
TOOLS = frozenset({"micro-method", "card", "letter", "script"})
BLOCKS = frozenset({"p", "div", "li", "dt", "dd", "td", "th", "figcaption", "caption", "section", "aside"})
# What a piece is, for those who look for one kind only.
KINDS = {"chapter": "chapter", "checklist": "checklist", "worksheet": "worksheet"}
TOOL, OTHER = "tool", "other"
_TITLE_LETTERS = 90
_ASKED = "data-asked"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a section: where it begins, what it is, its title, the section's label and title, its text.

    `label` is what it is called by its number ("Arbeitsblatt 5", "Shortcut 3"), where it has one of its own; `also` are
    words that lead here: what the register says of it, the titles of its boxes; `asked` is what authors gave as
    questions and keywords, with commas between them.
    """

    id: str
    kind: str
    label: str
    title: str
    home: str
    text: str
    also: str = ""
    asked: str = ""


def pieces_of(section: Section, tree: Element, language: str) -> Iterator[Piece]:
    """Part a section into its pieces; what only lists things that stand elsewhere is found by its name."""
    name = f"{section.label}: {section.title}" if section.label else section.title
    if section.kind in LISTS:
        yield _whole(section, name, language)
        return
    tree = deepcopy(tree)
    drop_other_formats(tree, "html")
    asked = {one.id: one.words for one in section.front.asked}
    tree.set(_ASKED, asked.get(section.id, ""))
    for one in tree.iter():
        if words := asked.get(one.get("id", "")):
            one.set(_ASKED, words)
    if section.kind == "glossary":
        yield _whole(section, name, language)
        yield from _entries(tree, name)
    elif section.kind == "bibliography":
        yield _whole(section, name, language)
        yield from _sources(tree, name)
    else:
        yield from _passages(section, tree, name)
        yield from _numbered(tree, name)


def words_in(piece: Piece) -> tuple[str, ...]:
    """All that a piece is found by; authors chose many of the ids."""
    return piece.id.replace("-", " "), piece.label, piece.title, piece.home, piece.text, piece.also, piece.asked


def _whole(section: Section, name: str, language: str) -> Piece:
    return Piece(section.id, OTHER, "", section.title, name, "", usual(section.id, language))


def _passages(section: Section, tree: Element, name: str) -> Iterator[Piece]:
    kind = KINDS.get(section.kind, OTHER)
    id, label, title, blocks = section.id, section.label, section.title, list[Element]()
    front, twice = section.front, _twice(tree)
    first, asked = [front.promise, front.purpose, front.summary], ", ".join((*front.keywords, tree.get(_ASKED, "")))
    for child in tree:
        if str(child.tag) in ("h2", "h3"):
            yield from _passage(Piece(id, kind, label, title, name, " ".join(first), asked=asked), blocks, twice)
            id, label, title, first, blocks = child.get("id", section.id), "", text_of(child), [], []
            asked = child.get(_ASKED, "")
        elif "footnotes" not in classes(child):
            blocks.append(child)
    yield from _passage(Piece(id, kind, label, title, name, " ".join(first), asked=asked), blocks, twice)


def _twice(tree: Element) -> set[str]:
    """Names that several boxes of a section bear: the invitation to this and the invitation to that."""
    named = Counter(_name(box) for box in tree.iter() if TOOLS & set(classes(box)))
    return {name for name, count in named.items() if count > 1}


def _name(box: Element) -> str:
    return _first(box, "box-title") or _first(box, "box-label")


def _passage(begun: Piece, blocks: Iterable[Element], twice: Collection[str]) -> Iterator[Piece]:
    """The passage that begins so, and what stands in it under names of its own."""
    blocks, tools = list(blocks), list[Element]()
    for block in blocks:
        tools += [box for box in block.iter() if box.get("id") and TOOLS & set(classes(box))]
    own = [block for block in blocks if block not in tools]
    method = any(True for block in own for _ in by_class(block, "method"))
    text = " ".join(words for words in (begun.text, *(_spaced(block) for block in own)) if words)
    also = " ".join(name for block in own for name in _also(block))
    asked = ", ".join((begun.asked, *(words for block in own for words in _asked(block))))
    yield replace(begun, kind="method" if method else begun.kind, text=text, also=also, asked=asked)
    for box in tools:
        title = f"{begun.title}: {_name(box)}" if _name(box) in twice else _name(box)
        also = " ".join((_first(box, "box-label"), begun.title, *_also(box)))
        yield Piece(box.get("id", ""), TOOL, "", title, begun.home, _spaced(box), also, ", ".join(_asked(box)))


def _first(box: Element, part: str) -> str:
    return next((text_of(child) for child in box if part in classes(child)), "")


def _also(block: Element) -> Iterator[str]:
    """What the register says of a block, and the titles of its boxes."""
    for one in block.iter():
        if "box-title" in classes(one):
            yield text_of(one)
        for key in ("data-headword", "data-sub"):
            yield one.get(key, "")


def _asked(block: Element) -> Iterator[str]:
    yield from (words for one in block.iter() if (words := one.get(_ASKED)))


def _numbered(tree: Element, name: str) -> Iterator[Piece]:
    """Shortcuts, figures and tables are called by their numbers."""
    for box in by_class(tree, "shortcut"):
        label = next((text_of(child) for child in box if "box-label" in classes(child)), "")
        sentence = " ".join(text_of(child) for child in box if "box-label" not in classes(child))
        yield Piece(box.get("id", ""), "shortcut", label, sentence, name, "")
    for tag, kind, caption_tag in (("figure", "figure", "figcaption"), ("table", "table", "caption")):
        for one in tree.iter(tag):
            caption = one.find(caption_tag)
            label = "" if caption is None else next((text_of(mark) for mark in by_class(caption, "caption-label")), "")
            if caption is not None and label:
                title = text_of(caption).removeprefix(label).strip()
                told = " ".join(_spaced(part) for part in by_class(one, "description")) if kind == "figure" else ""
                yield Piece(one.get("id", ""), kind, label, title, name, told)


def _entries(tree: Element, name: str) -> Iterator[Piece]:
    for entry in by_class(tree, "entry"):
        term, definition = entry.find("dt"), entry.find("dd")
        if term is not None and definition is not None:
            for uses in by_class(definition, "term-uses"):
                uses.clear()
            yield Piece(term.get("id") or entry.get("id") or "", "term", "", text_of(term), name, _spaced(definition))


def _sources(tree: Element, name: str) -> Iterator[Piece]:
    """Each source alone: a long list has every word."""
    for item in tree.iter("li"):
        text = _spaced(item)
        title = text if len(text) <= _TITLE_LETTERS else text[:_TITLE_LETTERS].rsplit(" ", 1)[0] + " …"
        yield Piece(item.get("id", ""), "source", "", title, name, text)


def _spaced(tree: Element) -> str:
    """The text of a block, with a space wherever one block inside it ends; note numbers are no words."""
    pieces: list[str] = []

    def collect(one: Element) -> None:
        if "footnote-ref" not in classes(one):
            pieces.append(one.text or "")
            for child in one:
                collect(child)
                pieces.append(child.tail or "")
            if str(one.tag) in BLOCKS:
                pieces.append(" ")

    collect(tree)
    return " ".join("".join(pieces).split())

"""The blocks of a book: the pieces that readers point at, and that editions are compared by.

In: a resolved Book and where its ids are in print. Out: titles, the sheets' facts, every top-level block of what
authors wrote, and every checklist item and field inside it. What the pipeline generates (numbers, page references,
the words of a cross-reference) is not part of what a block says, so that moving a chapter changes no other block.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from pipeline.artifacts import digest
from pipeline.book.fragments import elements_of
from pipeline.book.model import Book, PageMap, Section
from pipeline.manuscript.trees import has_class

HASH_LENGTH = 16
SOFT_HYPHEN = "\u00ad"
# Ids with this in them were not written by an author (pipeline/README.md).
DERIVED = "--"
# Blocks inside blocks: readers tick and fill them one by one.
PARTS = ("check", "field")
FACTS = ("promise", "purpose", "moment", "who", "mode", "duration", "notice")
_PRINTED_ONLY = ("footnote-ref", "footnote-back", "page-ref", "box-label", "caption-label")
_INLINE = frozenset(("a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small"))
_INLINE |= {"span", "strong", "sub", "sup"}
_GENERIC = ("box", "sheet", "right", "center")
_SAID_BY_ATTRIBUTES = ("data-options", "data-left", "data-right")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the book. `id` is the same in every edition, `anchor` where it is in this one.

    `text` is what readers read, `hash` stands for what the author said. `written` means that the author gave the id.
    """

    id: str
    anchor: str
    section: str
    kind: str
    text: str
    hash: str
    folio: str = ""
    written: bool = False


def blocks_of(book: Book, pages: PageMap) -> tuple[Block, ...]:
    """List the blocks in reading order; those without a written id have no id yet."""
    return tuple(block for section in book.sections if _is_written(section) for block in _blocks(book, section, pages))


def section_titles(book: Book) -> dict[str, str]:
    """Name every written section by number and title: "Kapitel 4, Von der Klage zur Challenge"."""
    return {
        section.id: ", ".join(filter(None, (section.label, section.title)))
        for section in book.sections
        if _is_written(section)
    }


def normalise(text: str) -> str:
    """Bring a text into the form in which equal words are equal: no soft hyphens, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "").split())


def _is_written(section: Section) -> bool:
    # The imprint names the edition and its date: it differs every time and says nothing new.
    return bool(section.path) and section.kind != "imprint"


def _blocks(book: Book, section: Section, pages: PageMap) -> Iterator[Block]:
    folio = pages.folios.get(section.id, "")

    def make(anchor: str, kind: str, text: str, essence: str) -> Block:
        written = DERIVED not in anchor
        page = pages.folios.get(anchor, folio)
        return Block(anchor if written else "", anchor, section.id, kind, text, _hash(kind, essence), page, written)

    title = normalise(section.title)
    yield make(section.id, "title", title, title)
    for name in FACTS:
        if said := normalise(getattr(section.front, name)):
            anchor = f"{section.id}{DERIVED}{name}"
            yield Block(anchor, section.id, section.id, name, said, _hash(name, said), folio, True)
    for top in elements_of(section.body):
        for element in (top, *(inner for inner in top.iter() if inner is not top and _is_part(inner))):
            essence = normalise("".join(_say(element, book, essential=True)))
            if essence and (anchor := element.get("id", "")):
                text = normalise("".join(_say(element, book, essential=False)))
                yield make(anchor, _kind(element), text, essence)


def _hash(kind: str, essence: str) -> str:
    return digest(kind, essence)[:HASH_LENGTH]


def _is_part(element: Element) -> bool:
    return has_class(element, *PARTS) and bool(element.get("id"))


def _kind(element: Element) -> str:
    own = [name for name in (element.get("class") or "").split() if name not in _GENERIC]
    return own[0] if own else str(element.tag)


def _say(element: Element, book: Book, *, essential: bool) -> Iterator[str]:
    """Give the texts in an element; `essential` swaps what is generated for what it stands for."""
    yield element.text or ""
    if essential:
        yield "".join(f" {element.get(name)} " for name in _SAID_BY_ATTRIBUTES if element.get(name))
    for child in element:
        space = "" if child.tag in _INLINE else " "
        yield space
        if not has_class(child, *_PRINTED_ONLY) and not _is_part(child):
            yield from _say_child(child, book, essential)
        yield space + (child.tail or "")


def _say_child(child: Element, book: Book, essential: bool) -> Iterator[str]:
    if child.tag == "img":
        yield f" {child.get('alt', '')} "
        if essential:
            asset = book.assets.get(child.get("src", ""))
            yield digest(asset.data) if asset else child.get("src", "")
    elif essential and has_class(child, "xref", "cite"):
        yield child.get("href", "")
    elif essential and has_class(child, "citation"):
        yield child.get("data-cites", "")
    else:
        yield from _say(child, book, essential=essential)
        if essential and "://" in (address := child.get("href", "")):
            yield f" {address} "

"""The blocks of a book: the pieces that readers point at, and that editions are compared by.

In: a resolved Book and where its ids are in print. Out: titles, the sheets' facts, every top-level block of what
authors wrote, and every checklist item and field inside it. What the pipeline generates (numbers, page references,
the words of a cross-reference) is not part of what a block says, so that moving a chapter changes no other block.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from ..artifacts import digest
from ..book.model import Book, PageMap, Section
from ..trees import elements_of, has_class

HASH_LENGTH = 16
SOFT_HYPHEN = "\u00ad"
# Ids with this in them were not written by an author (pipeline/README.md).
DERIVED = "--"
# Blocks inside blocks: readers tick and fill them one by one.
PARTS = ("check", "field")
NOTE = "note"
# What authors write into the lists that chapters share; where it stands in the book is not their doing.
TERM, SOURCE = "term", "source"
LISTED = (TERM, SOURCE)
# What no edition has.
TEAM = "team"
DRAFT_ONLY = (TEAM, "todo", "conflict")
_LISTS = ("glossary", "bibliography")
FACTS = ("promise", "purpose", "moment", "who", "mode", "duration", "notice")
# What the pipeline adds: marks that print sets elsewhere, and words that it prints at their place.
_MARKS = ("footnote-ref", "footnote-back", "page-ref")
_LABELS = ("box-label", "caption-label", "source-number", "term-uses")
_INLINE = frozenset(("a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small"))
_INLINE |= {"span", "strong", "sub", "sup"}
_GENERIC = ("box", "sheet", "right", "center")
_SAID_BY_ATTRIBUTES = ("data-options", "data-left", "data-right")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the book. `id` is the same in every edition, `anchor` where it is in this one.

    `text` is what readers read, `hash` stands for what the author said. `written` means that the author gave the id.
    `folio` is the page on which the block begins; `turns` are the others that it is on, each with how many letters and
    figures of the text stand before it. `pictures` are paths from the book's root.
    """

    id: str
    anchor: str
    section: str
    kind: str
    text: str
    hash: str
    folio: str = ""
    written: bool = False
    turns: tuple[tuple[int, str], ...] = ()
    pictures: tuple[str, ...] = ()

    def page_at(self, position: int) -> str:
        """The page on which a place of the text is."""
        before = _count(self.text[:position])
        return next((folio for letters, folio in reversed(self.turns) if letters <= before), self.folio)


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
    return (bool(section.path) and section.kind != "imprint") or section.kind in _LISTS


def _blocks(book: Book, section: Section, pages: PageMap) -> Iterator[Block]:
    folio = pages.folios.get(section.id, "")
    turning: dict[str, list[tuple[str, int]]] = {}
    for number, name, letters in pages.turns:
        turning.setdefault(name, []).append((number, letters))

    def make(anchor: str, kind: str, text: str, essence: str) -> Block:
        page, total = pages.folios.get(anchor, folio), _hash(kind, essence)
        written = DERIVED not in anchor
        return Block(anchor if written else "", anchor, section.id, kind, text, total, page, written)

    title = normalise(section.title)
    yield make(section.id, "title", title, title)
    for name in FACTS:
        if said := normalise(getattr(section.front, name)):
            anchor = f"{section.id}{DERIVED}{name}"
            yield Block(anchor, section.id, section.id, name, said, _hash(name, said), folio, True)
    for top in elements_of(section.body):
        for element in _pieces(top):
            essence = normalise("".join(_say(element, book, essential=True)))
            if essence and (anchor := _anchor(element)):
                text = normalise("".join(_say(element, book, essential=False)))
                turns = tuple((_letters_before(element, count), number) for number, count in turning.get(anchor, ()))
                shown = tuple(image.get("src", "") for image in element.iter("img"))
                yield replace(make(anchor, _kind(element), text, essence), turns=turns, pictures=shown)


def _pieces(top: Element) -> Iterator[Element]:
    """Give a block and what is ticked and filled in inside it; notes one by one, as print sets them by their calls."""
    if has_class(top, "footnotes"):
        yield from (note for note in top.iter("li") if note.get("id"))
        return
    if has_class(top, *_LISTS):
        yield from top
        return
    yield top
    yield from (inner for inner in top.iter() if inner is not top and _is_part(inner))


def _anchor(element: Element) -> str:
    """The id of a block; a term of the glossary has it at its name."""
    return element.get("id", "") or (element[0].get("id", "") if has_class(element, "entry") else "")


def _hash(kind: str, essence: str) -> str:
    return digest(kind, essence)[:HASH_LENGTH]


def _is_part(element: Element) -> bool:
    return has_class(element, *PARTS) and bool(element.get("id"))


def _kind(element: Element) -> str:
    if has_class(element, "entry"):
        return TERM
    if has_class(element, TEAM):
        return TEAM
    if element.tag == "li" and not _is_part(element):
        return SOURCE if element.get("id", "").startswith(f"{SOURCE}-") else NOTE
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
        if not has_class(child, *_MARKS, *_LABELS) and not _is_part(child):
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


def _letters_before(element: Element, printed: int) -> int:
    """Say how many letters of a block's text stand before a page that begins after so many printed ones."""
    told = 0
    for text, is_told, is_printed in _pieces_of_print(element):
        count = _count(text)
        if is_printed and count >= printed:
            return told + (printed if is_told else 0)
        printed -= count if is_printed else 0
        told += count if is_told else 0
    return told


def _pieces_of_print(element: Element) -> Iterator[tuple[str, bool, bool]]:
    """Give the texts in an element; is each part of what the block says, and is it printed at its place?"""
    yield element.text or "", True, True
    for child in element:
        if has_class(child, "description") or child.tag == "img":
            yield child.get("alt", "") or _all_of(child), True, False
        elif has_class(child, *_LABELS) or _is_part(child):
            yield _all_of(child), False, True
        elif not has_class(child, *_MARKS):
            yield from _pieces_of_print(child)
        yield child.tail or "", True, True


def _all_of(element: Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _count(text: str) -> int:
    """Count letters and figures: what neither hyphens nor spaces change."""
    return sum(sign.isalnum() for sign in text)

"""Marks of printed pages in formats that have none: before the first block that begins on the page, or, where none
does, inside the block that runs on, at the word where the page begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from ..book.model import PageMap
from ..trees import Element, elements, parent_of

Row = TypeVar("Row", tuple[str, str], tuple[str, str, int])

# A mark goes into these; before all others, where what they stand in may hold it.
INSIDE = frozenset({"p", "li", "dd", "dt", "td", "th", "figcaption"})
HOLDERS = frozenset({"div", "section", "aside", "article", "blockquote"})
# What a format adds to the text, or what print does not show: it has no letters there.
_SKIPPED = ("page-mark", "footnotes", "footnote-ref", "page-ref", "description", "toc-section")


def mark_pages(tree: Element, pages: PageMap, make: Callable[[str], Element]) -> tuple[str, ...]:
    """Mark the pages that begin in a tree; `make` makes the mark of a folio. Returns the folios that found a place."""
    by_id = {element.get("id", ""): element for element in elements(tree) if element.get("id")}
    # Inside blocks first: their letters are counted without marks.
    inside = {folio for folio, name, letters in pages.running if name in by_id}
    for folio, name, letters in reversed(pages.running):
        if name in by_id:
            _insert_inside(by_id[name], letters, make(folio))
    before = {folio for folio, name in pages.pages if name in by_id}
    for folio, name in pages.pages:
        if folio in before - inside:
            _insert_before(by_id[name], make(folio))
    return tuple(folio for folio, _ in pages.pages if folio in before | inside)


def opening(pages: PageMap, section: str) -> str:
    """The folio of the page that a section begins on, empty when it has none."""
    return next((folio for folio, name in pages.pages if name == section), "")


def share_out(pages: PageMap, ids: Mapping[str, Iterable[str]]) -> dict[str, PageMap]:
    """Give every section the printed pages that concern it, by the ids in it: those that it marks, and its opening."""
    begun, running = _by_name(pages.pages), _by_name(pages.running)
    places = {folio: nth for nth, (folio, _) in enumerate(pages.pages)}
    shares = {}
    for section, inside in ids.items():
        names = tuple(dict.fromkeys(inside))
        ran = dict(sorted(row for name in names for row in running.get(name, ())))
        begins = dict(row for name in (section, *names) for row in begun.get(name, ()))
        for folio, _, _ in ran.values():
            if folio in places:
                begins.setdefault(places[folio], (folio, ""))
        shares[section] = PageMap(pages=tuple(begins[nth] for nth in sorted(begins)), running=tuple(ran.values()))
    return shares


def _by_name(rows: Iterable[Row]) -> dict[str, list[tuple[int, Row]]]:
    """Rows with their places in the list, by the id that they name."""
    found: dict[str, list[tuple[int, Row]]] = {}
    for nth, row in enumerate(rows):
        found.setdefault(row[1], []).append((nth, row))
    return found


def _insert_before(block: Element, mark: Element) -> None:
    outer = block.getparent()
    if block.tag in INSIDE or outer is None:
        mark.tail, block.text = block.text, None
        block.insert(0, mark)
    elif outer.tag in HOLDERS:
        outer.insert(outer.index(block), mark)
    else:
        _insert_before(outer, mark)


def _insert_inside(block: Element, letters: int, mark: Element) -> None:
    """Put a mark before the word that follows so many letters of a block; before its last word when it has fewer."""
    texts = list(_texts(block))
    for holder, is_tail, text in texts:
        at = word_after(text, letters)
        if at >= 0:
            _part(holder, is_tail, text, at, mark)
            return
        letters -= sum(sign.isalnum() for sign in text)
    if texts:
        holder, is_tail, text = texts[-1]
        _part(holder, is_tail, text, text.rstrip().rfind(" ") + 1, mark)
    else:
        _insert_before(block, mark)


def _texts(element: Element) -> Iterator[tuple[Element, bool, str]]:
    """All texts that can take a mark: (element, whether it is the text after it, the text)."""
    classes = (element.get("class") or "").split()
    if not any(name in classes for name in _SKIPPED):
        if element.text and element.text.strip():
            yield element, False, element.text
        for child in element:
            yield from _texts(child)
            if child.tail and child.tail.strip():
                yield child, True, child.tail


def word_after(text: str, letters: int) -> int:
    """Where the word begins that holds the letter after so many; -1 when it is not in the text."""
    for at, sign in enumerate(text):
        if sign.isalnum():
            if letters <= 0:
                return text.rfind(" ", 0, at) + 1
            letters -= 1
    return -1


def _part(holder: Element, is_tail: bool, text: str, at: int, mark: Element) -> None:
    mark.tail = text[at:]
    if is_tail:
        holder.tail = text[:at]
        outer = parent_of(holder)
        outer.insert(outer.index(holder) + 1, mark)
    else:
        holder.text = text[:at]
        holder.insert(0, mark)

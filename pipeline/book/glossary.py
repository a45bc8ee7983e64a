"""The glossary: its entries, the links from the text to them, and back to the first use in each section."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml.etree import _Element as Element

from ..diagnostics import Diagnostic, diagnose
from ..manuscript.model import Manuscript, Term
from ..spelling import nearest
from ..theme import Labels
from ..trees import append_markup, attribute, by_class, escape, has_class, take, words_of
from .arrangement import Piece
from .fragments import fill_after_title
from .ids import with_origin
from .index import sort_key
from .places import place
from .wording import section_name


def fill_glossary(piece: Piece, manuscript: Manuscript, labels: Labels) -> None:
    """Write the entries in alphabetical order."""
    letters = labels.word("sorting.letters")
    entries = (
        f'<div class="entry"><dt id={attribute(term.id)}>{escape(term.term)}</dt><dd>{term.definition_html}</dd></div>'
        for term in sorted(manuscript.glossary, key=lambda term: sort_key(term.term, letters))
    )
    fill_after_title(piece.tree, f'<dl class="glossary">{"".join(entries)}</dl>')


def bind_terms(pieces: Iterable[Piece], manuscript: Manuscript) -> tuple[Diagnostic, ...]:
    """Lead every marked term to its entry; without a glossary in the book it stays plain text."""
    pieces = tuple(pieces)
    printed = any(piece.section.kind == "glossary" for piece in pieces)
    known = _spellings(manuscript.glossary)
    return tuple(diagnostic for piece in pieces for diagnostic in _bind_piece(piece, manuscript, known, printed))


def add_uses(glossary: Piece, pieces: Iterable[Piece], labels: Labels) -> None:
    """Name in every entry the sections that use the term, by its first use in each."""
    uses: dict[str, list[str]] = {}
    for piece in pieces:
        if piece is glossary:
            continue
        seen: set[str] = set()
        for link in by_class(piece.tree, "term"):
            term = link.get("href", "").removeprefix("#")
            if link.tag == "a" and term not in seen and link.get("id"):
                seen.add(term)
                name = escape(section_name(labels, piece.section))
                href = attribute("#" + link.get("id", ""))
                uses.setdefault(term, []).append(f'<a class="term-use xref" href={href}>{name}</a>')
    for entry in by_class(glossary.tree, "entry"):
        term_name, definition = entry[0], entry[1]
        if links := uses.get(term_name.get("id", "")):
            append_markup(definition, f' <span class="term-uses">{", ".join(links)}</span>')


def _bind_piece(piece: Piece, manuscript: Manuscript, known: Mapping[str, Term], printed: bool) -> Iterator[Diagnostic]:
    uses: Counter[tuple[str, str]] = Counter()
    for element, path in list(with_origin(piece, "a")):
        if not has_class(element, "term"):
            continue
        text = words_of(element)
        # What the author named, else the word itself.
        name = take(element, "data-term") or text
        uses[path, name] += 1
        slug = element.get("href", "").removeprefix("#term-")
        term = known.get(_folded(name)) or known.get(_folded(slug)) or known.get(_folded(text))
        if term is None:
            yield _unknown(element, path, name, uses[path, name], manuscript)
        elif printed:
            element.set("href", f"#{term.id}")
        else:
            _unlink(element, "term")


def _unknown(element: Element, path: str, name: str, nth: int, manuscript: Manuscript) -> Diagnostic:
    _unlink(element, "missing")
    spellings = [name for term in manuscript.glossary for name in (term.term, *term.also)]
    return diagnose("g-001", place(manuscript, path, "term", name, nth), suggestion=nearest(name, spellings), term=name)


def _unlink(element: Element, name: str) -> None:
    element.tag = "span"
    take(element, "id")
    take(element, "href")
    element.set("class", name)


def _spellings(terms: Iterable[Term]) -> dict[str, Term]:
    known: dict[str, Term] = {}
    for term in terms:
        for name in (term.id.removeprefix("term-"), term.term, *term.also):
            known.setdefault(_folded(name), term)
    return known


def _folded(name: str) -> str:
    """Spelling without what slugs drop: case, marks, spaces."""
    spelled = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if letter.isalnum())

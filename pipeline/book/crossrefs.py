"""Cross-references: every link inside the book gets its text and its place, or is marked as missing."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from ..diagnostics import Diagnostic, diagnose
from ..manuscript.model import Manuscript
from ..spelling import nearest, nearest_path, relative, slug
from ..theme import Labels
from ..trees import escape, fill, has_class, take, words_of
from .arrangement import Piece, find_document
from .ids import with_origin
from .model import Section, Target
from .places import place
from .targets import sections_by_id
from .wording import reference_text

# Links that the pipeline itself has made, with their text.
_MADE = ("footnote-ref", "footnote-back", "locator", "index-see", "term-use", "cite")
# Kinds an author may mean; a suggestion is never an id that only the pipeline knows.
_UNSAID = frozenset({"block", "index-mark", "term-use", "footnote-ref", "headword"})


@dataclass(frozen=True, slots=True)
class _Binder:
    manuscript: Manuscript
    words: Labels
    targets: Mapping[str, Target]
    sections: Mapping[str, Section]


def bind(
    pieces: Iterable[Piece], targets: Mapping[str, Target], manuscript: Manuscript, words: Labels
) -> tuple[Diagnostic, ...]:
    """Write the text of every cross-reference into the trees."""
    pieces = tuple(pieces)
    binder = _Binder(manuscript, words, targets, sections_by_id(pieces))
    return tuple(diagnostic for piece in pieces for diagnostic in _bind_piece(piece, binder))


def _bind_piece(piece: Piece, binder: _Binder) -> Iterator[Diagnostic]:
    uses: Counter[tuple[str, str]] = Counter()
    for element, path in list(with_origin(piece, "a")):
        href = element.get("href")
        if href is None or has_class(element, "term", *_MADE) or not _inside_book(element, href):
            continue
        uses[path, href] += 1
        target = _target(href, path, take(element, "data-home") or "", binder)
        if target is None:
            yield _missing(element, href, path, uses[path, href], binder)
        else:
            element.set("href", f"#{target.id}")
            if not words_of(element) and element.find(".//img") is None:
                text = reference_text(binder.words, target, piece.section.id, binder.sections)
                fill(element, escape(text))


def _inside_book(element: Element, href: str) -> bool:
    if urlsplit(href).scheme:
        return False
    return href.startswith("#") or has_class(element, "xref") or href.partition("#")[0].endswith(".md")


def _target(href: str, path: str, home: str, binder: _Binder) -> Target | None:
    name, _, fragment = href.partition("#")
    if fragment:
        own = binder.manuscript.documents.get(path)
        return binder.targets.get(fragment) or _heading(fragment, home or (own.id if own else ""), binder)
    document = find_document(binder.manuscript, path, name)
    return binder.targets.get(document.id) if document is not None else None


def _heading(fragment: str, home: str, binder: _Binder) -> Target | None:
    """The heading of a document that other programs would call so: by its words, counted where they stand twice."""
    document = next((one for one in binder.manuscript.documents.values() if one.id == home), None)
    if document is None:
        return None
    titles = [
        (document.id, document.title),
        *((one.id, one.title) for one in document.targets if one.kind == "heading"),
    ]
    words, _, nth = fragment.rpartition("-")
    for wanted, position in ((fragment, 0), (words, int(nth)) if nth.isdecimal() else ("", 0)):
        alike = [id for id, title in titles if wanted and _squashed(title) == _squashed(wanted)]
        if position < len(alike):
            return binder.targets.get(alike[position])
    return None


def _squashed(words: str) -> str:
    return slug(words).replace("-", "")


def _missing(element: Element, href: str, path: str, nth: int, binder: _Binder) -> Diagnostic:
    name = href.removeprefix("#")
    own = words_of(element)
    for attribute in list(element.attrib):
        del element.attrib[attribute]
    element.tag = "span"
    element.set("class", "missing")
    if not own:
        fill(element, escape(f"{binder.words.word('broken.reference')}: {name}"))
    if href.startswith("#"):
        known = (target.id for target in binder.targets.values() if target.kind not in _UNSAID)
        where = place(binder.manuscript, path, "xref", name, nth)
        return diagnose("x-003", where, suggestion=nearest(name, known), name=name)
    file, _, fragment = name.partition("#")
    near = nearest_path(posixpath.join(posixpath.dirname(path), file), binder.manuscript.documents)
    meant = relative(near, path) + (f"#{fragment}" if fragment else "") if near else ""
    return diagnose("x-007", place(binder.manuscript, path, "file", name, nth), suggestion=meant, name=name)

"""Ids: every one unique in the whole book, every block, mark and term with one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml.etree import _Element as Element

from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.model import Document, Manuscript
from ..manuscript.positions import locate
from ..trees import has_class
from .arrangement import Piece
from .fragments import ORIGIN

# References by id that follow when an id is renamed.
_POINTERS = ("href", "aria-labelledby", "aria-describedby", "for", "headers")
# Classes of what something may lead to.
_NAMED = ("index-mark", "shortcut", "field", "check")


def identify(pieces: Iterable[Piece], manuscript: Manuscript) -> tuple[tuple[Piece, ...], tuple[Diagnostic, ...]]:
    """Make ids unique and give them to what has none. The first of two equal ids keeps it."""
    pieces = tuple(pieces)
    owners = _spoken_for(pieces, manuscript)
    found: list[Diagnostic] = []
    documents = {document.path: document for document in manuscript.documents.values()}
    named: dict[int, Piece] = {}
    # Authors' ids first: a generated section gives way to a chapter that has its name.
    for position, piece in sorted(enumerate(pieces), key=lambda pair: pair[1].document is None):
        found += _claim_section(piece, owners, documents)
        section = replace(piece.section, id=_claim(piece.section.id, piece.section.path, owners))
        found += _claim_inside(piece, owners, documents)
        named[position] = replace(piece, section=section)
    for piece in named.values():
        _name_the_nameless(piece, owners)
    taken = set(owners)
    for piece in named.values():
        name_blocks(piece, taken)
    return tuple(named[position] for position in range(len(pieces))), tuple(found)


def identify_again(piece: Piece, taken: Iterable[str]) -> bool:
    """Give one section ids beside those that the others have; False where it wants one of theirs."""
    owners = dict.fromkeys(taken, "")
    owners[piece.section.id] = piece.section.path
    if any(_claim_inside(piece, owners, {})):
        return False
    _name_the_nameless(piece, owners)
    name_blocks(piece, set(owners))
    return True


def _spoken_for(pieces: Iterable[Piece], manuscript: Manuscript) -> dict[str, str]:
    """The ids of entries in generated lists, with the file where each is written."""
    roles = {piece.role for piece in pieces}
    terms = {term.id: "glossary.yaml" for term in manuscript.glossary} if "glossary" in roles else {}
    sources = {f"source-{key}": "sources.yaml" for key, _ in manuscript.bibliography} if "sources" in roles else {}
    return {**terms, **sources}


def unique(wanted: str, taken: Iterable[str]) -> str:
    """The wanted id, with a number at its end if it is taken."""
    taken = taken if isinstance(taken, (set, dict)) else set(taken)
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def ids_of(pieces: Iterable[Piece]) -> set[str]:
    """All ids in use."""
    pieces = tuple(pieces)
    inside = {id for piece in pieces for element in piece.tree.iter() if (id := element.get("id"))}
    return inside | {piece.section.id for piece in pieces}


def name_blocks(piece: Piece, taken: set[str]) -> None:
    """Give every top-level block an id, by its place in the section."""
    for number, block in enumerate(list(piece.tree)[1:], 1):
        if block.get("id") is None:
            block.set("id", unique(f"{piece.section.id}--b{number}", taken))
            taken.add(block.get("id", ""))


def _claim(wanted: str, path: str, owners: dict[str, str]) -> str:
    given = unique(wanted, owners)
    owners[given] = path
    return given


def _claim_section(piece: Piece, owners: dict[str, str], documents: dict[str, Document]) -> Iterator[Diagnostic]:
    if piece.document is not None and piece.section.id in owners:
        yield _doubled(piece.section.id, piece.section.path, owners, documents)


def _claim_inside(piece: Piece, owners: dict[str, str], documents: dict[str, Document]) -> Iterator[Diagnostic]:
    renamed: dict[tuple[str, str], str] = {}
    here: set[tuple[str, str]] = set()
    for element, path in with_origin(piece):
        wanted = element.get("id")
        if wanted is None:
            continue
        if wanted in owners:
            yield _doubled(wanted, path, owners, documents)
            given = _claim(wanted, path, owners)
            element.set("id", given)
            if (path, wanted) not in here:
                renamed[path, wanted] = given
        else:
            owners[wanted] = path
        here.add((path, wanted))
    if renamed:
        _follow(piece, renamed)


def _follow(piece: Piece, renamed: dict[tuple[str, str], str]) -> None:
    for element, path in with_origin(piece):
        for name in _POINTERS:
            value = element.get(name)
            if value is None:
                continue
            if name == "href" and value.startswith("#"):
                element.set(name, "#" + renamed.get((path, value[1:]), value[1:]))
            elif name != "href":
                element.set(name, " ".join(renamed.get((path, part), part) for part in value.split()))


def with_origin(piece: Piece, *tags: str) -> Iterator[tuple[Element, str]]:
    """All elements of a piece, or those of some tags, with the path of the file that each came from."""
    home = piece.section.path
    if not piece.included:
        return ((element, home) for element in piece.tree.iter(*tags))
    return ((element, origin(element) or home) for element in piece.tree.iter(*tags))


def origin(element: Element) -> str:
    """The path noted on the nearest element around, empty when the piece is at home here."""
    return next((path for one in (element, *element.iterancestors()) if (path := one.get(ORIGIN))), "")


def _doubled(id: str, path: str, owners: dict[str, str], documents: dict[str, Document]) -> Diagnostic:
    first = _noted(id, owners[id], 1, documents)
    second = _noted(id, path, 2 if owners[id] == path else 1, documents)
    return diagnose("x-001", second, related=(first,), id=id, first=first.path)


def _noted(id: str, path: str, nth: int, documents: dict[str, Document]) -> Span:
    """Where an id is given in a file: the reader's own note of it, or its nth place in braces."""
    document = documents.get(path)
    if document is None:
        return Span(path)
    spans = [target.span for target in document.targets if target.id == id and target.span.path]
    return spans[min(nth, len(spans)) - 1] if spans else locate(document.text, "id", id, nth, path)


def _name_the_nameless(piece: Piece, owners: dict[str, str]) -> None:
    prefix = piece.section.id + "--"
    for heading in piece.tree.iter("h2", "h3"):
        _name(heading, prefix + "heading", piece, owners)
    for element in piece.tree.iter():
        if element.get("id") is None and has_class(element, *_NAMED):
            name = next(name for name in _NAMED if has_class(element, name))
            _name(element, prefix + name, piece, owners)
    for element in piece.tree.iter("figure", "table"):
        _name(element, prefix + str(element.tag), piece, owners)
    # The glossary leads back to the first use of a term in each section.
    seen: set[str] = set()
    for link in piece.tree.iter("a"):
        if has_class(link, "term") and (term := link.get("href", "")) not in seen:
            seen.add(term)
            _name(link, prefix + "use-" + term.removeprefix("#"), piece, owners)


def _name(element: Element, wanted: str, piece: Piece, owners: dict[str, str]) -> None:
    if element.get("id") is None:
        element.set("id", _claim(wanted, piece.section.path, owners))

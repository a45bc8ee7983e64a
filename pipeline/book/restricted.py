"""What stands in some formats only: lists do not lead there in the others, and texts that do are reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml.etree import _Element as Element

from ..diagnostics import Diagnostic, diagnose
from ..manuscript.model import Manuscript
from ..trees import has_class
from .arrangement import Piece
from .ids import with_origin
from .places import place

_ONLY = "data-only"


def restrict(pieces: Iterable[Piece], manuscript: Manuscript) -> tuple[Diagnostic, ...]:
    """Mark generated lines for the formats that have their targets; report references that break elsewhere."""
    pieces = tuple(pieces)
    some = [piece for piece in pieces if piece.tree.find(f".//*[@{_ONLY}]") is not None]
    limits = {id: formats for piece in some for id, formats in _limits(piece.tree, frozenset())}
    if not limits:
        return ()
    return tuple(found for piece in pieces for found in _restrict_piece(piece, limits, manuscript))


def _limits(element: Element, outer: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every id inside a piece for some formats, with these formats."""
    formats = _formats(element, outer)
    if formats and (id := element.get("id")):
        yield id, formats
    for child in element:
        yield from _limits(child, formats)


def _formats(element: Element, outer: frozenset[str]) -> frozenset[str]:
    own = frozenset((element.get(_ONLY) or "").split())
    return own & outer or own or outer


def _restrict_piece(piece: Piece, limits: Mapping[str, frozenset[str]], manuscript: Manuscript) -> Iterator[Diagnostic]:
    for link, path in list(with_origin(piece, "a")):
        name = (link.get("href") or "").removeprefix("#")
        formats = limits.get(name)
        if formats is None:
            continue
        if piece.role:
            _line_of(link).set(_ONLY, " ".join(sorted(formats)))
        elif has_class(link, "xref") and not _here(link) <= formats:
            yield diagnose(
                "x-006", place(manuscript, path, "xref", name), name=name, formats=", ".join(sorted(formats))
            )


def _here(link: Element) -> frozenset[str]:
    own = next((one.get(_ONLY, "") for one in [link, *link.iterancestors()] if one.get(_ONLY)), "")
    return frozenset(own.split()) or frozenset({"every format"})


def _line_of(link: Element) -> Element:
    """The line of a list that a link makes; links inside running text stand for themselves."""
    if has_class(link, "locator", "term-use"):
        return link
    return next((one for one in link.iterancestors() if one.tag == "li"), link)

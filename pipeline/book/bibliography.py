"""Citations in the text and the list of sources they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.etree import _Element as Element

from ..manuscript.model import Manuscript
from ..trees import attribute, by_class, escape, fill, take, words_of
from .arrangement import Piece
from .fragments import fill_after_title


def source_id(key: str) -> str:
    """The id of a source in the list."""
    return f"source-{key}"


def fill_bibliography(piece: Piece, manuscript: Manuscript) -> None:
    """Write the list of sources."""
    lines = (f"<li id={attribute(source_id(key))}>{entry}</li>" for key, entry in manuscript.bibliography)
    fill_after_title(piece.tree, f'<ul class="bibliography">{"".join(lines)}</ul>')


def bind_citations(pieces: Iterable[Piece], manuscript: Manuscript) -> None:
    """Fill every citation in; it is a link where the list of sources is printed."""
    pieces = tuple(pieces)
    printed = any(piece.section.kind == "bibliography" for piece in pieces)
    listed = {key for key, _ in manuscript.bibliography} if printed else set()
    for piece in pieces:
        for citation in list(by_class(piece.tree, "citation")):
            _bind(citation, manuscript, listed)


def is_set(citation: Element, manuscript: Manuscript) -> bool:
    """Whether there is a text for a citation."""
    return _rendered(citation, manuscript) is not None


def _rendered(citation: Element, manuscript: Manuscript) -> str | None:
    keys = (citation.get("data-cites") or "").split()
    clusters = (words_of(citation), f"[{'; '.join('@' + key for key in keys)}]")
    return next((manuscript.citations[cluster] for cluster in clusters if cluster in manuscript.citations), None)


def _bind(citation: Element, manuscript: Manuscript, listed: set[str]) -> None:
    written = words_of(citation)
    keys = (citation.get("data-cites") or "").split()
    rendered = _rendered(citation, manuscript)
    if rendered is not None:
        fill(citation, rendered)
    elif not written:
        fill(citation, escape(f"[{'; '.join(keys)}]"))
    _link(citation, [key for key in keys if key in listed], listed)


def _link(citation: Element, keys: list[str], listed: set[str]) -> None:
    links = list(citation.iter("a"))
    for link in links:
        key = re.sub(r"^#(?:source-|ref-)?", "", link.get("href", ""))
        if key in listed:
            link.set("class", "cite")
            link.set("href", "#" + source_id(key))
        elif link.get("href", "").startswith("#"):
            link.tag = "span"
            take(link, "href")
    if not links and keys:
        text = escape(words_of(citation))
        inner = re.fullmatch(r"([\[(]?)(.*?)([\])]?)", text)
        pieces = inner.groups() if inner else ("", text, "")
        parts = pieces[1].split("; ")
        if len(parts) != len(keys):
            parts, keys = [pieces[1]], keys[:1]
        pairs = zip(parts, keys, strict=True)
        linked = "; ".join(f'<a class="cite" href={attribute("#" + source_id(key))}>{part}</a>' for part, key in pairs)
        fill(citation, f"{pieces[0]}{linked}{pieces[2]}")

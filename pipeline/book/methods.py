"""The goal × format matrix: every method of the book in one table, with the page where it is described."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from pipeline.book.arrangement import Piece
from pipeline.book.fragments import attribute, by_class, fill_after_title, first_by_class, html, text_of
from pipeline.theme import Labels

# What the table compares; a method box may say more.
FACTS = ("goal", "group", "duration", "lead", "result")


def fill_methods(piece: Piece, pieces: Iterable[Piece], labels: Labels) -> None:
    """Write the table, a row for each method box in the order of the book."""
    heads = "".join(f'<th scope="col">{html(labels.word(f"facts.{fact}"))}</th>' for fact in FACTS)
    corner = f'<th scope="col">{html(labels.word("names.format"))}</th>'
    rows = "".join(_row(method) for other in pieces for method in methods_of(other.tree))
    fill_after_title(
        piece.tree, f'<table class="matrix"><thead><tr>{corner}{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def methods_of(tree: Element) -> Iterator[Element]:
    """The method boxes of a section that can be referred to."""
    return (element for element in by_class(tree, "method") if element.get("id"))


def _row(method: Element) -> str:
    title = first_by_class(method, "box-title")
    name = html(text_of(title)) if title is not None else html(method.get("id", ""))
    id = method.get("id", "")
    link = f'<a href={attribute("#" + id)}>{name}</a> <span class="page-ref" data-target={attribute(id)}></span>'
    facts = {fact.get("data-fact"): fact.find("dd") for fact in by_class(method, "fact")}
    cells = "".join(f"<td>{html(_words(facts.get(name)))}</td>" for name in FACTS)
    return f'<tr><th scope="row">{link}</th>{cells}</tr>'


def _words(definition: Element | None) -> str:
    return text_of(definition) if definition is not None else ""

"""The resolved book: `resolve` gives every number and binds every reference.

In: a Manuscript and the labels. Out: a Book, and everything that led nowhere. `resolve_again` does so with one file,
for who wants to see it before the rest of the book is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..diagnostics import Checked, Diagnostic, in_order
from ..manuscript.model import Manuscript
from ..theme import Labels
from ..trees import by_class, first_by_class, words_of
from .arrangement import Piece, arrange, arrange_again, heading_elements
from .bibliography import bind_citations, fill_bibliography, is_set
from .crossrefs import bind
from .fragments import parse_section, plain_markup, write_section
from .generated import (
    complete_imprint,
    fill_contents,
    fill_contributors,
    fill_imprint,
    fill_lists,
    fill_openers,
    fill_shortcuts,
    wanted,
)
from .glossary import add_uses, bind_terms, fill_glossary
from .ids import identify, identify_again, ids_of, name_blocks
from .index import fill_index, marks_of
from .methods import fill_methods, fill_own_method
from .model import Book, Heading, Included, Section, Target
from .numbering import number, number_again
from .restricted import restrict
from .samples import fill_samples
from .sheets import SHEETS, complete_again, complete_sheets
from .targets import collect

__all__ = ["home_of", "resolve", "resolve_again"]


def resolve(
    manuscript: Manuscript,
    labels: Labels,
    draft: bool = True,
    revision: str = "",
    variant: str = "",
    revised: bool = False,
) -> Checked[Book]:
    """Put the book in order, number it, generate what nobody wrote, and bind every reference. A book that is `revised`
    has an empty section for what is new in it."""
    arranged, misplaced = arrange(manuscript, labels)
    identified, doubled = identify(wanted(arranged, manuscript, revised), manuscript)
    pieces = number(identified, labels)
    lost, bound = _generate_and_bind(pieces, manuscript, labels, revision if draft else "")
    targets = collect(pieces, labels, bound)
    book = Book(
        manifest=manuscript.manifest,
        sections=tuple(_section(piece) for piece in pieces),
        targets=targets,
        assets=manuscript.assets,
        draft=draft,
        revision=revision,
        variant=variant,
        synonyms={term.term: (*term.also, *term.synonyms) for term in manuscript.glossary},
        profile=manuscript.profile,
    )
    return Checked(book, in_order([*misplaced, *doubled, *lost]))


def resolve_again(book: Book, manuscript: Manuscript, path: str, labels: Labels) -> Book | None:
    """Put a chapter or a sheet into a resolved book as its file is written now. The others stay as they are, though
    what they copy of it or count after it may be other. None where this takes the whole book: the file is neither, it
    shows a sheet filled in, cites what was not cited, or wants an id that another has."""
    before = home_of(book, path)
    if before is None or before.kind not in ("chapter", *SHEETS):
        return None
    others = [one for one in book.sections if one is not before]
    targets = {id: one for id, one in book.targets.items() if one.section != before.id}
    earlier = frozenset(one.id for one in book.sections[: book.sections.index(before)])
    piece = arrange_again(manuscript, before, others, labels)
    if (
        piece is None
        or piece.section.id != before.id
        or not identify_again(piece, targets)
        or _needs_all(piece, manuscript)
    ):
        return None
    piece = number_again(piece, (one for one in targets.values() if one.section in earlier), labels)
    empty = parse_section("", "")
    pieces = (piece, *(Piece(one, empty) for one in others))
    bind_terms(pieces, manuscript)
    bind_citations(pieces, manuscript)
    bind(pieces, targets | collect((piece,), labels), manuscript, labels)
    complete_again(piece, before, labels)
    name_blocks(piece, {*targets, *ids_of((piece,))})
    targets |= collect((piece,), labels)
    now = _section(piece)
    return replace(book, sections=tuple(now if one is before else one for one in book.sections), targets=targets)


def home_of(book: Book, path: str) -> Section | None:
    """The section that a file is, or stands in."""
    inside = (one for one in book.sections if path in {sheet.path for sheet in one.included})
    return next((one for one in book.sections if path and one.path == path), next(inside, None))


def _needs_all(piece: Piece, manuscript: Manuscript) -> bool:
    uncited = (one for one in by_class(piece.tree, "citation") if not is_set(one, manuscript))
    return any(True for _ in uncited) or first_by_class(piece.tree, "sample") is not None


def _generate_and_bind(
    pieces: tuple[Piece, ...], manuscript: Manuscript, labels: Labels, revision: str
) -> tuple[list[Diagnostic], Mapping[str, Target]]:
    """Fill the generated sections; what copies text from others comes after binding. Also gives what was bound."""
    by_role = {piece.role: piece for piece in pieces if piece.role}
    found: list[Diagnostic] = []
    if glossary := by_role.get("glossary"):
        fill_glossary(glossary, manuscript, labels)
    if sources := by_role.get("sources"):
        fill_bibliography(sources, manuscript)
    if imprint := by_role.get("imprint"):
        fill_imprint(imprint, manuscript.manifest, revision, labels)
    for piece in pieces:
        if piece.section.kind == "imprint" and not piece.role:
            complete_imprint(piece, manuscript.manifest, revision, labels)
    found += bind_terms(pieces, manuscript)
    bind_citations(pieces, manuscript)
    if glossary:
        add_uses(glossary, pieces, labels)
    if index := by_role.get("index"):
        found += fill_index(index, marks_of(pieces, labels), manuscript, ids_of(pieces), labels)
    found += bind(pieces, collect(pieces, labels), manuscript, labels)
    found += fill_samples(pieces, manuscript)
    targets = collect(pieces, labels)
    complete_sheets(pieces, labels)
    fill_lists(pieces, targets)
    fill_openers(pieces)
    if methods := by_role.get("methods"):
        fill_methods(methods, pieces, labels)
    if sheet := by_role.get("own-method"):
        fill_own_method(sheet, labels)
    if contributors := by_role.get("contributors"):
        fill_contributors(contributors, manuscript.manifest, labels)
    if shortcuts := by_role.get("shortcuts"):
        fill_shortcuts(shortcuts, pieces, targets, labels)
    fill_contents(by_role["contents"], pieces)
    found += restrict(pieces, manuscript)
    taken = ids_of(pieces)
    for piece in pieces:
        name_blocks(piece, taken)
    return found, targets


def _section(piece: Piece) -> Section:
    headings = tuple(_headings(piece))
    title_html, body = write_section(piece.tree)
    included = tuple(Included(one.id, one.path, one.front) for one in piece.included)
    return replace(piece.section, title_html=title_html, body=body, headings=headings, included=included)


def _headings(piece: Piece) -> Iterable[Heading]:
    for element in heading_elements(piece.tree):
        level = int(str(element.tag)[1])
        yield Heading(element.get("id", ""), level, words_of(element), plain_markup(element))

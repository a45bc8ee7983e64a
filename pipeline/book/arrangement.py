"""The order of the book: Manuscript → pieces, every one a section with its tree.

What comes out has no numbers yet; generated sections are empty and wait to be filled. Included checklists stand
inside the chapter that includes them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from lxml.etree import _Element as Element

from .. import trees
from ..diagnostics import Diagnostic, diagnose
from ..manuscript.model import ChapterEntry, Document, Manuscript, Part
from ..manuscript.positions import locate
from ..theme import Labels
from ..trees import attribute, elements_of, escape, take
from .fragments import ORIGIN, parse_section
from .model import Section

# Generated sections by their name in book.yaml: (section kind, name of the title in the labels).
GENERATED = {
    "shortcuts": ("shortcuts", "titles.shortcuts"),
    "methods": ("list", "titles.methods"),
    "news": ("news", "titles.news"),
    "checklists": ("list", "titles.checklists"),
    "worksheets": ("list", "titles.worksheets"),
    "own-method": ("worksheet", "titles.own-method"),
    "list-of-figures": ("list", "titles.list-of-figures"),
    "list-of-tables": ("list", "titles.list-of-tables"),
    "contributors": ("list", "titles.contributors"),
    "glossary": ("glossary", "titles.glossary"),
    "sources": ("bibliography", "titles.sources"),
    "index": ("index", "titles.index"),
}
DEFAULT_BACK_MATTER = (
    *("methods", "checklists", "worksheets", "own-method", "list-of-figures", "glossary", "sources", "index"),
)
IMPRINT_IDS = ("impressum", "imprint")
_TITLE_PAGES = (("cover", "titles.cover"), ("half-title", "titles.half-title"), ("title-page", "titles.title-page"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A section on its way: `tree` holds title and body, `role` the name of a generated section.

    `included` are the documents that stand inside it.
    """

    section: Section
    tree: Element
    role: str = ""
    numbered: bool = True
    document: Document | None = None
    included: tuple[Document, ...] = ()


@dataclass(slots=True)
class _Arranging:
    """What arranging needs at hand."""

    manuscript: Manuscript
    words: Labels
    included: dict[str, str] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)


def arrange(manuscript: Manuscript, words: Labels) -> tuple[tuple[Piece, ...], tuple[Diagnostic, ...]]:
    """Put all sections in reading order."""
    state = _Arranging(manuscript, words)
    front = list(_entries(state, manuscript.manifest.front_matter, "front"))
    body = list(_body(state))
    named = manuscript.manifest.back_matter or tuple(ChapterEntry(name) for name in DEFAULT_BACK_MATTER)
    written_back = [entry for entry in named if entry.path not in GENERATED]
    back = {piece.section.path: piece for piece in _entries(state, written_back, "back")}
    # Sheets come last: by now every inclusion is known.
    ordered = [piece for entry in named for piece in _back_entry(state, entry, back)]
    # Who opens the book wants the shortcuts first; who has an earlier edition, what is new.
    opening = (*_opening(state, front), *_unplaced(state, "shortcuts"), *_without_imprint(front))
    pieces = (*opening, *_unplaced(state, "news"), *body, *ordered)
    return tuple(_without_doubles(pieces)), tuple(state.found)


def arrange_again(manuscript: Manuscript, before: Section, others: Iterable[Section], words: Labels) -> Piece | None:
    """Arrange one chapter alone, where it was before; None where it includes what is not there or stands elsewhere."""
    included = {sheet.path: section.path for section in others for sheet in section.included}
    state = _Arranging(manuscript, words, included)
    document = manuscript.documents[before.path]
    piece = _written(state, document, before.kind, before.matter, numbered=bool(before.number))
    return None if state.found else replace(piece, section=replace(piece.section, part=before.part))


def _without_doubles(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """A generated section stands where it is named first."""
    seen: set[str] = set()
    for piece in pieces:
        if piece.role not in GENERATED or piece.role not in seen:
            yield piece
        seen.add(piece.role)


def _without_imprint(front: Iterable[Piece]) -> list[Piece]:
    """The written front matter that follows the contents."""
    return [piece for piece in front if piece.section.id not in IMPRINT_IDS]


def _opening(state: _Arranging, front: Iterable[Piece]) -> Iterator[Piece]:
    for kind, title in _TITLE_PAGES:
        yield _generated(state, kind, kind, title, matter="front", in_contents=False)
    written = next((piece for piece in front if piece.section.id in IMPRINT_IDS), None)
    if written is not None:
        yield replace(written, section=replace(written.section, kind="imprint", in_contents=False))
    else:
        yield _generated(state, "imprint", "imprint", "titles.imprint", matter="front", in_contents=False)
    yield _generated(state, "contents", "contents", "titles.contents", matter="front", in_contents=False)


def _unplaced(state: _Arranging, role: str) -> Iterator[Piece]:
    """What stands before the chapters unless the manifest gives it a place."""
    manifest = state.manuscript.manifest
    if role not in {entry.path for entry in (*manifest.front_matter, *manifest.back_matter)}:
        yield _role(state, role, "front")


def _entries(state: _Arranging, entries: Iterable[ChapterEntry], matter: str) -> Iterator[Piece]:
    for entry in entries:
        if entry.path in GENERATED:
            yield _role(state, entry.path, matter)
        elif document := state.manuscript.documents.get(entry.path):
            yield _written(state, document, "chapter", matter, numbered=False)


def _body(state: _Arranging) -> Iterator[Piece]:
    number = 0
    for part in state.manuscript.manifest.parts:
        if part.title:
            number += 1
            yield _opener(part, number)
        for entry in part.chapters:
            if document := state.manuscript.documents.get(entry.path):
                piece = _written(state, document, "chapter", "body", numbered=entry.numbered)
                yield replace(piece, section=replace(piece.section, part=number if part.title else 0))


def _opener(part: Part, number: int) -> Piece:
    section = Section(f"part-{number}", "part", part.title, escape(part.title), part=number, subtitle=part.subtitle)
    return Piece(section, parse_section(escape(part.title), ""), role="part")


def _back_entry(state: _Arranging, entry: ChapterEntry, written: dict[str, Piece]) -> Iterator[Piece]:
    if entry.path not in GENERATED:
        if entry.path in written:
            yield written[entry.path]
        return
    yield _role(state, entry.path, "back")
    sheets = {"checklists": state.manuscript.manifest.checklists, "worksheets": state.manuscript.manifest.worksheets}
    for sheet in sheets.get(entry.path, ()):
        if sheet.path not in state.included and (document := state.manuscript.documents.get(sheet.path)):
            yield _written(state, document, entry.path.removesuffix("s"), "back", numbered=sheet.numbered)


def _role(state: _Arranging, role: str, matter: str) -> Piece:
    kind, title = GENERATED[role]
    # A renderer writes one file per section, and `index` is what every web server calls its first page.
    return _generated(state, "book-index" if role == "index" else role, kind, title, matter=matter, role=role)


def _generated(
    state: _Arranging, id: str, kind: str, title: str, *, matter: str, role: str = "", in_contents: bool = True
) -> Piece:
    word = state.words.word(title)
    section = Section(id, kind, word, escape(word), matter=matter, in_contents=in_contents)
    return Piece(section, parse_section(escape(word), ""), role=role or kind)


def _written(state: _Arranging, document: Document, kind: str, matter: str, *, numbered: bool) -> Piece:
    tree = parse_section(document.title_html or escape(document.title), document.body)
    section = Section(
        document.id, kind, document.title, document.title_html, matter=matter, path=document.path, front=document.front
    )
    return Piece(section, tree, numbered=numbered, document=document, included=tuple(_include(state, document, tree)))


def _include(state: _Arranging, host: Document, tree: Element) -> Iterator[Document]:
    """Put the named checklists in their places; a missing one leaves a visible gap."""
    for place in [element for element in tree.iter() if element.get("data-include")]:
        name = take(place, "data-include") or ""
        document = find_document(state.manuscript, host.path, name)
        if document is None:
            state.found.append(diagnose("x-004", locate(host.text, "text", name, 1, host.path), name=name))
            word = escape(state.words.word("broken.include"))
            trees.replace(place, *elements_of(f'<p><span class="missing">{word}</span></p>'))
        elif document.path in state.included:
            first = state.included[document.path]
            state.found.append(diagnose("x-005", locate(host.text, "text", name, 1, host.path), name=name, first=first))
            trees.replace(place, *elements_of(f'<p><a class="xref" href={attribute("#" + document.id)}></a></p>'))
        else:
            state.included[document.path] = host.path
            trees.replace(place, _inlined(state, document, _level_before(place)))
            yield document


def find_document(manuscript: Manuscript, host: str, name: str) -> Document | None:
    """The document that a link names: by its path from the root, from the file it stands in, or by its id."""
    path = unquote(name)
    for candidate in (path, posixpath.normpath(posixpath.join(posixpath.dirname(host), path))):
        if candidate in manuscript.documents:
            return manuscript.documents[candidate]
    return next((document for document in manuscript.documents.values() if document.id == path), None)


def sheet_kind(document: Document) -> str:
    """An included document is a checklist unless it says that it is a worksheet."""
    return "worksheet" if document.kind == "worksheet" else "checklist"


def _inlined(state: _Arranging, document: Document, level: int) -> Element:
    kind = sheet_kind(document)
    label = escape(state.words.word(f"names.{kind}"))
    title = document.title_html or escape(document.title)
    (section,) = elements_of(
        f'<section class="{kind}" id={attribute(document.id)} {ORIGIN}={attribute(document.path)}>'
        f'<p class="box-label">{label}</p><p class="box-title">{title}</p>{document.body}</section>'
    )
    for heading in section.iter("h2", "h3"):
        # The sheet's own headings go below the heading that they now stand under.
        heading.tag = f"h{min(6, int(heading.tag[1]) - 1 + level)}"
    return section


def _level_before(place: Element) -> int:
    level = 1
    for element in place.getroottree().getroot().iter():
        if element is place:
            break
        if element.tag in ("h2", "h3"):
            level = int(str(element.tag)[1])
    return level


def heading_elements(tree: Element) -> Iterator[Element]:
    """The headings that contents and bookmarks show: not those inside boxes, sheets and notes."""
    for element in tree.iter("h2", "h3"):
        if not any(ancestor.tag in ("section", "aside") for ancestor in element.iterancestors()):
            yield element

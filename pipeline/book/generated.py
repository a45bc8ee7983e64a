"""Sections nobody wrote: contents, openers, lists, shortcuts, imprint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ..manuscript.licences import address_of, apart
from ..manuscript.model import Contributor, License, Manifest, Manuscript
from ..theme import Labels
from ..trees import append_markup, attribute, by_class, escape
from .arrangement import Piece, heading_elements, sheet_kind
from .fragments import class_names, fill_after_title, plain_markup
from .methods import methods_of
from .model import Target
from .targets import targets_of_kind
from .wording import reference_text, written_date

# The kind that a list lists.
_LISTED = {"list-of-figures": "figure", "list-of-tables": "table", "checklists": "checklist", "worksheets": "worksheet"}
# Who is named in the imprint, in this order, by MARC relator code.
# Where the site of editions keeps the list that every imprint leads to.
ERRATA_PAGE = "errata.html"
_ROLES = ("aut", "ctb", "edt", "ill", "pht", "bkd", "pbl", "trl")


def wanted(pieces: tuple[Piece, ...], manuscript: Manuscript, revised: bool) -> tuple[Piece, ...]:
    """The pieces without generated sections that there is nothing to put into."""
    present = class_names(piece.tree for piece in pieces)
    return tuple(piece for piece in pieces if _is_wanted(piece, pieces, present, manuscript, revised))


def _is_wanted(
    piece: Piece, pieces: tuple[Piece, ...], present: frozenset[str], manuscript: Manuscript, revised: bool
) -> bool:
    trees = (other.tree for other in pieces)
    match piece.role:
        case "news":
            return revised
        case "shortcuts":
            return "shortcut" in present
        case "methods":
            return "method" in present and sum(1 for tree in trees for _ in methods_of(tree)) > 1
        case "own-method":
            return "method" in present and any(True for tree in trees for _ in methods_of(tree))
        case "list-of-figures":
            return any(tree.find(".//figure/figcaption") is not None for tree in trees)
        case "list-of-tables":
            return any(tree.find(".//table/caption") is not None for tree in trees)
        case "checklists" | "worksheets":
            kind = piece.role.removesuffix("s")
            written = (other for other in pieces if not other.role)
            return any(kind == other.section.kind or kind in _included(other) for other in written)
        case "contributors":
            return any(_may_be_named(manuscript.manifest.contributors))
        case "glossary":
            return bool(manuscript.glossary)
        case "sources":
            return "citation" in present and bool(manuscript.bibliography)
        case "index":
            return "index-mark" in present
    return True


def fill_lists(pieces: Iterable[Piece], targets: Mapping[str, Target]) -> None:
    """Write the lists of figures, tables, checklists and worksheets."""
    for piece in pieces:
        if kind := _LISTED.get(piece.role):
            listed = (
                target for target in targets_of_kind(targets, kind) if target.number or target.id == target.section
            )
            lines = "".join(_line(target.id, target.number, escape(target.title)) for target in listed)
            fill_after_title(piece.tree, f'<ol class="toc {piece.role}">{lines}</ol>')


def fill_shortcuts(piece: Piece, pieces: Iterable[Piece], targets: Mapping[str, Target], labels: Labels) -> None:
    """Write every shortcut's sentence with its number and the way to its home."""
    lines = []
    for other in pieces:
        name = escape(reference_text(labels, targets[other.section.id], "", {other.section.id: other.section}))
        for shortcut in by_class(other.tree, "shortcut"):
            id = shortcut.get("id", "")
            paragraphs = [plain_markup(part) for part in shortcut if part.get("class") != "box-label"]
            lines.append(
                f'<li class="shortcut-line"><span class="shortcut-number">{shortcut.get("data-number", "")}</span>'
                f'<p class="shortcut-sentence">{" ".join(paragraphs)}</p>'
                f'<p class="shortcut-home"><a href={attribute("#" + id)}>{name}</a>{_page_ref(id)}</p></li>'
            )
    fill_after_title(piece.tree, f'<ol class="shortcut-list">{"".join(lines)}</ol>')


def fill_openers(pieces: Iterable[Piece]) -> None:
    """Write the chapters of each part on its opening page."""
    pieces = tuple(pieces)
    for opener in pieces:
        if opener.role == "part":
            inside = [piece for piece in pieces if piece.section.part == opener.section.part and piece is not opener]
            lines = "".join(_line(piece.section.id, piece.section.number, _title(piece)) for piece in inside)
            fill_after_title(opener.tree, f'<ol class="toc part-contents">{lines}</ol>' if lines else "")


def fill_contributors(piece: Piece, manifest: Manifest, labels: Labels) -> None:
    """Write who has a part in the book, by what they did: of people those alone who agreed to be named."""
    named = tuple(_may_be_named(manifest.contributors))
    known = {role for person in named for role in person.roles}
    rows = [(role, [person for person in named if role in person.roles]) for role in _ROLES if role in known]
    facts = [(role, "; ".join(map(_signed, people))) for role, people in rows]
    fill_after_title(piece.tree, _facts(facts, labels))


def _may_be_named(contributors: Iterable[Contributor]) -> Iterator[Contributor]:
    return (person for person in contributors if person.consent or person.organisation)


def _signed(person: Contributor) -> str:
    """A name with where its bearer works, leading to the ORCID."""
    name = _address(f"https://orcid.org/{person.orcid}" if person.orcid else "", person.name)
    return f"{name}, {escape(person.affiliation)}" if person.affiliation else name


def fill_contents(piece: Piece, pieces: Iterable[Piece]) -> None:
    """Write the contents: parts, their chapters, and the chapters' sections as a third level."""
    listed = [other for other in pieces if other.section.in_contents]
    fill_after_title(piece.tree, f'<ol class="toc">{"".join(_contents(listed))}</ol>')


def fill_imprint(piece: Piece, manifest: Manifest, revision: str, labels: Labels) -> None:
    """Write an imprint of what the manifest knows; only for books whose authors wrote none."""
    title = f'<p class="imprint-title">{escape(manifest.title)}</p>'
    subtitle = f'<p class="imprint-subtitle">{escape(manifest.subtitle)}</p>' if manifest.subtitle else ""
    rows = (
        *_credits(manifest.contributors),
        ("publisher", escape(manifest.publisher)),
        *_of_this_edition(manifest, revision, labels),
        ("identifier", escape(manifest.identifier)),
        ("rights", escape(manifest.rights)),
        ("site", _address(manifest.site_url)),
    )
    fill_after_title(piece.tree, title + subtitle + _facts(rows, labels))


def complete_imprint(piece: Piece, manifest: Manifest, revision: str, labels: Labels) -> None:
    """Add to an imprint that authors wrote what differs from edition to edition."""
    rows = list(_of_this_edition(manifest, revision, labels))
    # What the authors say of rights may be more; what the files say has to be in it.
    said = " ".join("".join(map(str, piece.tree.itertext())).split())
    if manifest.rights not in said:
        rows.append(("rights", escape(manifest.rights)))
    append_markup(piece.tree, _facts(rows, labels))


def _included(piece: Piece) -> set[str]:
    return {sheet_kind(document) for document in piece.included}


def _contents(listed: Sequence[Piece]) -> Iterator[str]:
    """One entry for each branch: a part with its chapters, a list with its sheets, or a section alone."""
    for _, branch in groupby(enumerate(listed), key=lambda pair: _branch(pair[1], pair[0])):
        pieces = [piece for _, piece in branch]
        if pieces[0].role in ("part", "checklists", "worksheets") and len(pieces) > 1:
            below = "".join(_entry(piece, _sections(piece)) for piece in pieces[1:])
            yield _entry(pieces[0], f"<ol>{below}</ol>")
        else:
            yield from (_entry(piece, _sections(piece)) for piece in pieces)


def _branch(piece: Piece, position: int) -> str:
    if piece.section.part:
        return f"part {piece.section.part}"
    sheets = {"checklist": "checklists", "worksheet": "worksheets"}.get(piece.section.kind, piece.role)
    return sheets if sheets in ("checklists", "worksheets") else f"alone {position}"


def _entry(piece: Piece, below: str) -> str:
    section = piece.section
    if section.kind == "part":
        # "Teil 1", not "1": the next line may be chapter 1. The subtitle tells parts of one name apart.
        below_title = f' <span class="toc-subtitle">{escape(section.subtitle)}</span>' if section.subtitle else ""
        line = _link(section.id, section.label, _title(piece) + below_title, "toc-label")
    else:
        line = _link(section.id, section.number, _title(piece))
    return f'<li><div class="toc-line toc-{section.kind}">{line}</div>{below}</li>'


def _sections(piece: Piece) -> str:
    if piece.section.kind != "chapter":
        return ""
    headings = [heading for heading in heading_elements(piece.tree) if heading.tag == "h2"]
    links = (_link(heading.get("id", ""), "", plain_markup(heading)) for heading in headings)
    markup = "".join(f'<li><div class="toc-line toc-section">{link}</div></li>' for link in links)
    return f"<ol>{markup}</ol>" if markup else ""


def _title(piece: Piece) -> str:
    return plain_markup(piece.tree[0])


def _line(id: str, number: str, title: str) -> str:
    return f'<li class="toc-line">{_link(id, number, title)}</li>'


def _link(id: str, number: str, title: str, number_class: str = "toc-number") -> str:
    counted = f'<span class="{number_class}">{escape(number)}</span> ' if number else ""
    return f'<a href={attribute("#" + id)}>{counted}<span class="toc-title">{title}</span></a>{_page_ref(id)}'


def _page_ref(id: str) -> str:
    return f'<span class="page-ref" data-target={attribute(id)}></span>'


def _credits(contributors: Iterable[Contributor]) -> Iterator[tuple[str, str]]:
    people = tuple(contributors)
    for role in _ROLES:
        yield role, escape(", ".join(person.name for person in people if role in person.roles))


def _of_this_edition(manifest: Manifest, revision: str, labels: Labels) -> Iterator[tuple[str, str]]:
    yield "edition", escape(manifest.edition)
    yield "date", escape(written_date(labels, manifest.date))
    yield "revision", escape(revision)
    for name in ("print", "pdf", "epub"):
        yield f"isbn-{name}", escape(getattr(manifest.isbn, name))
    yield "doi", _address(f"https://doi.org/{manifest.doi}" if manifest.doi else "")
    yield "urn", escape(manifest.urn)
    yield "license", _licenses(manifest.license, labels)
    if manifest.site_url:
        yield "errata", _address(f"{manifest.site_url.rstrip('/')}/{ERRATA_PAGE}")


def _licenses(license: License, labels: Labels) -> str:
    """The licences of text, pictures and hand-outs, each with the way to its text; where all are one, that."""
    return "; ".join(
        f"{escape(labels.word(f'licenses.{kind}'))} {_address(address_of(id), id)}"
        if kind
        else _address(address_of(id), id)
        for kind, id in apart(license)
    )


def _address(url: str, words: str = "") -> str:
    return f"<a href={attribute(url)}>{escape(words or url)}</a>" if url else escape(words)


def _facts(rows: Iterable[tuple[str, str]], labels: Labels) -> str:
    lines = "".join(
        f"<div><dt>{escape(labels.word(f'imprint.{name}'))}</dt><dd>{value}</dd></div>" for name, value in rows if value
    )
    return f'<dl class="imprint-facts">{lines}</dl>' if lines else ""

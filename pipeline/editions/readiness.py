"""Why an edition cannot be cut: all reasons at once.

In: what is wanted, what was cut, what is not committed, and the book as a draft (with its notes) and as an edition.
Out: diagnostics. `--allow` waves through what people decide on; never a broken book
or an untidy history.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lxml.etree import _Element as Element

from ..book.model import Book, Section
from ..checks.proof import MANIFEST, spoils
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.model import urn_of
from ..record.blocks import normalise
from ..record.edition import Record, order_of
from ..trees import elements_of, has_class, words_of
from ..workspace import Workspace

FINAL = "final"
SHOWN_PATHS = 5
FIRST_VERSION = "1.0"
# Said by the check of every suggestion that is not decided; a struck word (`~~`) looks the same in the text.
SUGGESTION_CODE = "t-002"
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_SOURCES = (MANIFEST, "glossary.yaml", "sources.yaml")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The edition that is asked for; without a title or date it gets the manifest's and the commit's."""

    version: str
    title: str = ""
    date: str = ""
    allowed: tuple[str, ...] = ()


def fits(wanted: Wanted, existing: Sequence[str], here: Sequence[str] = ()) -> Iterator[Diagnostic]:
    """Hold version and date against what was cut before. Where newer editions are cut elsewhere, on a branch from an
    old one, that one may be corrected: 1.0.1 after 1.1."""
    place = Span(MANIFEST)
    if wanted.date and not _is_date(wanted.date):
        yield diagnose("e-011", place, date=wanted.date)
    try:
        order = order_of(wanted.version)
    except ValueError:
        yield diagnose("e-010", place, version=wanted.version)
        return
    latest = max(existing, key=order_of, default="")
    if order in [order_of(version) for version in existing]:
        yield diagnose("e-007", place, version=wanted.version, next=next_version(latest))
    elif latest and order < order_of(latest) and not _corrects(wanted.version, here):
        yield diagnose("e-008", place, version=wanted.version, latest=latest, next=next_version(latest))


def _corrects(version: str, here: Sequence[str]) -> bool:
    """Does a number continue that of the last edition that the branch has?"""
    last = max(here, key=order_of, default="")
    return bool(last) and version.startswith(f"{last}.") and order_of(version) > order_of(last)


def next_version(latest: str) -> str:
    """Count the last number up."""
    if not latest:
        return FIRST_VERSION
    *head, last = latest.split(".")
    return ".".join([*head, str(int(last) + 1)]) if head else f"{latest}.1"


def is_committed(paths: Sequence[str]) -> Iterator[Diagnostic]:
    """Refuse changes that no commit holds."""
    if paths:
        named = ", ".join(paths[:SHOWN_PATHS]) + (" …" if len(paths) > SHOWN_PATHS else "")
        yield diagnose("e-001", Span(paths[0]), count=len(paths), paths=named)


def is_merged(workspace: Workspace, paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Look for the marks that a merge leaves."""
    for path in sorted({*paths, *_SOURCES}):
        if workspace.exists(path):
            text = workspace.read(path).decode("utf-8", "replace")
            if mark := _CONFLICT.search(text):
                yield diagnose("e-002", Span(path, text.count("\n", 0, mark.start()) + 1))


def is_settled(draft: Book, found: Iterable[Diagnostic], allowed: Sequence[str]) -> Iterator[Diagnostic]:
    """Count open points and undecided suggestions; look at every status."""
    suggestions = Counter(one.span.path for one in found if one.code == SUGGESTION_CODE)
    for section in draft.sections:
        if not section.path:
            continue
        place, title = Span(section.path), section.title
        elements = _elements(section)
        todos = sum(has_class(one, "todo") for one in elements)
        comments = sum(has_class(element, "comment") or element.tag == "mark" for element in elements)
        comments += suggestions[section.path]
        if "status" not in allowed and section.front.status != FINAL:
            yield diagnose("e-005", place, title=title, status=section.front.status)
        if "todos" not in allowed and todos:
            yield diagnose("e-003", place, title=title, count=todos)
        if "comments" not in allowed and comments:
            yield diagnose("e-004", place, title=title, count=comments)


def lacks(draft: Book) -> Iterator[Diagnostic]:
    """List the team's fields that nobody has filled: an edition does without them, and somebody should know."""
    for section in draft.sections:
        fields = [one for one in _elements(section) if has_class(one, "team") and has_class(one, "field")]
        if section.path and fields:
            named = "; ".join(words_of(one) for one in fields)
            yield diagnose("e-060", Span(section.path), title=section.title, count=len(fields), fields=named)


def is_agreed(draft: Book) -> Iterator[Diagnostic]:
    """Name everybody in the credits, the book's or a chapter's, who has not agreed to be named."""
    people = draft.manifest.contributors
    agreed = {normalise(person.name) for person in people if person.consent or person.organisation}
    places = [(normalise(person.name), MANIFEST) for person in people]
    places += [(normalise(name), section.path) for section in draft.sections for name in section.front.contributors]
    for name, path in dict.fromkeys(places):
        if name not in agreed:
            yield diagnose("e-012", Span(path), name=name)


def is_unused(numbers: Mapping[str, str], editions: Iterable[Record], allowed: Sequence[str]) -> Iterator[Diagnostic]:
    """Refuse an ISBN that an earlier edition bears; spaces and hyphens do not count."""
    bearers = {urn_of(number): edition.version for edition in editions for number in edition.isbn.values() if number}
    for name, number in numbers.items():
        if number and "isbn" not in allowed and (bearer := bearers.get(urn_of(number))):
            yield diagnose("e-043", Span(MANIFEST), isbn=number, format=name, version=bearer)


def is_sound(found: Iterable[Diagnostic], allowed: Sequence[str]) -> Iterator[Diagnostic]:
    """Refuse every error and warning, and say how many there are."""
    bad = [
        one
        for one in found
        if spoils((one,), strict=True) and not (one.code == SUGGESTION_CODE and "comments" in allowed)
    ]
    yield from bad
    if bad:
        yield diagnose("e-006", Span(MANIFEST), count=len(bad))


def _elements(section: Section) -> list[Element]:
    tops = elements_of(f"<h1>{section.title_html}</h1>{section.body}")
    return [element for top in tops for element in top.iter()]


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def paths_of(sections: Iterable[Section]) -> tuple[str, ...]:
    """Name the files of what authors wrote."""
    return tuple(section.path for section in sections if section.path)

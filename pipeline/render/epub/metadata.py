"""What the package says about itself: Dublin Core, and what it offers to people with disabilities.

Only what is true of this very book is said. A claim of conformance is a person's word: it is made when the manifest
names who certifies it (EPUB Accessibility 1.1, "Conformance reporting").
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from ...book.model import Book
from ...manuscript.licences import address_of, apart, spoken
from ...manuscript.model import Contributor, urn_of
from ...theme import Labels
from .. import accessibility
from .content import Content
from .package import Metadata, Statement

CONFORMS_TO = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
MAIN_TITLE_ID, CLAIM_ID, ISBN_ID = "title", "conformance", "isbn"
ISBN_TYPE = "15"  # ONIX code list 5: ISBN-13
NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)
MAIN_ROLE = "aut"
# What each fact about the content offers, as the schema.org vocabulary names it.
FEATURES = {
    "long-descriptions": ("longDescription",),
    "index": ("index",),
    "mathml": ("MathML",),
    "pages": ("pageBreakMarkers", "pageNavigation"),
}
ALWAYS = ("ARIA", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")


def metadata(content: Content) -> Metadata:
    """Say what there is to say."""
    book = content.book
    statements = (*_bibliography(book), *_rights(book, content.theme.labels), *_accessibility(content), *_claim(book))
    return Metadata(identifier(book), modified(book.manifest.date), statements)


def identifier(book: Book) -> str:
    """The publication's own name: as the manifest gives it, else always the same for the same book."""
    given = book.manifest.identifier
    if book.variant:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{given or book.manifest.title}#{book.variant}')}"
    return given or f"urn:uuid:{uuid5(NAMESPACE_URL, f'{book.manifest.slug}:{book.manifest.title}')}"


def modified(date: str) -> datetime:
    """The moment of release: the start of the manifest's day, never the clock."""
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            return datetime.strptime(date[:10], form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return NO_DATE


def _bibliography(book: Book) -> Iterator[Statement]:
    manifest = book.manifest
    yield Statement("dc:title", manifest.title, (("id", MAIN_TITLE_ID),))
    yield Statement("title-type", "main", (("refines", f"#{MAIN_TITLE_ID}"),))
    if manifest.subtitle:
        yield Statement("dc:title", manifest.subtitle, (("id", "subtitle"),))
        yield Statement("title-type", "subtitle", (("refines", "#subtitle"),))
    yield Statement("dc:language", manifest.language)
    for number, person in enumerate(manifest.contributors, start=1):
        yield from _contributor(person, f"person-{number}")
    if manifest.isbn.epub and not book.draft:
        yield Statement("dc:identifier", urn_of(manifest.isbn.epub), (("id", ISBN_ID),))
        yield Statement("identifier-type", ISBN_TYPE, (("refines", f"#{ISBN_ID}"), ("scheme", "onix:codelist5")))
    if manifest.doi and not book.draft:
        yield Statement("dc:identifier", f"doi:{manifest.doi}")
    if manifest.urn and not book.draft:
        yield Statement("dc:identifier", manifest.urn)
    values = {"publisher": manifest.publisher, "description": manifest.description}
    for name, value in {**values, "date": manifest.date}.items():
        if value:
            yield Statement(f"dc:{name}", value)
    for subject in manifest.subjects:
        yield Statement("dc:subject", subject)
    if manifest.edition and not book.draft:
        yield Statement("schema:bookEdition", manifest.edition)


def _rights(book: Book, labels: Labels) -> Iterator[Statement]:
    """What is said of rights, and the licences; those of pictures and hand-outs, which are in it too, by a name that
    is said of."""
    manifest = book.manifest
    told = spoken(manifest.license, labels.word)
    for words in (manifest.rights, f"{labels.word('imprint.license')}: {told}" if told else ""):
        if words:
            yield Statement("dc:rights", words)
    for kind, id in apart(manifest.license):
        if kind in ("", "text"):
            yield Statement("dcterms:license", address_of(id) or id)


def _contributor(person: Contributor, id: str) -> Iterator[Statement]:
    name = "dc:creator" if MAIN_ROLE in person.roles else "dc:contributor"
    yield Statement(name, person.name, (("id", id),))
    for role in person.roles:
        yield Statement("role", role, (("refines", f"#{id}"), ("scheme", "marc:relators")))
    if person.sort_as:
        yield Statement("file-as", person.sort_as, (("refines", f"#{id}"),))


def _accessibility(content: Content) -> Iterator[Statement]:
    facts = content.facts
    yield Statement("schema:accessMode", "textual")
    if "pictures" in facts:
        yield Statement("schema:accessMode", "visual")
        yield Statement("schema:accessModeSufficient", "textual,visual")
    if "described" in facts:
        yield Statement("schema:accessModeSufficient", "textual")
    features = {*ALWAYS, *(feature for fact in facts for feature in FEATURES.get(fact, ()))}
    features |= {"alternativeText"} if {"pictures", "described"} <= facts else set()
    for feature in sorted(features):
        yield Statement("schema:accessibilityFeature", feature)
    yield Statement("schema:accessibilityHazard", "unknown" if "moving" in facts else "none")
    yield Statement("schema:accessibilitySummary", accessibility.summary(content.measured, content.theme.labels))
    if "pages" in facts:
        # The printed edition, which is another thing than this file and so has another name.
        isbn = "" if content.book.draft else content.book.manifest.isbn.of_pages
        yield Statement("pageBreakSource", urn_of(isbn) if isbn else f"{identifier(content.book)}#pdf")


def _claim(book: Book) -> Iterator[Statement]:
    if book.manifest.certified_by and not book.draft:
        yield Statement("dcterms:conformsTo", CONFORMS_TO, (("id", CLAIM_ID),))
        yield Statement("a11y:certifiedBy", book.manifest.certified_by, (("refines", f"#{CLAIM_ID}"),))

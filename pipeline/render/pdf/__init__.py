"""The printed edition: sections laid out alone, numbered together, merged into one PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from ...artifacts import Artifacts, digest
from ...book.model import Book, PageMap, Section
from ...cache import Cache, once
from ...diagnostics import Checked, Diagnostic
from ...manuscript.licences import address_of, handout_statement, statement
from ...manuscript.model import urn_of
from ...pdflink.model import Binding, Bookmark, Description, Imprint, Part, Place, program_name
from ...theme import Labels, Theme
from ..formulas import unset
from ..job import Job
from ..layout import Extent
from ..lettering import cut_faces
from ..workers import Workshop
from .binding import bind
from .furnishing import furnish, look_at_styles, open_workshop
from .printed_book import as_printed
from .printing import Printing
from .sheets import prepare

__all__ = ["LaidOut", "Printed", "Workshop", "alone", "bind", "lay_out", "open_workshop", "render"]

FOLIO_FONT = "fonts/bricolage-grotesque-latin-600-normal.woff2"
FIELD_FONT = "fonts/bricolage-grotesque-latin-400-normal.woff2"
MM_TO_PT = 72 / 25.4
# An edition has a date; a draft outside a repository has none, and its file must not depend on the day.
UNKNOWN_DATE = "1980-01-01"


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF by its path, where everything is in it, the sections that were made anew and why, what each measures,
    which ways of ours do not fit the WeasyPrint that is there, and what the pages of each section are called."""

    artifacts: Artifacts
    pages: PageMap
    made: Mapping[str, str] = field(default_factory=dict)
    extents: Mapping[str, Extent] = field(default_factory=dict)
    unfit: tuple[str, ...] = ()
    page_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A book whose pages are known, and the way to its PDF: `finish` may be called in another thread."""

    pages: PageMap
    finish: Callable[[], Checked[Printed]]


def make(job: Job) -> Checked[Artifacts]:
    """Make the PDF."""
    printed = render(job.book, job.theme, job.cache, job.workshop())
    return Checked(printed.value.artifacts, printed.diagnostics)


def render(book: Book, theme: Theme, cache: Cache, workshop: Workshop) -> Checked[Printed]:
    """Print a book."""
    return lay_out(book, theme, cache, workshop).finish()


def lay_out(book: Book, theme: Theme, cache: Cache, workshop: Workshop) -> LaidOut:
    """Set a book until its pages are known, and have all at hand that is to be bound."""
    faces = cut_faces(book, theme, cache)
    files, ground = furnish(workshop, book, theme, cache, faces)
    printing = Printing(prepare(as_printed(book), theme, faces, cache), cache, workshop, ground)
    printing.settle()
    parts, imprint = printing.parts(), _imprint(book, theme.labels, _conforms(printing.extents))
    # An opener that is not needed has no page.
    bound = [(its, extent.bars) for its, extent in zip(printing.places, printing.extents, strict=True) if its.folios]
    places, bars = tuple(its for its, _ in bound), [bars for _, bars in bound]
    binding = Binding(parts, places, imprint, *_stamp_fonts(files), bars)
    return LaidOut(printing.pages, partial(_finish, printing, binding, files))


def _finish(printing: Printing, binding: Binding, files: Mapping[str, bytes]) -> Checked[Printed]:
    book, cache = printing.maker.book, printing.cache
    numbers = [part.numbers for part in binding.parts]
    key = digest(printing.ground, *(part.data for part in binding.parts), repr((numbers, *binding[1:])))
    data = once(cache, "book", key, lambda: bind(binding, files, cache, printing.workshop))
    path = f"{book.manifest.slug}{f'-{book.variant}' if book.variant else ''}.pdf"
    told = look_at_styles(printing.workshop, printing.maker.theme, cache, printing.ground)
    ids = [section.id for section in printing.sections]
    extents = dict(zip(ids, printing.extents, strict=True))
    names = {id: _page_names(its) for id, its in zip(ids, printing.places, strict=True)}
    printed = Printed({path: data}, printing.pages, printing.made(), extents, printing.unfit, names)
    return Checked(printed, (*told, *_unset_formulas(book, cache), *printing.found))


def _page_names(place: Place) -> tuple[str, ...]:
    """What the pages of a section are called: as they are numbered, else [as they are counted in the file]."""
    return tuple(folio or f"[{number}]" for number, folio in enumerate(place.folios, start=place.page + 1))


def _unset_formulas(book: Book, cache: Cache) -> Iterator[Diagnostic]:
    return (one for section in book.sections for one in unset(section.body, section.path, cache))


def alone(
    book: Book, section: Section, paper_mm: tuple[float, float], part: Part, pages: int, files: Mapping[str, bytes]
) -> Binding:
    """One section as a file of its own, without folios, with the book's facts, the section's title and the rights of
    what is handed out."""
    facts = replace(
        _description(book),
        title=f"{section.title} – {book.manifest.title}",
        names=(),
        rights=handout_statement(book.manifest),
        license=address_of(book.manifest.license.handouts),
    )
    bookmark = Bookmark(section.title, section.id)
    imprint = Imprint(facts, paper_mm[0] * MM_TO_PT, paper_mm[1] * MM_TO_PT, (bookmark,))
    return Binding([part], [Place(0, 0, "recto", ("",) * pages, True)], imprint, *_stamp_fonts(files))


def _stamp_fonts(files: Mapping[str, bytes]) -> tuple[str, str]:
    return program_name(files[FOLIO_FONT]), program_name(files[FIELD_FONT])


def _conforms(extents: Iterable[Extent]) -> bool:
    """Whether every letter has a glyph, without which a file is neither PDF/UA-1 (7.21.8) nor PDF/A-2 (6.2.11.8)."""
    return not any(flaw.kind == "letter" for extent in extents for flaw in extent.flaws)


def _imprint(book: Book, labels: Labels, conforms: bool) -> Imprint:
    note = " ".join(f"{labels.word('names.draft')} {book.revision}".split()) if book.draft else ""
    page = book.manifest.page
    rights = statement(book.manifest.rights, book.manifest.license, labels.word)
    license = address_of(book.manifest.license.text)
    facts = replace(_description(book), conforms=conforms, rights=rights, license=license)
    return Imprint(facts, page.width_mm * MM_TO_PT, page.height_mm * MM_TO_PT, _bookmarks(book), note)


def _description(book: Book) -> Description:
    manifest = book.manifest
    isbn = urn_of(manifest.isbn.pdf) if manifest.isbn.pdf else ""
    names = (isbn, f"doi:{manifest.doi}" if manifest.doi else "", manifest.urn)
    return Description(
        title=f"{manifest.title} {manifest.subtitle}".strip(),
        author=", ".join(person.name for person in manifest.contributors) or manifest.publisher,
        subject=manifest.description,
        language=manifest.language,
        date=f"{(manifest.date or UNKNOWN_DATE)[:10]}T00:00:00Z",
        identifier=manifest.identifier,
        keywords=manifest.subjects,
        slug=manifest.slug,
        edition=manifest.edition,
        names=() if book.draft else tuple(filter(None, names)),
    )


def _bookmarks(book: Book) -> tuple[Bookmark, ...]:
    """Parts hold their chapters, chapters their headings; front and back matter stand beside the parts."""
    parts: dict[int, list[Bookmark]] = {}
    for section in book.sections:
        if section.part and section.kind != "part":
            parts.setdefault(section.part, []).append(_bookmark(section))
    marks = []
    for section in book.sections:
        if section.kind == "part":
            marks.append(Bookmark(_title(section), section.id, tuple(parts.get(section.part, []))))
        elif not section.part:
            marks.append(_bookmark(section))
    return tuple(marks)


def _bookmark(section: Section) -> Bookmark:
    headings = tuple(Bookmark(heading.title, heading.id) for heading in section.headings if heading.level == 2)
    return Bookmark(_title(section), section.id, headings if section.kind == "chapter" else ())


def _title(section: Section) -> str:
    return f"{section.number} {section.title}".strip()

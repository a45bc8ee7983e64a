"""The printed edition: sections laid out alone, numbered together, merged into one PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline import program
from pipeline.artifacts import Artifacts, digest
from pipeline.book.model import Book, PageMap, Section
from pipeline.cache import Cache
from pipeline.diagnostics import Checked
from pipeline.manuscript.model import urn_of
from pipeline.render.pdf import fonts, hyphens, libraries, stamp
from pipeline.render.pdf.engine import Extent
from pipeline.render.pdf.folios import Place, page_map
from pipeline.render.pdf.merge import Bookmark, Imprint, Part, merge
from pipeline.render.pdf.metadata import Description
from pipeline.render.pdf.printing import print_sections
from pipeline.render.pdf.sheets import prepare
from pipeline.render.pdf.workers import SHARED, Workshop
from pipeline.theme import Labels, Theme

STYLES = ("styles/print.css",)
FOLIO_FONT = "fonts/bricolage-grotesque-latin-600-normal.woff2"
FIELD_FONT = "fonts/bricolage-grotesque-latin-400-normal.woff2"
MM_TO_PT = 72 / 25.4
# An edition has a date; a draft outside a repository has none, and its file must not depend on the day.
UNKNOWN_DATE = "1980-01-01"


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF by its path, where everything is in it, the sections that were made anew and why, what each measures."""

    artifacts: Artifacts
    pages: PageMap
    made: Mapping[str, str] = field(default_factory=dict)
    extents: Mapping[str, Extent] = field(default_factory=dict)


def render(book: Book, theme: Theme, cache: Cache, workshop: Workshop) -> Checked[Printed]:
    """Print a book."""
    files = printing_files(book, theme, cache)
    styles = "\n".join(theme.files[name].decode() for name in STYLES)
    ground = ground_of(styles, files)
    furnish(workshop, styles, files, book, cache)
    run = print_sections(prepare(book, theme), cache, workshop, ground)
    imprint = _imprint(book, theme.labels)
    bars = [extent.bars for extent in run.extents]
    parts = (text for part in run.parts for text in (digest(part.data), repr(part.numbers)))
    key = digest(ground, *parts, repr((run.places, imprint, bars)))
    data = cache.get("book", key)
    if data is None:
        data = merge(run.parts, run.places, imprint, _fonts(files), bars)
        cache.put("book", key, data)
    name = f"{book.manifest.slug}{f'-{book.variant}' if book.variant else ''}.pdf"
    pages = page_map(book.sections, run.places, run.extents)
    extents = {section.id: extent for section, extent in zip(book.sections, run.extents, strict=True)}
    return Checked(Printed({name: data}, pages, run.made, extents))


def furnish(workshop: Workshop, styles: str, files: Mapping[str, bytes], book: Book, cache: Cache) -> None:
    """Give a workshop what the sheets of a book stand on, and its language's patterns when there is work."""
    workshop.furnish(styles, files, partial(hyphens.load, cache, book.manifest.language))


def ground_of(styles: str, files: Mapping[str, bytes]) -> str:
    """A digest of all that every section stands on: program, Pango, styles, fonts and icons, but no picture."""
    common = sorted((path, data) for path, data in files.items() if path.startswith(SHARED))
    tools = (program.fingerprint(), str(libraries.pango.pango_version()))
    return digest(*tools, styles, *(part for entry in common for part in entry))


def bind_alone(
    book: Book, title: str, paper_mm: tuple[float, float], part: Part, pages: int, files: Mapping[str, bytes]
) -> bytes:
    """Make one section's PDF a file of its own, without folios, with the book's facts and the section's title."""
    facts = replace(_description(book), title=f"{title} – {book.manifest.title}", isbn="")
    imprint = Imprint(facts, paper_mm[0] * MM_TO_PT, paper_mm[1] * MM_TO_PT)
    place = Place(0, 0, "recto", ("",) * pages, True)
    return merge([part], [place], imprint, _fonts(files))


def printing_files(book: Book, theme: Theme, cache: Cache) -> dict[str, bytes]:
    """What a sheet may use, by path: the theme's fonts (unpacked) and icons, and the book's pictures."""
    files = {path: data for path, data in theme.files.items() if path.startswith("icons/")}
    for path, data in theme.files.items():
        if path.endswith(".woff2"):
            files[path] = _unpacked(data, cache)
    return files | {asset.path: asset.data for asset in book.assets.values()}


def _unpacked(data: bytes, cache: Cache) -> bytes:
    key = digest(program.fingerprint(), data)
    known = cache.get("font", key)
    if known is None:
        known = fonts.to_truetype(data)
        cache.put("font", key, known)
    return known


def _fonts(files: Mapping[str, bytes]) -> stamp.Fonts:
    programs = tuple(data for path, data in sorted(files.items()) if path.endswith(".woff2"))
    return stamp.Fonts(files[FOLIO_FONT], files[FIELD_FONT], programs)


def _imprint(book: Book, labels: Labels) -> Imprint:
    note = f"{labels.word('names.draft')} {book.revision}".strip() if book.draft else ""
    page = book.manifest.page
    return Imprint(_description(book), page.width_mm * MM_TO_PT, page.height_mm * MM_TO_PT, _bookmarks(book), note)


def _description(book: Book) -> Description:
    manifest = book.manifest
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
        isbn=urn_of(manifest.isbn.pdf) if manifest.isbn.pdf and not book.draft else "",
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

"""The cover: drawn once, as a picture for screens and shops, and as the sheet that goes around a book.

The sheet is a format of its own: it needs the page count of the inside for its spine. Where nobody said how thick the
paper is, it is made for a common one, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ... import program
from ...artifacts import Artifacts, digest
from ...book.model import Book
from ...cache import Cache, once
from ...diagnostics import Checked, Diagnostic, Span, diagnose
from ...once import look
from ...theme import Theme
from .. import prepress
from ..job import Job
from .drawing import MM_TO_PT, to_jpeg, to_pdf
from .front import Design, design, draw_front
from .wrap import MOST_PROMISES, draw_wrap, overflow, spine_mm

ENDING = "-cover.pdf"
# What shops ask for: Amazon 1600 × 2560, Apple 1400 on the shorter side.
LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 1600, 2560
# Uncoated book paper of about 90 g/m².
COMMON_PAPER_MM = 0.11


def make(job: Job) -> Checked[Artifacts]:
    """Make the wrap, ready for a printing house."""
    book, manifest = job.book, job.book.manifest
    inside = prepress.render(book, job.theme, job.cache, job.workshop())
    ((path, data),) = inside.value.items()
    pages = prepress.count_pages(data)
    promises = promises_of(book)
    made = design(book, job.theme, job.cache, "".join((manifest.description, *promises, "ISBN")))
    spine = spine_mm(pages, manifest.paper_mm or COMMON_PAPER_MM)
    sheet = prepress.prepare(
        to_pdf(draw_wrap(made, spine, promises)),
        prepress.facts_of(book, job.theme),
        folds=(made.width * MM_TO_PT, (made.width + spine) * MM_TO_PT),
    )
    found = (*inside.diagnostics, *told(made, promises, pages, spine))
    return Checked({path.removesuffix(prepress.ENDING) + ENDING: sheet}, found)


def picture_of_front(book: Book, theme: Theme, cache: Cache) -> bytes:
    """The front as a JPEG, as large as shops want it."""
    key = digest(program.fingerprint(), repr((book.manifest, book.draft, book.revision)), look(theme))
    return once(
        cache, "cover", key, lambda: to_jpeg(draw_front(design(book, theme, cache)), LEAST_WIDTH_PX, LEAST_HEIGHT_PX)
    )


def promises_of(book: Book) -> tuple[str, ...]:
    """The promises of the back: the manifest's, else those of the first chapters of the first parts."""
    if book.manifest.promises:
        return book.manifest.promises[:MOST_PROMISES]
    chapters = [one for one in book.sections if one.kind == "chapter" and one.part and one.front.promise]
    firsts = {one.part: one.front.promise for one in reversed(chapters)}
    return tuple(promise for _, promise in sorted(firsts.items()))[:MOST_PROMISES]


def told(made: Design, promises: Sequence[str], pages: int, spine: float) -> Iterator[Diagnostic]:
    """Say what the cover lacks: the paper's thickness, room for the blurb, a number to sell it by."""
    manifest, place = made.book.manifest, Span("book.yaml")
    if not manifest.paper_mm:
        yield diagnose("m-139", place, pages=pages, spine=f"{spine:.1f}", paper=f"{COMMON_PAPER_MM:g}")
    if overflow(made, promises):
        yield diagnose("m-140", place)
    if not made.book.draft and not manifest.isbn.print:
        yield diagnose("m-141", place)

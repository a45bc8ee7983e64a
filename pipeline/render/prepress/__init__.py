"""The print file: the pages of the inside, made ready for a printing house as PDF/X-4 (ISO 15930-7).

In: the finished PDF, whose coloured areas already go on beyond the edge (templates/styles/print.css). Out: the same
pages without the cover, with trim and bleed boxes and crop marks (ISO 32000-1, 14.11.2), in the inks of a profile, with
nothing to click or to fill in. WeasyPrint's own switch for PDF/X names a profile and boxes, but leaves pictures and
drawings in RGB, links in place and a clock in the metadata; and its pages would be set a second time. So the file is
made of the pages that are there. What it claims is held against it by `checks/preflight`, and no more is claimed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache as once

import pikepdf
from pikepdf import Array, Name

from ...artifacts import Artifacts
from ...book.model import Book
from ...cache import Cache
from ...diagnostics import Checked
from ...manuscript.licences import address_of, statement
from ...theme import Theme
from .. import pdf
from ..job import Job
from ..workers import Workshop
from .claim import Facts, claim
from .separation import Inks, separate

ENDING = "-print.pdf"
PROFILE = "inks/FOGRA39L.icc"
MM = 72 / 25.4
# As much as any printing house asks for; most want less of it.
BLEED = 5 * MM
# Marks stand outside the bleed; the sheet is as much larger as they need.
MARK_FROM, MARK_TO, MARGIN = 6 * MM, 11 * MM, 12 * MM
# All four inks, so that each plate shows where to cut.
MARKS = "q 0.25 w 1 1 1 1 K {lines} S Q"
OF_SCREENS = (
    "/AcroForm",
    "/MarkInfo",
    "/Metadata",
    "/Names",
    "/OpenAction",
    "/OutputIntents",
    "/Outlines",
    "/StructTreeRoot",
)
OF_SCREEN_PAGES = ("/Annots", "/StructParents", "/Tabs", "/AA")


def make(job: Job) -> Checked[Artifacts]:
    """Make the print file from the PDF, which is made first where it is not kept."""
    return render(job.book, job.theme, job.cache, job.workshop())


def render(book: Book, theme: Theme, cache: Cache, workshop: Workshop) -> Checked[Artifacts]:
    """Make the print file from the PDF, which is made first where it is not kept."""
    printed = pdf.render(book, theme, cache, workshop)
    ((path, data),) = printed.value.artifacts.items()
    first = next(iter(book.sections), None)
    cover = printed.value.extents[first.id].pages if first and first.kind == "cover" else 0
    made = prepare(data, facts_of(book, theme), cover=cover, pages_by=book.manifest.pages_by)
    return Checked({path.removesuffix(".pdf") + ENDING: made}, printed.diagnostics)


def facts_of(book: Book, theme: Theme) -> Facts:
    """What a print file says of itself. Only a profile of ours has a name that printing houses know."""
    manifest = book.manifest
    title = f"{manifest.title} {manifest.subtitle}".strip()
    date = f"{(manifest.date or pdf.UNKNOWN_DATE)[:10]}T00:00:00Z"
    edition = f"{manifest.identifier}#{manifest.edition}{book.variant}"
    said = statement(manifest.rights, manifest.license, theme.labels.word), address_of(manifest.license.text)
    if book.profile:
        return Facts(title, date, edition, book.profile, manifest.print_profile.path.rpartition("/")[2], *said)
    return Facts(title, date, edition, theme.files[PROFILE], "", *said)


def prepare(data: bytes, facts: Facts, *, cover: int = 0, pages_by: int = 1, folds: Sequence[float] = ()) -> bytes:
    """Make a PDF ready for print, without so many pages at its front, filled up with empty ones, and marked where it is
    folded; the same bytes for the same PDF."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as book:
        _strip(book)
        _bind(book, cover, pages_by)
        separate(book, _inks(facts.profile))
        for page in book.pages:
            _set_boxes(page)
            page.contents_add(book.make_stream(_marks(page, folds).encode()))
        claim(book, facts)
        book.remove_unreferenced_resources()
        book.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, force_version="1.6"
        )
    return target.getvalue()


def count_pages(data: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(data)) as book:
        return len(book.pages)


def cropped(data: bytes, bleed_mm: float, *, marks: bool = False, at_spine: bool = True) -> bytes:
    """The same file with as much bleed as a house takes, which at the spine of an inside may be none. Where it wants no
    marks, its sheets end where the bleed does."""
    wide, target = bleed_mm * MM, io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as book:
        for number, page in enumerate(book.pages, 1):
            left, bottom, right, top = (float(edge) for edge in page.obj.TrimBox)
            bound = wide if at_spine else 0
            # A right-hand page has the spine on its left.
            west, east = (bound, wide) if number % 2 else (wide, bound)
            page.obj.BleedBox = Array([left - west, bottom - wide, right + east, top + wide])
            if not marks:
                page.obj.MediaBox = page.obj.BleedBox
        book.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


@once
def _inks(profile: bytes) -> Inks:
    return Inks(profile)


def _strip(book: pikepdf.Pdf) -> None:
    """Take off what only screens have, and the claims that go with it."""
    for holder, keys in ((book.Root, OF_SCREENS), *((page.obj, OF_SCREEN_PAGES) for page in book.pages)):
        for key in keys:
            if key in holder:
                del holder[key]


def _bind(book: pikepdf.Pdf, cover: int, pages_by: int) -> None:
    """Only the inside, as many pages as a printing house folds at a time."""
    size = [float(edge) for edge in book.pages[-1].obj.MediaBox][2:]
    if cover:
        del book.pages[:cover]
        _renumber(book, cover)
    while len(book.pages) % pages_by:
        book.add_blank_page(page_size=(size[0], size[1]))


def _renumber(book: pikepdf.Pdf, cover: int) -> None:
    """Page names stay with their pages."""
    if "/PageLabels" in book.Root:
        flat = list(book.Root.PageLabels.Nums)
        rows = [(int(at) - cover, row) for at, row in zip(flat[::2], flat[1::2], strict=True)]
        kept = [row for row in rows if row[0] >= 0]
        if not kept or kept[0][0]:
            kept.insert(0, (0, pikepdf.Dictionary()))
        book.Root.PageLabels.Nums = Array([part for row in kept for part in row])


def _set_boxes(page: pikepdf.Page) -> None:
    """The page keeps its place; sheet and bleed reach beyond it."""
    left, bottom, right, top = (float(edge) for edge in page.obj.MediaBox)
    page.obj.TrimBox = Array([left, bottom, right, top])
    page.obj.BleedBox = Array([left - BLEED, bottom - BLEED, right + BLEED, top + BLEED])
    page.obj.MediaBox = Array([left - MARGIN, bottom - MARGIN, right + MARGIN, top + MARGIN])
    for name in (Name.CropBox, Name.ArtBox):
        if name in page.obj:
            del page.obj[name]


def _marks(page: pikepdf.Page, folds: Sequence[float]) -> str:
    """Where to cut, and above and below where to fold."""
    left, bottom, right, top = (float(edge) for edge in page.obj.TrimBox)
    ends = (-MARK_FROM, -MARK_TO), (MARK_FROM, MARK_TO)
    across = (
        f"{x + near:.2f} {y:.2f} m {x + far:.2f} {y:.2f} l"
        for y in (bottom, top)
        for x, (near, far) in zip((left, right), ends, strict=True)
    )
    upright = (
        f"{x:.2f} {y + near:.2f} m {x:.2f} {y + far:.2f} l"
        for x in (left, *folds, right)
        for y, (near, far) in zip((bottom, top), ends, strict=True)
    )
    return MARKS.format(lines=" ".join((*across, *upright)))

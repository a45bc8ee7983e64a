"""An edition with everything that a channel wants, small enough to be made for each test module once."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pikepdf

from pipeline.cache import MemoryCache
from pipeline.editions.trade.channels import Goods
from pipeline.manuscript.model import Contributor, Isbn, License
from pipeline.pdflink.metadata import packet
from pipeline.pdflink.model import Description
from pipeline.record.edition import Record, sums
from pipeline.render import epub, prepress
from pipeline.render.cover.drawing import MM_TO_PT, Drawing, to_pdf
from pipeline.render.cover.wrap import spine_mm
from pipeline.render.job import Job
from pipeline.render.prepress.claim import Facts
from pipeline.theme import default_theme
from tests.render import sample

DOI = "10.5281/zenodo.1234567"
NUMBERS = {"print": "978-3-16-148410-0", "pdf": "978-3-16-148411-7", "epub": "978-3-16-148412-4"}
PAGES, PAPER = 24, 0.1
LICENSE = {"text": "CC-BY-4.0", "pictures": "CC-BY-NC-4.0", "handouts": "CC0-1.0"}
DEED = "https://creativecommons.org/licenses/by/4.0/"
MANIFEST = replace(sample.MANIFEST, isbn=Isbn(**NUMBERS), doi=DOI, edition="1.1", license=License(**LICENSE))
FACTS = Facts("Probe", "2027-03-01T00:00:00Z", "urn:x", default_theme().files[prepress.PROFILE])


def pages(count: int = PAGES, title: str = MANIFEST.title, doi: str = DOI, license: str = DEED) -> bytes:
    """A PDF with empty pages of the book's size, and what it says of itself."""
    with pikepdf.new() as book:
        for _ in range(count):
            book.add_blank_page(page_size=(170 * MM_TO_PT, 240 * MM_TO_PT))
        book.docinfo["/Title"] = pikepdf.String(title)
        said = Description(
            title, "", "", "de", "2027-03-01T00:00:00Z", "urn:x", names=(f"doi:{doi}",), rights="Frei.", license=license
        )
        (said_of_it,) = packet(said).contents
        book.Root.Metadata = book.make_stream(said_of_it)
        target = io.BytesIO()
        book.save(target, deterministic_id=True)
    return target.getvalue()


def wrap(spine: float = spine_mm(PAGES, PAPER)) -> bytes:
    """A sheet around the book."""
    return prepress.prepare(to_pdf(Drawing(340 + spine, 240, ())), FACTS)


def page(title: str = MANIFEST.title, license: str = DEED) -> bytes:
    """The front page of a web edition."""
    return f'<title>{title}</title><link rel="license" href="{license}">'.encode()


@cache
def book_file(doi: str = DOI) -> bytes:
    """The sample book as an EPUB."""
    book = replace(sample.book(), manifest=replace(MANIFEST, doi=doi), draft=False)
    (made,) = epub.make(Job(book, default_theme("de"), MemoryCache(), lambda: None)).value.values()  # type: ignore[arg-type,return-value]
    return made


@cache
def whole() -> Goods:
    """Everything is there, and nothing is wrong."""
    files = {
        "buch.pdf": pages(),
        "buch.epub": book_file(),
        "buch-print.pdf": prepress.prepare(pages(), FACTS),
        "buch-cover.pdf": wrap(),
        "html/index.html": page(),
    }
    record = Record(
        version="1.1",
        title=MANIFEST.title,
        date="2027-03-01",
        source="a" * 40,
        subtitle="Ein Workbook",
        identifier="urn:uuid:1",
        isbn=NUMBERS,
        publisher="Verlag",
        description="Worum es geht.",
        rights="Frei zum Nachmachen.",
        subjects=("Kultur",),
        contributors=(
            Contributor("Maria Muster", ("aut", "edt"), "Muster, Maria", "", False, "0000-0002-1825-0097", "Werkstatt"),
            Contributor("Kollektiv", ("ill",), organisation=True),
        ),
        license=LICENSE,
        doi=DOI,
        urn="urn:nbn:de:101:1-1",
        thema=("KJD", "1DFG"),
        warengruppe="1783",
        prices={"print": "24.90 EUR", "epub": "14.90 EUR"},
        site_url="https://example.org/probe/",
        paper_mm=f"{PAPER:g}",
        outputs=sums(files),
    )
    before = replace(record, version="1.0", date="2026-11-24", doi="10.5281/zenodo.1", outputs={"buch.epub": "0" * 64})
    return Goods(record, files, (before, record), {"record.json": b"{}"})


def with_facts(**facts: object) -> Goods:
    """The same with other facts."""
    goods = whole()
    record = replace(goods.record, **facts)  # type: ignore[arg-type]
    return replace(goods, record=record, shelf=(*goods.shelf[:-1], record))


def with_file(path: str, data: bytes) -> Goods:
    """The same with another file."""
    return replace(whole(), files={**whole().files, path: data})


def without(*paths: str) -> Goods:
    """The same without files."""
    return replace(whole(), files={path: data for path, data in whole().files.items() if path not in paths})

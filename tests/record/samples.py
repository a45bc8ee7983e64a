"""Small values for the tests of past and present editions."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.artifacts import digest
from pipeline.book.model import Book, PageMap
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.manuscript.model import Contributor
from pipeline.record.blocks import Block, blocks_of, section_titles
from pipeline.record.edition import FOLDER, Edition, Record, sums, write_blocks, write_record
from pipeline.record.matching import identify
from pipeline.workspace import MemoryWorkspace

RECORD = Record(
    version="1.10",
    title="Probe & Co: „Größe“",
    date="2027-03-01",
    source="a" * 40,
    publisher="Verlag",
    subjects=("Kultur",),
    contributors=(Contributor("Maria Muster", ("aut",), "Muster, Maria"), Contributor("Werk", ("ill", "edt"))),
    allowed=("status",),
    tools={"pandoc": "3.9"},
    outputs={"x.pdf": "0" * 64, "html/index.html": "1" * 64},
    changes={"added": ("a.1", "a.2"), "changed": ()},
)


def block(text: str, section: str = "a", *, id: str = "", kind: str = "p", folio: str = "1") -> Block:
    """A block as `blocks_of` gives it; with an id when the author wrote one."""
    return Block(id, id or f"{section}--b", section, kind, text, digest(kind, text)[:16], folio, bool(id))


def named(id: str, text: str, section: str = "a", *, kind: str = "p", folio: str = "1") -> Block:
    """A block as an edition's list holds it, with an id that was given to it."""
    return Block(id, f"{section}--b", section, kind, text, digest(kind, text)[:16], folio)


def read(files: Mapping[str, str | bytes], edition: str = "") -> Book:
    """The book in some files: a draft, or what is cut as an edition."""
    order = Order(strict=bool(edition), edition=edition)
    proof = proofread(MemoryWorkspace(files), MemoryCache(), order, lambda stage: None).value
    assert proof is not None
    return proof.book


def shelve(version: str, book: Book, before: Edition | None = None) -> Edition:
    """An edition of a book, as it is kept, with every section on a page of its own."""
    pages = PageMap({section.id: str(nth) for nth, section in enumerate(book.sections)})
    blocks = identify(before.blocks if before else (), blocks_of(book, pages))
    listed = write_blocks(blocks, section_titles(book))
    site_url = book.manifest.site_url
    total = sums({"b": listed})["b"]
    record = Record(version, book.manifest.title, "2027-03-01", "a" * 40, site_url=site_url, blocks=total)
    return Edition(record, blocks, section_titles(book))


def files_of(edition: Edition) -> dict[str, bytes]:
    """The files that an edition keeps in the book's folder."""
    folder = f"{FOLDER}/{edition.record.version}"
    blocks = write_blocks(edition.blocks, edition.sections)
    return {f"{folder}/record.json": write_record(edition.record), f"{folder}/blocks.json": blocks}

"""The EPUB 3 edition: a book becomes one reflowable file.

In: the resolved book, the theme, and where its blocks are in print. Out: `<slug>.epub`. Specifications: EPUB 3.3,
EPUB Accessibility 1.1, EPUB 3 Structural Semantics, DPUB-ARIA.
"""

from __future__ import annotations

from ...artifacts import Artifacts
from ...book.model import Book, PageMap
from ...cache import Cache, MemoryCache
from ...diagnostics import Checked
from ...theme import Theme
from ..job import Job
from . import package
from .content import Content, gather
from .metadata import metadata
from .navigation import navigation_document, outline


def make(job: Job) -> Checked[Artifacts]:
    """Make the EPUB."""
    return render(job.book, job.theme, job.pages, job.cache)


def render(book: Book, theme: Theme, pages: PageMap, cache: Cache | None = None) -> Checked[Artifacts]:
    """Make the EPUB; the page list follows the printed edition when `pages` knows it. What was made of a section is
    kept in the `cache`, where there is one."""
    content = gather(book, theme, pages, cache or MemoryCache())
    lines = outline(content)
    files = package.Package(
        title=book.manifest.title,
        language=book.manifest.language,
        metadata=metadata(content),
        files=(navigation_document(content, lines), *content.documents, *content.resources),
        spine=_reading_order(content),
        outline=lines,
    )
    return Checked({file_name(book): package.write(files)}, content.lost)


def file_name(book: Book) -> str:
    """Name the file: the book's slug, and the variant's name after it."""
    return f"{book.manifest.slug}{f'-{book.variant}' if book.variant else ''}.epub"


def _reading_order(content: Content) -> tuple[str, ...]:
    """The files in order, with the contents where the book has them, else before the first that they name."""
    order = [document.path for document in content.documents]
    order.insert(content.contents_at, package.NAVIGATION)
    return tuple(order)

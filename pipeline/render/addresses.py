"""Where things are beside the book: on the web, where paper and e-book lead to, and alone, as a hand-out."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from ..book.model import Book
from .markup import file_name, section_names

HANDOUTS = "handouts"
DOWNLOADS = "downloads/"


def web_address(book: Book, id: str, homes: Mapping[str, str]) -> str:
    """The address of an id on the web; empty when the book has no site.

    An edition leads to itself, where `edition site` puts it for ever: its answers belong to its own questions. A draft
    has no such place and leads to the newest edition. `homes` maps ids to their sections.
    """
    site, home = book.manifest.site_url.rstrip("/"), homes.get(id, id)
    name = section_names(book).get(home) if site else None
    if name is None:
        return ""
    place = f"{site}/{name}.html" if book.draft else f"{site}/{_folder(book)}{name}.html"
    return place if id == home else f"{place}#{quote(id)}"


def base_of(book: Book) -> str:
    """Where the pages of a book stand on the web, for good; empty where it has no site."""
    site = book.manifest.site_url.rstrip("/")
    if not site:
        return ""
    beside = book.variant and book.manifest.edition and not book.draft
    return f"{site}/{book.manifest.edition}/variants/{book.variant}/html/" if beside else f"{site}/"


def download(path: str) -> str:
    """Where a page of the web edition finds a file of another format: beside it, in its own folder."""
    return DOWNLOADS + path.rpartition("/")[2]


def handout_path(id: str) -> str:
    """Where the hand-out of a sheet or a method lies."""
    return f"{HANDOUTS}/{file_name(id)}.pdf"


def _folder(book: Book) -> str:
    variant = f"variants/{book.variant}/" if book.variant else ""
    return f"{book.manifest.edition}/{variant}html/" if book.manifest.edition else ""

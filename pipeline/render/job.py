"""What a format is made from; each module of a format has `make(job)`, which gives its files and writes none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..book.model import Book, PageMap
from ..cache import Cache
from ..theme import Theme

if TYPE_CHECKING:
    from .workers import Workshop


@dataclass(frozen=True, slots=True)
class Job:
    """A book to be made: how it looks, where to keep what was made, and the pages of print as far as they are known.
    `workshop` opens the processes that set type, for formats that need them."""

    book: Book
    theme: Theme
    cache: Cache
    workshop: Callable[[], Workshop]
    pages: PageMap = field(default_factory=PageMap)

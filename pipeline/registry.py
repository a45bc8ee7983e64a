"""The formats that a book can be made into, one row each: what the manifest and the command line may name, how an
edition lists them, and which module makes them. A new format is a module below `render/` and a row here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `module` is its place below `render/`: it has `make(job)` (`render/job`).

    `by_default`: made where the manifest names no formats. `sets_type`: needs the workers to itself. `names_pages`: is
    made when the pages of print are known. `has_texts`: what is written for one format only may name it. `is_a_book`:
    a file of this ending is the whole book, which an edition offers by itself.
    """

    name: str
    module: str
    by_default: bool = False
    sets_type: bool = False
    names_pages: bool = False
    has_texts: bool = False
    is_a_book: bool = False


# In the order in which they are made: print comes first, because it knows the pages that the others name.
FORMATS = (
    Format("pdf", ".pdf", by_default=True, has_texts=True, is_a_book=True),
    Format("epub", ".epub", by_default=True, names_pages=True, has_texts=True, is_a_book=True),
    Format("html", ".html", by_default=True, names_pages=True, has_texts=True),
    Format("print", ".prepress", sets_type=True),
    Format("cover", ".cover", sets_type=True),
    Format("handouts", ".handouts", sets_type=True),
)
NAMES = tuple(one.name for one in FORMATS)
DEFAULTS = tuple(one.name for one in FORMATS if one.by_default)
HANDOUTS = "handouts"

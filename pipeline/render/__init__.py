"""The book in its formats. Each format is a module with `render(book, theme, …)`; none of them writes a file.

`FORMATS` names them in the order in which they are made: print first, because it knows the pages that the others name.
A module is loaded when its format is made and not before: WeasyPrint alone takes half a second.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

FORMATS = {
    "pdf": ".pdf",
    "epub": ".epub",
    "html": ".html",
    "print": ".prepress",
    "handouts": ".handouts",
}


def module_of(name: str) -> ModuleType:
    """Load a format; KeyError for one that is not in the table."""
    return import_module(FORMATS[name], __package__)

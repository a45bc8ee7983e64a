"""Where in the authors' files a use stands."""

from __future__ import annotations

import re

from pipeline.diagnostics import Span
from pipeline.manuscript.model import Manuscript


def place(manuscript: Manuscript, path: str, kind: str, name: str, nth: int) -> Span:
    """The nth use of a name in a file; the file's start when it cannot be found."""
    document = manuscript.documents.get(path)
    if document is None:
        return Span(path)
    return find_text(document.text, path, name, nth)


def find_text(text: str, path: str, name: str, nth: int = 1) -> Span:
    """The nth time that a name stands in a text as a whole word."""
    matches = list(re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)) if name else []
    if not matches:
        return Span(path)
    start = matches[min(nth, len(matches)) - 1].start()
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(path, line, column, line, column + len(name))

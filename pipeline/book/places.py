"""Where in the authors' files a use stands."""

from __future__ import annotations

from ..diagnostics import Span
from ..manuscript.model import Manuscript
from ..manuscript.positions import locate


def place(manuscript: Manuscript, path: str, kind: str, name: str, nth: int = 1) -> Span:
    """The nth use of a name in a file; the file's start when it cannot be found."""
    document = manuscript.documents.get(path)
    return locate(document.text, kind, name, nth, path) if document is not None else Span(path)

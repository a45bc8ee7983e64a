"""s-141: lines of a new file that nobody has written anew."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.addition import first_text
from ..manuscript.model import Manuscript
from ..theme import Theme

# Shorter lines are anybody's; questions are asked in books that were written, too.
SHORTEST = 12
MOST_RELATED = 3


def templates_are_overwritten(manuscript: Manuscript, theme: Theme) -> Iterator[Diagnostic]:
    """Name the first line of each file that is the template's, and the next ones beside it."""
    for path, document in manuscript.documents.items():
        stub = first_text(document.kind, "{}", theme)
        lines = {line for line in map(str.strip, stub.splitlines()) if _is_own(line)}
        found = [
            Span(path, number, 1, number, len(line) + 1)
            for number, line in enumerate(document.text.split("\n"), 1)
            if line.strip() in lines
        ]
        if found:
            yield diagnose("s-141", found[0], related=tuple(found[1 : 1 + MOST_RELATED]))


def _is_own(line: str) -> bool:
    return len(line) >= SHORTEST and "{" not in line and not line.startswith("#") and line.endswith((".", "…", "**"))

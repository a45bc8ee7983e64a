"""One misreading is one message: the balance does not ask why words are missing, so it gives way to whoever knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...diagnostics import Diagnostic
from .print import CODES as PRINT_CODES
from .print import MISSING
from .sources import CODES as SOURCE_CODES

# Words that are missing, and those of them that are also told of the whole book.
WORDS = frozenset({MISSING, *SOURCE_CODES.values()})
LETTER, LETTERS_WITHOUT_FONT = PRINT_CODES["letter"], "t-070"


def once(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out words that are missing, and letters without a glyph, where another message says why."""
    everything = tuple(found)
    places = (place for one in everything if one.code not in WORDS for place in (one.span, *one.related))
    lines = {(place.path, place.line) for place in places}
    letters = {(one.span.path, dict(one.facts)["letters"]) for one in everything if one.code == LETTERS_WITHOUT_FONT}
    for one in everything:
        span = one.span
        if one.code in WORDS and any((span.path, line) in lines for line in range(span.line, span.end_line + 1)):
            continue
        if one.code == LETTER and any(
            span.path == path and (dict(one.facts)["letter"][0] in told or told.endswith("…")) for path, told in letters
        ):
            continue
        yield one

"""Two wordings of one place, as git leaves them for people to decide on: told where they begin, and nothing else there.

What a reader makes of such a file (headings, broken heads and lists) only follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.positions import span_at, without_code

_CONFLICT = re.compile(r"^<{7}(?: [^\n]*)?\n(?:(?!<{7}).*\n)*?={7}\n(?:.*\n)*?>{7}(?: [^\n]*)?$", re.MULTILINE)
_HALF = re.compile(r"^(?:<{7}|>{7}) \S[^\n]*$", re.MULTILINE)


def tell(texts: Mapping[str, str], found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Put s-110 in the place of everything that was found where two wordings stand; of YAML that is the whole file."""
    places = [place for path, text in sorted(texts.items()) for place in _places(path, text)]
    if not places:
        return tuple(found)
    kept = (one for one in found if not any(_concerns(place, one) for place in places))
    told = (diagnose("s-110", Span(*_opening(place))) for place in places)
    return tuple(chain(kept, told))


def _places(path: str, text: str) -> Iterator[Span]:
    text = text.replace("\r\n", "\n")
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    # Behind a blank line the head of a file is no head, and is looked through, too.
    prose = without_code(f"\n{text}")[1:]
    found = [match.span() for match in _CONFLICT.finditer(prose)] or [match.span() for match in _HALF.finditer(prose)]
    for start, end in found:
        first = span_at(text, start, start + 7, path)
        yield Span(path, first.line, 1, first.line + text.count("\n", start, end), 8)


def _opening(place: Span) -> tuple[str, int, int, int, int]:
    return place.path, place.line, 1, place.line, place.end_column


def _concerns(place: Span, one: Diagnostic) -> bool:
    if one.span.path != place.path:
        return False
    return not place.path.endswith(".md") or one.code[0] == "m" or place.line <= one.span.line <= place.end_line

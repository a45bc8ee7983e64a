"""What print does not show as its sheets have it (`layout.Flaw`), told to those who wrote it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ...book.model import Section
from ...diagnostics import Diagnostic, Span, diagnose
from ...render import arrival
from ...render.layout import Extent, Flaw
from .places import MANIFEST, file_of, span_of

MISSING, CLAIM = arrival.CODE, "s-159"
CODES = {
    "lost": MISSING,
    "changed": "s-151",
    "number": "s-152",
    "doubled": "s-153",
    "moved": "s-154",
    "outside": "s-155",
    "clipped": "s-156",
    "letter": "s-157",
    "picture": "s-158",
}
FORMAT = "PDF"


def of_print(
    section: Section, extent: Extent, pages: tuple[str, ...], texts: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Tell the flaws of a section's layout; `pages` are the names of its pages, `texts` the sources by path."""
    # A table that is wider than its page is told as such.
    narrow = {name for name, *_ in extent.narrow}
    for flaw in (one for one in extent.flaws if one.kind != "outside" or narrow.isdisjoint(one.ids)):
        path = file_of(section, flaw.ids)
        page = pages[flaw.page] if flaw.page < len(pages) else ""
        if flaw.kind == "letter":
            for letter in flaw.words:
                yield diagnose(CODES[flaw.kind], span_of(texts, path, letter), letter=name_of(letter), page=page)
        else:
            yield _tell(flaw, texts, path, page)


def claim_of_print(found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Say that a file claims no standard, by the first of the letters that keep it from that."""
    for one in found:
        if one.code == CODES["letter"]:
            yield diagnose(CLAIM, one.span, letter=dict(one.facts)["letter"])
            return


def _tell(flaw: Flaw, texts: Mapping[str, str], path: str, page: str) -> Diagnostic:
    place = span_of(texts, path, flaw.words)
    return diagnose(CODES[flaw.kind], place, words=flaw.words, shown=flaw.shown, page=page, format=FORMAT)


def placed(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Say where words that a format lacks stand in their source; formats do not know it."""
    return tuple(
        replace(one, span=span_of(texts, one.span.path or MANIFEST, dict(one.facts)["words"]))
        if one.code == MISSING and one.span == Span(one.span.path)
        else one
        for one in found
    )


def name_of(letter: str) -> str:
    """A letter with its number and its name: ✅ (U+2705 WHITE HEAVY CHECK MARK)."""
    return f"{letter} (U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip() + ")"

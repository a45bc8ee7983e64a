"""Where in the sources something stands that a format shows or should show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...book.model import Section
from ...diagnostics import Span
from ...manuscript import glossary, sources
from ...manuscript.positions import bare, span_at

MANIFEST = "book.yaml"
# What generated sections are made from; the others are made from the manifest.
MADE_FROM = {"glossary": glossary.PATH, "bibliography": sources.PATH}
# So many words are enough to know a place by.
FEW_WORDS = 6
_WORD = re.compile(r"\w+")


def file_of(section: Section, ids: Sequence[str]) -> str:
    """The file that a place of a section is written in; `ids` are those around it."""
    included = {one.id: one.path for one in section.included}
    inner = next((included[name] for name in ids if name in included), "")
    return inner or section.path or MADE_FROM.get(section.kind, MANIFEST)


def span_of(texts: Mapping[str, str], path: str, words: str) -> Span:
    """The first place in a file where these words stand, or as many of the first of them as stand anywhere."""
    text = texts.get(path, "")
    prose = bare(text)
    for pattern in _patterns(words):
        if found := pattern.search(prose) or pattern.search(text):
            return span_at(text, *found.span(), path)
    return Span(path)


def _patterns(words: str) -> Iterator[re.Pattern[str]]:
    found = _WORD.findall(words)[:FEW_WORDS]
    for count in range(len(found), 0, -1):
        yield re.compile(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, found[:count])))
    if not found and words.strip():
        yield re.compile(re.escape(words.strip()[0]))

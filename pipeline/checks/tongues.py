"""m-080, m-110 to m-113: what the program has not for the language of a book."""

from __future__ import annotations

from collections.abc import Iterator

import pyphen

from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.model import Manifest
from ..render.stemmers import STEMMERS
from ..theme import Theme, has_words, lacking

# Languages whose script runs from right to left, and such scripts (ISO 639, ISO 15924).
RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ps", "sd", "ug", "ur", "yi"])
SCRIPTS = frozenset({"arab", "aran", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"})
MOST_NAMED = 3
# What authors type has English names in every language; readers do not see it.
TYPED = ("attributes.", "front.", "values.", "calendar.", "ids.")


def what_lacks(manifest: Manifest, theme: Theme, place: Span) -> Iterator[Diagnostic]:
    """Say what is missing for the book's language; `place` is where book.yaml names it."""
    language = manifest.language
    first, *others = language.lower().split("-")
    if first in RIGHT_TO_LEFT or SCRIPTS & {*others}:
        yield diagnose("m-113", place, language=language)
        return
    if not has_words(theme, language):
        yield diagnose("m-080", place, language=language)
    elif missing := [name for name in lacking(theme, language) if _is_printed(name)]:
        names = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        yield diagnose("m-110", place, language=language, names=names)
    if pyphen.language_fallback(language.replace("-", "_")) is None:
        yield diagnose("m-111", place, language=language)
    if "html" in manifest.formats and first not in STEMMERS:
        yield diagnose("m-112", place, language=language)


def _is_printed(name: str) -> bool:
    return not name.startswith(TYPED) and not name.endswith(".alias")

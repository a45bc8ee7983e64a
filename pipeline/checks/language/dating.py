"""l-191: a date up to which a text was checked ("Stand: November 2024") that is older than the book allows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import Diagnostic, diagnose
from ...manuscript.positions import bare, span_at
from ...manuscript.scanner import Kind, scan

_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
_BEGINS = {"de": r"\bStand(?:\s+(?:vom|von|im))?", "en": r"\b[Aa]s\s+of"}
LAST_MONTH = 12


def outdated(source: str, path: str, language: str, oldest: str) -> Iterator[Diagnostic]:
    """Tell each; `oldest` is 2025 or 2025-06. A year without a month counts as its end. In heads, too."""
    limit = tuple(map(int, oldest.split("-")[:2]))
    for found in _pattern(language).finditer(_shown(source)):
        month = _month(found, language)
        if (int(found["year"]), month)[: len(limit)] < limit:
            text = " ".join(found[0].split())
            yield diagnose("l-191", span_at(source, *found.span(), path), text=text, oldest=oldest)


def _shown(source: str) -> str:
    """The source without code and comments; the head as it is, notices stand there."""
    lines = zip(scan(source).lines, bare(source).split("\n"), strict=False)
    return "\n".join(line.text if line.kind is Kind.HEAD else shown for line, shown in lines)


def _pattern(language: str) -> re.Pattern[str]:
    months = "|".join(_MONTHS[language].split())
    day = r"(?:\d{1,2}\.?\s+)?"
    return re.compile(
        rf"{_BEGINS[language]}:?\s+(?:{day}(?P<name>{months})\s+|(?:\d{{1,2}}\.\s?)?(?P<number>\d{{1,2}})[./]\s?)?"
        r"(?P<year>(?:19|20)\d\d)\b(?:-(?P<iso>\d\d)(?:-\d\d)?)?(?![-–\w])"
    )


def _month(found: re.Match[str], language: str) -> int:
    if found["name"]:
        return _MONTHS[language].split().index(found["name"]) + 1
    return int(found["number"] or found["iso"] or LAST_MONTH)

"""l-066: a quotation that opens and never closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...diagnostics import Diagnostic, diagnose
from ...manuscript.positions import span_at
from .prose import Block

# What opens and what closes; „so‟ and „so” are closed, too, as typed.
SIGNS = {"de": ("„", "“”‟"), "en": ("“", "”")}
STRAIGHT = '"'


def open_quotes(read: Iterable[Block], source: str, path: str, language: str) -> Iterator[Diagnostic]:
    """Tell each opening sign whose quotation has not ended where the next begins or the file ends.

    A quotation may run over paragraphs, each of which may begin with the opening sign: one
    that does and ends is taken for its last.
    """
    opened = -1
    for block in read:
        opens, surplus, last = _count(block.text, *SIGNS[language])
        if opened >= 0 and opens and not block.text.lstrip().startswith(SIGNS[language][0]):
            yield _tell(opened, source, path)
            opened = -1
        if surplus > 0:
            opened = opened if opened >= 0 else block.start + last
        elif surplus < 0 or opens:
            opened = -1
    if opened >= 0:
        yield _tell(opened, source, path)


def _count(text: str, opening: str, closing: str) -> tuple[int, int, int]:
    """How often a quotation opens, how much more often than one closes, and where the last opens that stays open."""
    opens, waiting, surplus = 0, list[int](), 0
    for place, sign in enumerate(text):
        if sign == opening:
            opens += 1
            waiting.append(place)
        elif sign in closing or (sign == STRAIGHT and waiting and text[waiting[-1]] == opening):
            surplus -= not waiting
            waiting = waiting[:-1]
    return opens, surplus + len(waiting), waiting[-1] if waiting else -1


def _tell(place: int, source: str, path: str) -> Diagnostic:
    return diagnose("l-066", span_at(source, place, place + 1, path), sign=source[place])

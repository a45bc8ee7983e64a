"""The prose of a source as blocks that keep their places: what is no prose, or in another language, is masked.

A block is a paragraph, an item, a heading or a row of a table. Its text is as long as its source, so that what a rule
finds in it is where it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...manuscript.positions import bare
from ...manuscript.scanner import Kind, Line, scan

# Stands for each letter of what is hidden: neither a word nor a blank.
HIDDEN = "\ue000"
_QUOTES = "\"'“”„‟»«›‹‘’‚"
_NO_PROSE = (
    re.compile(r"\{(?P<sign>[-+~=]{2}|>>).*?(?:--|\+\+|~~|==|<<)\}", re.DOTALL),
    re.compile(r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"),
    re.compile(r"<?(?:https?://|www\.|mailto:)[^\s<>]*>?"),
    re.compile(r"\[\^[^\]\n]*\]"),
    re.compile(r"-?@[\w:.#$%&+?<>~/-]+"),
    re.compile(r"\$\$.*?\$\$|\$[^\s$](?:[^$\n]*[^\s$])?\$(?!\d)", re.DOTALL),
    re.compile(r"</?[A-Za-z][^<>\n]*>"),
)
_FOREIGN = re.compile(r"\[[^\[\]]*\]\{[^{}\n]*\blang=\"?(?P<lang>[\w-]+)[^{}\n]*\}")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
_LANG = re.compile(r"\blang=\"?(?P<lang>[\w-]+)")
_BEFORE_TEXT = re.compile(r"[ >\t]*(?:(?:[-*+:~]|#{1,6}|\(?\w{1,3}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?")
_ALONE = (Kind.HEADING,)
_NO_BLOCK = (Kind.HEAD, Kind.CODE, Kind.BLANK, Kind.OPENS, Kind.CLOSES)


class Block(NamedTuple):
    """A stretch of prose: where it starts in its source, its text as it is masked, and whether sentences are in it."""

    start: int
    text: str
    is_running: bool


def blocks(text: str, language: str) -> Iterator[Block]:
    """The blocks of a source that are in this language, in their order."""
    shown = _masked(text, language)
    start, running = -1, True
    for place, line in _lines(text, language):
        is_row = line.own.startswith("|")
        ends = line.kind in _NO_BLOCK or line.kind in (*_ALONE, Kind.ITEM) or is_row
        if ends and start >= 0:
            yield Block(start, shown[start : place - 1], running)
            start = -1
        if line.kind not in _NO_BLOCK and start < 0:
            start, running = place, not is_row and line.kind not in _ALONE
        if start >= 0 and not running:
            yield Block(start, shown[start : place + len(line.text)], running)
            start = -1
    if start >= 0:
        yield Block(start, shown[start:], running)


def is_quoted(found: re.Match[str]) -> bool:
    """Whether what was found, and nothing else, stands in quotation marks: somebody writes about it."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return bool(before and after) and before in _QUOTES and after in _QUOTES


def _lines(text: str, language: str) -> Iterator[tuple[int, Line]]:
    """Each line with its place; of a box in another language only the lines that open and close it."""
    place, depth, foreign = 0, 0, 0
    for line in scan(text).lines:
        depth += line.kind is Kind.OPENS
        if line.kind is Kind.OPENS and not foreign and _is_foreign(_LANG.search(line.text), language):
            foreign = depth
        if not foreign or line.kind in (Kind.OPENS, Kind.CLOSES):
            yield place, line
        if line.kind is Kind.CLOSES:
            foreign = 0 if foreign == depth else foreign
            depth = max(0, depth - 1)
        place += len(line.text) + 1


def _masked(text: str, language: str) -> str:
    seen = bare(text)
    shown = "".join(
        HIDDEN if there == " " and not written.isspace() else there for written, there in zip(text, seen, strict=True)
    )
    for pattern in _NO_PROSE:
        shown = pattern.sub(_hide, shown)
    shown = _FOREIGN.sub(lambda found: _hide(found) if _is_foreign(found, language) else found[0], shown)
    shown = _ATTRIBUTES.sub(_hide, shown)
    return "\n".join(_BEFORE_TEXT.sub(lambda found: " " * len(found[0]), line, count=1) for line in shown.split("\n"))


def _is_foreign(found: re.Match[str] | None, language: str) -> bool:
    return found is not None and found["lang"].split("-")[0].lower() != language


def _hide(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", HIDDEN, found[0])

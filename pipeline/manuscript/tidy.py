"""A source with one sentence a line, tidy tables and lists: text in, text out, and pandoc reads the same in both.

Nothing is rewritten that might become something else: heads, code, comments, drawn tables, line blocks and whatever
`layout` does not know stay to the letter. A second time changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from . import sentences
from .layout import (
    BLANK,
    FENCE,
    HARD_BREAK,
    HEAD,
    HEADING,
    RAW,
    TABLE,
    TEXT,
    Item,
    Run,
    cells,
    is_rule,
    is_term,
    may_begin,
    read_items,
    read_runs,
)

# Pandoc gives the columns of a table widths when one of its lines is longer than this.
WIDE_LINE = 72


def tidy(text: str) -> str:
    """Give a whole Markdown file its form."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return text
    runs = [*read_runs(text.rstrip("\n"))]
    while runs[-1].kind == BLANK:
        runs.pop()
    lines: list[str] = []
    for number, run in enumerate(runs):
        # What is indented below a list may belong to it, and hangs on where its text begins.
        follows = next((one for one in runs[number + 1 :] if one.kind != BLANK), run)
        before = runs[number - 1].lines[-1] if number and run.kind == BLANK else ""
        hangs = follows.lines[0][:1].isspace() or before[:1].isspace()
        lines += _lines(run, hangs=hangs)
    return "\n".join(lines) + "\n"


def _lines(run: Run, *, hangs: bool) -> Iterator[str]:
    if run.kind == BLANK:
        yield from run.lines if hangs else ("",)
    elif run.kind in (FENCE, HEADING):
        yield from (line if line.startswith("    ") else line.rstrip() for line in run.lines)
    elif run.kind == TABLE:
        yield from _table(run.lines)
    elif run.kind in (HEAD, RAW) or hangs or "\n".join(run.lines).count("$") > 1:
        yield from run.lines
    elif run.kind == TEXT:
        yield from _text(run.lines)


def _table(rows: tuple[str, ...]) -> tuple[str, ...]:
    """One blank at each side of a cell; the rule stays, because widths of columns may come from it."""
    written = tuple(row.rstrip() if is_rule(row) else "| " + " | ".join(cells(row)) + " |" for row in rows)
    is_wide = any(len(row) > WIDE_LINE for row in rows)
    return written if is_wide == any(len(row) > WIDE_LINE for row in written) else rows


def _text(lines: tuple[str, ...]) -> Iterator[str]:
    items = read_items(lines)
    for nth, item in enumerate(items):
        if is_term(items, nth):
            yield item.lines[0].rstrip()
        else:
            yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    before = item.first
    for piece in _pieces(item.lines):
        for line in _sentence_lines(piece):
            yield (before + line).rstrip(" ") if not HARD_BREAK.search(line) else before + line
            before = item.other


def _pieces(lines: tuple[str, ...]) -> Iterator[str]:
    """Join lines, up to each that ends in a hard break."""
    gathered: list[str] = []
    for nth, line in enumerate(lines):
        is_hard = HARD_BREAK.search(line) and nth + 1 < len(lines)
        gathered.append(_hard(line) if is_hard else line.strip(" "))
        if is_hard:
            yield " ".join(gathered)
            gathered = []
    yield " ".join(gathered)


def _hard(line: str) -> str:
    return line.strip(" ") + ("" if line.endswith("\\") else "  ")


def _sentence_lines(piece: str) -> Iterator[str]:
    """A line for each sentence; what would mean something at a line's begin stays on the line before."""
    tail = "  " if piece.endswith("  ") else ""
    start, places = 0, sentences.spans(piece)
    for (_, end), (following, _) in pairwise(places):
        if may_begin(piece[following:]):
            yield piece[start:end]
            start = following
    yield piece[start:].rstrip(" ") + tail

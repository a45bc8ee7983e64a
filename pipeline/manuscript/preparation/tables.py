"""Tables with pipes: every cell that was written has its column, and what is nearly a table is one.

A row with other than the head's number of cells is told (s-084); a line of dashes that is too short, of other dashes or
missing (s-085), a table torn by a blank line (s-086), columns between tabs (s-087), a caption without its colon (s-088)
are read as they were meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...diagnostics import Edit, Span
from ..scanner import Kind, Line
from .draft import Draft, is_prose

_DASHES = "-–—―−‒"
_RULED = rf"[ \t]*:?[ \t]*(?:[{_DASHES}]+|={{2,}})[ \t]*:?[ \t]*"
_DELIMITER = re.compile(rf"\|?{_RULED}(?:[|+]{_RULED})*\|?[ \t]*$")
# No row of dashes for nothing: at least three in each cell.
_RULE_AGAIN = re.compile(r"\|?[ \t]*:?-{3,}:?[ \t]*(?:[|+][ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*$")
_CELL = re.compile(r"(?:\\.|(?P<ticks>`+)(?:(?!(?P=ticks)).)+(?P=ticks)|[^|\\])*")
_CAPTION = re.compile(r"[^:|{}]+\{#[\w.-]+\}[ \t]*$")
_NAMED_CAPTION = re.compile(
    r"(?:\*{1,2}|_{1,2})?(?:Tabelle|Tab\.)(?:[ \u00a0]\d[\d.]*)?:(?:\*{1,2}|_{1,2})?[ \t]+(?=\S)"
)
_EMPHASIS = re.compile(r"(?:\*{1,2}|_{1,2})[ \t]*$")


def mend_tables(draft: Draft) -> None:
    """Go through all rows of dashes, pipes and tabs."""
    lines = draft.scanned()
    number, after_table = 0, 0
    while number < len(lines):
        end = _rows_end(lines, number)
        if end == number:
            end = _tabbed_end(lines, number)
            if end > number + 1:
                _from_tabs(draft, lines, number, end)
            number = max(end, number + 1)
            continue
        if after_table and _is_torn(lines, after_table, number, end):
            for blank in range(after_table, number):
                draft.lines[blank] = None
            draft.tell("s-086", draft.span(number))
            after_table = end
        elif _table(draft, lines, number, end):
            after_table = end
            _caption(draft, lines, end)
        number = end


def cells_of(row: str) -> list[str]:
    """The cells of a row, without the pipes around it."""
    row = row.strip()
    inner = row[1:] if row.startswith("|") else row
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    cells, at = [], 0
    while at <= len(inner):
        match = _CELL.match(inner, at)
        end = match.end() if match else at
        # A lone backslash or back-tick at the end fits nothing.
        while end < len(inner) and inner[end] != "|":
            end += 1
        cells.append(inner[at:end].strip())
        at = end + 1
    return cells


def _rows_end(lines: Sequence[Line], number: int) -> int:
    end = number
    while (
        end < len(lines) and is_prose(lines[end]) and "|" in lines[end].text and lines[end].quote == lines[number].quote
    ):
        end += 1
    return end


def _table(draft: Draft, lines: Sequence[Line], start: int, end: int) -> bool:
    """Mend the rows from start to end, if they are a table."""
    below = start + bool(_RULE_AGAIN.match(lines[start].own)) + 1
    rule = next((n for n in range(below, min(end, start + 3)) if _is_rule(lines[n])), None)
    if rule is None:
        return _without_rule(draft, lines, start, end)
    head = rule - 1
    again = [n for n in (*range(start, head), *range(rule + 1, end)) if _RULE_AGAIN.match(lines[n].own)]
    counts = {n: len(cells_of(lines[n].own)) for n in range(head, end) if n != rule and n not in again}
    columns, ruled = counts[head], len(_rule_cells(lines[rule].own))
    most = max(ruled, *counts.values())
    for n, count in counts.items():
        if n != head and count != columns:
            draft.tell("s-084", draft.span(n), cells=count, columns=columns)
    if ruled > max(counts.values()):
        # A column in which nothing stands is none.
        most = max(counts.values())
    rule_text = lines[rule].own
    if ruled != most or re.search(rf"[{_DASHES[1:]}=]|:[ \t]+-|-[ \t]+:", rule_text):
        mended = _ruled(rule_text, most)
        draft.lines[rule] = lines[rule].text[: -len(rule_text)] + mended
        if ruled != columns or (mended != rule_text and ruled == most):
            meant = _ruled(rule_text, columns)
            start_at = len(lines[rule].text) - len(rule_text)
            draft.tell("s-085", draft.span(rule), draft.edit(rule, start_at, len(lines[rule].text), meant), meant=meant)
    if counts[head] < most:
        draft.lines[head] = lines[head].text.rstrip().removesuffix("|") + "| " * (most - counts[head]) + "|"
    for n in again:
        draft.lines[n] = None
        draft.tell("s-382", draft.span(n), Edit(Span(draft.path, n + 1, 1, n + 2, 1), ""))
    if head > start or (start and lines[start - 1].kind is Kind.TEXT):
        draft.lines[head] = f"{lines[head].text[: lines[head].quote]}\n{draft.lines[head]}"
    return True


def _is_rule(line: Line) -> bool:
    return bool(_DELIMITER.match(line.own))


def _rule_cells(rule: str) -> list[str]:
    return cells_of(rule.replace("+", "|"))


def _ruled(rule: str, columns: int) -> str:
    cells = ["".join(re.sub(f"[{_DASHES}=]+", "---", cell).split()) for cell in _rule_cells(rule)][:columns]
    return "|" + "|".join([*cells, *["---"] * (columns - len(cells))]) + "|"


def _without_rule(draft: Draft, lines: Sequence[Line], start: int, end: int) -> bool:
    """Rows between pipes whose line of dashes is missing."""
    rows = [line.own.rstrip() for line in lines[start:end]]
    counts = {len(cells_of(row)) for row in rows}
    if len(rows) < 2 or len(counts) > 1 or not all(row[0] == row[-1] == "|" for row in rows) or counts == {1}:
        return False
    rule = "|" + "---|" * counts.pop()
    draft.lines[start] = f"{draft.lines[start]}\n{lines[start].text[: lines[start].quote]}{rule}"
    length = len(lines[start].text)
    draft.tell("s-085", draft.span(start), draft.edit(start, length, length, f"\n{rule}"), meant=rule)
    return True


def _is_torn(lines: Sequence[Line], table_end: int, start: int, end: int) -> bool:
    """Do rows without a rule of their own follow a table over a blank line?"""
    if any(line.kind is not Kind.BLANK for line in lines[table_end:start]) or start - table_end > 1:
        return False
    rows = [line.own.rstrip() for line in lines[start:end]]
    columns = len(cells_of(lines[table_end - 1].own))
    return not any(map(_is_rule, lines[start:end])) and all(
        row[0] == row[-1] == "|" and len(cells_of(row)) == columns for row in rows
    )


def _tabbed_end(lines: Sequence[Line], number: int) -> int:
    tabs = lines[number].own.rstrip().count("\t") if lines[number].kind is Kind.TEXT else 0
    end = number
    while tabs and end < len(lines) and lines[end].kind is Kind.TEXT and lines[end].own.rstrip().count("\t") == tabs:
        end += 1
    return end


def _from_tabs(draft: Draft, lines: Sequence[Line], start: int, end: int) -> None:
    """What was pasted from a word processor or a spreadsheet."""
    edits = []
    for number in range(start, end):
        line = lines[number]
        cells = [cell.strip().replace("|", "\\|") for cell in line.own.rstrip().split("\t")]
        row = "| " + " | ".join(cells) + " |"
        if number == start:
            row += f"\n{line.text[: line.quote]}|{'---|' * len(cells)}"
        edits.append(draft.edit(number, line.quote, len(line.text), row))
        draft.lines[number] = line.text[: line.quote] + row
    draft.tell("s-087", draft.span(start), *edits, lines=end - start)


def _caption(draft: Draft, lines: Sequence[Line], end: int) -> None:
    """A line with an id behind a table is its caption."""
    number = next((n for n in range(end, min(end + 3, len(lines))) if lines[n].kind is not Kind.BLANK), 0)
    if not number or lines[number].kind is not Kind.TEXT:
        return
    line = lines[number]
    named = _NAMED_CAPTION.match(line.own)
    if not (named or _CAPTION.match(line.own)):
        return
    if number + 1 < len(lines) and lines[number + 1].kind is not Kind.BLANK:
        return
    start, skipped = len(line.text) - len(line.own), named.end() if named else 0
    caption = line.own[skipped:]
    if named and line.own[0] in "*_" and named.group().rstrip()[-1] == ":":
        caption = _EMPHASIS.sub("", caption)
    draft.lines[number] = f"{line.text[:start]}: {caption}"
    draft.tell("s-088", draft.span(number, start), draft.edit(number, start, len(line.text), f": {caption}"))

"""Tables: plain ones, run sheets (`steps`) and tables to fill in."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...trees import append_text, elements, make, parent_of, remove, take, text_of, unwrap, words_of
from ..parse_state import AT, ParseState
from ..positions import bare
from .fields import lines_of, make_cell

_ALIGNMENT = re.compile(r"text-align:\s*(right|center)")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:min\.?|minuten|minutes|’|')?", re.IGNORECASE)


def make_tables(state: ParseState, tree: Element) -> None:
    """Give cells scope and alignment; column widths are the style's business."""
    for table in elements(tree, "table"):
        for part in elements(table, "colgroup"):
            remove(part)
        for cell in elements(table, "th", "td"):
            if match := _ALIGNMENT.search(take(cell, "style") or ""):
                cell.set("class", match[1])
            if cell.tag == "th":
                cell.set("scope", "col" if _in_head(cell) else "row")
        caption = table.find("caption")
        table.set("data-slug", f"{state.labels.word('ids.table')} {words_of(caption)}")
        head = table.find("thead")
        if head is not None and not text_of(head) and head.find(".//img") is None:
            remove(head)


def make_steps(state: ParseState, block: Element) -> None:
    """A run sheet: the first column holds minutes, the sum is ours."""
    table = only_table(state, block)
    if table is None:
        return
    table.set("class", "steps")
    table.set("data-slug", state.labels.word("elements.steps.alias"))
    total, sure = 0, True
    for row in elements(table, "tr"):
        cells = [cell for cell in row if cell.tag == "td"]
        if not cells:
            continue
        cells[0].set("class", "minutes")
        match = _MINUTES.fullmatch(text_of(cells[0]))
        total += int(match[1]) if match else 0
        if match is None:
            sure = False
            state.report("k-008", row, cell=text_of(cells[0]), row=text_of(row)[:60])
    _check_duration(state, block, table, total if sure else None)
    columns = max((len(row) for row in table.iter("tr")), default=1)
    if sure and total:
        words = make("td", text=state.labels.word("sheet.sum"))
        if columns > 2:
            words.set("colspan", str(columns - 1))
        cells = [make("td", {"class": "minutes"}, str(total)), *([words] if columns > 1 else [])]
        table.append(make("tfoot", children=[make("tr", children=cells)]))
    unwrap(block)


def make_fill_table(state: ParseState, block: Element) -> None:
    """A table whose empty cells are fields; `lines` empty rows are added."""
    more = int(lines_of(state, block, 0))
    table = only_table(state, block)
    if table is None:
        return
    table.set("class", "fill")
    table.set("data-slug", state.labels.word("names.table"))
    heads = [text_of(cell) for cell in table.iterfind("thead/tr/th")]
    body = table.find("tbody")
    if body is None:
        body = make("tbody")
        table.append(body)
    columns = max((len(row) for row in table.iter("tr")), default=0)
    body.extend([make("tr", children=[make("td") for _ in range(columns)]) for _ in range(more)])
    if not len(body):
        state.report("k-009", block)
    for number, row in enumerate(body, 1):
        _fill_row(state, row, number, heads)
    unwrap(block)


def only_table(state: ParseState, block: Element) -> Element | None:
    """The table inside; it takes over the block's id, its rows their places, and whatever stands beside it stays."""
    table = block.find("table")
    if table is None:
        state.report("s-024", block)
        unwrap(block)
        return None
    for key in ("id", AT):
        if value := block.get(key):
            table.set(key, value)
    _place_rows(state, table)
    return table


def _place_rows(state: ParseState, table: Element) -> None:
    """Remember in which lines below the block's own the rows were written: those that have the same letters."""
    lines = [line.strip() for line in bare(state.text).split("\n")]
    letters = [_letters(line) for line in lines]
    start = state.span(table).line
    for row in elements(table, "tr"):
        wanted = _letters(text_of(row))
        if wanted and wanted in letters[start:]:
            start = letters.index(wanted, start) + 1
            line = lines[start - 1]
            row.set(AT, f"line {lines[:start].count(line)} {line}")


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _in_head(cell: Element) -> bool:
    return parent_of(parent_of(cell)).tag == "thead"


def _check_duration(state: ParseState, block: Element, table: Element, total: int | None) -> None:
    written = take(block, "duration")
    if written is None:
        return
    match = _MINUTES.fullmatch(written.strip())
    if match is None:
        state.report("k-003", block, key=state.labels.under("attributes").get("duration", "duration"), value=written)
        return
    table.set("data-duration", match[1])
    if total is not None and total != int(match[1]):
        state.report("k-006", block, sum=total, duration=match[1])


def _fill_row(state: ParseState, row: Element, number: int, heads: list[str]) -> None:
    first = text_of(row[0]) if len(row) else ""
    line = state.labels.word("names.row")
    for column, cell in enumerate(row, 1):
        if text_of(cell) or len(cell):
            continue
        head = heads[column - 1] if column <= len(heads) else ""
        name = first if first and column > 1 else f"{line} {number}"
        if not head and not (first and column > 1):
            state.report("k-010", row)
        append_text(cell, "")
        cell.append(make_cell(", ".join(part for part in (head, name) if part), f"{number}-{column}"))

"""Calendars that count backward: each row says how long before or after the day something is due."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...trees import text_of, unwrap
from ..parse_state import ParseState
from .tables import only_table

# Only for the order of rows: a month counts from the same day of another month (`calendar.js`).
_DAYS = {"d": 1.0, "w": 7.0, "m": 30.44}
_UNITS = {"d": "days", "w": "weeks", "m": "months"}


def make_calendar(state: ParseState, block: Element) -> None:
    """The first column holds times that are counted from the day; they must stand in order."""
    table = only_table(state, block)
    if table is None:
        return
    table.set("class", "calendar")
    table.set("data-slug", state.labels.word("elements.calendar.alias"))
    before: float | None = None
    for row in table.iter("tr"):
        if not len(row) or row[0].tag != "td":
            continue
        written = text_of(row[0])
        offset = _offset(state, written)
        if offset is None:
            state.report("k-072", row, cell=written, row=text_of(row)[:60])
            continue
        number, unit = offset
        row[0].set("class", "offset")
        row[0].set("data-offset", f"{number}{unit}")
        days = number * _DAYS[unit]
        if before is not None and days < before:
            state.report("k-073", row, cell=written)
        before = days
    unwrap(block)


def _offset(state: ParseState, written: str) -> tuple[int, str] | None:
    """What `8 Wochen vorher` counts: a number, negative before the day, and a unit."""
    words = {name: _alternatives(state, name) for name in ("on-day", "before", "after", *_UNITS.values())}
    if re.fullmatch(words["on-day"], written, re.IGNORECASE):
        return 0, "d"
    for unit, name in _UNITS.items():
        way = rf"(\d{{1,3}})\s+(?:{words[name]})\s+(?:({words['before']})|{words['after']})"
        if match := re.fullmatch(way, written, re.IGNORECASE):
            return (-1 if match[2] else 1) * int(match[1]), unit
    return None


def _alternatives(state: ParseState, name: str) -> str:
    return "|".join(re.escape(word.strip()) for word in state.labels.word(f"calendar.{name}").split(","))

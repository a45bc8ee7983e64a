"""The sheets of a book through the cache: what was made of the same section is not made again.

Of the page numbers a sheet has only that there are some: whether the thing that a reference leads to stands on a page
with a number. Where locators join equal pages, and where a sheet is closed, the numbers themselves count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from html import unescape

from ...artifacts import digest
from ...book.model import Section
from ...cache import Cache
from ...once import look, once_as_json
from ..layout import Sheet
from .sheets import Sheetmaker, make_sheet

KIND = "sheet"
_LEADS_TO = re.compile(r'(?:href="#|data-target=")([^"]+)"')
_LOCATOR = "locator"


class Sheets:
    """The sheets of one book, by section and the side that it opens on."""

    def __init__(self, maker: Sheetmaker, cache: Cache) -> None:
        self._maker, self._cache = maker, cache
        # All that the sheets of a book are made from besides their sections.
        shown = (replace(maker.shown, revised=frozenset()), sorted(maker.shown.revised))
        fonts = [(face.path, face.letters) for face in maker.faces]
        self._common = digest(repr(shown), look(maker.theme), repr(fonts))
        self._targets = {section.id: _targets(section) for section in maker.book.sections}
        self._last: dict[str, tuple[object, Sheet]] = {}

    def sheet(self, section: Section, opens: str, numbers: Mapping[str, str], *, closed: bool = False) -> Sheet:
        """A section's sheet (sheets.py)."""
        of = (self._common, section, opens, closed, self._leads(section, numbers, closed))
        last = self._last.get(section.id)
        if last is None or last[0] != of:
            made = once_as_json(
                self._cache, KIND, of, lambda: astuple(make_sheet(self._maker, section, opens, numbers, closed=closed))
            )
            last = self._last[section.id] = of, _sheet(*made)
        return last[1]

    def _leads(self, section: Section, numbers: Mapping[str, str], closed: bool) -> list[tuple[str, bool, object]]:
        """What a section's references lead to: whether that is there, and whether it has a number, or which."""
        homes, counts = self._maker.homes, closed or _LOCATOR in section.body
        return [
            (target, target in homes, numbers.get(target, "") if counts else bool(numbers.get(target)))
            for target in self._targets[section.id]
        ]


def _sheet(
    html: str, style: str, opens: str, refers_to: Sequence[str], pictures: Sequence[str], missing: Sequence[str]
) -> Sheet:
    return Sheet(html, style, opens, tuple(refers_to), tuple(pictures), tuple(missing))


def _targets(section: Section) -> tuple[str, ...]:
    return tuple(sorted({unescape(name) for name in _LEADS_TO.findall(section.body)}))

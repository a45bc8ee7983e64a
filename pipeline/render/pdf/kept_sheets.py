"""The sheets of a book through the cache: what was made of the same section is not made again.

Of the page numbers a sheet has only that there are some: whether the thing that a reference leads to stands on a page
with a number. Where locators join equal pages, and where a sheet is closed, the numbers themselves count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from pipeline import program
from pipeline.artifacts import digest
from pipeline.book.model import Book, Section
from pipeline.cache import Cache
from pipeline.render.pdf.sheets import Press, make_sheet
from pipeline.render.typesetting.model import Sheet
from pipeline.theme import Theme

KIND = "sheet"
_LEADS_TO = re.compile(r'(?:href="#|data-target=")([^"]+)"')
_LOCATOR = "locator"


class Sheets:
    """The sheets of one book, by section and the side that it opens on."""

    def __init__(self, press: Press, cache: Cache) -> None:
        self._press, self._cache = press, cache
        self._common = _common(press.shown, press.theme)
        self._targets = {section.id: _targets(section) for section in press.book.sections}
        self._last: dict[str, tuple[str, Sheet]] = {}

    def sheet(self, section: Section, opens: str, numbers: Mapping[str, str], *, closed: bool = False) -> Sheet:
        """A section's sheet (sheets.py)."""
        key = self._key(section, opens, numbers, closed)
        last = self._last.get(section.id)
        if last is None or last[0] != key:
            last = self._last[section.id] = key, self._known(key) or self._made(key, section, opens, numbers, closed)
        return last[1]

    def _known(self, key: str) -> Sheet | None:
        kept = self._cache.get(KIND, key)
        if kept is None:
            return None
        html, style, opens, refers_to, pictures = json.loads(kept)
        return Sheet(html, style, opens, tuple(refers_to), tuple(pictures))

    def _made(self, key: str, section: Section, opens: str, numbers: Mapping[str, str], closed: bool) -> Sheet:
        sheet = make_sheet(self._press, section, opens, numbers, closed=closed)
        facts = (sheet.html, sheet.style, sheet.opens, sheet.refers_to, sheet.pictures)
        self._cache.put(KIND, key, json.dumps(facts, ensure_ascii=False).encode())
        return sheet

    def _key(self, section: Section, opens: str, numbers: Mapping[str, str], closed: bool) -> str:
        homes = self._press.homes
        counts = closed or _LOCATOR in section.body
        leads = [
            (target, target in homes, numbers.get(target, "") if counts else bool(numbers.get(target)))
            for target in self._targets[section.id]
        ]
        return digest(self._common, repr(section), opens, repr((closed, leads)))


def _common(shown: Book, theme: Theme) -> str:
    """A digest of what all sheets of a book are made from besides their sections."""
    files = sorted((path, data) for path, data in theme.files.items() if not path.startswith("fonts/"))
    facts = repr((replace(shown, revised=frozenset()), sorted(shown.revised), sorted(theme.labels.words.items())))
    return digest(program.fingerprint(), facts, *(part for entry in files for part in entry))


def _targets(section: Section) -> tuple[str, ...]:
    return tuple(sorted({unescape(name) for name in _LEADS_TO.findall(section.body)}))

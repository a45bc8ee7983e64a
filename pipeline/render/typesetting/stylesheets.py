"""The style sheet of a book and what its sheets add to it, read once, and the styles that sheets have in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import tinycss2

from pipeline.render.typesetting.quick.styles import Known

# What asks for the place of a target: `target-counter()` and its like.
TARGETS = "target-"
# A length that hangs on the page's size, which is not the same for all sheets.
VIEWPORT_UNIT = re.compile(r"\d[dsl]?v(w|h|i|b|min|max)\b", re.IGNORECASE)


class StyleSheets:
    """Style sheets as `read` makes them of text."""

    def __init__(self, styles: str, read: Callable[[str], Any]) -> None:
        self._text, self._read = styles, read
        self._styles = read(styles)
        self._rests: dict[str, Any] = {}
        self._known = Known(self._styles)

    def of(self, own: str) -> list[Any]:
        """All style sheets of a sheet that adds its own: rules of its pages, and others, which many sheets share."""
        rules = tinycss2.parse_stylesheet(own, skip_comments=True, skip_whitespace=True)
        if any(rule.type == "error" for rule in rules):
            return [self._styles, self._read(own)]
        rest = tinycss2.serialize([rule for rule in rules if not _is_of_page(rule)])
        if rest not in self._rests:
            self._rests[rest] = self._read(rest)
            self._known.add(self._rests[rest])
        return [
            self._styles,
            self._rests[rest],
            self._read(tinycss2.serialize([rule for rule in rules if _is_of_page(rule)])),
        ]

    def known(self, own: str) -> Known | None:
        """The styles that a sheet has in common with others; None where it has to look for its targets by styles."""
        text = self._text + own
        if TARGETS in text:
            return None
        return Known() if VIEWPORT_UNIT.search(text) else self._known

    def forget(self) -> None:
        """Forget what was known of one sheet's texts."""
        self._known.splits.clear()


def _is_of_page(rule: Any) -> bool:
    return bool(rule.type == "at-rule" and rule.lower_at_keyword == "page")

"""The style sheet of a book and what its sheets add to it, read once, and the styles that sheets have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import tinycss2

from ..layout import Slip
from .known import Known

# What asks for the place of a target: `target-counter()` and its like.
TARGETS = "target-"
# A length that hangs on the page's size, which is not the same for all sheets.
_AT = re.compile(r",?\s*\bat (\d+):(\d+)")
# Where a brace is none.
_QUIET = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
VIEWPORT_UNIT = re.compile(r"\d[dsl]?v(w|h|i|b|min|max)\b", re.IGNORECASE)


def slips(text: str, told: Iterable[str], has: Callable[[str], bool]) -> list[Slip]:
    """What is wrong with a style sheet: brackets, addresses of what is not there, and what WeasyPrint `told` of it."""
    rules = tinycss2.parse_stylesheet(text)
    found = [*_stray_braces(text), *(Slip("url", *place, url) for place, url in _addresses(rules) if not has(url))]
    for message in told:
        place = _AT.search(message)
        if not place and found:  # what has no place follows from what has one
            continue
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        found.append(Slip("style", line, column, " ".join(_AT.sub("", message).split())))
    return sorted(set(found), key=lambda slip: (slip.line, slip.column, slip))


def _stray_braces(text: str) -> Iterator[Slip]:
    """Braces without a partner, of those that are open at the end the last."""
    still = _QUIET.sub(lambda quiet: re.sub(r"[^\n]", " ", quiet[0]), text)
    opened: list[int] = []
    for brace in re.finditer("[{}]", still):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            opened.pop()
        else:
            yield _at("brace", text, brace.start(), "}")
    if opened:
        yield _at("brace", text, opened[-1], "{")


def _at(kind: str, text: str, place: int, what: str) -> Slip:
    return Slip(kind, text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place), what)


def _addresses(nodes: Iterable[Any]) -> Iterator[tuple[tuple[int, int], str]]:
    """All that `url()` names, but data."""
    for node in nodes:
        if node.type == "url" and not node.value.startswith(("data:", "#")):
            yield (node.source_line, node.source_column), node.value
        for name in ("prelude", "content", "arguments"):
            inner = getattr(node, name, None) or ()
            if node.type == "function" and node.lower_name == "url":
                strings = [one for one in inner if one.type == "string" and not one.value.startswith(("data:", "#"))]
                yield from (((node.source_line, node.source_column), one.value) for one in strings)
            yield from _addresses(inner)


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

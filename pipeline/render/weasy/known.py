"""What sheets of a book know of styles in common (quick/styles.py)."""

from __future__ import annotations

from typing import Any

# What rules declare for an element (None) and for its pseudo-elements.
Cascade = dict[str | None, dict[str, Any]]


class Known:
    """Styles that sheets have in common: those of rules in style sheets that all of them have, or many.

    They stay as they are from one sheet to the next, so nothing in them may hang on a sheet. `splits` are what is known
    of the texts of one sheet (texts.py).
    """

    def __init__(self, *sheets: Any) -> None:
        self.numbers: dict[int, int] = {}
        self.cascades: dict[Any, Cascade] = {}
        self.styles: dict[tuple[int, int], Any] = {}
        self.page_sizes: dict[str, Any] = {"box": None, "area": None}
        self.splits: dict[Any, Any] = {}
        self._sheets: list[Any] = []
        for sheet in sheets:
            self.add(sheet)

    def add(self, sheet: Any) -> None:
        """Take a style sheet for one that sheets have in common."""
        if id(sheet) not in self.numbers:
            self.numbers[id(sheet)] = len(self._sheets)
            self._sheets.append(sheet)

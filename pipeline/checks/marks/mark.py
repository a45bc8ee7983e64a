"""What a row of the tables of marks holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """Signs of markup that are still there when a text was read: nobody writes them for themselves.

    `pattern` finds them in the source, outside code: its group `mark`, and `shown` where only a part is printed.
    `write` is what its author meant in the place of `mark`, or of all from it to the end of `rest`: a template of `re`,
    or a function. `sure`: there is no second opinion, `check --fix` may write it. `run`: more than one line in a row
    must look alike. `fits` has a last look. `escaped`: it is printed without its backslashes, and with the signs that
    entities name.
    """

    code: str
    pattern: re.Pattern[str]
    write: str | Callable[[Match], str] = ""
    sure: bool = False
    run: int = 1
    fits: Callable[[Match], bool] = lambda match: True
    escaped: bool = False

    def meant(self, match: Match) -> str:
        """What its author should write instead."""
        return match.expand(self.write) if isinstance(self.write, str) else self.write(match)


def row(
    code: str,
    pattern: str,
    write: str | Callable[[Match], str] = "",
    *,
    sure: bool = False,
    run: int = 1,
    fits: Callable[[Match], bool] = lambda match: True,
    escaped: bool = False,
) -> Mark:
    """Write a row down; a pattern's `^` and `$` are those of lines."""
    return Mark(code, re.compile(pattern, re.MULTILINE), write, sure, run, fits, escaped)

"""WeasyPrint 70.0 with less work: the same results from fewer steps.

Most of a layout's time goes into questions asked again and again with the same answer: which rules apply, a property
that no rule sets, a length without a percentage, the Pango context and font of a style, the first line of a text. Each
short way answers the usual case at once and leaves every other one to the function it replaces. `styles` are shared
wherever the same rules apply, `texts` are split and `lines` drawn from what is known of them, `boxes` are measured.

These are private names: border.py says which, and test_quick.py holds sheets against those of the untouched WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# Where a name is replaced, which, what it was, and what it becomes.
ShortWay = tuple[Any, str, Any, Any]


def take(ways: Iterable[ShortWay]) -> None:
    """Make WeasyPrint take short ways."""
    for place, name, _, way in ways:
        setattr(place, name, way)

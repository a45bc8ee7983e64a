"""WeasyPrint 70.0 with less work: the same results from fewer steps.

Most of a layout's time goes into questions asked again and again with the same answer: which rules apply, a property
that no rule sets, a length without a percentage, the Pango context and font of a style, the first line of a text. Each
short way answers the usual case at once and leaves every other one to the function it replaces. `styles` are shared
wherever the same rules apply, `texts` are split and `lines` drawn from what is known of them, `boxes` are measured.

These are private names: the version is pinned, and test_quick.py holds sheets against those of the untouched
WeasyPrint.
"""

from __future__ import annotations

from . import boxes, styles, texts

# Where a name is replaced, which, and by what.
SHORT_WAYS = (*styles.WAYS, *texts.WAYS, *boxes.WAYS)
LONG_WAYS = tuple((place, name, getattr(place, name)) for place, name, _ in SHORT_WAYS)


def install() -> None:
    """Make WeasyPrint take the short ways; the breaks of lines are ours already (breaks.py)."""
    for place, name, way in SHORT_WAYS:
        setattr(place, name, way)

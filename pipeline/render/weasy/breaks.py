"""Where lines and pages break: two faults of WeasyPrint 70.0, mended where they arise, and one thing that it leaves.

- A text that fills its line but for the space at its end, before a link or citation, counts as too wide for it and is
  broken behind its first word (`split_first_line`: Pango gives no space its width back where nothing follows).
- When a line does not fit, the notes of the page are sent on to the next page to make room, and stay sent when that
  did not help. Nor may they be where it does: with `footnote-policy: line` a note stands below its call.
- A word is parted between two pages, as there is no `hyphenate-limit-last` (CSS Text 4): its line goes with the rest.

This module replaces three private functions (`install`). The version is pinned; test_breaks.py shows each in the
untouched WeasyPrint, so it says when a new one has no need of this.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline

from ...pdflink.model import SOFT_HYPHEN

# No sign of a text face is narrower than this, but for soft hyphens.
LEAST_LETTER_EM = 0.15

_split_first_line = inline.split_first_line
_linebox_layout = block._linebox_layout
_break_line = block._break_line


def install() -> None:
    """Make WeasyPrint break here instead of where it would."""
    inline.split_first_line = split_first_line
    block._linebox_layout = linebox_layout
    block._break_line = break_line


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, spacing: float, **options: Any
) -> tuple[Any, ...]:
    """Split a text as WeasyPrint does, but leave it whole when all but its last space fits."""
    split: tuple[Any, ...] = _split_first_line(text, style, context, max_width, spacing, **options)
    _, _, resume_index, width, *_ = split
    if max_width is None or resume_index is None or not text.endswith(" ") or style["white_space"] != "normal":
        return split
    if _narrowest(text.encode()[resume_index:].decode(), style) > max_width - width:
        return split
    whole: tuple[Any, ...] = _split_first_line(text, style, context, None, spacing)
    _, _, _, without_space, _, _ = _split_first_line(text.rstrip(" "), style, context, None, spacing)
    return whole if without_space <= max_width else split


def _narrowest(text: str, style: Any) -> float:
    """No text is narrower than this, in pixels: a cheap answer for all that is much too long."""
    return float(LEAST_LETTER_EM * style["font_size"] * (len(text) - text.count(SOFT_HYPHEN)))


def linebox_layout(context: Any, *arguments: Any) -> Any:
    """Lay lines out as WeasyPrint does, but never send a note away to make room for a line."""
    has_notes = context.footnotes or context.current_page_footnotes
    return _linebox_layout(_NotesHeld(context) if has_notes else context, *arguments)


def break_line(context: Any, box: Any, line: Any, placed: list[Any], needed: int, *arguments: Any) -> Any:
    """Break a page before a line as WeasyPrint does, `needed` placed lines earlier, and one more if it would part a
    word; a box of which too few lines are left (orphans) goes to the next page."""
    parts = len(placed) > needed and _is_parted(placed[-needed - 1])
    return _break_line(context, box, line, placed, needed + parts, *arguments)


def _is_parted(line: Any) -> bool:
    """Whether a line ends with a hyphen, be it the word's own."""
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    return bool(texts) and texts[-1].text.endswith((texts[-1].style["hyphenate_character"], "-"))


class _NotesHeld:
    """A layout context in which no note of the page can be found to be sent on; all else is the context's own."""

    current_page_footnotes = ()

    def __init__(self, context: Any) -> None:
        object.__setattr__(self, "_context", context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._context, name, value)

"""After an edit only those sections of a text go to pandoc that are other than before; the rest of its HTML stays.

That holds where sections cannot see each other. Headings of the first two levels part a text, unless something in it
may run over a heading or be used in another section: addresses that are named elsewhere, code between fences, tables
with lines of dashes. Notes are counted through the whole text, so a section with notes is not exchanged. Whatever is
not sure is read whole: tests/manuscript/test_exchange.py holds the result against that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .nested_notes import NOTE_TEXT
from .scanner import DIV_FENCE

# What may reach over a heading: code, formulas, tables and lines of dashes, fences that are not at the margin.
_REACHING = re.compile(r"```|~~~|\$\$|^[ \t]*-[- \t]*$|^[ \t>]+:{3}", re.MULTILINE)
_HEADING = re.compile(r"(##?) ")
_MARKUP = re.compile(
    r"<(?P<end>/?)(?:div|section|blockquote|ul|ol|dl|table|figure)\b|^<h(?P<level>[12])\b", re.MULTILINE
)
_NOTES = '<section id="footnotes"'


class Exchange(NamedTuple):
    """The sections that are other now, and the HTML that stays before and behind them."""

    before: str
    text: str
    after: str

    def html(self, fresh: str) -> str:
        """The HTML of the whole text, with that of the new sections."""
        return "\n".join(part for part in (self.before, fresh, self.after) if part)


def exchange(former: str, html: str, text: str) -> Exchange | None:
    """Say what of a text must be read, when its former text gave this HTML; None when all of it must."""
    old, new, shown = _sections(former), _sections(text), _shown(html)
    if not old or not new or [level for level, _ in old] != [level for level, _ in shown[:-1]]:
        return None
    most = min(len(old), len(new))
    same = [one == other for one, other in zip(old, new, strict=False)]
    first = same.index(False) if False in same else most
    same = [one == other for one, other in zip(reversed(old[first:]), reversed(new[first:]), strict=False)]
    last = same.index(False) if False in same else len(same)
    gone, come = (some[first : len(some) - last] for some in (old, new))
    if any("[^" in section or "^[" in section for _, section in (*gone, *come)):
        return None
    before, after = shown[:first], shown[first + len(gone) :]
    return Exchange(_joined(before), "".join(section for _, section in come), _joined(after))


def _sections(text: str) -> list[tuple[int, str]]:
    """What stands before the first heading, and each heading with what belongs to it, after its level; nothing when
    sections might see each other."""
    if _REACHING.search(text) or text.count("]:") != len(NOTE_TEXT.findall(text)):
        return []
    lines, starts, levels = text.splitlines(keepends=True), [0], [0]
    depth, is_after_blank = 0, True
    for number, line in enumerate(lines):
        if ":::" in line:
            fence = DIV_FENCE.match(line.rstrip("\n"))
            depth += 0 if fence is None else 1 if fence["attributes"] else -1
            if fence is None or depth < 0:
                return []
        elif depth == 0 and is_after_blank and (heading := _HEADING.match(line)):
            starts.append(number)
            levels.append(len(heading[1]))
        is_after_blank = not line.strip()
    if depth:
        return []
    parts = ("".join(lines[start:end]) for start, end in pairwise((*starts, len(lines))))
    return list(zip(levels, parts, strict=True))


def _shown(html: str) -> list[tuple[int, str]]:
    """The HTML of each section after its level, and that of the notes."""
    starts, levels, depth = [0], [0], 0
    notes = len(html)
    for found in _MARKUP.finditer(html):
        if found["level"]:
            if depth == 0:
                starts.append(found.start())
                levels.append(int(found["level"]))
            continue
        if depth == 0 and html.startswith(_NOTES, found.start()):
            notes = found.start()
            break
        depth += -1 if found["end"] else 1
    parts = [html[start:end].strip("\n") for start, end in pairwise((*starts, notes))]
    return [*zip(levels, parts, strict=True), (0, html[notes:])]


def _joined(parts: Sequence[tuple[int, str]]) -> str:
    return "\n".join(part for _, part in parts if part)

"""A pasted outline in, the texts that it names out: headings of Markdown, a nested list, or lines set in. The first
level are parts, the second their texts, and what is below a text becomes its sections.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..spelling import ascii_slug
from ..theme import Labels
from .addition import FOLDERS

MOST_TEXTS, MOST_LETTERS, MOST_TITLE = 200, 200_000, 120
TAB = 4
NO_BREAK = "\N{NO-BREAK SPACE}"
# A line's own mark: of a list as Markdown, Word and pads have it; a number may have levels of its own (1.2).
_BULLET = re.compile(r"(?:[-*+•◦▪‣–—·]|o(?=\t))\s+")
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)(?:[.)]\s+|\s+)(?=\S)|[a-z]\)\s+")
_HEADING = re.compile(r"(#{1,6})\s+")
_RULE = re.compile(r"\s*(?:[-=_*~`]{3,}.*|[-=]+)$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAIL = re.compile(r"\s*(?:\{[^{}]*\}|#+|:)\s*$")
_BOX = re.compile(r"^\[[ xX]\]\s+")
_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_]|[*_](?!\w)")


@dataclass(frozen=True, slots=True)
class Planned:
    """A text that an outline names; `part` is empty where it stands in none of the outline's, `points` its sections."""

    kind: str
    path: str
    title: str
    part: str = ""
    points: tuple[str, ...] = ()


@dataclass(slots=True)
class _Line:
    title: str
    below: list[_Line] = field(default_factory=list)


def read_outline(text: str, labels: Labels) -> tuple[Planned, ...]:
    """Take an outline apart. Where nothing is below anything all are texts; a title that comes again gets a number."""
    top = _nested(text)
    is_flat = not any(line.below for line in top)
    planned: list[Planned] = []
    part = ""
    for line in top:
        if line.below and not is_flat:
            part = _without_word(line.title, labels.word("names.part"))
            planned += (_planned(one, part, labels) for one in line.below)
        else:
            planned.append(_planned(line, part, labels))
    return tuple(_each_its_own(one for one in planned if one.path))


def sections(planned: Planned, text: str) -> str:
    """Write the sections of a planned text: after its first lines, which a template gave it."""
    more = "".join(f"\n## {point}\n" for point in planned.points)
    return f"{text.rstrip()}\n{more}" if more else text


def _planned(line: _Line, part: str, labels: Labels) -> Planned:
    kind, title = "chapter", _without_word(line.title, labels.word("names.chapter"))
    for name in FOLDERS.keys() - {kind}:
        bare = _without_word(title, labels.word(f"names.{name}"))
        if bare != title:
            kind, title = name, bare
    points = tuple(one.title for one in _all_below(line))
    slug = ascii_slug(title)
    path = f"{FOLDERS[kind]}/{slug}.md" if slug else ""
    return Planned(kind, path, title, part if kind == "chapter" else "", points)


def _each_its_own(planned: Iterator[Planned]) -> Iterator[Planned]:
    met: Counter[str] = Counter()
    for one in planned:
        met[one.path] += 1
        nth = met[one.path]
        yield one if nth == 1 else replace(one, path=f"{one.path.removesuffix('.md')}-{nth}.md")


def _nested(text: str) -> list[_Line]:
    """The lines, each below the nearest one before it that is set in less."""
    root = _Line("")
    above: list[tuple[tuple[int, int, int, int], _Line]] = []
    heading = 0
    for written in text[:MOST_LETTERS].splitlines():
        if not written.strip() or _RULE.fullmatch(written):
            continue
        depth, title = _measure(written.replace(NO_BREAK, " "), heading)
        if depth[1] < 0:
            heading = depth[0]
            above = [one for one in above if one[0][1] < 0]
        if not title:
            continue
        while above and above[-1][0] >= depth:
            above.pop()
        line = _Line(title)
        (above[-1][1] if above else root).below.append(line)
        above.append((depth, line))
    return root.below


def _measure(written: str, heading: int) -> tuple[tuple[int, int, int, int], str]:
    """How deep a line stands (the heading above it, how far it is set in, whether it has a mark, the levels of its
    number) and what it says."""
    if found := _HEADING.match(written):
        return (len(found[1]), -1, 0, 0), _bare(written[found.end() :])
    line = written.lstrip()
    inset = len(written.expandtabs(TAB)) - len(written.expandtabs(TAB).lstrip())
    if found := _BULLET.match(line):
        return (heading, inset, 1, 0), _bare(line[found.end() :])
    if found := _NUMBER.match(line):
        return (heading, inset, 1, (found[1] or "").count(".")), _bare(line[found.end() :])
    return (heading, inset, 0, 0), _bare(line)


def _bare(text: str) -> str:
    """A line without what only looks."""
    text = _MARKS.sub("", _LINK.sub(r"\1", _BOX.sub("", text)))
    while _TAIL.search(text):
        text = _TAIL.sub("", text)
    text = re.sub(r"[\[\]<>{}]", "", text)
    return " ".join(text.split())[:MOST_TITLE].strip()


def _without_word(title: str, word: str) -> str:
    """`Kapitel 3: Vom Anfang` is `Vom Anfang`; a title that is nothing but the word stays."""
    rest = re.sub(rf"^{re.escape(word)}\s*\d*\s*[:.–—-]\s*", "", title, flags=re.IGNORECASE)
    return rest or title


def _all_below(line: _Line) -> Iterator[_Line]:
    for one in line.below:
        yield one
        yield from _all_below(one)

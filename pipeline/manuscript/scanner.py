"""What each line of a source is, as it will be read: a text → Lines. Here alone is decided what is code.

Pandoc's own rules (MANUAL, "Pandoc's Markdown"), with what writers mean by a line where those would surprise them: an
abbreviation, a date or a year begins no list, and what is only set in by a tab or four blanks is no code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ..memory import remembered
from .list_marks import ListMark, is_real, marks_of

TAB = 4
HEAD_FENCE = re.compile(r"---[ \t]*$")
HEAD_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")
CODE_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
DIV_FENCE = re.compile(r"(?P<colons>:{3,})[ \t]*(?P<attributes>\{.*\}|[^\s{}:]+)?[ \t:]*$")
# Whole lines, with the white space and the signs of quotation that stand before.
CODE_LINE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})")
DIV_LINE = re.compile(rf"^(?P<indent>[ >]*){DIV_FENCE.pattern}")
HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_CONTAINER = re.compile(r"(?:\[\^[^\]\s]+\]:|[:~](?=[ \t]))[ \t]*")
_COMMENT = "<!--", "-->"
_ENDS_A_SENTENCE = re.compile(r"[.!?:;,…»“”\")–][*_]*$")
_CODE_SIGNS = re.compile(r"[=;{}<>|$\\/_#@`\[\]]|\w\(|--|\.\w")
_STARTS_A_SENTENCE = re.compile(r"[*_„“\"»(]*[A-ZÄÖÜ]")


class Kind(Enum):
    """What a line is."""

    HEAD = "head"
    BLANK = "blank"
    CODE = "code"
    OPENS = "opens"
    CLOSES = "closes"
    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is written. Before its own text stand the marks of a quote (`quote` characters) and white space
    (`indent` columns), of which the item or note it stands in asks for `home`. `marks` are those of lists that stand
    there; those that are none are in `false_marks`, as offsets of what would have to be escaped."""

    text: str
    kind: Kind
    quote: int = 0
    indent: int = 0
    home: int = 0
    marks: tuple[ListMark, ...] = ()
    false_marks: tuple[int, ...] = ()

    @property
    def own(self) -> str:
        """What stands behind the quote's marks and the white space."""
        return self.text[self.quote :].lstrip(" \t")

    @property
    def extra(self) -> int:
        """By how many columns the line is set in beyond what it stands in."""
        return max(0, self.indent - self.home)


@dataclass(frozen=True, slots=True)
class Scan:
    """A source, line by line, and the lines where code begins that never ends, each with the line before which it is
    taken to end."""

    lines: tuple[Line, ...]
    open_code: tuple[tuple[int, int], ...] = ()


@remembered
def scan(text: str) -> Scan:
    """Say what the lines of a text are; a head must begin in the first."""
    return _Scanner(text.split("\n")).run()


def width_of(white: str) -> int:
    """How many columns white space takes."""
    return len(white.expandtabs(TAB))


class _Scanner:
    """One pass over the lines; `homes` are the columns of the items that are open, `quote` the depth of the quote."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.made: list[Line] = []
        self.open_code: list[tuple[int, int]] = []
        self.homes: list[int] = []
        self.depth = 0
        self.is_in_comment = False

    def run(self) -> Scan:
        self._head()
        while len(self.made) < len(self.lines):
            self._line(len(self.made))
        return Scan(tuple(self.made), tuple(self.open_code))

    def _head(self) -> None:
        if not HEAD_FENCE.match(self.lines[0]):
            return
        end = next((number for number, line in enumerate(self.lines[1:], 1) if HEAD_END.match(line)), -1)
        self.made += [Line(line, Kind.HEAD) for line in self.lines[: end + 1]]

    def _line(self, number: int) -> None:
        text = self.lines[number]
        quote = len(match.group()) if (match := _QUOTE.match(text)) else 0
        rest = text[quote:]
        own = rest.lstrip(" \t")
        if not own:
            self.made.append(Line(text, Kind.BLANK, quote))
            return
        if (depth := text[:quote].count(">")) != self.depth:
            self.depth, self.homes = depth, []
        indent = width_of(rest[: len(rest) - len(own)])
        marks, false_marks = self._marks(number, quote + len(rest) - len(own))
        self._leave(indent, is_item=bool(marks))
        line = Line(text, Kind.TEXT, quote, indent, self.homes[-1] if self.homes else 0)
        if self.is_in_comment or (own.startswith(_COMMENT[0]) and line.extra < TAB):
            self.made.append(line)
        elif (fence := CODE_FENCE.match(own)) and line.extra < TAB and self._is_fence(fence):
            self._code(number, fence["fence"], line)
        elif line.extra >= TAB and self._is_after_blank() and self._indented(number, line):
            pass
        else:
            self.made.append(self._plain(line, own, marks, false_marks))
            self._code_in_item(number)
        self._pass_comment(own)

    def _marks(self, number: int, start: int) -> tuple[tuple[ListMark, ...], tuple[int, ...]]:
        found = marks_of(self.lines[number], start)
        real: list[ListMark] = []
        for mark in found:
            if not is_real(self.lines, number, mark, is_first=mark is found[0]):
                return tuple(real), (mark.escape,)
            real.append(mark)
        return tuple(real), ()

    def _leave(self, indent: int, *, is_item: bool) -> None:
        """Close the items that a line does not stand in; directly below a text it may hang over."""
        if not self._is_after_blank() and not is_item:
            return
        while self.homes and indent < self.homes[-1]:
            self.homes.pop()

    def _is_after_blank(self) -> bool:
        return not self.made or self.made[-1].kind in (Kind.BLANK, Kind.HEAD)

    def _is_fence(self, fence: re.Match[str]) -> bool:
        return fence["fence"][0] == "~" or "`" not in fence["info"]

    def _code(self, number: int, fence: str, line: Line) -> None:
        """Code between fences; without a second one it ends where a section, or what it stands in, does."""
        end = self._fence_end(number, fence, line)
        if end < 0:
            end = self._section_end(number)
            self.open_code.append((number, end))
        else:
            end += 1
        self.made += [Line(text, Kind.CODE, line.quote, line.indent, line.home) for text in self.lines[number:end]]

    def _code_in_item(self, number: int) -> None:
        """Code between fences of which the first stands behind the mark of a point."""
        item = self.made[-1]
        fence = CODE_FENCE.match(item.text, item.marks[-1].end) if item.kind is Kind.ITEM else None
        if fence and self._is_fence(fence):
            end = self._fence_end(number, fence["fence"], item) + 1
            self.made += [Line(text, Kind.CODE, item.quote, item.indent) for text in self.lines[number + 1 : end]]

    def _fence_end(self, number: int, fence: str, line: Line) -> int:
        closing = re.compile(rf"[ \t]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
        for after in range(number + 1, len(self.lines)):
            text = self.lines[after]
            if line.quote and not text.lstrip().startswith(">"):
                return -1
            if closing.match(text[line.quote :] if line.quote else text):
                return after
        return -1

    def _section_end(self, number: int) -> int:
        ends = (
            after
            for after in range(number + 1, len(self.lines))
            if re.match(r"## |:{3,}[ \t]*$", self.lines[after]) and not self.lines[after - 1].strip()
        )
        return next(ends, len(self.lines))

    def _indented(self, number: int, line: Line) -> bool:
        """Is this code by indentation? Then all of its lines are taken."""
        end, last = number, number
        while end < len(self.lines):
            text = self.lines[end][line.quote :]
            if text.strip():
                if width_of(text[: len(text) - len(text.lstrip())]) < line.home + TAB:
                    break
                last = end
            end += 1
        block = self.lines[number : last + 1]
        if not is_meant_as_code([text[line.quote :].strip() for text in block if text.strip()]):
            return False
        self.made += [
            Line(text, Kind.CODE if text.strip() else Kind.BLANK, line.quote, line.indent, line.home) for text in block
        ]
        return True

    def _plain(self, line: Line, own: str, marks: tuple[ListMark, ...], false_marks: tuple[int, ...]) -> Line:
        kind = Kind.TEXT
        if marks:
            kind = Kind.ITEM
            self.homes += [width_of(line.text[line.quote : mark.end]) for mark in marks]
        elif HEADING.match(own):
            kind = Kind.HEADING
        elif own.startswith(":::") and (fence := DIV_FENCE.match(own)):
            kind = Kind.OPENS if fence["attributes"] else Kind.CLOSES
        elif _CONTAINER.match(own) and line.extra < TAB:
            self.homes.append(line.home + TAB)
        return Line(line.text, kind, line.quote, line.indent, line.home, marks, false_marks)

    def _pass_comment(self, own: str) -> None:
        """Nothing in a comment of several lines opens anything."""
        if self.made[-1].kind is Kind.CODE:
            return
        last_opened, last_closed = own.rfind(_COMMENT[0]), own.rfind(_COMMENT[1])
        if last_closed > last_opened:
            self.is_in_comment = False
        elif last_opened >= 0:
            self.is_in_comment = any(_COMMENT[1] in line for line in self.lines[len(self.made) :])


def is_meant_as_code(block: Sequence[str]) -> bool:
    """Are lines that are set in by four columns code? Not where all of them are prose, points of a list, or the first
    is a heading or opens a box; in doubt they are."""
    first = block[0]
    if re.match(r":{3,}[ \t]*\S", first) and (len(block) == 1 or re.fullmatch(r":{3,}", block[-1])):
        return False
    if re.match(r"#{2,6} ", first) and _STARTS_A_SENTENCE.match(first.lstrip("# ")):
        return len(block) > 1 and not all(map(_is_prose, block[1:]))
    if all(re.match(r"(?:[-*+•]|\d{1,2}[.)])[ \t]", line) for line in block):
        return any(_CODE_SIGNS.search(line) or not _STARTS_A_SENTENCE.match(line.split(None, 1)[1]) for line in block)
    return not (all(map(_is_prose, block)) and _ENDS_A_SENTENCE.search(block[-1]) and _STARTS_A_SENTENCE.match(first))


def _is_prose(line: str) -> bool:
    words = line.split()
    return len(words) >= 3 and not _CODE_SIGNS.search(line) and not re.search(r"[ \t]{2}", line)

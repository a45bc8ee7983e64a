"""A chapter's source as passages, one for each paragraph that its reviewers see: text in, passages with places out.

What each line is says the manuscript's scanner. Nothing here decides what a chapter means: passages are where somebody
can change words, and what lies between them is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ..manuscript.scanner import DIV_FENCE, Kind, scan
from ..manuscript.scanner import Line as Scanned
from .inlines import Group, Run, read_line

_HEADING = re.compile(r"(?P<signs>#{1,6})[ \t]+(?P<text>.*?)(?P<rest>(?:[ \t]+#+)?(?:[ \t]*\{[^{}]*\})?[ \t]*)$")
_RULE = re.compile(r"^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?[ \t]*$")
_BREAK = re.compile(r"^(?:[-*_][ \t]*){3,}$")
_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]:[ \t]*")
_ADDRESS = re.compile(r"\[[^\]^][^\]]*\]:[ \t]")
_MEANING = re.compile(r"[:~][ \t]+")
_BOX = re.compile(r"\[[ xX]\][ \t]+")
_PICTURE = re.compile(
    r"!\[(?P<caption>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<path>[^()\s]+)[^()]*\)(?P<attributes>\{[^{}]*\})?$"
)
_HARD = re.compile(r" {2,}$")
_CLASS = re.compile(r"\.([\w-]+)")


@dataclass(frozen=True, slots=True)
class Passage:
    """Text between `start` and `end` of the source, in lines that end before `after`. `kind` says how it is shown,
    `depth` how deep; `boxes` are those that it stands in. Where `is_fixed`, no suggestion can be written."""

    kind: str
    start: int
    end: int
    after: int
    runs: tuple[Run, ...]
    groups: tuple[Group, ...] = ()
    boxes: tuple[str, ...] = ()
    depth: int = 0
    mark: str = ""
    is_fixed: bool = False

    @property
    def text(self) -> str:
        """What readers see."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Label:
    """A line that the book has, and no author wrote: a box's name, a rule, a sheet that is shown here."""

    text: str
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and what its readers are told."""

    path: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of passages."""

    rows: tuple[tuple[Passage, ...], ...]


Item = Passage | Label | Picture | Grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chapter as its reviewers see it; `notes` are the passages of notes by what calls them in the source."""

    items: tuple[Item, ...]
    notes: tuple[tuple[str, Passage], ...]

    def passages(self) -> tuple[Passage, ...]:
        """All passages in the order of the text, those of notes last."""
        found: list[Passage] = []
        for item in self.items:
            if isinstance(item, Passage):
                found.append(item)
            elif isinstance(item, Grid):
                found += [cell for row in item.rows for cell in row]
        return (*found, *(passage for _, passage in self.notes))


def read_sheet(source: str, naming: Callable[[str], str] = str, words: Callable[[str], str] = str) -> Sheet:
    """Part a source into passages; `naming` says what an address is called, `words` what a box is."""
    reader = _Reader(source, naming, words)
    reader.run()
    return Sheet(tuple(reader.items), tuple(reader.notes))


@dataclass(slots=True)
class _Reader:
    """One pass over the lines of a source."""

    source: str
    naming: Callable[[str], str]
    words: Callable[[str], str]
    items: list[Item] = field(default_factory=list)
    notes: list[tuple[str, Passage]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    lines: tuple[Scanned, ...] = ()
    starts: list[int] = field(default_factory=list)

    def run(self) -> None:
        self.lines = scan(self.source).lines
        place = 0
        for line in self.lines:
            self.starts.append(place)
            place += len(line.text) + 1
        number = 0
        while number < len(self.lines):
            number = self._take(number)

    def _take(self, number: int) -> int:
        line = self.lines[number]
        if line.kind is Kind.BLANK:
            return number + 1
        if line.kind is not Kind.ITEM and line.indent < (self.lists[-1] if self.lists else 0):
            self._leave(line.indent)
        taker = _TAKERS.get(line.kind, _Reader._text)
        return taker(self, number)

    def _leave(self, indent: int) -> None:
        while self.lists and self.lists[-1] > indent:
            self.lists.pop()

    def _head(self, number: int) -> int:
        if not re.match(r"(?:---|\.\.\.)[ \t]*$", self.lines[number].text):
            self._fixed("head", number, number + 1)
        return number + 1

    def _code(self, number: int) -> int:
        end = self._while(number, lambda line: line.kind is Kind.CODE)
        is_fenced = re.match(r"[ >\t]*(?:`{3,}|~{3,})", self.lines[number].text) and end - number > 1
        self._fixed("code", number + bool(is_fenced), end - bool(is_fenced), end)
        return end

    def _fixed(self, kind: str, first: int, end: int, after: int = 0) -> None:
        """Lines as they are written, in which nothing can be suggested."""
        if first >= end:
            return
        runs: list[Run] = []
        for number in range(first, end):
            start = self.starts[number]
            if number > first:
                runs.append(Run(start - 1, start, "\n", ("code",), True))
            runs.append(Run(start, start + len(self.lines[number].text), self.lines[number].text, ("code",)))
        last = self._end(end - 1)
        self.items.append(
            Passage(
                kind, self.starts[first], last, self._end((after or end) - 1), tuple(runs), (), self._in(), 0, "", True
            )
        )

    def _opens(self, number: int) -> int:
        fence = DIV_FENCE.match(self.lines[number].own)
        written = (fence["attributes"] or "") if fence else ""
        names = _CLASS.findall(written) if written.startswith("{") else [written]
        self.boxes.append(names[0] if names else "")
        file = re.search(r"(?:datei|file|blatt|sheet)=[\"']?([^\"'\s}]+)", written)
        self.items.append(Label(" ".join(filter(None, (self.words(self.boxes[-1]), file and file[1]))), self._in()))
        return number + 1

    def _closes(self, number: int) -> int:
        if self.boxes:
            self.boxes.pop()
        return number + 1

    def _heading(self, number: int) -> int:
        line = self.lines[number]
        match = _HEADING.match(line.own)
        if match:
            start = self._own(number)
            piece = (start + match.start("text"), start + match.end("text"))
            self._passage(f"heading{len(match['signs'])}", [piece], number + 1)
        return number + 1

    def _item(self, number: int) -> int:
        line = self.lines[number]
        mark = line.marks[-1]
        start = self.starts[number] + mark.end
        if box := _BOX.match(self.source, start):
            start = box.end()
        self._leave(line.indent)
        depth = len(self.lists)
        self.lists.append(line.indent + 1)
        own = line.text[: mark.end].split()[-1]
        sign = f"{own} {box.group().strip()}" if box else own
        return self._paragraph("item", number, start, depth, sign)

    def _text(self, number: int) -> int:
        line = self.lines[number]
        own = line.own
        if own.startswith("<!--") and self._comment(number):
            return self._comment(number)
        if own.startswith("|"):
            return self._bars(number)
        if own.startswith("+-"):
            end = self._while(number, lambda one: one.own[:1] in ("+", "|"))
            self._fixed("code", number, end)
            return end
        if own.startswith("$$"):
            end = self._while(number, lambda one: one.kind is Kind.TEXT)
            self._fixed("code", number, end)
            return end
        if _BREAK.match(own):
            self.items.append(Label("* * *", self._in()))
            return number + 1
        if _ADDRESS.match(own):
            return number + 1
        return self._prose(number, own)

    def _prose(self, number: int, own: str) -> int:
        start = self._own(number)
        if match := _NOTE.match(own):
            before = len(self.items)
            end = self._paragraph("note", number, start + match.end(), 0, match["name"])
            passages = [one for one in self.items[before:] if isinstance(one, Passage)]
            del self.items[before:]
            self.notes += [(f"[^{match['name']}]", one) for one in passages]
            return end
        if match := _MEANING.match(own):
            is_caption = bool(self.items) and isinstance(self.items[-1], Grid)
            return self._paragraph("caption" if is_caption else "meaning", number, start + match.end(), 0)
        if (match := _PICTURE.match(own)) and self._is_alone(number):
            self.items.append(Picture(match["path"]))
            piece = (start + match.start("caption"), start + match.end("caption"))
            self._passage("caption", [piece], number + 1)
            return number + 1
        kind = "quote" if self.lines[number].quote else "paragraph"
        return self._paragraph(kind, number, start, len(self.lists))

    def _paragraph(self, kind: str, number: int, start: int, depth: int, mark: str = "") -> int:
        quote = self.lines[number].quote

        def goes_on(one: Scanned) -> bool:
            own = one.own
            is_text = one.kind is Kind.TEXT and bool(one.quote) == bool(quote)
            return is_text and not (_MEANING.match(own) or _NOTE.match(own) or own.startswith(("<!--", "|")))

        end = self._while(number, goes_on)
        pieces = [(start, self._trimmed(number))]
        pieces += [(self._own(one), self._trimmed(one)) for one in range(number + 1, end)]
        self._passage(kind, pieces, end, depth, mark)
        return end

    def _passage(self, kind: str, pieces: list[tuple[int, int]], end: int, depth: int = 0, mark: str = "") -> None:
        self.items.append(self._made(kind, pieces, self._end(end - 1), depth, mark))

    def _made(self, kind: str, pieces: list[tuple[int, int]], after: int, depth: int = 0, mark: str = "") -> Passage:
        line = read_line(self.source, pieces, self.naming)
        for start, end in line.notes:
            inner = (line.places[start], line.places[end - 1] + 1) if end > start else (line.places[start - 1] + 1,) * 2
            call = f"^{inner[0]}"
            self.notes.append((call, self._made("note", [(inner[0], inner[1])], after)))
        start, end = pieces[0][0], pieces[-1][1]
        return Passage(kind, start, end, after, tuple(line.runs), tuple(line.groups), self._in(), depth, mark)

    def _bars(self, number: int) -> int:
        end = self._while(number, lambda one: one.own.startswith("|"))
        is_table = end - number > 1 and _RULE.match(self.lines[number + 1].own)
        if not is_table:
            for one in range(number, end):
                start = self._own(one) + 1
                start += len(self.source[start:]) - len(self.source[start:].lstrip(" "))
                self._passage("verse", [(min(start, self._end(one)), self._trimmed(one))], one + 1)
            return end
        rows = [self._row(one, end) for one in range(number, end) if one != number + 1]
        self.items.append(Grid(tuple(rows)))
        return end

    def _row(self, number: int, end: int) -> tuple[Passage, ...]:
        start = self._own(number)
        text = self.source[start : self._end(number)].rstrip()
        inner_end = len(text) - (text.endswith("|") and not text.endswith("\\|"))
        cells, place, is_code = [], 1, False
        for nth in range(1, inner_end + 1):
            sign = text[nth : nth + 1] if nth < inner_end else "|"
            is_code ^= sign == "`"
            if nth == inner_end or (sign == "|" and not is_code and text[nth - 1] != "\\"):
                cells.append((place, nth))
                place = nth + 1
        return tuple(self._cell(start, text, one, self._end(number)) for one in cells)

    def _cell(self, start: int, text: str, cell: tuple[int, int], after: int) -> Passage:
        inner = text[cell[0] : cell[1]]
        first = cell[0] + len(inner) - len(inner.lstrip())
        last = cell[0] + len(inner.rstrip())
        if last <= first:
            first = last = min(cell[0] + 1, cell[1])
        return self._made("cell", [(start + first, start + last)], after)

    def _comment(self, number: int) -> int:
        """The line behind a comment that begins here and has nothing beside it, 0 when it is within a text."""
        close = self.source.find("-->", self.starts[number])
        if close < 0:
            return 0
        end = next((one for one, start in enumerate(self.starts) if start > close), len(self.lines))
        return end if not self.source[close + 3 : self._end(end - 1)].strip() else 0

    def _while(self, number: int, fits: Callable[[Scanned], bool]) -> int:
        end = number + 1
        while end < len(self.lines) and self.lines[end].kind is not Kind.BLANK and fits(self.lines[end]):
            end += 1
        return end

    def _is_alone(self, number: int) -> bool:
        return number + 1 >= len(self.lines) or self.lines[number + 1].kind is not Kind.TEXT

    def _own(self, number: int) -> int:
        line = self.lines[number]
        return self.starts[number] + len(line.text) - len(line.own)

    def _end(self, number: int) -> int:
        return self.starts[number] + len(self.lines[number].text)

    def _trimmed(self, number: int) -> int:
        """The end of a line's text; blanks that break the line stay with its end."""
        return self.starts[number] + len(self.lines[number].text.rstrip())

    def _in(self) -> tuple[str, ...]:
        return tuple(filter(None, self.boxes))


_TAKERS: dict[Kind, Callable[[_Reader, int], int]] = {
    Kind.HEAD: _Reader._head,
    Kind.CODE: _Reader._code,
    Kind.OPENS: _Reader._opens,
    Kind.CLOSES: _Reader._closes,
    Kind.HEADING: _Reader._heading,
    Kind.ITEM: _Reader._item,
}

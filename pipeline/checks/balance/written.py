"""The words of a Markdown source with their places: an opinion of its own about what a text says.

Nothing here comes from those who read the text for the book (preparation, elements, pandoc), so that what they misread
shows. One scanner takes away what says nothing to readers, in the order in which marks count: code, then comments, then
what stands in brackets. Where a text is in doubt its words are left out: a place that is not looked at is better than a
false alarm.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ...tokens import SOFT_HYPHEN, WORD, words_of
from .things import Thing, things_of

# What may be in brackets of one line, with one pair inside.
_INNER = r"(?:[^\[\]\n]|\[[^\[\]\n]*\])*"
_ATTRIBUTES = r"\{[^{}\n]*(?:\n[^{}\n]+)?\}"
_FENCE = (
    r"^(?P<dent>[ \t>]*)(?P<bar>`{3,}|~{3,})(?P<info>[^`\n]*)\n(?P<code>(?:.*\n)*?)"
    r"(?:(?P=dent)[ \t]*(?P=bar)[`~]*[ \t]*$|\Z)"
)
_SPAN = r"(?P<ticks>`+)(?!`)(?P<inner>(?:[^\n]|\n(?![ \t]*\n))+?)(?<!`)(?P=ticks)(?!`)"
_MATH = (
    r"\$`[^`\n]+`\$|\\\((?:[^\\\n]|\\[^()\n])*[\\^_=+<>/](?:[^\\\n]|\\[^()\n])*\\\)"
    r"|\\\[(?:[^\\\n]|\\[^\[\]\n])*[\\^_=+<>/](?:[^\\\n]|\\[^\[\]\n])*\\\]"
    r"|\$\$(?:[^$]|\n){1,2000}?\$\$"
    r"|(?<![\w$])\$(?=[^\s$])(?:[^$\n]|\n(?![ \t]*\n)){0,300}?(?<=[^\s\\])\$(?![\d${])"
)
_TARGET = (
    r"\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: [^()\s\"']+)*)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_DEFINITION = (
    r"^ {0,3}\[[^\]\n^]+\]:[ \t]*\n?[ \t]*(?:<[^<>\n]*>|\S+)[ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))?[ \t]*$"
)
# Behind a note's mark, too.
_CRITIC = r"\{(?:\+\+|--|~~|>>|==)"
_SCANNER = re.compile(
    # Most letters begin nothing.
    r"(?:(?=[\\\[\]{<`~$@:^-]|[ \t]\{)|^)(?:"
    rf"(?P<fence>{_FENCE})"
    r"|(?P<div>^[ \t>]*:{3,}.*$)"
    rf"|(?P<span>{_SPAN}(?:{_ATTRIBUTES})?)"
    r"|(?P<escaped>\\[^\n\w])"
    r"|(?P<comment><!--(?:.|\n)*?-->)"
    r"|(?P<critic>\{(?:\+\+|--|~~|>>|==)(?:.|\n){0,600}?(?:\+\+|--|~~|<<|==)\})"
    rf"|(?P<math>{_MATH})"
    rf"|(?P<definition>{_DEFINITION})"
    rf"|(?P<unsure>\[{_INNER}\](?!{_CRITIC}){_ATTRIBUTES})"
    rf"|(?P<cited>\[[^\[\]\n`]*(?<![\w.])-?@\w[^\[\]\n`]*(?:{_TARGET}|\](?:\[{_INNER}\])?))"
    r"|(?P<key>(?<![\w.])-?@\w[\w:.#$%&+?<>~/-]*)"
    rf"|(?P<reference>\]\[(?P<label>(?:{_INNER}\n)?{_INNER})\])"
    r"|(?P<address><(?:https?|mailto|tel|ftp):[^\s<>]*>)"
    r"|(?P<tag></?[a-zA-Z][^<>\n]*>)"
    rf"|(?P<target>{_TARGET}(?:{_ATTRIBUTES})?)"
    rf"|(?P<attributes>(?<=\]){_ATTRIBUTES}|[ \t]{_ATTRIBUTES}[ \t]*$)"
    # At the beginning of a line, with a colon, is the text of a note.
    r"|(?P<call>(?<=[^\s>])\[\^[^\]\s]+\]|\[\^[^\]\s]+\](?!:))"
    r"|\^\[(?P<note>(?:[^\[\]\n]|\n(?![ \t]*\n)|\[[^\[\]\n]*\])*)\]"
    r")",
    re.MULTILINE,
)
_FENCED_DIV = re.compile(r"^[ \t>]*:{3,}[ \t]*(?P<attributes>.*)$")
_DIRECTIVE = re.compile(r"[ \t]*\{[a-z]")
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+")
_ITEM = re.compile(r"^(?P<dent>[ \t]*)(?:[-*+]|\(?(?P<number>\d{1,9})[.)])[ \t]+(?P<tick>\[[ xX]\][ \t]+)?(?=\S)")
_NOTE = re.compile(r"^ {0,3}\[\^(?P<label>[^\]\s]+)\]:")
_ENTITY = re.compile(r"\w*&(?:#\d+|#[xX][\da-fA-F]+|[a-zA-Z]+\d*);\w*")
_DEFINED = re.compile(rf"^ {{0,3}}\[(?P<label>{_INNER})\]:", re.MULTILINE)
_GRID = re.compile(r"^[ \t]*\+[-=+:]+\+[ \t]*$")
# The line below a table's head, and a caption.
_RULE = re.compile(r"^[ \t>]*[|+]?[ \t]*:?-+:?[ \t]*(?:[|+ \t][-:|+= \t]*)?$")
_CAPTION = re.compile(r"^ {0,3}(?:Table)?:[ \t]*\S")
# What stands before the words of a caption says only that it is one.
_NAMED = re.compile(r" {0,3}[*_]{0,2}(?:Table|Tabelle|Tab\.)(?:[ \u00a0]\d[\d.]*)?:[ \t]+(?=\S)")
_ROW = re.compile(r"^[ \t>]*\|.*\|[ \t]*$")
# The figures in the last cell of a row.
_AMOUNT = re.compile(r"\d[\d.,]*(?=[^|]*\|?[ \t]*$)")
_NAME = re.compile(r"[\w-]+")
# H~2~O and m^2^ are a word each.
_RAISED = re.compile(r"(?<=[^\W_])([~^])([^\W_]+)\1")


Lines = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Stream:
    """Words in order, and the lines that they stand in, each with its place in the source."""

    words: tuple[str, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()

    def places(self) -> list[int]:
        """Where each word begins; most texts lose nothing, and nobody asks."""
        return [start + place for start, line in self.lines for place in _places(line)]


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read: the names of elements whose words need not arrive, of those whose amounts are reckoned, the
    phrases that a variant says in other words, and the keys of heads by what authors write."""

    left_out: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()
    replaced: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a source says: its text and its notes; and its things."""

    text: Stream = Stream()
    notes: Stream = Stream()
    things: tuple[Thing, ...] = ()


def written(text: str, how: Reading, head: int = 0) -> Written:
    """Read a source, whose head is so long."""
    text = _blank(text[:head]) + text[head:]
    labels = frozenset(_label(match["label"]) for match in _DEFINED.finditer(text))
    known = _Known(how.left_out, labels, [], Counter(), [])
    plain = _SCANNER.sub(lambda match: _plain(match, known), text)
    if "&" in plain:
        plain = _ENTITY.sub(lambda match: _blank(match.group()), plain)
    for phrase in how.replaced:
        pattern = r"\s+".join(map(re.escape, phrase.split()))
        plain = re.sub(rf"(?<!\w){pattern}(?!\w)", lambda match: _blank(match.group()), plain)
    reader, start = _Reader(how), 0
    for line in plain.split("\n"):
        reader.take(start, line)
        start += len(line) + 1
    things = (*(one for one in known.things if not reader.leaves_out(one.start)), *reader.ticks)
    return Written(_stream(reader.main), _stream([*reader.called_notes(known.calls), *known.notes]), things)


class _Known(NamedTuple):
    """What markup is read by: elements that may go, the labels of links; where texts of notes go that stand in
    brackets; how often each note is called; and the things of the source. `start` is the place of what is read."""

    left_out: Collection[str]
    labels: Collection[str]
    notes: Lines
    calls: Counter[str]
    things: list[Thing]
    start: int = 0


def _plain(match: re.Match[str], known: _Known) -> str:
    """What a piece of markup says, as long as it was and on its lines."""
    found = match.group()
    known.things.extend(things_of(match, known.start))
    if match["fence"]:
        start, end = match.start("code") - match.start(), match.end("code") - match.start()
        # What is called {note} may be a box of another tool.
        is_text = _DIRECTIVE.match(match["info"])
        code = _plain_inside(found[start:end], match.start("code"), known) if is_text else _harmless(found[start:end])
        return _blank(found[:start]) + code + _blank(found[end:])
    if match["span"]:
        start, end = match.start("inner") - match.start(), match.end("inner") - match.start()
        return " " * start + found[start:end] + _blank(found[end:])
    if match["unsure"]:
        # An element: its words count, but for those that the book may leave out.
        inner = found.rindex("]{")
        words = _plain_inside(found[1:inner], match.start() + 1, known)
        kept = _blank(words) if _is_one_of(found[inner + 2 :], known.left_out) else words
        return " " + kept + _blank(found[inner:])
    if match["note"]:
        words = _plain_inside(match["note"], match.start("note"), known)
        known.notes.append((known.start + match.start("note"), words))
    if match["address"]:
        return " " + found[1:-1].removeprefix("mailto:").removeprefix("tel:").rjust(len(found) - 2) + " "
    if match["reference"] and match["label"] and _label(match["label"]) not in known.labels:
        return found  # nothing of that name: what is in brackets is text
    if match["call"]:
        known.calls[found[2:-1]] += 1
    if match["escaped"]:
        return "  "
    if match["div"]:
        return found
    return _blank(found)


def _plain_inside(text: str, start: int, known: _Known) -> str:
    within = known._replace(start=known.start + start)
    return _SCANNER.sub(lambda match: _plain(match, within), text)


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


def _harmless(code: str) -> str:
    """Lines of code, where no mark means anything."""
    return re.sub(
        r"^[ \t>]*(?:[-*+:#]+|\d+[.)]|\[[^\]]*\]:)",
        lambda match: re.sub(r"[^\w\n]", " ", match.group()),
        code,
        flags=re.M,
    )


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


class _Reader:
    """Takes lines one by one: those of the text and those of its notes, without the marks at their beginning. A caption
    below its table is put before it, where readers have it."""

    def __init__(self, how: Reading) -> None:
        self.main: Lines = []
        self.notes: Lines = []
        self._how = how
        self._into = self.main
        self.ticks: list[Thing] = []
        # Where lines are that need not arrive.
        self._left: list[tuple[int, int]] = []
        # Where each note begins among their lines.
        self._begun: list[tuple[str, int]] = []
        # The attributes of the boxes around a line.
        self._boxes: list[str] = []
        self._lists = _Lists()
        # Where the block of lines begins, whether it is a table, and where the last one began, if it was one.
        self._block, self._is_table, self._table = 0, False, -1
        self._caption = -1

    def take(self, start: int, line: str) -> None:
        """Take the line that begins there."""
        if fence := _FENCED_DIV.match(line):
            _step(self._boxes, fence["attributes"].strip().strip(":").strip())
            self._lists.end()
            self._end_block()
        elif not line.strip():
            self._lists.blank = True
            self._end_block()
        else:
            shorter = self._turn(line)
            self._take_words(start + len(line) - len(shorter), shorter)
            self._lists.blank = False

    def leaves_out(self, place: int) -> bool:
        """Whether what is there need not arrive."""
        return any(start <= place < end for start, end in self._left)

    def called_notes(self, calls: Counter[str]) -> Lines:
        """The lines of the notes, each as often as it is called: so often readers find it."""
        ends = (*self._begun, ("", len(self.notes)))
        return [
            line for (label, start), (_, end) in pairwise(ends) for line in self.notes[start:end] * max(1, calls[label])
        ]

    def _turn(self, line: str) -> str:
        """Go into a note or out of it; the rest of the line."""
        if note := _NOTE.match(line):
            self._begun.append((note["label"], len(self.notes)))
            self._go(self.notes)
            return line[line.index("]:") + 2 :]
        if self._into is self.notes and self._lists.blank and not line.startswith(("    ", "\t")):
            self._go(self.main)
        return line

    def _go(self, into: Lines) -> None:
        self._into, self._block, self._table = into, len(into), -1

    def _take_words(self, start: int, line: str) -> None:
        if is_row := bool(_ROW.match(line)):
            self._begin_table()
        self._is_table = self._is_table or is_row or bool(_RULE.match(line))
        if any(_is_one_of(box, self._how.left_out) for box in self._boxes):
            self._left.append((start, start + len(line)))
            return
        if _GRID.match(line):
            return
        if is_row and any(_is_one_of(box, self._how.computed) for box in self._boxes):
            line = _AMOUNT.sub(lambda match: _blank(match.group()), line)
        bare = _QUOTED.sub("", line)
        if _CAPTION.match(bare) and (self._is_table or self._table >= 0):
            self._caption = self._block if self._is_table else self._table
        item = _ITEM.match(bare)
        if item and item["tick"]:
            self.ticks.append(Thing("tick", "", start, start + len(line)))
        skipped = len(line) - len(bare) + self._lists.marks(bare, item)
        if named := _NAMED.match(bare):
            skipped += named.end()
        words = start + skipped, line[skipped:]
        if self._caption >= 0:
            self._into.insert(self._caption, words)
            self._caption += 1
        else:
            self._into.append(words)

    def _begin_table(self) -> None:
        """Rows right below a text are a table of their own; those below a table and a blank line go on with it."""
        if self._is_table or self._caption >= 0:
            return
        self._block = self._table if self._table >= 0 and len(self._into) == self._block else len(self._into)

    def _end_block(self) -> None:
        if len(self._into) > self._block:
            self._table = self._block if self._is_table and self._caption < 0 else -1
        self._block, self._is_table, self._caption = len(self._into), False, -1


def _step(boxes: list[str], attributes: str) -> None:
    """Open a box, or close the last one."""
    if attributes:
        boxes.append(attributes)
    elif boxes:
        boxes.pop()


def _is_one_of(attributes: str, names: Collection[str]) -> bool:
    return any(name in names for name in _NAME.findall(attributes))


class _Lists:
    """Where lists go on: of their numbers only the first is the author's."""

    def __init__(self) -> None:
        self.counting, self.blank = False, True

    def end(self) -> None:
        self.counting, self.blank = False, True

    def marks(self, line: str, item: re.Match[str] | None) -> int:
        """How many signs at the beginning of a line, which may begin an item, are its mark and no words."""
        if not item:
            if line.startswith("#") or (self.blank and not line.startswith((" ", "\t"))):
                self.counting = False
            return 0
        begins = bool(item["number"]) and not self.counting and not item["dent"]
        self.counting = self.counting or bool(item["number"]) or bool(item["dent"])
        # What looks like a number below a line may be its text.
        return 0 if begins else item.end()


def _stream(lines: Sequence[tuple[int, str]]) -> Stream:
    text = _RAISED.sub(r"\2", "\n".join([line for _, line in lines]))
    return Stream(tuple(words_of(text)), tuple(lines))


def _places(line: str) -> Iterator[int]:
    line = _RAISED.sub(r"\2", line)
    if SOFT_HYPHEN not in line and unicodedata.is_normalized("NFC", line):
        return (match.start() for match in WORD.finditer(line))
    # Letters have other numbers in such a line: its words are placed at its beginning.
    return (0 for _ in words_of(line))

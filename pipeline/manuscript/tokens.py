"""A source as the pieces that a merge may tell apart: text in, tokens out, which are the text again one by one.

Content is a sentence, a row of a table, a key of YAML, a line that stands for itself, or raw text that is merged by its
lines. Marks stand between: a break before each block, the sign before an item, the line that closes a box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from . import sentences
from .layout import BLANK, FENCE, HEAD, HEADING, RAW, TABLE, TEXT, Run, cells, read_items, read_runs
from .scanner import DIV_LINE

SENTENCE, ROW, KEY, LINE, WHOLE, PART = "sentence", "row", "key", "line", "whole", "part"
BREAK, ITEM, CLOSE = "break", "item", "close"
MARKS = frozenset({BREAK, ITEM, CLOSE})
_WORD = re.compile(r"\w+")
_KEY = re.compile(r"^(?P<indent>\s*)(?P<dash>-\s+)?(?P<name>[^\s:#][^:#]*):(?P<value>.*)$", re.DOTALL)
_OPENS_KEY = re.compile(r"\s*-(?:\s|$)|\S")
# A value in brackets, in quotes, as a text of lines, or plain.
_ENTRIES = re.compile(r"(?P<before>[^\[\]{}]*:\s*\[)(?P<inside>[^\[\]{}#]*)(?P<after>\]\s*)")
_ENTRY = re.compile(r"\"[^\"]*\"|'[^']*'|[^,\"'\s][^,\"']*")
_SENTENCES = re.compile(
    r"(?P<before>\s*(?:-\s+)?[^\s:#][^:#]*:\s+(?:[|>][\d+-]*\s*\n\s+|(?P<quote>[\"']))?)"
    r"(?P<inside>[^\s\"'\[\]{}|>&*!%@`].*?)(?P<after>(?(quote)(?P=quote))\s*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece; `lead` are the blanks before it, if it goes on with a line or a block."""

    kind: str
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A key's value in pieces, and what stands around them."""

    before: str
    pieces: tuple[Token, ...]
    after: str


@lru_cache(maxsize=20_000)
def name(token: Token) -> tuple[str, str]:
    """What makes two pieces the same: their words and signs, not how their lines are broken."""
    text = token.text if token.kind == PART else re.sub(r"\s*\n>?\s*|\s+", " ", token.text).strip()
    return token.kind, " | ".join(cells(text)) if token.kind == ROW else text


def words(token: Token) -> list[str]:
    """The words of a piece, in their order."""
    return _WORD.findall(token.text)


def opens(token: Token) -> bool:
    """Whether a piece begins something new, so that it does not belong to the piece before it."""
    return token.kind in MARKS or (token.kind == KEY and bool(_OPENS_KEY.match(token.text)))


def key_of(token: Token) -> str:
    """The key of a piece of YAML with its indentation, empty when it has none."""
    found = _KEY.match(token.text) if token.kind == KEY else None
    return found["indent"] + (found["dash"] or "") + found["name"] if found else ""


def read_markdown(text: str, *, coarse: bool = False) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The head's tokens and the body's; `coarse` takes each box and each table for one piece."""
    runs = read_runs(text.rstrip("\n"))
    inside = runs[0].lines[1:-1] if runs[0].kind == HEAD else ()
    head = tuple(_read_keys(inside)) if inside else ()
    body = runs[1:] if runs[0].kind == HEAD else runs
    return head, tuple(_read_body(tuple(_boxes(body)) if coarse else body))


def blank_below_head(text: str) -> str:
    """The blank lines between a head and what follows."""
    runs = read_runs(text)
    is_there = len(runs) > 1 and runs[0].kind == HEAD and runs[1].kind == BLANK
    return "\n" * len(runs[1].lines) if is_there else ""


def read_yaml(text: str) -> tuple[Token, ...]:
    """A file of YAML as its keys and entries."""
    return tuple(_read_keys(text.rstrip("\n").split("\n")))


def parts(token: Token) -> tuple[Token, ...]:
    """What a row or raw text is merged by: its cells, or its lines."""
    pieces = cells(token.text) if token.kind == ROW else token.text.split("\n")
    return tuple(Token(PART, piece) for piece in pieces)


def whole(kind: str, pieces: Sequence[str]) -> str:
    """The text of a row or raw text of these parts."""
    return "| " + " | ".join(pieces) + " |" if kind == ROW else "\n".join(pieces)


def read_value(token: Token) -> Value | None:
    """The entries in brackets or the sentences of a key's value; none where a merge cannot tell them apart."""
    if found := _ENTRIES.fullmatch(token.text):
        entries = [entry.strip() for entry in _ENTRY.findall(found["inside"])]
        is_whole = ",".join(entries) == re.sub(r"\s*,\s*", ",", found["inside"]).strip().removesuffix(",")
        pieces = tuple(Token(PART, entry) for entry in entries)
        return Value(found["before"], pieces, found["after"]) if is_whole else None
    found = _SENTENCES.fullmatch(token.text)
    return Value(found["before"], tuple(_sentences(found["inside"])), found["after"]) if found else None


def write_value(value: Value, pieces: Sequence[Token]) -> str:
    """The key with these pieces in its value; an entry that two have brought stands once."""
    if value.before.rstrip().endswith("["):
        inside = ", ".join(dict.fromkeys(piece.text for piece in pieces))
    else:
        inside = "".join((piece.lead or " ") + piece.text for piece in pieces).lstrip()
    return value.before + inside + value.after


def is_opening(token: Token) -> bool:
    """Whether a line opens a box."""
    return token.kind == LINE and token.text.lstrip(" >").startswith(":::")


def _read_body(runs: Sequence[Run]) -> Iterator[Token]:
    gap = ""
    for run in runs:
        if run.kind == BLANK:
            gap += "\n" * len(run.lines)
            continue
        yield Token(BREAK, gap)
        yield from _content(run)
        gap = "\n"


def _boxes(runs: Sequence[Run]) -> Iterator[Run]:
    """Join what stands between a line that opens a box and the one that closes it; take tables as they are."""
    depth, lines = 0, list[str]()
    for run in runs:
        match = DIV_LINE.match(run.lines[0]) if run.kind == FENCE else None
        depth = max(0, depth + (0 if match is None else 1 if match["attributes"] else -1))
        lines += run.lines if depth or lines else ()
        if not depth:
            yield Run(RAW, tuple(lines) or run.lines) if lines or run.kind == TABLE else run
            lines = []
    if lines:
        yield Run(RAW, tuple(lines))


def _content(run: Run) -> Iterator[Token]:
    if run.kind == TEXT:
        yield from _text(run.lines)
    elif run.kind == TABLE:
        yield from (Token(ROW, row, "\n" if nth else "") for nth, row in enumerate(run.lines))
    elif run.kind == HEADING:
        yield Token(LINE, run.lines[0])
    elif run.kind == FENCE:
        match = DIV_LINE.match(run.lines[0])
        yield Token(CLOSE if match and not match["attributes"] else LINE, run.lines[0])
    else:
        yield Token(WHOLE, "\n".join(run.lines))


def _text(lines: tuple[str, ...]) -> Iterator[Token]:
    for nth, item in enumerate(read_items(lines)):
        if item.first:
            yield Token(ITEM, ("\n" if nth else "") + item.first)
        yield from _sentences("\n".join(item.lines), item.other)


def _sentences(text: str, indent: str = "") -> Iterator[Token]:
    done = 0
    for start, end in sentences.spans(text):
        gap, sentence = (part.replace("\n", "\n" + indent) for part in (text[done:start], text[start:end]))
        yield Token(SENTENCE, sentence, gap if done else "")
        done = end


def _read_keys(lines: Sequence[str]) -> Iterator[Token]:
    unit: list[str] = []
    lead = ""
    for line in lines:
        if unit and not _goes_on(unit, line):
            yield Token(KEY, "\n".join(unit), lead)
            unit, lead = [], "\n"
        unit.append(line)
    if unit:
        yield Token(KEY, "\n".join(unit), lead)


def _goes_on(unit: Sequence[str], line: str) -> bool:
    """Whether a line belongs to the value above it: of a text, of brackets, or simply indented further."""
    first = unit[0]
    if not first.strip() or first.lstrip().startswith("#"):
        return False
    written = re.sub(r"'[^']*'|\"[^\"]*\"", "", "\n".join(unit))
    if sum(written.count(sign) for sign in "[{") > sum(written.count(sign) for sign in "]}"):
        return True
    found = _KEY.match(first)
    column = len(first) - len(first.lstrip(" -")) if found is None or found["dash"] else len(found["indent"])
    has_value = bool(found is None or found["value"].strip(" "))
    is_text = bool(found and re.match(r"\s*[|>][\d+-]*\s*$", found["value"].split("\n")[0]))
    indent = len(line) - len(line.lstrip(" "))
    if is_text:
        return not line.strip() or indent > column
    return has_value and bool(line.strip()) and indent > column and not line.lstrip().startswith("#")

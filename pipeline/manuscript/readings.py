"""Merged pieces as text again: where both authors wrote the same place differently, both readings stand there.

In prose that is a box; where no box can stand, in YAML, at headings and opening lines, one reading stands and the other
beside it in a comment. A box of which one reading was deleted is none any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..diagnostics import Diagnostic, diagnose
from .layout import continuation
from .positions import bare, span_at, without_code
from .scanner import DIV_LINE
from .tokens import BREAK, CLOSE, ITEM, LINE, MARKS, ROW, SENTENCE, WHOLE, Token

BOX, READING, NOTE = "konflikt", "lesart", "konflikt:"
ENGLISH_BOX = "conflict"
ALONE = frozenset({LINE, CLOSE, WHOLE})
YAML_SUFFIXES = (".yaml", ".yml")
_NOTES = re.compile(rf"^[ \t]*(?P<sign># |<!-- ){NOTE}", re.MULTILINE)
_BOXES, _READINGS = (
    re.compile(rf"^[ >]*(?P<place>:{{3,}}[ \t]*(?:\{{[^{{}}\n]*\.)?(?:{names})(?![\w-]).*)$", re.MULTILINE)
    for names in (f"{BOX}|{ENGLISH_BOX}", f"{READING}|reading")
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both changed this, each in another way; the smaller text stands first."""

    one: Token
    other: Token


Piece: TypeAlias = Token | Conflict


def read(piece: Piece, nth: int) -> Token:
    """A piece in one of its readings."""
    return (piece.one, piece.other)[nth] if isinstance(piece, Conflict) else piece


def undecided(text: str, path: str) -> Iterator[Diagnostic]:
    """Report where two readings stand: s-071 in a box, s-072 beside the text in a comment."""
    if BOX not in text and ENGLISH_BOX not in text:
        return
    prose, plain = bare(text), without_code(text)
    for box in _BOXES.finditer(prose):
        if len(_READINGS.findall(prose, box.end(), _end_of_box(prose, box.end()))) > 1:
            yield diagnose("s-071", span_at(text, box.start("place"), box.end("place"), path))
    head = text.find("\n---", 1) if text.startswith("---") else -1
    for note in _NOTES.finditer(text):
        is_yaml = path.endswith(YAML_SUFFIXES) or note.start() < head
        if is_yaml if note["sign"] == "# " else plain[note.end() - 1] != " ":
            yield diagnose("s-072", span_at(text, note.start("sign"), note.end(), path))


def _end_of_box(prose: str, start: int) -> int:
    depth = 1
    for line in re.finditer(r".*", prose[start:]):
        if match := DIV_LINE.match(line.group()):
            depth += 1 if match["attributes"] else -1
            if not depth:
                return start + line.start()
    return len(prose)


def write_keys(pieces: Sequence[Piece]) -> tuple[str, int]:
    """YAML: of two readings one stands, the other below it in a comment."""
    lines: list[str] = []
    conflicts = 0
    for piece in pieces:
        lines += read(piece, 0).text.split("\n")
        if isinstance(piece, Conflict):
            conflicts += 1
            indent = re.match(r" *", piece.other.text)
            lines += [f"{indent[0] if indent else ''}# {NOTE} {line}" for line in piece.other.text.split("\n")]
    return "".join(line + "\n" for line in lines), conflicts


def write_body(pieces: Sequence[Piece]) -> tuple[str, int]:
    """Markdown, with a box around each block that has two readings."""
    conflicts = sum(isinstance(piece, Conflict) for piece in pieces)
    text, before = "", None
    for block in _blocks(list(_spaced(list(_note(pieces))))):
        text += _box(block, before) if any(isinstance(one, Conflict) for one in block) else _text(block, before)
        before = read(block[-1], 0)
    return text.lstrip("\n") + ("\n" if text.strip() else ""), conflicts


def _spaced(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Only beside a line that stands for itself a block may begin on the next line."""
    for nth, piece in enumerate(pieces):
        beside = {read(one, 0).kind for one in (*pieces[max(nth - 1, 0) : nth], *pieces[nth + 1 : nth + 2])}
        if isinstance(piece, Token) and piece.kind == BREAK and nth and len(piece.text) < 2 and not beside & ALONE:
            yield replace(piece, text="\n\n")
        else:
            yield piece


def _note(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Of a heading or an opening line with two readings one stands, the other below it in a comment."""
    for piece in pieces:
        if isinstance(piece, Conflict) and piece.one.kind == LINE:
            note = piece.other.text.strip().replace("-->", "-- >")
            yield replace(piece.one, text=f"{piece.one.text}\n<!-- {NOTE} {note} -->".lstrip("\n"))
        else:
            yield piece


def _blocks(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Part at breaks and around lines; what is indented belongs to what is before it."""
    block: list[Piece] = []
    for nth, piece in enumerate(pieces):
        following = pieces[nth + 1] if nth + 1 < len(pieces) else None
        hangs = following is not None and read(following, 0).text[:1].isspace()
        is_break = isinstance(piece, Token) and piece.kind == BREAK and not hangs
        if block and (is_break or _stands_alone(piece) or _stands_alone(block[-1])):
            yield block
            block = []
        block.append(piece)
    if block:
        yield block


def _stands_alone(piece: Piece) -> bool:
    return isinstance(piece, Token) and piece.kind in (LINE, CLOSE)


def _box(block: Sequence[Piece], before: Token | None) -> str:
    first = read(block[0], 0)
    gap = first.text if first.kind == BREAK else ""
    inside = block[1:] if first.kind == BREAK else block
    readings = sorted(_text([read(piece, nth) for piece in inside], None).strip("\n") for nth in (0, 1))
    written = "".join(f":::: {READING}\n{reading}\n::::\n" for reading in readings)
    if not gap and before is not None:
        gap = "\n\n"
    return f"{gap}::::: {BOX}\n{written}:::::"


def _text(pieces: Sequence[Piece], before: Token | None) -> str:
    """Pieces one behind the other, with the blanks that they need."""
    made, other = "", ""
    for piece in pieces:
        token = read(piece, 0)
        if token.kind in MARKS:
            other = continuation(token.text.lstrip("\n")) if token.kind == ITEM else ""
        elif token.kind == SENTENCE:
            lead, text = (re.sub(r"\n[ >]*", "\n" + other, part) for part in (token.lead, token.text))
            token = Token(SENTENCE, text, lead)
        is_definition = token.kind == ITEM and token.text.lstrip().startswith((":", "~"))
        if is_definition and (before is None or before.kind != SENTENCE):
            other = ""
            continue  # what defines nothing is a paragraph
        made += _lead(before, token) + token.text
        before = token
    return made


def _lead(before: Token | None, token: Token) -> str:
    """The blanks before a piece: its own, unless what it follows now asks for others."""
    if token.kind == BREAK:
        return "" if before is None or token.text else "\n\n"
    if before is None:
        return ""
    if token.kind == ITEM:
        return "" if before.kind == BREAK or token.text.startswith("\n") else "\n"
    if before.kind in (BREAK, ITEM):
        return ""
    if token.kind == CLOSE:
        return "\n"
    if {token.kind, before.kind} & ALONE or token.kind != before.kind:
        return "\n\n"
    return token.lead or ("\n" if token.kind == ROW else " ")

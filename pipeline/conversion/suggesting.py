"""What reviewers did to a passage, as marks in its source: letters of a returned paragraph in, edits of the source out.

A mark never breaks the signs of the source: what goes is taken out between them, or with them when all inside goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from .critic import COMMENTED, DELETED, INSERTED, Change, Marks, close, without_signs
from .inlines import NOTE_SIGN, Run
from .passages import Passage
from .wordreading import ENDS, STARTS, Piece, Remark

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_SPECIAL = re.compile(r"[\\*`\[\]<>|$^~@#]|(?<!\w)_|_(?!\w)|\{(?=[+\-~>=])")
_CLOSING, _BETWEEN, _OPENING = range(3)


class Op(NamedTuple):
    """One change of the passage's text: from `start` to `end` goes, or `text` comes, at a letter's number."""

    kind: str
    start: int
    end: int
    author: str = ""
    text: str = ""
    is_source: bool = False


class Edit(NamedTuple):
    """A mark on its way into the source; of those at one place the lowest rank stands first."""

    place: int
    rank: int
    text: str


@dataclass(slots=True)
class Desk:
    """What all passages of a chapter share; `note` gives the text of a note that is new."""

    marks: Marks
    remarks: Mapping[str, Remark]
    note: Callable[[str], str]
    edits: list[Edit] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def put(self, place: int, rank: int, text: str) -> None:
        """Note an edit."""
        self.edits.append(Edit(place, rank, text))


def suggest(desk: Desk, passage: Passage, pieces: Sequence[Piece]) -> bool:
    """Mark in the source what became of a passage; False when nothing did."""
    ops = _whole(passage, [*_ops(passage.text, pieces, desk)])
    changes = [op for op in ops if op.kind in (INSERTED, DELETED)]
    if passage.is_fixed and changes:
        _say(desk, passage, ops)
        return True
    for op in ops:
        if op.kind == DELETED:
            _remove(desk, passage, op)
        elif op.kind == INSERTED:
            text = op.text if op.is_source else escaped(op.text)
            opened = desk.marks.open(Change(INSERTED, op.author))
            desk.put(_place(passage, op.start), _BETWEEN, opened + text + close(opened))
    return _remark(desk, passage, ops) or bool(changes)


def strike(desk: Desk, passage: Passage, author: str = "") -> None:
    """Suggest that a whole passage goes."""
    if passage.text.strip():
        suggest(desk, passage, [Piece(passage.text, DELETED, author)])


def new_text(desk: Desk, pieces: Sequence[Piece]) -> str:
    """Text that is new, with the names of those who wrote it."""
    made = ""
    for author, text in _runs(pieces, desk):
        opened = desk.marks.open(Change(INSERTED, author))
        made += opened + text + close(opened)
    for piece in pieces:
        if piece.edge == ENDS and piece.note in desk.remarks and piece.note not in desk.said:
            desk.said.add(piece.note)
            opened = desk.marks.open(Change(COMMENTED, *_remarked(desk, piece.note)))
            made += opened + close(opened)
    return made


def escaped(text: str) -> str:
    """Words as source that says just them."""
    text = re.sub(r"\s*\n\s*", " ", without_signs(text).replace("\u00a0", " "))
    return _SPECIAL.sub(r"\\\g<0>", text)


def _runs(pieces: Sequence[Piece], desk: Desk) -> Iterator[tuple[str, str]]:
    author, text = "", ""
    for piece in pieces:
        if piece.state == DELETED or not piece.text:
            continue
        if text and piece.author != author:
            yield author, text
            text = ""
        author = piece.author
        text += desk.note(piece.note) if piece.text == NOTE_SIGN else escaped(piece.text)
    if text:
        yield author, text


def _ops(text: str, pieces: Sequence[Piece], desk: Desk) -> Iterator[Op]:
    """What was done, in the order of the text: tracked or, where the old text is another now, found by comparing."""
    old = "".join(piece.text for piece in pieces if piece.state != INSERTED)
    targets = _targets(text, old)
    at = place = 0
    for piece in pieces:
        if piece.edge:
            yield Op(piece.edge, at, at, text=piece.note)
            continue
        if piece.state == INSERTED:
            said = desk.note(piece.note) if piece.text == NOTE_SIGN else piece.text
            yield Op(INSERTED, at, at, piece.author, said, piece.text == NOTE_SIGN)
            continue
        for _ in piece.text:
            goal, is_own = targets[place]
            if goal > at:
                yield Op(DELETED, at, goal)
                at = goal
            if not is_own and not piece.state:
                yield Op(INSERTED, at, at, "", old[place])
            elif is_own and piece.state == DELETED:
                yield Op(DELETED, at, at + 1, piece.author)
            at += is_own
            place += 1
    if at < len(text):
        yield Op(DELETED, at, len(text))


def _targets(text: str, old: str) -> list[tuple[int, bool]]:
    """For each letter of what came back as old: which letter of the text it is, or before which it was put."""
    if text == old:
        return [(nth, True) for nth in range(len(text))]
    one, other = _TOKENS.findall(text), _TOKENS.findall(old)
    found: list[tuple[int, bool]] = []
    for tag, first, last, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        at = sum(map(len, one[:first]))
        if tag == "equal":
            found += [(at + nth, True) for nth in range(sum(map(len, other[start:end])))]
        elif end > start:
            goal = at + sum(map(len, one[first:last]))
            found += [(goal, False)] * sum(map(len, other[start:end]))
    return found


def _whole(passage: Passage, ops: list[Op]) -> list[Op]:
    """Join what belongs together; what stands for more than its letters goes as a whole, and comes back changed."""
    ops = _joined(ops)
    at = 0
    for run in passage.runs:
        end = at + len(run.text)
        if run.is_whole and run.start < run.end:
            ops = _one_run(run, at, end, ops)
        at = end
    return ops


def _joined(ops: Sequence[Op]) -> list[Op]:
    made: list[Op] = []
    for op in ops:
        last = made[-1] if made else None
        alike = last and last.kind == op.kind and last.author == op.author and not (last.is_source or op.is_source)
        if last and alike and op.kind == DELETED and last.end == op.start:
            made[-1] = last._replace(end=op.end)
        elif last and alike and op.kind == INSERTED and last.start == op.start:
            made[-1] = last._replace(text=last.text + op.text)
        else:
            made.append(op)
    return made


def _one_run(run: Run, at: int, end: int, ops: list[Op]) -> list[Op]:
    inside = [
        op
        for op in ops
        if (op.kind == DELETED and op.start < end and op.end > at and not (op.start <= at and op.end >= end))
        or (op.kind == INSERTED and at < op.start < end)
    ]
    if not inside:
        return ops
    text, done = "", at
    for op in sorted(inside, key=lambda op: op.start):
        text += run.text[done - at : max(op.start, at) - at]
        text += op.text if op.kind == INSERTED else ""
        done = max(done, min(op.end, end)) if op.kind == DELETED else max(done, op.start)
    text += run.text[done - at :]
    author = next((op.author for op in inside if op.author), "")
    made: list[Op] = []
    for op in ops:
        if op in inside:
            if op.kind == DELETED:
                made += [op._replace(end=at)] if op.start < at else []
                made += [op._replace(start=end)] if op.end > end else []
            if op is inside[0]:
                made += [Op(DELETED, at, end, author), Op(INSERTED, end, end, author, _dressed(run, text), True)]
        else:
            made.append(op)
    return made


def _dressed(run: Run, text: str) -> str:
    """New words between the signs of the old ones."""
    if "code" in run.styles and run.around[0]:
        return "`" * run.around[0] + text + "`" * run.around[0]
    return text if {"citation", "mark", "code"} & {*run.styles} else escaped(text)


def _remove(desk: Desk, passage: Passage, op: Op) -> None:
    """Mark stretches of the source for what goes."""
    stretches = []
    at = 0
    for run in passage.runs:
        first, last = max(op.start - at, 0), min(op.end - at, len(run.text))
        if first < last and run.start < run.end:
            stretches.append((run.start, run.end) if run.is_whole else (run.start + first, run.start + last))
        at += len(run.text)
    covered = [*stretches]
    for group in sorted(passage.groups, key=lambda group: group.end - group.start):
        inner = [one for one in _visible(passage) if group.inner <= one[0] and one[1] <= group.close]
        if inner and all(any(s <= a and b <= e for s, e in _merged(covered)) for a, b in inner):
            covered += [(group.start, group.inner), (group.close, group.end)]
    for start, end in _merged(covered):
        opened = desk.marks.open(Change(DELETED, op.author))
        desk.put(start, _OPENING, opened)
        desk.put(end, _CLOSING, close(opened))


def _visible(passage: Passage) -> list[tuple[int, int]]:
    return [(run.start, run.end) for run in passage.runs if run.start < run.end]


def _merged(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _place(passage: Passage, letter: int) -> int:
    """Where in the source something is put before a letter of the text: behind the one before it, outside of signs
    that close there."""
    at = 0
    place = passage.start
    for run in passage.runs:
        if at >= letter:
            break
        if letter < at + len(run.text) and not run.is_whole:
            return run.start + letter - at
        place = run.end
        at += len(run.text)
    for group in sorted(passage.groups, key=lambda group: group.end):
        if group.close == place and letter:
            place = group.end
    return place


def _remark(desk: Desk, passage: Passage, ops: Sequence[Op]) -> bool:
    """Put comments where they belong: around their words, or behind them."""
    starts = {op.text: op.start for op in ops if op.kind == STARTS}
    found = False
    for op in ops:
        if op.kind != ENDS or op.text not in desk.remarks or op.text in desk.said:
            continue
        desk.said.add(op.text)
        found = True
        opened = desk.marks.open(Change(COMMENTED, *_remarked(desk, op.text)))
        start, end = starts.get(op.text, op.start), op.start
        stretch = _stretch(passage, start, end)
        is_changed = any(one.kind in (INSERTED, DELETED) and start <= one.start <= end for one in ops)
        if passage.is_fixed or passage.kind == "head":
            desk.put(passage.after, _BETWEEN, "\n\n" + opened + close(opened))
        elif stretch is None or is_changed:
            desk.put(_place(passage, end), _OPENING, opened + close(opened))
        else:
            desk.put(stretch[0], _OPENING, opened)
            desk.put(stretch[1], _CLOSING, close(opened))
    return found


def _stretch(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    """The source of some letters, when no signs around text are open on one side only."""
    first = _place(passage, start) if start else passage.start
    first = next(_at(passage, start), first)
    last = _place(passage, end)
    if first >= last or any((g.start < first < g.end) != (g.start < last < g.end) for g in passage.groups):
        return None
    return first, last


def _at(passage: Passage, letter: int) -> Iterator[int]:
    at = 0
    for run in passage.runs:
        if at <= letter < at + len(run.text):
            yield run.start if run.is_whole else run.start + letter - at
        at += len(run.text)


def _remarked(desk: Desk, number: str) -> tuple[str, str]:
    remark = desk.remarks[number]
    return remark.author, remark.text or "?"


def _say(desk: Desk, passage: Passage, ops: Sequence[Op]) -> None:
    """Where nothing can be suggested, say beside it what somebody would have otherwise."""
    old, new, at = passage.text, "", 0
    for op in ops:
        if op.kind == DELETED:
            new += old[at : op.start]
            at = op.end
        elif op.kind == INSERTED:
            new += old[at : op.start] + op.text
            at = max(at, op.start)
    new += old[at:]
    author = next((op.author for op in ops if op.author), "")
    pairs = zip(*_lines(old, new), strict=True)
    said = "; ".join(f"„{one}“ → „{other}“" for one, other in pairs)
    opened = desk.marks.open(Change(COMMENTED, author, said))
    desk.put(passage.after, _BETWEEN, "\n\n" + opened + close(opened))


def _lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that are other, side by side."""
    one, other = old.split("\n"), new.split("\n")
    rows: tuple[list[str], list[str]] = ([], [])
    for tag, first, last, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            rows[0].append(" / ".join(one[first:last]))
            rows[1].append(" / ".join(other[start:end]))
    return rows

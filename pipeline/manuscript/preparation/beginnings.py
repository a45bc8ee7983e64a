"""Beginnings of lines that are nearly Markdown, read as they were meant: bullets of other programs, marks without their
space or with one that does not break, full-width signs, what is set in by a tab or four blanks.

Each is a note with its cure (s-080, s-081, s-089). What may also be meant as it stands needs a second line like it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..scanner import TAB, Kind, Line
from .draft import Draft, is_prose

_NO_BREAK = "\u00a0\u2007\u202f\u3000"
_SPACE = rf"[ \t{_NO_BREAK}]"
# A box to tick that is one already.
_NO_BOX = r"(?![-*+][ \t]+\[[ xX]\][ \t])"
# Always meant so.
_SURE = (
    (re.compile(rf"[•●○◦▪▫■‣▸►➢➔∙]{_SPACE}*(?=\S)"), "- "),
    (re.compile(rf"-(?:[ \t]*[{_NO_BREAK}]{_SPACE}*)(?=\S)"), "- "),
    (re.compile(rf"－{_SPACE}*(?=\S)"), "- "),
    # What Word's bullets become: signs of a font for pictures.
    (re.compile(rf"[\uf020-\uf0ff]{_SPACE}*(?=\S)"), "- "),
    (re.compile(rf"{_NO_BOX}[-*+][ \t]*\[(?:{_SPACE}*|[_.*+oO-])\][ \t]*(?=[^\s(\[:{{])"), "- [ ] "),
    (re.compile(rf"{_NO_BOX}[-*+][ \t]*\[ *[xXvV✓✔√✗✘] *\][ \t]*(?=[^\s(\[:{{])"), "- [x] "),
)
# A picture called twice as loud.
_LOUD = re.compile(r"!!(?=\[[^\[\]]*\]\()")
# An explanation below its word, as others beside it have.
_EXPLANATION = re.compile(r":(?=[^\W\d_][^:]*$)")
# A list where the next or the last line begins alike.
_PAIRED = (
    (re.compile(rf"[–—―·→⇒]{_SPACE}+(?=\S)"), "- "),
    (re.compile(r"o\t+(?=\S)"), "- "),
    (re.compile(r"-(?=[A-ZÄÖÜ„“\"][^-]*[^-\s])"), "- "),
    (re.compile(r"-(?=(?:\*\*|\[|`)[^\W_])"), "- "),
    (re.compile(r"\*(?=[A-ZÄÖÜ„][^*]*$)"), "- "),
    (re.compile(r"\+(?=[A-ZÄÖÜ„][^+]*$)"), "- "),
    (re.compile(r"\[ \](?=[ \t]+\S)"), "- [ ]"),
)
# Boxes to tick, as signs.
_BALLOT = re.compile(rf"(?P<sign>[☐☑☒□]){_SPACE}*(?=\S)")
_BALLOTS = {"☐": "- [ ] ", "□": "- [ ] ", "☑": "- [x] ", "☒": "- [x] "}
_NUMBERED = (
    re.compile(rf"(?P<value>\d{{1,2}})[.)][ \t]*[{_NO_BREAK}]{_SPACE}*(?=\S)"),
    re.compile(rf"(?P<value>\d{{1,2}})\.\){_SPACE}*(?=\S)"),
    re.compile(r"(?P<value>\d{1,2})\.(?=[A-ZÄÖÜ„“])"),
    re.compile(rf"(?P<value>\d)\ufe0f?\u20e3{_SPACE}*(?=\S)"),
)
_HEADING = re.compile(rf"(?P<marks>[#＃]{{1,6}})(?P<white>{_SPACE}*)(?=[^\s#＃!])")
_COLONS = re.compile(rf"(?P<colons>[:：]{{3,}})(?P<white>{_SPACE}*)(?P<rest>.*)$")
_LOOSE_OPENING = re.compile(r"(?P<mark>::|: : :|;;;|…|\.\.\.)[ \t]*(?P<name>[^\W\d][\w-]*|\{.*\})[ \t]*$")
SHOWN = 12
_LONG_FENCE = "`" * 8
_TITLE = re.compile(r"#(?=[A-ZÄÖÜ][\w-]* ?)")


def mend_beginnings(draft: Draft) -> None:
    """Read what stands at the beginnings of lines as it was meant."""
    _split_at_separators(draft)
    _fence_preformatted(draft)
    lines = draft.scanned()
    for number, line in enumerate(lines):
        if is_prose(line):
            _mend(draft, lines, number)
    _mend_loose_boxes(draft, lines)
    _take_back(draft)


def _split_at_separators(draft: Draft) -> None:
    """The separators of lines and paragraphs that Word leaves."""
    for number, line in enumerate(draft.written):
        if "\u2028" in line or "\u2029" in line:
            draft.lines[number] = line.replace("\u2028", "\n").replace("\u2029", "\n\n")


def _fence_preformatted(draft: Draft) -> None:
    """Lines between `<pre>` and `</pre>` are code, as notices of licences have it."""
    opening = None
    for number, line in enumerate(draft.scanned()):
        tag = line.text.strip().lower() if is_prose(line) else ""
        if tag == "<pre>":
            opening = number
        elif tag == "</pre>" and opening is not None:
            draft.lines[opening] = draft.lines[number] = _LONG_FENCE
            opening = None


def _mend(draft: Draft, lines: Sequence[Line], number: int) -> None:
    line = lines[number]
    start = len(line.text) - len(line.own)
    found = _beginning(lines, number)
    if found is None:
        return
    length, meant = found
    draft.lines[number] = line.text[:start] + meant + line.own[length:]
    written, read = line.own[: length + SHOWN].strip(), (meant + line.own[length : length + SHOWN]).strip()
    # What cannot be seen has a message of its own.
    is_seen = re.sub(f"[{_NO_BREAK}]", " ", written) != read
    draft.tell(
        "s-080" if is_seen else "s-089",
        draft.span(number, start, start + max(length, 1)),
        draft.edit(number, start, start + length, meant),
        written=written,
        read=read if is_seen else meant.strip(),
    )


def _beginning(lines: Sequence[Line], number: int) -> tuple[int, str] | None:
    """How many characters of a line's own text to exchange for what."""
    own = lines[number].own
    for pattern, meant in _SURE:
        if match := pattern.match(own):
            return match.end(), meant
    for pattern, meant in _PAIRED:
        if (match := pattern.match(own)) and any(map(pattern.match, _beside(lines, number))):
            return match.end(), meant
    if (match := _BALLOT.match(own)) and any(map(_BALLOT.match, _beside(lines, number))):
        return match.end(), _BALLOTS[match["sign"]]
    for pattern in _NUMBERED:
        if (match := pattern.match(own)) and _counts(pattern, int(match["value"]), _beside(lines, number)):
            return match.end(), f"{match['value']}. "
    if _EXPLANATION.match(own) and number > 1 and _stands_below_word(lines, number):
        return 1, ":   "
    if match := _LOUD.match(own):
        return match.end(), "!"
    return _of_colons(own) or _of_heading(lines, number)


def _stands_below_word(lines: Sequence[Line], number: int) -> bool:
    """Is there a line of its own above, and are there explanations near?"""
    near = lines[max(0, number - 6) : number + 7]
    above = lines[number - 1].kind is Kind.TEXT and lines[number - 2].kind is not Kind.TEXT
    return above and any(re.match(r":[ \t]{1,3}\S", line.own) for line in near)


def _of_colons(own: str) -> tuple[int, str] | None:
    match = _COLONS.match(own)
    if match is None or not re.search(rf"[：{_NO_BREAK}]", match["colons"] + match["white"]):
        return None
    colons = ":" * len(match["colons"])
    return match.start("rest"), f"{colons} " if match["rest"] else colons


def _of_heading(lines: Sequence[Line], number: int) -> tuple[int, str] | None:
    own = lines[number].own
    match = _HEADING.match(own)
    if match is None or (match["white"] and not re.search(rf"[＃{_NO_BREAK}]", match.group())):
        return None
    is_title = len(match["marks"]) == 1 and not any(map(is_prose, lines[:number])) and _TITLE.match(own)
    sure = match["white"] or "＃" in match["marks"]
    if not sure and not (is_title or (len(match["marks"]) > 1 and re.match(r"[^\W_]|[*„“\"]", own[match.end() :]))):
        return None
    return match.end(), "#" * len(match["marks"]) + " "


def _beside(lines: Sequence[Line], number: int) -> list[str]:
    """The texts of the nearest lines before and after, also over a blank one."""
    found = []
    for step in (-1, 1):
        near = number + step
        if 0 <= near < len(lines) and lines[near].kind is Kind.BLANK:
            near += step
        if 0 <= near < len(lines) and is_prose(lines[near]):
            found.append(lines[near].own)
    return found


def _counts(pattern: re.Pattern[str], value: int, others: Sequence[str]) -> bool:
    return any(abs(int(match["value"]) - value) == 1 for other in others if (match := pattern.match(other)))


def _mend_loose_boxes(draft: Draft, lines: Sequence[Line]) -> None:
    """`:: tipp` and its like are a box where a line of the same mark closes it."""
    for number, line in enumerate(lines):
        match = _LOOSE_OPENING.match(line.own) if is_prose(line) else None
        if match is None:
            continue
        closing = next((n for n in range(number + 1, len(lines)) if lines[n].own.strip() == match["mark"]), None)
        if closing is None:
            continue
        start = len(line.text) - len(line.own)
        for at, meant in ((number, f"::: {match['name']}"), (closing, ":::")):
            draft.lines[at] = lines[at].text[: len(lines[at].text) - len(lines[at].own)] + meant
        draft.tell(
            "s-080",
            draft.span(number, start),
            draft.edit(number, start, len(line.text), f"::: {match['name']}"),
            draft.edit(closing, len(lines[closing].text) - len(lines[closing].own), len(lines[closing].text), ":::"),
            written=line.own[:40],
            read=f"::: {match['name']}",
        )


def _take_back(draft: Draft) -> None:
    """Move to the margin what is set in and is no code: a block, or the points of a list below another's words."""
    lines = draft.scanned()
    number = 0
    while number < len(lines):
        line = lines[number]
        if not is_prose(line) or not line.extra:
            number += 1
        elif line.extra >= TAB and (not number or lines[number - 1].kind in (Kind.BLANK, Kind.HEAD)):
            number = _move_block(draft, lines, number)
        else:
            if line.extra < TAB and (line.kind is Kind.HEADING or line.own.startswith(":::")):
                draft.lines[number] = _set_in(line, line.home)
            number += 1


def _move_block(draft: Draft, lines: Sequence[Line], number: int) -> int:
    """Move lines that are set in as far as the first; return the number of the line behind them."""
    first, end = lines[number], number
    moved = []
    while end < len(lines) and (lines[end].kind is Kind.BLANK or lines[end].indent >= first.indent):
        if is_prose(lines[end]):
            draft.lines[end] = _set_in(lines[end], lines[end].indent - first.indent + first.home)
            moved.append(end)
        elif lines[end].kind is Kind.CODE:
            break
        end += 1
    edits = [
        draft.edit(at, lines[at].quote, len(lines[at].text) - len(lines[at].own), " " * first.home)
        for at in moved
        if lines[at].text == draft.written[at] and lines[at].indent == first.indent
    ]
    draft.tell("s-081", draft.span(number, first.quote), *edits, lines=len(moved))
    return max(end, number + 1)


def _set_in(line: Line, columns: int) -> str:
    return line.text[: line.quote] + " " * columns + line.own

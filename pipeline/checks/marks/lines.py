"""Lines of one paragraph that each begin like a point of a list, a row of a table or a step: they run together.

A single line so is text. So each row asks for a line right above or below that begins alike.
"""

from __future__ import annotations

import re
from unicodedata import category

from .mark import Mark, Match, row

# Signs that only list; all others are kept as words of the point.
_BULLETS = frozenset(("->", "=>", "--", ">>", *"~»›❖✦✱✲⁃‣⦁⬥◆◇★☆"))
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_FEWEST_ROWS = 3


def _beside(match: Match) -> tuple[str, str]:
    """The lines right above and below."""
    text = match.string
    start, end = text.rfind("\n", 0, match.start("mark")), text.find("\n", match.end("mark"))
    above = text[text.rfind("\n", 0, max(start, 0)) + 1 : max(start, 0)] if start >= 0 else ""
    below = text[end + 1 :].split("\n", 1)[0] if end >= 0 else ""
    return above.lstrip(" >\t"), below.lstrip(" >\t")


def _is_sign(match: Match) -> bool:
    sign = match["sign"]
    if len(sign) == 1 and ord(sign) > 127 and category(sign)[0] not in "SPC":
        return False
    return any(re.match(rf"{re.escape(sign)}[ \t]", line) for line in _beside(match))


def _point(match: Match) -> str:
    sign = match["sign"].rstrip("\ufe0f")
    return f"- {match['rest']}" if sign in _BULLETS else f"- {match['sign']} {match['rest']}"


def _counts_on(match: Match) -> bool:
    number, head, tail = int(match["number"]), re.escape(match["head"]), re.escape(match["tail"])
    return any(
        re.match(rf"{head}{near}{tail}(?!\d)", line) for near in (number - 1, number + 1) for line in _beside(match)
    )


def _numbered(match: Match) -> str:
    return f"- {match['all']}" if match["head"].strip(" #") else f"{match['number']}. {match['rest']}"


def _goes_on(match: Match) -> bool:
    letter, tail = ord(match["letter"]), re.escape(match["tail"])
    return any(re.match(rf"{chr(near)}{tail}", line) for near in (letter - 1, letter + 1) for line in _beside(match))


def _is_circled(match: Match) -> bool:
    return any(line[:1] in _CIRCLED and line[:1] != match["sign"] for line in _beside(match) if line)


def _is_part(match: Match) -> bool:
    return any(re.match(r"\d{1,2}(?:\.\d{1,2})+\.?[ ]|\d{1,2}[.)][ ]|[-*+][ ]", line) for line in _beside(match))


def _is_separated(match: Match) -> bool:
    """Have lines around it as many semicolons, and none a blank behind one?"""
    above, below = match.string[: match.start()].split("\n"), match.string[match.end() :].split("\n")
    lines = (*above[-_FEWEST_ROWS:-1], match["mark"], *below[1:_FEWEST_ROWS])
    count = match["mark"].count(";")
    alike = [line.count(";") == count and not re.search(r";\s", line) for line in lines]
    return any(all(alike[at : at + _FEWEST_ROWS]) for at in range(len(alike) - _FEWEST_ROWS + 1))


def _row_of(match: Match) -> str:
    """The line's cells between pipes."""
    return "| " + " | ".join(re.split("[;¦｜│┃]", match["mark"].strip(" ¦｜│┃"))) + " |"


LINES: tuple[Mark, ...] = (
    row("s-112", r"^[ >\t]*(?P<mark>(?P<sign>->|=>|--|>>|~|[^\x00-\x7f\w\s“”„«‘’‚…]\ufe0f?)[ \t]+(?P<rest>\S[^\n]*))$",
        _point, fits=_is_sign),
    row("s-112", rf"^[ >\t]*(?P<mark>(?P<sign>[{_CIRCLED}])[ \t]*(?P<rest>\S[^\n]*))$",
        lambda match: f"{_CIRCLED.index(match['sign']) + 1}. {match['rest']}", fits=_is_circled),
    row("s-112", r"^[ >\t]*(?P<mark>(?P<all>(?P<head>#|[^\W\d_]{3,12} |)(?P<number>\d{1,2})"
        r"(?P<tail>\.\)|[:)]| [-–](?= ))[ \t]*(?P<rest>\S[^\n]*)))$", _numbered, fits=_counts_on),
    row("s-112", r"^[ >\t]*(?P<mark>(?P<all>(?P<head>#)(?P<number>\d{1,2})(?P<tail> )(?P<rest>\S[^\n]*)))$", _numbered,
        fits=_counts_on),
    row("s-112", r"^[ >\t]*(?P<mark>(?P<letter>[a-h])(?P<tail>\.\)|\))[ \t]*(?P<rest>\S[^\n]*))$",
        r"\g<letter>) \g<rest>", fits=_goes_on),
    row("s-112", r"^[ >\t]*(?P<mark>\d{1,2}(?:\.\d{1,2})+\.?[ ]+[^\W\d][^\n]*)$", r"- \g<mark>", fits=_is_part),
    row("s-384", r"^[ \t]*(?P<mark>(?P<bar>[¦｜│┃])[^\n]*(?P=bar))[ \t]*$", _row_of),
    row("s-384", r"^(?P<mark>[^\s;][^;\n]*(?:;[^;\n]*)+)$", _row_of, fits=_is_separated),
)  # fmt: skip

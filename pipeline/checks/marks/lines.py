"""Lines of one paragraph that each begin like a point of a list, a row of a table or a step: they run together.

A single line so is text. So each row asks for a line right above or below that begins alike.
"""

from __future__ import annotations

import re
from unicodedata import category

from .mark import Mark, Match, row

# Signs that only list; all others are kept as words of the point.
_BULLETS = frozenset(("->", "=>", "--", ">>", *"_~»›❖✦✱✲⁃‣⦁⬥◆◇★☆"))
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
    return any(
        re.match(rf"{re.escape(sign)}[ \t]", line) or (sign == "--" and _ITEM.match(line)) for line in _beside(match)
    )


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


# Beginnings that nobody would let follow each other in running text: numbers, bold words, signs.
_EVIDENCE = tuple(
    map(
        re.compile,
        (
            r"\W{0,3}\d[\d.,:/]*",
            r"[^\W\d_]{1,12}\.? \d{1,2}(?!\d)",
            r"[^\W\d_]{2,3}\.? \d{1,2}\.",
            r"(?:\*\*|__)[^*_]+(?:[:.](?:\*\*|__)|(?:\*\*|__):)",
            r"[^\W\d_]+ ?::? \S+$",
            r"\S.* :: ",
            r"\S.*[^\s.] {2,}\S",
        ),
    )
)
_SHORT, _SHORTER = 60, 40


def _run_together(match: Match) -> bool:
    """Do short lines follow each other without a break: two that begin alike, or three that begin anew?"""
    here, (above, below) = match["mark"], _beside(match)
    if not _is_short(here, _SHORT) or not here[:1].strip("[!<|") or _ITEM.match(here):
        return False
    for other in (above, below):
        sign = re.match(r"[a-z](?= [A-ZÄÖÜ])|\(?-\)(?= )|[^\w\s\"'„“”‚‘’»«([{<|!`*_\\#:>-]{1,2}", here)
        if _is_short(other, _SHORT) and (
            any(one.match(here) and one.match(other) for one in _EVIDENCE) or (sign and other.startswith(sign[0]))
        ):
            return True
    lines = [line for line in _around(match) if line]
    return len(lines) > 2 and all(_is_short(line, _SHORTER) and _BEGINS.match(line) for line in lines)


_ITEM = re.compile(r"(?:[-*+]|\(?[^\W_]{1,4}[.)])[ \t]")
_BEGINS = re.compile(r"[A-ZÄÖÜ\d]")


def _is_short(line: str, most: int) -> bool:
    return 0 < len(line) <= most and not line.endswith((".", "!", "?", ";", ",", "  ", "\\", "|"))


def _around(match: Match) -> list[str]:
    """The lines of the paragraph."""
    text = match.string
    start, end = text.rfind("\n\n", 0, match.start()), text.find("\n\n", match.end())
    return text[start + 2 if start >= 0 else 0 : end if end >= 0 else len(text)].strip("\n").split("\n")


def _is_next_point(match: Match) -> bool:
    """Is this 2. the second point of a list whose first is before it in the line? No date, and no „der 2. Weg“."""
    before, after = match["before"].split()[-1:], match["rest"].split()[:1]
    is_ordinal = not before or _BEFORE_ORDINAL.fullmatch(before[0]) or _MONTH.match(after[0])
    return not is_ordinal and not any(re.match(r"2[.)]", line) for line in _beside(match))


_BEFORE_ORDINAL = re.compile(
    "(?:d(?:er|ie|as|en|em|es)|[iaA]m|zu[mr]|vo[mn]|beim|ab|bis|seit|jede[rs]?|eine?|eine[mnr]|ihr|sein|und|oder|für|mit|in"
    "|an|auf|als|the|a|and|or|of|to)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    "(?:Jan|Jän|Febr)uar|März|April|Mai|Ju[nl]i|August|(?:Sept|Nov|Dez)ember|Oktober|Jahr(?:hundert)?|Halbjahr|Quartal"
)


def _fenced(match: Match) -> bool:
    return match["name"].casefold() in BOXES


BOXES = (
    *("tipp", "stolperstelle", "beispiel", "fiktion", "quelle", "randnotiz", "einladung", "reflexion", "methode"),
    *("ablauf", "checkliste", "entscheidung", "rollen", "brief", "karte", "hinweis", "tip", "pitfall", "example"),
    *("fiction", "source", "sidenote", "invitation", "reflection", "method"),
)


LINES: tuple[Mark, ...] = (
    row("s-119", r"^[ ]*(?P<mark>(?P<sign>[^\w\s:#.]{1,3}|h?\{%|>{2,})[ ]*(?P<name>[^\W\d_]{3,14})[^\w\s]{0,3})[ ]*$",
        r"::: \g<name>", fits=_fenced),
    row("s-112",
        r"^[ >\t]*(?P<mark>(?P<sign>->|=>|--|>>|~|_|[^\x00-\x7f\w\s“”„«‘’‚…]\ufe0f?)[ \t]+(?P<rest>\S[^\n]*))$",
        _point, fits=_is_sign),
    row("s-112", rf"^[ >\t]*(?P<mark>(?P<sign>[{_CIRCLED}])[ \t]*(?P<rest>\S[^\n]*))$",
        lambda match: f"{_CIRCLED.index(match['sign']) + 1}. {match['rest']}", fits=_is_circled),
    row("s-112", r"^[ >\t]*(?P<mark>(?P<all>(?P<head>#|[^\W\d_]{2,12}\.? |)(?P<number>\d{1,2})"
        r"(?P<tail>\.\)|[:)]| [-–](?= ))[ \t]*(?P<rest>\S[^\n]*)))$", _numbered, fits=_counts_on),
    row("s-112", r"^[ >\t]*(?P<mark>(?P<all>(?P<head>#)(?P<number>\d{1,2})(?P<tail> )(?P<rest>\S[^\n]*)))$", _numbered,
        fits=_counts_on),
    row("s-112", r"^[ >\t]*(?P<mark>(?P<letter>[a-h])(?P<tail>\.\)|\))[ \t]*(?P<rest>\S[^\n]*))$",
        r"\g<letter>) \g<rest>", fits=_goes_on),
    row("s-112", r"^[ >\t]*(?P<mark>\d{1,2}(?:\.\d{1,2})+\.?[ ]+[^\W\d][^\n]*)$", r"- \g<mark>", fits=_is_part),
    row("s-112", r"^[ >\t]*(?P<first>1[.)])[ ](?P<before>[^\n]*?)[ ](?P<mark>2[.)])[ ](?P<rest>[^\W\d_][^\n]*)$",
        r"2. \g<rest>", fits=_is_next_point),
    row("s-119", r"^(?P<mark>(?P<name>[A-ZÄÖÜ]{4,14}):)(?=[ ]+\S)", lambda match: f"::: {match['name'].lower()}",
        fits=_fenced),
    row("s-384", r"^[ \t]*(?P<mark>(?P<bar>[¦｜│┃])[^\n]*(?P=bar))[ \t]*$", _row_of),
    row("s-384", r"^(?P<mark>[^\s;][^;\n]*(?:;[^;\n]*)+)$", _row_of, fits=_is_separated),
    row("s-384", r"^(?P<mark>-{2,}(?:[ ]+-{2,})+)[ ]*$", "| A | B |"),
    row("s-384", r"^(?P<mark>\{\|[^\n]*)$", "| A | B |"),
)  # fmt: skip
# Asked last: a line that something else is told of is passed over.
RUNNING = row("s-386", r"^(?P<mark>[^\s>#|:+-](?:[^\n]*?(?P<shown>[^\W_][^*_`\[\]\n]{0,20}))?)$", fits=_run_together)

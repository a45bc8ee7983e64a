"""Letters and quotation marks that went wrong on the way: read in another encoding, or taken from another language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import Diagnostic, Edit, diagnose
from ...manuscript.positions import span_at
from .mark import Mark, Match, row

# UTF-8 read as Windows-1252: two to four signs that stand for one letter.
_MISREAD = re.compile(
    "(?:[\u00c2-\u00f4\u0192\u201a\u0160\u0161\u017d\u017e\u20ac\u2018-\u203a\u00a0-\u00bf\u2122\u02dc]){2,}"
)
# A zero width space, and a byte order mark within a text.
_UNSEEN = re.compile("[\u200b\ufeff]+")
_LOST = re.compile("\ufffd")


def _is_last_and_alone(match: Match) -> bool:
    """Opens this mark what nothing closes in its paragraph? Behind a digit it is an inch."""
    start, end = match.string.rfind("\n\n", 0, match.start()), match.string.find("\n\n", match.start())
    before = match.string[max(0, start) : match.start()]
    after = match.string[match.end() : len(match.string) if end < 0 else end]
    return '"' not in after and len(re.findall(r'(?<![\d\\=])"', before)) % 2 == 0


LETTERS: tuple[Mark, ...] = (
    row("t-064", r"(?P<mark>(?:„„|‚‚)(?P<text>[^“”„‘’‚\"\n]{1,300})(?:““|‘‘|””|’’))", r"„\g<text>“", sure=True),
    row("t-064", r"(?<!\w)(?P<mark>[»«](?P<text>[^«»“”„\"\n]{1,300})[“”])", r"„\g<text>“", sure=True),
    row("t-064", r"(?<![\w„])(?P<mark>“(?P<text>[^\W_][^“”„\n]{0,300})”)", r"„\g<text>“", sure=True),
    row("t-064", r"(?<![\w„])(?P<mark>“(?P<text>[^\W_][^“”„\"\n]{0,300}?[^\s“”„])„)(?!\w)", r"„\g<text>“"),
    row("t-064", r"(?P<mark>„(?P<text>[^“”„\"\n]{1,300})[\"”])", r"„\g<text>“", sure=True),
    row("t-067",
        r"(?P<mark>(?<!\w)(?P<one>[A-ZÄÖÜ]?[a-zäöüß]{2,})(?P<sign>[.!?])(?P<other>[A-ZÄÖÜ][a-zäöüß]+))"
        r"(?=,?[ ][a-zäöüß])",
        r"\g<one>\g<sign> \g<other>"),
    row("t-067", r"(?P<mark>(?P<one>[^\W\d_]{2,})[ ](?P<sign>,)(?P<other>[^\W\d_]+))", r"\g<one>, \g<other>"),
    row("t-067", r"(?P<mark>(?P<one>[^\W\d_]{2,})[ ](?P<sign>[!?]))(?=\s|$)", r"\g<one>\g<sign>"),
    row("t-067", r"(?P<mark>(?<![\d.,])(?P<one>\d{1,3})[ ]\.)(?=[ ]+[A-ZÄÖÜ])", r"\g<one>."),
    row("t-065", r"(?<![\w\\=({\[])(?P<mark>\")(?=[^\W\d_])", "„", fits=_is_last_and_alone),
)  # fmt: skip


def spoilt_letters(text: str, path: str) -> Iterator[Diagnostic]:
    """t-061, t-062, t-066: words in the wrong encoding, lost letters, signs that nobody sees; each once a file."""
    edits = []
    for match in _MISREAD.finditer(text):
        if (meant := _meant(match.group())) is not None:
            edits.append((match, Edit(span_at(text, *match.span(), path), meant)))
    if edits:
        match, edit = edits[0]
        yield diagnose(
            "t-061",
            edit.span,
            fix=tuple(one for _, one in edits),
            mark=match.group(),
            write=edit.text,
            count=len(edits),
        )
    if unseen := [match for match in _UNSEEN.finditer(text) if match.start()]:
        gone = tuple(Edit(span_at(text, *match.span(), path), "") for match in unseen)
        yield diagnose("t-066", gone[0].span, fix=gone, count=len(gone))
    if lost := _LOST.search(text):
        near = text[max(0, lost.start() - 10) : lost.end() + 10].split("\n")[0].strip()
        yield diagnose("t-062", span_at(text, *lost.span(), path), text=near, count=text.count("\ufffd"))


def _meant(signs: str) -> str | None:
    try:
        meant = signs.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return meant if len(meant) < len(signs) else None

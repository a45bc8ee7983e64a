"""Suggestions and comments in a source, CriticMarkup: `{++new++}`, `{--gone--}`, `{~~old~>new~~}`, `{==words==}` that
a comment is about, `{>>what somebody says<<}`. A name stands before what is said (`{>>Anna: why?<<}`), or alone behind
a suggestion (`{++new++}{>>Anna<<}`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .positions import bare

MARK = re.compile(
    r"\{(?:\+\+(?P<ins>.{1,600}?)\+\+|--(?P<del>.{1,600}?)--|~~(?P<old>.{0,600}?)~>(?P<new>.{0,600}?)~~"
    r"|>>(?P<note>.{0,600}?)<<|==(?P<mark>.{1,600}?)==)\}",
    re.DOTALL,
)
# What a draft calls each of them.
_SPANS = {"ins": "critic-ins", "new": "critic-ins", "del": "critic-del", "old": "critic-del", "mark": "critic-mark"}
_SHOWN = ("ins", "del", "old", "new", "mark")


def find(prose: str) -> Iterator[re.Match[str]]:
    """Every mark of a text whose code is blank; none reaches over a paragraph."""
    return (match for match in MARK.finditer(prose) if "\n\n" not in match.group())


def decide(text: str, draft: bool) -> str:
    """In a draft suggestions show; an edition keeps the old text."""
    pieces, done = [], 0
    for match in find(bare(text)):
        pieces += [text[done : match.start()], _show(match) if draft else old(match)]
        done = match.end()
    return "".join([*pieces, text[done:]])


def is_open(match: re.Match[str]) -> bool:
    """Whether somebody must decide: a comment or marked words are no change."""
    return match.lastgroup not in ("note", "mark")


def old(match: re.Match[str]) -> str:
    """What stands there as long as nobody has decided."""
    return match["del"] or match["old"] or match["mark"] or ""


def _show(match: re.Match[str]) -> str:
    shown = [f"[{match[name]}]{{.{_SPANS[name]}}}" for name in _SHOWN if match[name]]
    return "".join(shown) + (f"[{match['note']}]{{.comment}}" if match["note"] else "")

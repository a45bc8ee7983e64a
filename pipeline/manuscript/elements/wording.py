"""What happens to the words themselves: a variant's replacements, fixed spaces, endings that are not hyphenated."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from lxml.etree import _Element as Element

from ...trees import has_class, make, texts
from ..parse_state import ParseState

NO_BREAK_SPACE = "\u00a0"
# Words in these are not prose.
_SKIPPED = frozenset({"code", "pre"})
_REPLACED_ATTRIBUTES = ("alt", "data-given-alt", "options", "left", "right", "as")
_UNITS = "mm|cm|m|km|g|kg|t|l|ml|s|h|min|Min\\.|Std\\.|px|pt|dpi|MB|GB|Hz|kHz|W|kW|kWh|V|%|€|Euro|Uhr|Prozent"
_GERMAN = (
    # z. B., d. h., u. a., i. d. R.
    re.compile(r"(?<![\w.])(?:[a-zA-Z]\. )+[a-zA-Z]\.(?!\w)"),
    # 14 Termine, 2,5 Stunden, 70 mm; but no years: 2026 Veranstaltungen may be parted.
    re.compile(
        r"(?<![\w.,–-])(?!(?:19|20)\d\d )\d{1,3}(?:[.,–-]\d{1,4})*\+? "
        rf"(?=(?:{_UNITS})(?!\w)|[A-ZÄÖÜ][a-zäöüß]{{2,11}}(?![\wäöüß]))"
    ),
    # § 31, S. 4, Nr. 7
    re.compile(r"(?<!\w)(?:§§?|S\.|Nr\.|Abs\.|Art\.|Kap\.|Abb\.|Tab\.|Bd\.) (?=\d)"),
)
# A word of one letter ends no line: k, s, v, z, o, u, a, i.
_ONE_LETTER = re.compile(r"(?<![\w’'])[AaIiKkOoSsUuVvWwZz] (?=\w)")
# French marks stand off the word; none of them begins a line.
_OFF = re.compile(r"(?<=[\w)\]”’]) (?=[;:!?»](?:\s|$|[)\]»”]))|(?<=«) (?=\w)")
_NUMBERED = re.compile(r"(?<!\w)(?:p\.|pp\.|s\.|str\.|p|n°|č\.|nr|art\.|fig\.|tab\.) (?=\d)")
_FIXED = {
    "de": _GERMAN,
    "fr": (_OFF, _NUMBERED),
    **dict.fromkeys(("cs", "pl", "hsb"), (_ONE_LETTER, _NUMBERED)),
    **dict.fromkeys(("en", "it", "es", "nl"), (_NUMBERED,)),
}
# Kolleg:innen, Partner*in: the ending stays in one piece.
_ENDING = re.compile(r"(?<=[a-zäöüß])[:*_·](innen|in)(?![\wäöüß])")


def settle_words(state: ParseState, tree: Element) -> None:
    """Apply the variant's replacements and the book's typography to all prose."""
    if state.replacements:
        exchange = replacer(state.replacements)
        _change(tree, exchange)
        for element in tree.iter():
            for name in _REPLACED_ATTRIBUTES:
                if value := element.get(name):
                    element.set(name, exchange(value))
    if fixed := _FIXED.get(state.labels.language.split("-")[0]):
        _change(tree, partial(fix_spaces, fixed=fixed))
    if state.german:
        _keep_endings(tree)


def replacer(pairs: Sequence[tuple[str, str]]) -> Callable[[str], str]:
    """A function that replaces whole words, the longest first and nothing twice; a space is any run of them."""
    table = {" ".join(word.split()): other for word, other in pairs if word.strip()}
    longest_first = sorted(table, key=lambda word: (-len(word), word))
    if not longest_first:
        return lambda text: text
    words = "|".join(r"\s+".join(map(re.escape, word.split(" "))) for word in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    return lambda text: pattern.sub(lambda match: table[" ".join(match.group().split())], text)


def fix_spaces(text: str, fixed: Sequence[re.Pattern[str]]) -> str:
    """Put the fixed spaces of a language's typography."""
    for pattern in fixed:
        text = pattern.sub(lambda match: match.group().replace(" ", NO_BREAK_SPACE), text)
    return text


def _prose(tree: Element) -> list[tuple[Element, bool]]:
    # A citation is looked up by what stands in it.
    return [
        (element, tail)
        for element, tail in texts(tree, _SKIPPED)
        if not has_class(element if not tail else element.getparent(), "citation")  # type: ignore[arg-type]
    ]


def _change(tree: Element, change: Callable[[str], str]) -> None:
    for element, tail in _prose(tree):
        if tail:
            element.tail = change(element.tail or "")
        else:
            element.text = change(element.text or "")


def _keep_endings(tree: Element) -> None:
    for element, tail in _prose(tree):
        text = (element.tail if tail else element.text) or ""
        pieces = _ENDING.split(text)
        if len(pieces) == 1:
            continue
        marks = [match.group()[0] for match in _ENDING.finditer(text)]
        spans = [make("span", {"class": "nohyphen"}, ending) for ending in pieces[1::2]]
        for span, following, mark in zip(spans, pieces[2::2], [*marks[1:], ""], strict=True):
            span.tail = following + mark
        first = pieces[0] + marks[0]
        if tail:
            parent = element.getparent()
            assert parent is not None  # a tail belongs to a child
            element.tail = first
            place = parent.index(element) + 1
            parent[place:place] = spans
        else:
            element.text = first
            element[0:0] = spans

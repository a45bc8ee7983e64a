"""Signs within a text that pandoc would take for markup and that nobody meant so: each gets a backslash.

Stars and tildes inside and behind words, lone dollars, marks of lists that are abbreviations, dates or years, brackets
with a colon that lead to no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..positions import bare
from ..scanner import scan
from .draft import Draft, is_prose

_NUMBER = re.compile(r"^[ >]*(?P<sign>#)(?=[^#\s.)])", re.MULTILINE)
_PATH = re.compile(r"(?<![\w\\])(?:[A-Za-z]:|\\\\\\?[\w.-]+)(?:\\[^\s\\`\"<>|]+)+")
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+|<[^<>\s]+>|\]\([^()\s]*\)|\{[^{}\n]*\}")
# Where no dollar is meant: braces of TeX are no attributes.
_BESIDE = re.compile(r"(?:https?://|www\.)[^\s<>]+|\]\([^()\s]*\)|\{(?:[#.]|[\w-]+=)[^{}\n]*\}")
_STAR = re.compile(r"(?<![\\*])\*(?!\*)")
_GENDERED = re.compile(r"(?:innen|in|r|n|e[rnms]?|x)(?![a-zäöüß])")
_FORMULA = re.compile(r"(?<![\\$])\$(?![\s$])(?P<inside>(?:[^$\\\n]|\\.|\n(?!\n)){1,400}?)(?<=[^\s\\])\$(?![\d$])")
_DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)
_TEX = re.compile(r"\\[a-zA-Z]+(?:\{[^{}]*\})?|\\.")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONE_DOLLAR = re.compile(r"(?<![\\$])\$(?!\$)")
_TILDES = re.compile(r"(?<!\\)~+")
_DEFINITION = re.compile(r"^ {0,3}(?P<bracket>\[)(?P<name>[^\]^\n][^\]\n]*)\]:[ \t]*(?P<address>[^\n]*)$", re.MULTILINE)
_BRACKETS = re.compile(r"(?=\[((?:[^\[\]]|\[[^\[\]]*\])+)\](?!:))")
_TITLE = re.compile(r"[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))[ \t]*$")
_LEADS = re.compile(r"<[^<>]*>$|[^\s<>]*[/.#:][^\s<>]*$")
# A comment, as other programs have it: [//]: # (to do)
_REMARK = re.compile(r"#?$|<>$")


def guard_signs(draft: Draft) -> None:
    """Put a backslash before what is text."""
    text = draft.seen
    prose = bare(text)
    plain = _ADDRESS.sub(lambda match: " " * len(match.group()), prose)
    beside = _BESIDE.sub(lambda match: " " * len(match.group()), prose)
    found = {*_marks(text), *_numbers(prose), *_paths(prose), *_dollars(beside), *_definitions(draft, text, prose)}
    for paragraph in _PARAGRAPH.finditer(plain):
        found |= {paragraph.start() + at for at in (*_stars(paragraph.group()), *_tildes(paragraph.group()))}
    draft.exchange((at, at, "\\") for at in found)


def _marks(text: str) -> Iterator[int]:
    start = 0
    for line in scan(text).lines:
        if is_prose(line):
            yield from (start + at for at in line.false_marks)
        start += len(line.text) + 1


def _numbers(prose: str) -> Iterator[int]:
    """A number sign at a line's start that makes no heading; pandoc would begin a block there that is none."""
    return (match.start("sign") for match in _NUMBER.finditer(prose))


def _paths(prose: str) -> Iterator[int]:
    r"""Backslashes in paths of Windows (`C:\Buch\_alt`) before signs that they would take away."""
    for path in _PATH.finditer(prose):
        yield from (path.start() + match.start() for match in re.finditer(r"\\(?=[^\w\s]|_)", path.group()))


def _stars(paragraph: str) -> Iterator[int]:
    """Single stars between letters, and those that close what nothing has opened."""
    is_open = False
    for match in _STAR.finditer(paragraph):
        before = paragraph[match.start() - 1 : match.start()]
        after = paragraph[match.end() : match.end() + 1]
        if before.isalnum() and after.isalnum():
            if not is_open or _GENDERED.match(paragraph, match.end()):
                yield match.start()
            else:
                is_open = False
        elif after.strip() and not before.isalnum() and (not is_open or not before.strip()):
            is_open = True
        elif before.strip():
            if not is_open and before.isalnum():
                yield match.start()
            is_open = False


def _dollars(prose: str) -> Iterator[int]:
    """Dollars around what is no formula, or without a partner."""
    prose = _DISPLAY.sub(lambda match: " " * len(match.group()), prose)
    formulas = [match.span() for match in _FORMULA.finditer(prose) if _is_formula(match["inside"])]
    for match in _LONE_DOLLAR.finditer(prose):
        if not any(start <= match.start() < end for start, end in formulas):
            yield match.start()


def _is_formula(inside: str) -> bool:
    words = _WORD.search(_TEX.sub(" ", inside))
    return not words and (len(inside) < 3 or bool(re.search(r"[\\^_={}+*/<>()|-]|^[\w,.' ]+$", inside)))


def _tildes(paragraph: str) -> Iterator[int]:
    """Tildes that stand before a word (about), and those that strike out nothing."""
    double = [match for match in _TILDES.finditer(paragraph) if len(match.group()) == 2]
    if len(double) % 2:
        yield from (double[-1].start(), double[-1].start() + 1)
    for match in _TILDES.finditer(paragraph):
        before = paragraph[match.start() - 1 : match.start()]
        if len(match.group()) == 1 and not before.strip():
            yield match.start()


def _definitions(draft: Draft, text: str, prose: str) -> Iterator[int]:
    """Brackets with a colon that lead nowhere are text; of those that lead somewhere, unused ones are told (s-090)."""
    called = {_folded(match[1]) for match in re.finditer(r"\]\[([^\[\]]+)\]", text)}
    uses = {_folded(match[1]) for match in _BRACKETS.finditer(text)}
    for match in _DEFINITION.finditer(prose):
        address = _TITLE.sub("", match["address"]).strip()
        if _REMARK.match(address):
            continue
        number = prose.count("\n", 0, match.start("bracket"))
        name = text[slice(*match.span("name"))]
        if not _LEADS.match(address) and not (_folded(name) in called and re.fullmatch(r"\S+", address)):
            yield match.start("bracket")
        else:
            if _folded(name) not in uses:
                draft.tell("s-090", draft.span(number), name=name)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()

"""Where in a source file something stands: a text, a kind of thing, its name and which use → Span.

Pandoc gives no positions, so the source is searched again, with everything blanked that is not prose (scanner):
the head of the file, code, comments. Columns stay what they were.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from urllib.parse import unquote

from ..diagnostics import Span
from ..memory import remembered
from .scanner import Kind, scan

_BACKTICKS = re.compile(r"`+")
_HEADING = re.compile(
    r"^(?:[ >]{0,6}|[ ]*(?:[-*+]|\d+[.)])[ \t]+)#{1,9}[ \t]+(?P<name>.+)$"
    r"|^(?P<under>[^\s#>|:`-].*)\n(?:=+|-+)[ \t]*$",
    re.MULTILINE,
)
_EMPTY_HEADING = re.compile(r"^[ >]{0,6}(?P<name>#{1,6})[ \t]*(?:\{[^{}\n]*\})?[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"^[ >\t]*[-*+] \[[ xX]\][ \t]+(?P<name>.+)$", re.MULTILINE)


def locate(text: str, kind: str, name: str, nth: int = 1, path: str = "") -> Span:
    """Find the nth use of a name; the first line of the file when it is not there.

    Kinds: xref, file, picture (the address of a link or image), term, cite, footnote, div, span (their class),
    heading, item, field (their text), row (its first cell), line (all of it), id, text.
    """
    # An address comes from pandoc with percent signs for what it may not hold.
    places = _places(text, kind, name) or (_places(text, kind, unquote(name)) if "%" in name else ())
    if not places:
        return Span(path)
    start, end = places[min(max(nth, 1), len(places)) - 1]
    return span_at(text, start, end, path)


def span_at(text: str, start: int, end: int, path: str) -> Span:
    """Turn offsets into lines and columns; what runs over the line's end is cut there."""
    starts = _line_starts(text)
    line = bisect_right(starts, start)
    first = starts[line - 1]
    stop = text.find("\n", start)
    end = max(min(end, len(text) if stop < 0 else stop), start + 1)
    return Span(path, line, start - first + 1, line, end - first + 1)


def as_written(span: Span, seen: str, written: str) -> Span:
    """Where a stretch of what is read stands in what was written, which has as many lines."""
    line, other = (text.split("\n")[span.line - 1] for text in (seen, written))
    if line == other:
        return span
    word = line[span.column - 1 : span.end_column - 1]
    places = [match.start() for match in re.finditer(re.escape(word), other)] if word else []
    start = min(places, key=lambda place: abs(place - span.column + 1), default=min(span.column - 1, len(other)))
    return Span(span.path, span.line, start + 1, span.line, max(min(start + len(word), len(other)), start + 1) + 1)


@remembered
def bare(text: str) -> str:
    """Blank the head, code and comments; the text keeps its length and its lines."""
    prose = without_code(text)
    pieces, done = [], 0
    for start, end in comments(prose):
        pieces += [prose[done:start], _blank(prose[start:end])]
        done = end
    return "".join([*pieces, prose[done:]])


def comments(prose: str) -> Iterator[tuple[int, int]]:
    """Where HTML comments stand in a text without code."""
    start = prose.find("<!--")
    while start >= 0:
        end = prose.find("-->", start + 4)
        if end < 0:
            return
        yield start, end + 3
        start = prose.find("<!--", end + 3)


@remembered
def without_code(text: str) -> str:
    """Blank the head and code only."""
    lines = (" " * len(line.text) if line.kind in (Kind.HEAD, Kind.CODE) else line.text for line in scan(text).lines)
    return _blank_inline_code("\n".join(lines))


def _blank_inline_code(text: str) -> str:
    """Blank `code`, which never runs over a blank line."""
    pieces = []
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        runs = list(_BACKTICKS.finditer(paragraph))
        done = 0
        for number, run in enumerate(runs):
            if run.start() < done:
                continue
            partner = next(
                (one for one in runs[number + 1 : number + 50] if len(one.group()) == len(run.group())), None
            )
            if partner is not None:
                code = _blank(paragraph[run.start() : partner.end()])
                paragraph = paragraph[: run.start()] + code + paragraph[partner.end() :]
                done = partner.end()
        pieces.append(paragraph)
    return "".join(pieces)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


@remembered
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))


@remembered
def _places(text: str, kind: str, name: str) -> tuple[tuple[int, int], ...]:
    prose = bare(text)
    if kind in ("heading", "item"):
        lines = _lines_of_kind(text, kind)
        wanted = _squash(name)
        if not name and kind == "heading":
            return tuple(match.span("name") for match in _EMPTY_HEADING.finditer(prose))
        alike = [place for place, squashed in lines if (squashed.startswith(wanted) if wanted else not squashed)]
        return tuple(alike or [place for place, _ in lines])
    for way in _patterns(kind, re.escape(name)):
        if found := [match.span("name") for match in re.finditer(way, prose)]:
            return tuple(found)
    return ()


@remembered
def _lines_of_kind(text: str, kind: str) -> tuple[tuple[tuple[int, int], str], ...]:
    prose = bare(text)
    pattern = _HEADING if kind == "heading" else _ITEM
    places = (match.span(match.lastgroup or 0) for match in pattern.finditer(prose))
    return tuple((place, _squash(prose[slice(*place)])) for place in places)


def _patterns(kind: str, name: str) -> tuple[str, ...]:
    """The ways to write a name down, the likeliest first."""
    word = rf"(?<![\w-])(?P<name>{name})(?![\w-])"
    address = {
        "xref": (rf"\]\(<?(?P<name>#{name})>?(?=[\s)])", rf"#(?P<name>{name})(?![\w-])"),
        "file": (
            rf"(?<!!)\[[^\[\]\n]{{0,600}}\]\(<?(?P<name>{name})>?(?=[\s)])",
            rf"\]\(<?(?P<name>{name})>?(?=[\s)])",
        ),
        "picture": (rf"!\[[^\]\n]{{0,600}}\]\(<?(?P<name>{name})(?=[\s)>])", rf"\]\(<?(?P<name>{name})(?=[\s)>])"),
        "term": (rf"\[(?P<name>{name})\]\{{", rf"=\"?(?P<name>{name})\b"),
        "cite": (rf"(?P<name>@{name})(?![\w-])",),
        "footnote": (rf"(?P<name>\[\^{name}\])",),
        "span": (
            rf"(?P<name>\[[^\[\]\n]{{0,400}}\]\{{[^{{}}\n]*\.{name}(?![\w-])[^{{}}\n]*\}})",
            rf"\{{[^{{}}]*(?P<name>\.{name})",
        ),
        "field": (rf"(?P<name>\[{name})", word),
        "empty-link": (r"(?P<name>\[[^\[\]\n]{0,400}\]\([ \t]*\))",),
        "empty-item": (r"(?m)^[ >\t]*[-*+] +(?P<name>\[[ xX]\])[ \t]*$",),
        "line": (rf"(?m)^[ >]*(?P<name>{name})[ \t]*$", word),
        "row": (rf"(?m)^[ >]*\|?[ \t]*(?P<name>{name})[ \t]*(?=\||$)",),
        "id": (rf"\{{[^{{}}\n]*(?P<name>#{name})(?![\w-])",),
    }
    if kind == "div":
        line = rf"(?m)^[ >]*(?P<name>:{{3,}}[ \t]*(?:{name}(?![\w-])|\{{[^\n]*\.{name}(?![\w-])[^\n]*\}})[^\n]*)$"
        return (line, word)
    if not name:
        return address[kind] if kind.startswith("empty") else ()
    return (*address.get(kind, ()), word, rf"(?P<name>{name})")


def _squash(text: str) -> str:
    """What is left of a text when markup, quotes and spaces are forgotten."""
    text = re.sub(r"\]\{[^}]*\}|\{[^}]*\}\s*$|\]\([^)]*\)", "", text)
    return "".join(letter for letter in text.casefold() if letter.isalnum())[:60]

"""What was meant as markup and stands in the text: signs are looked for that nobody writes for themselves.

In: each document's source and its canonical fragment. A row of the tables (`table`, `foreign`) finds the signs in the
source, so the place is exact; they are told where the fragment has them too, outside code and formulas, so what was
read is never told, whatever the reader learns. One misreading is one message: of lines that follow each other the first
is named, and a line that another message is about is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from html import unescape
from typing import NamedTuple

from lxml.etree import _Element as Element

from ...book.fragments import parse_section
from ...cache import Cache
from ...diagnostics import Diagnostic, Edit, Span, diagnose
from ...manuscript.composed import read_diagnostic
from ...manuscript.model import Document, Manuscript
from ...manuscript.positions import bare, span_at
from ...once import once_as_json
from ...trees import MATHML, is_block
from .escaped import ESCAPED
from .foreign import FOREIGN
from .letters import LETTERS, spoilt_letters
from .lines import RUNNING
from .mark import Mark, Match
from .misplaced import MISPLACED, MISPLACED_IN_GERMAN
from .pasted import PASTED
from .slips import FENCED, SLIPS
from .table import MARKS

KIND = "marks"
GERMAN = "de"
ROWS = (*ESCAPED, *PASTED, *MARKS, *MISPLACED, *FOREIGN, *SLIPS, RUNNING)
# So many lines may lie between two that are one misreading: a blank one.
CLOSE = 2
# What only follows from a misreading a few lines above: the heading and the end of a box that is none, the caption of a
# table that is none.
FOLLOWS = {
    "s-119": {"s-111", "s-112", "s-119"},
    "s-114": {"s-119"},
    "s-120": {"s-114", "s-126"},
    "s-130": {"s-119"},
}
# Messages about a line that opens no box: what was to close it stands in the text.
NO_BOX = frozenset({"s-014", "s-015", "s-016", "s-017"})
FOLLOWS_WITHIN = 12
MOST_NAMED = 60
MOST_RELATED = 3
SEEN = 12
_NO_PROSE = frozenset({"code", "pre", "kbd", "samp"})
_BREAKS = frozenset({"li", "td", "th", "dt", "dd", "figcaption", "caption", "br"})
_ALIKE = str.maketrans({**dict.fromkeys("„“”«»", '"'), **dict.fromkeys("‚‘’", "'"), "…": "..."})
_BEFORE = re.compile(r"\w+[.,;:!?]?\Z")
# The same attributes are read behind a heading and stand in a text: the word before them tells which.
_BEFORE_ATTRIBUTES = re.compile(r"\w+[.,;:!?]?[ ]?\Z")
# Where two readings stand, the boxes around them tear what is in them apart; that they do is told.
_TWO_READINGS = re.compile(r"^:{3,}[ \t]*(?:konflikt|conflict)\b", re.MULTILINE)
_ESCAPE = re.compile(r"\\([^\w\s]|_)")
_MARKED = re.compile(r"[*_\[]+")
# Words between low lines, which are taken away.
_EMPHASIS = re.compile(r"_(?=[^\W_][^_\n]*_(?!\w))")
_FOLLOWING = re.compile(r"[ \t\u00a0\u202f]*[\w ,.;:!?]{0,12}")


class Hit(NamedTuple):
    """A place in a source that a row has found."""

    mark: Mark
    match: Match
    line: int


def check(manuscript: Manuscript, found: Iterable[Diagnostic], cache: Cache) -> tuple[Diagnostic, ...]:
    """Hold every document against the tables; `found` is what was told already."""
    # Words that stand twice are no reason to pass over a line.
    told = {(one.span.path, one.span.line) for one in found if not one.code.startswith("l-")}
    fences = {(one.span.path, one.span.line) for one in found if one.code in NO_BOX}
    return tuple(
        one
        for document in manuscript.documents.values()
        if not _TWO_READINGS.search(document.text)
        for one in _once(document, document.front.lang or manuscript.manifest.language, cache)
        if not any((place.path, place.line) in told for place in (one.span, *one.related))
        and not (one.code == "s-119" and any((one.span.path, line) in fences for line in range(one.span.line)))
    )


def left_over(path: str, text: str, title_html: str, body: str, german: bool) -> tuple[Diagnostic, ...]:
    """What stands in a text as it was typed, and was meant otherwise."""
    prose = bare(text)
    tree = parse_section(title_html, body)
    printed = _printed(tree)
    hits = [hit for mark in ROWS for hit in _hits(mark, prose, printed) if not _is_behind_code(hit, text)]
    if german:
        for element in [element for element in tree.iter() if not (element.get("lang") or GERMAN).startswith(GERMAN)]:
            element.text, element[:] = None, []
        printed = _printed(tree)
        hits += [hit for mark in (*LETTERS, *MISPLACED_IN_GERMAN) for hit in _hits(mark, prose, printed)]
    hits += _fenced(text, prose)
    return (*(_tell(group, text, path) for group in _groups(hits)), *spoilt_letters(text, path))


def _fenced(text: str, prose: str) -> Iterator[Hit]:
    """Boxes in the fences of code."""
    for match in FENCED.pattern.finditer(text):
        if FENCED.fits(match) and not prose[match.start("mark") : match.end("mark")].strip():
            yield Hit(FENCED, match, text.count("\n", 0, match.start("mark")) + 1)


def _once(document: Document, language: str, cache: Cache) -> tuple[Diagnostic, ...]:
    german = language.split("-")[0] == GERMAN
    asked = (document.path, document.text, document.title_html, document.body, german)
    found = once_as_json(cache, KIND, asked, lambda: [asdict(one) for one in left_over(*asked)])
    return tuple(read_diagnostic(one) for one in found)


def _hits(mark: Mark, prose: str, printed: str) -> Iterator[Hit]:
    found = [match for match in mark.pattern.finditer(prose) if mark.fits(match) and not _escaped(match)]
    lines = {prose.count("\n", 0, match.start("mark")) + 1: match for match in found}
    for match in found:
        line = prose.count("\n", 0, match.start("mark")) + 1
        if mark.run > 1 and not {line - 1, line + 1} & lines.keys():
            continue
        if _stands(match, printed, mark.escaped):
            yield Hit(mark, match, line)


def _escaped(match: Match) -> bool:
    start = match.start("mark")
    return match.string[start - 1 : start] == "\\" and match["mark"][0] != "\\"


def _is_behind_code(hit: Hit, text: str) -> bool:
    """Does only code stand before a sign that seems to begin its line, or in lines that run together?"""
    start, end = hit.match.span("mark")
    first = text.rfind("\n", 0, start) + 1
    if hit.mark is RUNNING:
        return text[start:end] != hit.match.string[start:end]
    if hit.mark.run > 1 and text[start : end + SEEN] != hit.match.string[start : end + SEEN]:
        return True
    return hit.mark.pattern.pattern[0] == "^" and len(hit.match.string[first:start].lstrip(" \t>")) < len(
        text[first:start].lstrip(" \t>")
    )


def _stands(match: Match, printed: str, escaped: bool) -> bool:
    """Is it there, with the words that follow on it?"""
    group = "shown" if match.groupdict().get("shown") else "mark"
    start, end = match.span(group)
    written = match.string[start:end]
    pattern = _BEFORE_ATTRIBUTES if match["mark"][0] == "{" else _BEFORE
    before = pattern.search(match.string[max(0, start - 12) : start])
    beginning = (before[0] if before else "") + (_bare(written) if escaped else written)[:MOST_NAMED]
    needle = _plain(beginning + _following(match.string, end))
    typed = _plain(beginning + match.string[end : end + SEEN].split("\n")[0])
    if "rest" in match.groupdict() and not re.search(r"[^\W\d_]", needle):
        gap = "" if beginning.endswith("#") and match["rest"][:1] in "-–—.:*_" else " "
        return any(
            _plain(f"{beginning}{gap}{rest[:SEEN]}") in printed
            for rest in (match["rest"], _MARKED.sub("", match["rest"]))
        )
    if needle not in printed:
        # A bracket that follows is printed, too, where it marks nothing.
        return typed in printed and typed != needle
    at_start = not match.string[start - 1 : start].strip()
    return not at_start or re.search(r"(?<!\S)" + re.escape(needle), printed) is not None


def _bare(mark: str) -> str:
    """A mark without what keeps it from being read: backslashes, and names of signs."""
    return unescape(_ESCAPE.sub(r"\1", mark))


def _following(text: str, end: int) -> str:
    """The words behind a place; where they are marked up, without their marks: a number alone stands in many places."""
    following = _FOLLOWING.match(text, end)
    if following and following[0].strip() and not _EMPHASIS.match(text, end):
        return following[0]
    marked = _FOLLOWING.match(_MARKED.sub("", text[end : end + MOST_NAMED]))
    return marked[0] if marked else ""


def _groups(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Hits that are one misreading: in one line whatever they are, close to each other if they are alike."""
    claimed: dict[int, Hit] = {}
    for hit in hits:
        claimed.setdefault(hit.line, hit)
    chosen = [hit for hit in hits if claimed[hit.line].mark.code == hit.mark.code]
    groups: list[list[Hit]] = []
    for hit in sorted(chosen, key=lambda hit: hit.match.start("mark")):
        last = groups[-1][-1] if groups else None
        if last and last.match.end("mark") > hit.match.start("mark"):
            continue
        if last and last.mark.code == hit.mark.code and hit.line - last.line <= CLOSE:
            groups[-1].append(hit)
        elif not (last and hit.mark.code in FOLLOWS.get(last.mark.code, ()) and hit.line - last.line < FOLLOWS_WITHIN):
            groups.append([hit])
    return groups


def _tell(group: list[Hit], text: str, path: str) -> Diagnostic:
    first = group[0]
    related = {hit.line: _span(hit, text, path, "mark") for hit in group[1:] if hit.line != first.line}
    return diagnose(
        first.mark.code,
        _span(first, text, path, "mark"),
        related=tuple(related.values())[:MOST_RELATED],
        fix=tuple(_edit(hit, text, path) for hit in group) if all(hit.mark.sure for hit in group) else (),
        mark=" ".join(first.match["mark"].split())[:MOST_NAMED],
        write=first.mark.meant(first.match)[:MOST_NAMED],
    )


def _edit(hit: Hit, text: str, path: str) -> Edit:
    """What was meant in the place of what was written: of the mark, or from it to the end of its line."""
    start, end = hit.match.span("mark")
    if "rest" in hit.match.groupdict():
        end = hit.match.end("rest")
    return Edit(span_at(text, start, end, path), hit.mark.meant(hit.match))


def _span(hit: Hit, text: str, path: str, group: str) -> Span:
    return span_at(text, *hit.match.span(group), path)


def _printed(tree: Element) -> str:
    """All text outside code and formulas, a line to each block."""
    return _plain("".join(_pieces(tree)), lines=True)


def _pieces(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _NO_PROSE or element.tag.startswith(MATHML):
        yield " "  # as in `bare`
        return
    gap = "\n" if is_block(element) or element.tag in _BREAKS else ""
    yield gap + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield gap


def _plain(text: str, *, lines: bool = False) -> str:
    """A text as it compares: typography of quotation marks, dashes and blanks undone."""
    text = re.sub(r"[-\u2010-\u2015\u2212]+", "-", text.translate(_ALIKE))
    return re.sub(r"[^\S\n]+", " ", text) if lines else " ".join(text.split())

"""Notation of other tools that has an equal here, read as that: boxes, lists of sources, alternative texts.

GitHub and Obsidian write `> [!NOTE]`, MkDocs `!!! note "Title"`, Quarto `::: {.callout-note}`, MyST `:::{note}` and
code fences like it, HedgeDoc `:::info`. What has no equal is told where it stands in the text (`checks/marks/foreign`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...diagnostics import Edit
from ..positions import bare
from .draft import Draft, is_prose

_KINDS = {
    "tip": "note tip hint info important success abstract summary seealso tldr check done admonition question help faq "
    "tipp hinweis wichtig merke",
    "pitfall": "warning caution danger attention error bug failure fail missing achtung warnung vorsicht stolperstelle",
    "example": "example beispiel",
    "todo": "todo",
}
BOXES = {written: box for box, names in _KINDS.items() for written in names.split()}
_NAME = "|".join(BOXES)
_ALERT = re.compile(rf" {{0,3}}> ?\[!(?P<name>{_NAME})\][+-]?[ \t]*(?P<title>.*)$", re.IGNORECASE)
_QUOTED = re.compile(r" {0,3}> ?")
_ADMONITION = re.compile(
    rf"(?:!!!|\?\?\?\+?)[ \t]+(?P<name>{_NAME})(?:[ \t]+inline(?:[ \t]+end)?)?"
    r"(?:[ \t]+\"?(?P<title>[^\"]*)\"?)?[ \t]*$",
    re.IGNORECASE,
)
_SET_IN = re.compile(r"(?: {4}|\t)")
_CALLOUT = re.compile(
    rf"(?P<colons>:{{3,}})[ \t]*(?:\{{\.callout-(?P<quarto>{_NAME})(?P<more>[^{{}}]*)\}}"
    rf"|\{{(?P<myst>{_NAME})\}}[ \t]*(?P<title>.*)"
    r"|(?P<hedge>info|success|warning|danger)"
    r"|(?P<press>note|tip|info|warning|danger|caution)(?:\[(?P<named>[^\[\]]+)\]|[ \t]+(?P<said>[^\s{:][^{:]*)))[ \t]*$"
)
_TITLE = re.compile(r"title=\"(?P<title>[^\"]*)\"")
# The options of a box in MyST, each in a line below it.
_OPTION = re.compile(r":[\w-]+:(?:[ \t].*)?$")
# Code that is run elsewhere; pandoc knows no name in braces without a dot.
_RUN = re.compile(
    r"(?P<fence>[ \t>]*(?:`{3,}|~{3,}))[ \t]*\{(?P<name>[A-Za-z][\w-]*)[^{}]*\}[ \t]*(?P<of>[\w-]*)[ \t]*$"
)
_RST_LINK = re.compile(r"(?<![`\w])`(?P<text>[^`<>\n]+?) <(?P<url>https?://[^<>\s]+)>`__?(?!\w)")
_GITLAB = re.compile(r"\$`(?P<tex>[^`\n]+)`\$")
_LATEX = re.compile(r"(?<!\\)\\(?:\((?P<tex>[^\n]+?)\\\)|\[(?P<shown>[^\n]+?)\\\])")
_TEX_SIGNS = re.compile(r"[\\^_=+<>/]|^[A-Za-z]$")
_DIRECTIVE = re.compile(rf"(?P<fence>`{{3,}})\{{(?P<name>{_NAME})\}}[ \t]*(?P<title>.*)$")
_KEY = r"-?@[\w](?:[\w:.-]*\w)?"
_AND = r"(?:,|[ ](?:und|and|&|\+|/)(?=[ ])|/(?=-?@)|(?=[ ]-?@))"
_SOURCES = re.compile(rf"\[[^\[\]\n]*?{_KEY}(?:{_AND}\s*{_KEY})+[^\[\]\n]*\]")
_BETWEEN = re.compile(rf"(?P<key>{_KEY})(?P<sign>{_AND})(?=\s*{_KEY})")
# Nothing follows on a semicolon.
_TRAILING = re.compile(rf"(?P<cited>\[[^\[\]\n]*?{_KEY})(?P<sign>[;,]\s*)\]")
# The sign that ends it would be taken for a part of the address.
_EMPHASISED = re.compile(
    r"(?<![\w_*\\])(?P<mark>_{1,3}|\*{1,3})(?P<url>https?://[^\s<>*]*?[^\s<>*_])(?P=mark)(?![\w_*])"
)
_ALTERNATIVE = re.compile(r"(?<=[\s{])fig-(?=alt=)")


def read_foreign_fences(draft: Draft) -> None:
    """Write what others write between fences as we do, and sources with a comma between them: s-117, s-140."""
    for number, line in enumerate(draft.seen.split("\n")):
        if match := _DIRECTIVE.match(line):
            _directive(draft, number, match)
        elif match := _CALLOUT.match(line):
            _callout(draft, number, match)
        elif match := _RUN.match(line):
            _run(draft, number, match)
    _formulas(draft)
    _links(draft)
    _inline(draft)


def read_foreign_blocks(draft: Draft) -> None:
    """Make boxes of what others quote or set in for one: s-140. Lines hold more than one then."""
    for number, line in enumerate(draft.scanned()):
        if not is_prose(line):
            continue
        if match := _ALERT.match(line.text):
            _box(draft, number, match, _quoted(draft, number))
        elif match := _ADMONITION.match(line.text):
            _box(draft, number, match, _set_in(draft, number))


def _box(draft: Draft, number: int, match: re.Match[str], inside: Sequence[tuple[int, str]]) -> None:
    """Make a box of a line and those that it holds, each with its text at the margin."""
    heading = f"\n### {match['title'].strip()}\n" if (match["title"] or "").strip() else ""
    numbers = [number, *(at for at, _ in inside)]
    texts = [f"::: {BOXES[match['name'].casefold()]}{heading}", *(text for _, text in inside)]
    texts[-1] += "\n:::"
    for at, text in zip(numbers, texts, strict=True):
        draft.lines[at] = text
    # That it is set in is what makes it the box's.
    draft.found = [one for one in draft.found if one.code != "s-081" or one.span.line - 1 not in numbers]
    edits = (draft.edit(at, 0, len(draft.written[at]), text) for at, text in zip(numbers, texts, strict=True))
    _told(draft, number, match, texts[0], *edits)


def _told(draft: Draft, number: int, match: re.Match[str], meant: str, *fix: Edit) -> None:
    read = meant.partition("\n")[0]
    draft.tell("s-140", draft.span(number), *fix, written=match.group().strip()[:40], read=read)


def _quoted(draft: Draft, number: int) -> list[tuple[int, str]]:
    inside = []
    for at in range(number + 1, len(draft.lines)):
        line = draft.lines[at] or ""
        if not _QUOTED.match(line):
            break
        inside.append((at, "\n".join(_QUOTED.sub("", part, count=1) for part in line.split("\n"))))
    return inside


def _set_in(draft: Draft, number: int) -> list[tuple[int, str]]:
    inside: list[tuple[int, str]] = []
    for at in range(number + 1, len(draft.lines)):
        written = draft.written[at]
        if written.strip() and not _SET_IN.match(written):
            break
        line = draft.lines[at] or ""
        inside.append((at, _SET_IN.sub("", line, count=1) if _SET_IN.match(line) else line))
    while inside and not inside[-1][1].strip():
        inside.pop()
    return inside


def _directive(draft: Draft, number: int, match: re.Match[str]) -> None:
    lines = draft.seen.split("\n")
    end = next((at for at in range(number + 1, len(lines)) if lines[at].rstrip() == match["fence"]), None)
    if end is not None:
        closing = draft.edit(end, 0, len(draft.written[end]), ":::")
        draft.lines[end] = ":::"
        _callbox(draft, number, match, f"::: {BOXES[match['name'].casefold()]}", match["title"], closing)


def _callout(draft: Draft, number: int, match: re.Match[str]) -> None:
    named = _TITLE.search(match["more"] or "")
    name = match["quarto"] or match["myst"] or match["hedge"] or match["press"]
    title = named["title"] if named else match["title"] or match["named"] or match["said"] or ""
    if title.rstrip().endswith(":::"):
        return
    _callbox(draft, number, match, f"{match['colons']} {BOXES[name.casefold()]}", title)


def _run(draft: Draft, number: int, match: re.Match[str]) -> None:
    """Show code that another tool would run."""
    written = draft.lines[number] or ""
    meant = f"{match['fence']}{match['of'] or match['name']}"
    draft.lines[number] = meant
    edit = draft.edit(number, 0, len(draft.written[number]), meant)
    draft.tell("s-080", draft.span(number), edit, written=written.strip()[:40], read=meant.strip())


def _links(draft: Draft) -> None:
    """Links as reStructuredText has them (s-080)."""
    seen = draft.seen
    found = [(match, f"[{match['text']}]({match['url']})") for match in _RST_LINK.finditer(seen)]
    for match, meant in found:
        place = draft.place(*match.span())
        edit = draft.edit(place.line - 1, place.column - 1, place.end_column - 1, meant)
        draft.tell("s-080", place, edit, written=match.group()[:40], read=meant[:40])
    draft.exchange((*match.span(), meant) for match, meant in found)


def _formulas(draft: Draft) -> None:
    """Formulas as GitLab and LaTeX write them (s-080)."""
    seen = draft.seen
    prose, without_dollars = bare(seen), []
    for match in _GITLAB.finditer(seen):
        if prose[match.start()] == "$":
            without_dollars.append((match, f"${match['tex'].strip()}$"))
    for match in _LATEX.finditer(prose):
        tex = (match["tex"] or match["shown"]).strip()
        if _TEX_SIGNS.search(tex):
            without_dollars.append((match, f"${tex}$" if match["tex"] else f"$${tex}$$"))
    for match, meant in without_dollars:
        place = draft.place(*match.span())
        edit = draft.edit(place.line - 1, place.column - 1, place.end_column - 1, meant)
        draft.tell("s-080", place, edit, written=match.group()[:40], read=meant[:40])
    draft.exchange((*match.span(), meant) for match, meant in without_dollars)


def _callbox(draft: Draft, number: int, match: re.Match[str], meant: str, title: str, *more: Edit) -> None:
    """Open a box in a line; its title goes before the line below, as nothing else stands in a fence's line."""
    draft.lines[number] = meant
    heading = f"### {title.strip()}\n" if title.strip() else ""
    edits = [draft.edit(number, 0, len(draft.written[number]), meant), *more]
    for at in range(number + 1, len(draft.lines)):
        if not _OPTION.match(draft.lines[at] or ""):
            break
        draft.lines[at] = ""
    if heading and number + 1 < len(draft.lines):
        draft.lines[number + 1] = heading + (draft.lines[number + 1] or "")
        edits.append(draft.edit(number + 1, 0, 0, heading))
    _told(draft, number, match, meant, *edits)


def _inline(draft: Draft) -> None:
    prose = bare(draft.seen)
    changes: list[tuple[int, int, str]] = [(*match.span(), "") for match in _ALTERNATIVE.finditer(prose)]
    for match in _EMPHASISED.finditer(prose):
        changes += [(match.start("url"), match.start("url"), "<"), (match.end("url"), match.end("url"), ">")]
    for match in _SOURCES.finditer(prose):
        commas = [
            (match.start() + comma.start("sign"), match.start() + comma.end("sign"))
            for comma in _BETWEEN.finditer(match.group())
        ]
        changes += [(start, end, ";") for start, end in commas]
        meant = _BETWEEN.sub(r"\g<key>;", match.group())
        draft.tell("s-117", draft.place(*match.span()), *_commas(draft, commas), mark=match.group(), write=meant)
    for match in _TRAILING.finditer(prose):
        sign = (match.start("sign"), match.end("sign"))
        changes.append((*sign, ""))
        draft.tell("s-117", draft.place(*match.span()), mark=match.group(), write=f"{match['cited']}]")
    draft.exchange(changes)


def _commas(draft: Draft, commas: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    for start, end in commas:
        place = draft.place(start, end)
        yield draft.edit(place.line - 1, place.column - 1, place.end_column - 1, ";")

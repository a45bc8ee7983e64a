"""The author's source made ready for pandoc, and what can only be seen in the source.

Reported here: `:::` that is never closed or closes nothing, HTML tags (they are not read), suggestions in
CriticMarkup that nobody has decided on, footnotes without their partner, control characters. Authors may leave
out the blank line before a list or around `:::`; it is put in here, because pandoc needs it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..sieve import sift, stray_references, strays
from .nested_notes import NOTE_TEXT, NOTE_USE, bring_notes_out, calls_in_notes
from .pipe_tables import surplus, widen
from .positions import DIV_FENCE, bare, comments, span_at, without_code

_TAG = re.compile(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?:\s[^<>\n]*)?/?>")
_CRITIC = re.compile(
    r"\{(?:\+\+(?P<ins>.{1,600}?)\+\+|--(?P<del>.{1,600}?)--|~~(?P<old>.{0,600}?)~>(?P<new>.{0,600}?)~~"
    r"|>>(?P<note>.{0,600}?)<<|==(?P<mark>.{1,600}?)==)\}",
    re.DOTALL,
)
MOST_BRACKETS = 8
# So many files are not looked through again, while the preview runs.
FILES = 512
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BRACKETS = re.compile(rf"\\.|{_BLANK_LINE.pattern}|[\[\]]")
_LIST_ITEM = re.compile(r"^[-*+] +\S")
_ANY_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)]|[a-z][.)]|\(?[0-9a-z]\)) ")


@lru_cache(maxsize=FILES)
def prepare(text: str, body: str, path: str, *, draft: bool) -> Checked[str]:
    """Make a body ready; `text` is the whole file with the same lines, for the places."""
    # The head of a file is YAML, and sifted as such.
    found = [diagnose("t-001", span_at(body, at, at + 1, path), number=number) for at, number in strays(body)]
    clean = body
    for start, end, number in reversed([*stray_references(bare(body))]):
        found.append(diagnose("t-001", span_at(body, start, end, path), number=number))
        clean = clean[:start] + " " + clean[end:]
    clean = sift(clean)
    prose = bare(text)
    found += _tags(text, prose, path)
    found += _critic_marks(text, prose, path)
    found += _notes(text, prose, path)
    found += _fences(prose, path)
    found += [
        diagnose("s-171", Span(path, line, 1, line, len(text.split("\n")[line - 1]) + 1), cells=cells, columns=columns)
        for line, cells, columns in surplus(prose)
    ]
    # From here on the lines may move: positions come from `text` only.
    written = bring_notes_out(_decide_critic(_drop_comments(clean), draft))
    written = widen(written, bare(written))
    return Checked(_add_blank_lines(written), tuple(found))


@lru_cache(maxsize=FILES)
def find_nesting(text: str, path: str = "") -> Span | None:
    """Where more brackets are open at once than pandoc can follow: each one more takes it twice as long."""
    prose, depth = bare(text), 0
    if all(paragraph.count("[") <= MOST_BRACKETS for paragraph in _BLANK_LINE.split(prose)):
        return None
    for match in _BRACKETS.finditer(prose):
        sign = match.group()
        depth = depth + 1 if sign == "[" else max(0, depth - 1) if sign == "]" else depth if sign[0] == "\\" else 0
        if depth > MOST_BRACKETS:
            return span_at(text, match.start(), match.end(), path)
    return None


def _tags(text: str, prose: str, path: str) -> Iterator[Diagnostic]:
    opened: Counter[str] = Counter()
    for match in _TAG.finditer(prose):
        # The end of a tag that was named is no second problem.
        closes = match.group().startswith("</")
        opened[match["name"]] += -1 if closes else 1
        if closes and opened[match["name"]] >= 0:
            continue
        yield diagnose("s-010", span_at(text, match.start(), match.end(), path), tag=match.group())


def _critic_marks(text: str, prose: str, path: str) -> Iterator[Diagnostic]:
    for match in _CRITIC.finditer(prose):
        if match.lastgroup not in ("note", "mark") and "\n\n" not in match.group():
            yield diagnose("t-002", span_at(text, match.start(), match.end(), path))


def _notes(text: str, prose: str, path: str) -> Iterator[Diagnostic]:
    """Report footnotes whose text or whose mark is missing, or that have two texts."""
    used = {match["name"] for match in NOTE_USE.finditer(prose)}
    defined: set[str] = set()
    for match in NOTE_TEXT.finditer(prose):
        name, place = match["name"], span_at(text, match.start("name") - 2, match.end("name") + 1, path)
        if name in defined:
            yield diagnose("s-013", place, name=name)
        elif name not in used:
            yield diagnose("s-012", place, name=name)
        defined.add(name)
    for match in NOTE_USE.finditer(prose):
        if match["name"] not in defined:
            yield diagnose("s-011", span_at(text, match.start(), match.end(), path), name=match["name"])
    for start, end, name in calls_in_notes(prose):
        if name in defined:
            yield diagnose("s-170", span_at(text, start, end, path), name=name)


def _fences(prose: str, path: str) -> Iterator[Diagnostic]:
    """Pair the `:::` lines."""
    open_fences: list[Span | None] = []
    for number, line in enumerate(prose.split("\n"), 1):
        if ":::" not in line:
            continue
        match = DIV_FENCE.match(line)
        if match is None:
            if re.match(r"^ {0,3}:{3,}", line):
                yield diagnose("s-016", Span(path, number, 1, number, len(line) + 1), line=line.strip()[:60])
                # Meant to open: what closes it is no second problem.
                open_fences.append(None)
            continue
        place = Span(path, number, match.start("colons") + 1, number, len(line.rstrip()) + 1)
        if match["attributes"]:
            open_fences.append(place)
        elif open_fences:
            open_fences.pop()
        else:
            yield diagnose("s-015", place)
    yield from (diagnose("s-014", place) for place in open_fences if place is not None)


def _drop_comments(text: str) -> str:
    """HTML comments are for the team; their lines stay."""
    pieces, done = [], 0
    for start, end in comments(without_code(text)):
        pieces += [text[done:start], "\n" * text.count("\n", start, end)]
        done = end
    return "".join([*pieces, text[done:]])


def _decide_critic(text: str, draft: bool) -> str:
    """In a draft suggestions show; an edition keeps the old text."""
    masked = bare(text)
    pieces, done = [], 0
    for match in _CRITIC.finditer(masked):
        if "\n\n" not in match.group():
            pieces += [text[done : match.start()], _show(match) if draft else _old(match)]
            done = match.end()
    return "".join([*pieces, text[done:]])


def _show(match: re.Match[str]) -> str:
    spans = {"ins": "critic-ins", "new": "critic-ins", "del": "critic-del", "old": "critic-del", "mark": "critic-mark"}
    shown = [f"[{match[name]}]{{.{spans[name]}}}" for name in ("ins", "del", "old", "new", "mark") if match[name]]
    return "".join(shown) + (f"[{match['note']}]{{.comment}}" if match["note"] else "")


def _old(match: re.Match[str]) -> str:
    return match["del"] or match["old"] or match["mark"] or ""


def _add_blank_lines(text: str) -> str:
    """Put a blank line before lists and around fences where the author wrote none."""
    lines, masked = text.split("\n"), bare(text).split("\n")
    made: list[str] = []
    before, after_fence, in_list = "", False, False
    for line, prose in zip(lines, masked, strict=True):
        fence = DIV_FENCE.match(prose) if ":::" in prose else None
        starts_list = not in_list and bool(_LIST_ITEM.match(prose)) and not before[:1].isspace()
        if before.strip() and (fence or starts_list or after_fence):
            made.append(fence["indent"].rstrip() if fence else "")
        in_list = bool(_ANY_ITEM.match(prose)) or (in_list and bool(prose.strip()) and not fence)
        made.append(line)
        before, after_fence = prose, bool(fence)
    return "\n".join(made)

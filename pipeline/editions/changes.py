"""What became of the book since a commit: words, pages, messages, and the printed pages that show it.

In: the folder as it is, the folder as it was. Out: a report in Markdown, the redline, and pictures of pages, for those
who look at a request before it is taken, and for everybody who wants to know what a day's work was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ..build import build, pages_of
from ..cache import Cache, EarlierCache
from ..checks.proof import Order, proofread
from ..codes import CODES, phrase
from ..diagnostics import Checked, Diagnostic
from ..rasters import NotDrawn, draw_first_page, draw_page
from ..record.blocks import Block, blocks_of, section_titles
from ..record.compare import Change
from ..record.edition import Edition, Record
from ..record.matching import identify
from ..workspace import Workspace, WorkspaceError
from .notes import compare_editions
from .produce import look_of
from .redline import Comparison, as_html, as_markdown, in_markdown, pictures_of
from .wording import words_for

REPORT, REDLINE, PAGES = "changes.md", "redline.html", "pages"
MOST_PAGES, MOST_MESSAGES = 12, 30
# A comment on a forge may have 65,536 letters.
MOST_LETTERS = 40_000
SEVERITIES = ("error", "warning", "note")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class State:
    """The book at one time: as an edition would record it, its print, and what is told of it."""

    edition: Edition
    print: bytes
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A printed page as it was and as it is, by their folios; empty where there is none."""

    before: str
    after: str


def report(
    before: Workspace,
    after: Workspace,
    cache: Cache,
    order: Order,
    *,
    name: str,
    language: str,
    tell: Tell,
) -> Checked[dict[str, bytes] | None]:
    """Write the report on two states, of which the earlier is called `name`; None when there is no book now."""
    # What is remembered of this book's texts is not what they once were.
    then = _state(before, EarlierCache(cache), order, tell, ())
    now = _state(after, cache, order, tell, then.value.edition.blocks if then.value else ())
    if now.value is None:
        return Checked(None, now.diagnostics)
    was = then.value or State(Edition(Record("", "", "", ""), (), {}), b"", ())
    found = compare_editions(was.edition, now.value.edition, language)
    shown = pictures_of(found.changes, _reader(before), _reader(after))
    found = replace(found, before=name, pictures=shown)
    turns = _turns(found, now.value)
    drawn = {f"{PAGES}/{path}": data for path, data in _drawn(turns, was, now.value)}
    text = "\n".join((*_facts(was, now.value, found), *_pictures(turns, drawn, language), "", _cut(found)))
    return Checked({REPORT: text.encode(), REDLINE: as_html(found).encode(), **drawn}, now.diagnostics)


def _state(
    workspace: Workspace, cache: Cache, order: Order, tell: Tell, known: Sequence[Block]
) -> Checked[State | None]:
    built = build(workspace, cache, order, tell)
    proof = proofread(workspace, cache, order, lambda stage: None).value
    if built.value is None or proof is None:
        return Checked(None, built.diagnostics)
    manifest = proof.book.manifest
    record = Record(
        *("", manifest.title, "", ""),
        subtitle=manifest.subtitle,
        language=manifest.language,
        theme=look_of(proof.theme, manifest.language),
    )
    blocks = identify(tuple(known), blocks_of(proof.book, pages_of(proof, cache)))
    file = next((data for path, data in sorted(built.value.items()) if path.endswith(".pdf")), b"")
    state = State(Edition(record, blocks, section_titles(proof.book)), file, built.diagnostics)
    return Checked(state, built.diagnostics)


def _reader(workspace: Workspace) -> Callable[[str], bytes | None]:
    def read(path: str) -> bytes | None:
        try:
            return workspace.read(path)
        except (FileNotFoundError, WorkspaceError):
            return None

    return read


def _facts(was: State, now: State, found: Comparison) -> Iterator[str]:
    """Give the numbers of both states, and the messages that are new."""
    words = words_for(found.language)
    counts: list[tuple[str, int, int]] = [
        (words["count-words"], _words(was), _words(now)),
        (words["count-pages"], _pages(was), _pages(now)),
        *((words[f"count-{level}"], _count(was, level), _count(now, level)) for level in SEVERITIES),
    ]
    yield f"| | {in_markdown(found.before)} | {words['work']} | |"
    yield "|---|--:|--:|--:|"
    for label, before, after in counts:
        yield f"| {label} | {before} | {after} | {f'{after - before:+d}' if after != before else ''} |"
    new, gone = (list((Counter(one) - Counter(other)).elements()) for one, other in _told(was, now, found.language))
    if new:
        yield from ("", f"**{words['new-messages']}** ({len(new)})", "")
        yield from (f"- {line}" for line in new[:MOST_MESSAGES])
    if gone:
        yield from ("", words["gone-messages"].format(count=len(gone)))


def _words(state: State) -> int:
    return sum(len(block.text.split()) for block in state.edition.blocks)


def _pages(state: State) -> int:
    try:
        return draw_first_page(state.print).pages
    except NotDrawn:
        return 0


def _count(state: State, level: str) -> int:
    return sum(CODES[one.code].severity == level for one in state.found)


def _told(was: State, now: State, language: str) -> Iterator[tuple[list[str], list[str]]]:
    """Give the messages of the one and the other, without lines, which shift."""
    here, there = ([_message(one, language) for one in state.found] for state in (now, was))
    yield here, there
    yield there, here


def _message(one: Diagnostic, language: str) -> str:
    fact = phrase(CODES[one.code], dict(one.facts), language).fact
    return f"`{one.span.path}`: {in_markdown(fact)} ({one.code})"


def _turns(found: Comparison, now: State) -> list[Turn]:
    """Name the pages that changes are on, each once; where only the look is another, some that show it."""
    turns = dict.fromkeys(_turn(change) for change in found.changes if change.kind != "moved")
    if not turns and found.looks:
        firsts = {block.section: block.folio for block in reversed(now.edition.blocks)}
        turns = dict.fromkeys(Turn(folio, folio) for folio in firsts.values())
    # What came or went beside something that changed stands on a page that is shown already.
    before, after = ({turn.before for turn in turns if turn.after}, {turn.after for turn in turns if turn.before})
    alone = {Turn("", ""), *(Turn("", folio) for folio in after), *(Turn(folio, "") for folio in before)}
    return [turn for turn in turns if turn not in alone][:MOST_PAGES]


def _turn(change: Change) -> Turn:
    before, after = (one.folio if one else "" for one in (change.before, change.after))
    return Turn(before, after)


def _drawn(turns: Sequence[Turn], was: State, now: State) -> Iterator[tuple[str, bytes]]:
    sides = (("before", was, [turn.before for turn in turns]), ("after", now, [turn.after for turn in turns]))
    for side, state, folios in sides:
        for folio in dict.fromkeys(filter(None, folios)):
            with suppress(NotDrawn):
                yield f"{side}-{folio}.png", draw_page(state.print, folio).png


def _pictures(turns: Sequence[Turn], drawn: Mapping[str, bytes], language: str) -> Iterator[str]:
    """Show pages beside each other."""
    words = words_for(language)
    rows = [
        [_picture(side, folio, drawn, words) for side, folio in (("before", one.before), ("after", one.after))]
        for one in turns
    ]
    if any("".join(row) for row in rows):
        yield from ("", f"| {words['page-then']} | {words['page-now']} |", "|---|---|")
        yield from (f"| {before} | {after} |" for before, after in rows if before or after)


def _picture(side: str, folio: str, drawn: Mapping[str, bytes], words: Mapping[str, str]) -> str:
    path = f"{PAGES}/{side}-{folio}.png"
    return f"![{words['page'].format(page=folio)}]({path})" if path in drawn else ""


def _cut(found: Comparison) -> str:
    """The change list, as much of it as a comment holds; the redline has all."""
    text = as_markdown(found, level=2)
    more = f"\n\n[…]({REDLINE})\n"
    return text if len(text) <= MOST_LETTERS else text[: text.rindex("\n", 0, MOST_LETTERS)] + more

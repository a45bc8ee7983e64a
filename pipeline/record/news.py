"""What readers of the edition before should look at: the section "Was ist neu", and where their answers belong now.

In: a resolved book and the earlier editions. Out: the book with that section written and `former` filled. Changes are
told by chapter, each place by its heading, its label or its first words; a comma is no news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..book.model import Book, Former, Heading, PageMap, Section
from ..theme import Labels
from ..trees import attribute, escape
from .blocks import FACTS, NOTE, PARTS, Block, blocks_of, section_titles
from .compare import Change, compare, counted
from .edition import Edition
from .matching import identify, match
from .outline import HEADINGS, surroundings

KIND = "news"
# Text that is found by the heading above it; everything else has a name of its own.
PLAIN = ("p", "ul", "ol", "dl", "blockquote", "div", "section", NOTE, "fields", *FACTS)
# What begins with the heads of its columns: the heading above says more.
COLUMNS = ("steps", "fill")
SHOWN_WORDS = 9
MOST_LINES = 12
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the list: what happened, to what, where it is now (empty when it is gone), and how often."""

    kind: str
    name: str
    anchor: str
    aside: str = ""
    places: int = 1


def tell(book: Book, editions: Sequence[Edition], labels: Labels) -> Book:
    """Write what is new since the last of the editions, and say of each what became of its ticks and fields."""
    if not editions:
        return book
    last = editions[-1]
    blocks = identify(last.blocks, blocks_of(book, PageMap()))
    sections = tuple(
        _written(section, _News(book, last, blocks, labels)) if section.kind == KIND else section
        for section in book.sections
    )
    former = tuple(follow(editions, blocks))
    return replace(book, sections=sections, former=former, revised=_revised(book, last, blocks))


def _revised(book: Book, last: Edition, blocks: Sequence[Block]) -> frozenset[str]:
    """The places that are new or read differently, if the book wants them marked."""
    if not book.manifest.change_bars:
        return frozenset()
    changes = (change for change in compare(last.blocks, blocks) if not _is_small(change))
    return frozenset(change.after.anchor for change in changes if change.after and change.kind in ("added", "changed"))


def follow(editions: Sequence[Edition], blocks: Sequence[Block]) -> Iterator[Former]:
    """Follow every tick and field of each edition from edition to edition to its place here."""
    states = [*(edition.blocks for edition in editions), blocks]
    steps = [{place: position for position, place in match(*two).items()} for two in pairwise(states)]
    under = surroundings(blocks)
    for number, edition in enumerate(editions):
        was_under = surroundings(edition.blocks)
        moved: dict[str, str] = {}
        changed: list[str] = []
        for place, block in enumerate(edition.blocks):
            if block.kind not in PARTS:
                continue
            heir = _heir(place, steps[number:], blocks)
            if heir is None or heir.anchor != block.anchor:
                moved[block.anchor] = heir.anchor if heir else ""
            if heir and (heir.hash, under[heir.anchor]) != (block.hash, was_under[block.anchor]):
                changed.append(heir.anchor)
        yield Former(edition.record.version, moved, tuple(sorted(changed)))


def _heir(place: int, steps: Iterable[Mapping[int, int]], blocks: Sequence[Block]) -> Block | None:
    for step in steps:
        if place not in step:
            return None
        place = step[place]
    return blocks[place]


class _News:
    """What the writing of one section needs at hand."""

    def __init__(self, book: Book, last: Edition, blocks: Sequence[Block], labels: Labels) -> None:
        self.last, self.blocks, self.labels = last, blocks, labels
        self.titles = {**last.sections, **section_titles(book)}
        self.changes = tuple(change for change in compare(last.blocks, blocks) if not _is_small(change))
        here = {block.id for block in blocks}
        gone = {id: heading for id, heading in _headings(last.blocks).items() if id not in here}
        self.above = {**gone, **_headings(blocks)}
        self.stays = {block.section for block in blocks}
        self.was = {block.section for block in last.blocks}

    def word(self, name: str, **values: object) -> str:
        return self.labels.word(f"news.{name}").format(**values)

    def kind_of(self, block: Block) -> str:
        """The word for a block that has a name of its own, empty for plain text."""
        if block.kind in PLAIN or block.kind in (*HEADINGS, "title"):
            return ""
        names = (f"news.{block.kind}", f"elements.{block.kind}.word", f"names.{block.kind}")
        return next((self.labels.words[name] for name in names if name in self.labels.words), "")


def _written(section: Section, news: _News) -> Section:
    """Write the section: a sentence with the counts, then a list for each chapter."""
    version = news.last.record.version
    counts = ", ".join(f"{n} {news.word(kind)}" for kind, n in counted(news.changes).items() if n)
    first = news.word("since", version=version, counts=counts) if counts else news.word("nothing", version=version)
    body = [f'<p id="{section.id}--intro">{escape(first)} {escape(news.word("hint"))}</p>']
    headings = []
    for nth, (title, lines) in enumerate(_groups(news), start=1):
        id = f"{section.id}--{nth}"
        headings.append(Heading(id, 2, title, escape(title)))
        items = "".join(_item(line, news) for line in lines)
        body.append(f'<h2 id="{id}">{escape(title)}</h2><ol class="toc news" id="{id}-list">{items}</ol>')
    return replace(section, body="".join(body), headings=tuple(headings))


def _groups(news: _News) -> Iterator[tuple[str, list[_Line]]]:
    """Give the chapters with their lines in reading order, and at the end the chapters that are gone."""
    for home in dict.fromkeys(block.section for block in news.blocks):
        changes = [change for change in news.changes if change.block.section == home]
        if changes:
            yield news.titles[home], list(_lines(home, changes, news))
    gone = {change.block.section: change.block for change in news.changes if change.block.section not in news.stays}
    if gone:
        starts = {block.section: block for block in reversed(news.last.blocks)}
        titles = [(news.titles.get(home, home), _was_page(starts[home], news)) for home in gone]
        yield news.word("gone"), [_Line("removed", title, "", aside) for title, aside in titles]


def _lines(home: str, changes: Sequence[Change], news: _News) -> Iterator[_Line]:
    """Give the lines of one chapter; a chapter that is new as a whole is one."""
    if home not in news.was and all(change.kind == "added" for change in changes):
        yield _Line("added", news.titles[home], home)
        return
    found: dict[tuple[str, str], _Line] = {}
    for change in changes:
        key, line = _line(change, news)
        known = found.get((change.kind, key))
        found[change.kind, key] = replace(known, places=known.places + 1) if known else line
    told = list(found.values())
    yield from told[:MOST_LINES]
    if rest := told[MOST_LINES:]:
        yield _Line("", news.word("more", n=sum(line.places for line in rest)), home)


def _line(change: Change, news: _News) -> tuple[str, _Line]:
    """Name a change; changes with the same key under one heading are told together."""
    block, anchor = change.block, change.after.anchor if change.after else ""
    aside = ""
    if change.after is None:
        aside = _was_page(block, news)
    elif change.before and change.before.section != block.section and change.kind == "moved":
        there = change.before.section
        aside = news.word("was-there", section=news.titles.get(there, there))
    heading = news.above.get(block.id)
    if word := news.kind_of(block):
        name = heading.text if heading and block.kind in COLUMNS else block.text
        return block.id, _Line(change.kind, f"{word}: {_opening(name)}", anchor, aside)
    key = heading.id if heading else f"start of {block.section}"
    name = _opening(heading.text if heading else block.text)
    return key + aside, _Line(change.kind, name, anchor, aside)


def _item(line: _Line, news: _News) -> str:
    label = f'<span class="toc-label">{escape(news.word(line.kind))}</span> ' if line.kind else ""
    more = [line.aside] if line.aside else []
    if line.places > 1:
        more.insert(0, news.word("places", n=line.places))
    name = f"{line.name} ({', '.join(more)})" if more else line.name
    text = f'{label}<span class="toc-title">{escape(name)}</span>'
    if not line.anchor:
        return f'<li class="toc-line"><span>{text}</span></li>'
    page = f'<span class="page-ref" data-target={attribute(line.anchor)}></span>'
    return f'<li class="toc-line"><a href={attribute("#" + line.anchor)}>{text}</a>{page}</li>'


def _is_small(change: Change) -> bool:
    """Is it a matter of signs? A text that reads the same and is another (a picture, a choice) is not."""
    if change.kind != "changed" or change.before is None or change.after is None:
        return False
    before, after = change.before.text, change.after.text
    return before != after and _words(before) == _words(after)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _headings(blocks: Iterable[Block]) -> Mapping[str, Block]:
    """The heading that each block stands under, by the block's id; a heading stands under itself."""
    found: dict[str, Block] = {}
    current: Block | None = None
    for block in blocks:
        if block.kind == "title":
            current = None
        if block.kind in HEADINGS:
            current = block
        if current and current.section == block.section:
            found[block.id] = current
    return found


def _was_page(block: Block, news: _News) -> str:
    version = news.last.record.version
    return news.word("was-page", version=version, page=block.folio) if block.folio else ""


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:SHOWN_WORDS]) + (" …" if len(words) > SHOWN_WORDS else "")

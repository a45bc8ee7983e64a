"""Errors in editions that were cut: on which page of which edition, and since when it is right.

In: editions/errata.yaml, a list of entries `block`, `wrong`, `right`, and the editions. Out: lines for each edition
that has the error, and in a book those that are right in it. An edition that has it right is never named.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import yaml

from ..book.model import Book, Heading, PageMap, Section
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..sieve import find_excess, sift
from ..theme import LOADER, Labels
from ..trees import attribute, escape
from ..workspace import TooLarge, Workspace, WorkspaceError
from .blocks import Block, blocks_of, normalise, section_titles
from .edition import Edition
from .matching import identify
from .news import KIND

FILE = "editions/errata.yaml"
MOST_BYTES = 5_000_000
HEAD = (
    "# Berichtigungen: block ist die Kennung eines Blocks, wrong und right sind die Wörter. `workbook edition errata`\n"
)


@dataclass(frozen=True, slots=True)
class Erratum:
    """A few words in a block that are wrong, and how they should read."""

    block: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An error in one edition. `corrected` is the first later edition that has it no longer; empty: none yet."""

    version: str
    folio: str
    place: str
    erratum: Erratum
    corrected: str = ""


def read_list(workspace: Workspace) -> Checked[tuple[Erratum, ...]]:
    """Read the list that a book keeps, if it keeps one."""
    try:
        return read_errata(workspace.read(FILE, MOST_BYTES))
    except FileNotFoundError:
        return Checked(())
    except TooLarge as problem:
        return Checked((), (diagnose("f-079", Span(FILE), path=FILE, size=problem.size, most=problem.most),))
    except WorkspaceError as problem:
        return Checked((), (_unreadable(1, problem),))


def read_errata(data: bytes) -> Checked[tuple[Erratum, ...]]:
    """Read the list; an entry that cannot be read is named and left out."""
    try:
        text = sift(data.decode("utf-8"))
        if far := find_excess(text):
            return Checked((), (_unreadable(far.line, "[[[" if far.is_deep else "*"),))
        # Every value as text: no date, number or tag of YAML is meant here.
        entries = yaml.load(text, Loader=LOADER) or []
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        return Checked((), (_unreadable(1, problem),))
    if not isinstance(entries, list):
        return Checked((), (_unreadable(1, type(entries).__name__),))
    found: list[Erratum] = []
    problems: list[Diagnostic] = []
    for number, entry in enumerate(entries, 1):
        if _is_entry(entry):
            found.append(Erratum(*(normalise(entry[name]) for name in ("block", "wrong", "right"))))
        else:
            problems.append(_unreadable(1, f"{number}. {reprlib.repr(entry)[:60]}"))
    return Checked(tuple(found), tuple(problems))


def add_erratum(data: bytes, erratum: Erratum, editions: Sequence[Edition]) -> Checked[bytes | None]:
    """Write an entry at the end of the list; None when the words stand in no edition, or are listed."""
    known = read_errata(data)
    erratum = Erratum(_id_of(erratum.block, editions), normalise(erratum.wrong), normalise(erratum.right))
    if known.diagnostics:
        return Checked(None, known.diagnostics)
    if not erratum.wrong or not erratum.right or erratum.wrong == erratum.right:
        return Checked(None, (diagnose("e-033", Span(FILE), wrong=erratum.wrong, right=erratum.right),))
    if erratum in known.value:
        return Checked(None, (diagnose("e-032", Span(FILE)),))
    if not list_errata((erratum,), editions):
        return Checked(None, (diagnose("e-030", Span(FILE), block=erratum.block, wrong=erratum.wrong),))
    fields = {"block": erratum.block, "wrong": erratum.wrong, "right": erratum.right}
    entry = yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=110)
    text = (data.decode("utf-8").rstrip("\n") + "\n") if data.strip() else HEAD
    return Checked((text + entry).encode())


def list_errata(errata: Sequence[Erratum], editions: Sequence[Edition]) -> tuple[Listed, ...]:
    """List every error in every edition that has it, the newest edition first, then by the book's order."""
    found: list[tuple[int, int, Listed]] = []
    for erratum in errata:
        states = [_find(erratum, edition) for edition in editions]
        for number, (edition, (order, block)) in enumerate(zip(editions, states, strict=True)):
            if block is not None:
                place = edition.sections.get(block.section, block.section)
                corrected = _corrected_in(states[number + 1 :], editions[number + 1 :])
                page = block.page_at(place_of(erratum, block.text))
                found.append((-number, order, Listed(edition.record.version, page, place, erratum, corrected)))
    return tuple(listed for _, _, listed in sorted(found, key=lambda entry: entry[:2]))


def tell(book: Book, editions: Sequence[Edition], errata: Sequence[Erratum], labels: Labels) -> Book:
    """Write into the section for what is new which errors of the last edition are mended in the book, and on which
    pages of which editions they stand."""
    if not editions or not errata:
        return book
    last = editions[-1]
    here = Edition(last.record, identify(last.blocks, blocks_of(book, PageMap())), section_titles(book))
    mended = [one for one in errata if _find(one, last)[1] and not _find(one, here)[1]]
    listed = list_errata(mended, editions)
    if not listed:
        return book
    anchors = {block.id: block.anchor for block in here.blocks}
    return replace(
        book,
        sections=tuple(_completed(one, listed, anchors, labels) if one.kind == KIND else one for one in book.sections),
    )


def _completed(section: Section, listed: Sequence[Listed], anchors: Mapping[str, str], labels: Labels) -> Section:
    id, title = f"{section.id}--errata", labels.word("news.errata")
    body = [f'<h2 id="{id}">{escape(title)}</h2><p id="{id}-intro">{escape(labels.word("news.mended"))}</p>']
    for version, ones in groupby(listed, key=lambda one: one.version):
        name = f"{id}-{version.replace('.', '-')}"
        body.append(f'<h3 id="{name}">{escape(labels.word("news.edition").format(version=version))}</h3>')
        body.append(f'<ul id="{name}-list">{"".join(_item(one, anchors, labels) for one in ones)}</ul>')
    heading = Heading(id, 2, title, escape(title))
    return replace(section, body=section.body + "".join(body), headings=(*section.headings, heading))


def _item(one: Listed, anchors: Mapping[str, str], labels: Labels) -> str:
    page = escape(labels.word("news.page").format(page=one.folio)) + ", " if one.folio else ""
    place, anchor = escape(one.place), anchors.get(one.erratum.block, "")
    place = f"<a href={attribute('#' + anchor)}>{place}</a>" if anchor else place
    words = labels.word("news.slip").format(wrong=one.erratum.wrong, right=one.erratum.right)
    return f"<li>{page}{place}: {escape(words)}</li>"


def _id_of(name: str, editions: Sequence[Edition]) -> str:
    """Take an id, or the place in the newest edition that has one by this name (what a link to it ends with)."""
    blocks = [block for edition in reversed(editions) for block in edition.blocks]
    if any(block.id == name for block in blocks):
        return name
    return next((block.id for block in blocks if block.anchor == name), name)


def _find(erratum: Erratum, edition: Edition) -> tuple[int, Block | None]:
    """Find the block in an edition, if it has the wrong words there."""
    for order, block in enumerate(edition.blocks):
        if block.id == erratum.block:
            return order, block if place_of(erratum, block.text) >= 0 else None
    return 0, None


def place_of(erratum: Erratum, text: str) -> int:
    """Find the wrong words: as whole words ("8." is not in "18."), and not inside the right ones; -1 for nowhere."""
    if erratum.wrong in erratum.right:
        text = text.replace(erratum.right, "\0" * len(erratum.right))
    found = re.search(rf"(?<!\w(?=\w)){re.escape(erratum.wrong)}(?!(?<=\w)\w)", text)
    return found.start() if found else -1


def _corrected_in(states: Sequence[tuple[int, Block | None]], editions: Sequence[Edition]) -> str:
    return next((edition.record.version for (_, block), edition in zip(states, editions, strict=True) if not block), "")


def _is_entry(entry: Any) -> bool:
    names = ("block", "wrong", "right")
    return isinstance(entry, dict) and all(isinstance(one := entry.get(name), str) and one.strip() for name in names)


def _unreadable(line: int, problem: object) -> Diagnostic:
    return diagnose("e-031", Span(FILE, line), problem=" ".join(str(problem).split())[:120])

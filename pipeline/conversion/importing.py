"""Foreign documents into the book: files in, new chapters with their pictures and lines in book.yaml out.

Nothing that is there is written over; what was left out is told, and every word is held against its source.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..manuscript.addition import enter
from ..spelling import ascii_slug
from ..theme import Labels, read_theme
from ..workspace import MemoryWorkspace, Workspace, WorkspaceError
from .archives import Refused, unpack
from .arriving import Arrival, arrive
from .contents import Contents, read_contents
from .exporting import box_words
from .nodes import BOXES
from .opening import BUNDLE, EPUB, MARKDOWN, WORD, kind_of, open_file
from .returning import review
from .wordreading import Returned, read_word

MANIFEST = "book.yaml"
FOLDER, SOURCES = "chapters", "sources"
# So many of one kind are named; the rest are counted.
MOST_NAMED = 12
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be imported: a file, or with an empty path all that lies in a folder; `name` is how it was named."""

    workspace: Workspace
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one document."""

    source: str
    paths: tuple[str, ...]
    arrival: Arrival


@dataclass(slots=True)
class _Book:
    """The book while it grows: nothing is written before everything was read."""

    workspace: Workspace
    language: str
    labels: Labels
    files: dict[str, bytes] = field(default_factory=dict)
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    title: str = ""
    found: list[Diagnostic] = field(default_factory=list)

    def has(self, path: str) -> bool:
        """Whether a path is taken, whatever its letters' case."""
        return path in self.files or self.workspace.exists(path)

    def free(self, wish: str, source: str) -> str:
        """A path that nothing has."""
        path, number = f"{FOLDER}/{wish}.md", 1
        while self.has(path):
            number += 1
            path = f"{FOLDER}/{wish}-{number}.md"
        if number > 1:
            self.found.append(diagnose("f-174", Span(source), path=f"{FOLDER}/{wish}.md", other=path))
        return path


def element_words(labels: Labels) -> dict[str, str]:
    """What authors call the elements that come from other programs."""
    return {key: labels.words.get(f"elements.{key}.alias", key) for key in (*BOXES.values(), "kbd")}


def import_files(workspace: Workspace, given: Sequence[Given], language: str) -> Checked[tuple[Account, ...]]:
    """Bring documents into a book and write them. Raises ToolMissing."""
    book = _Book(workspace, language, read_theme(workspace, language).value.labels)
    accounts = [account for one in given for account in _take(book, one)]
    if accounts:
        _enter(book)
    if book.files:
        for path in sorted(book.files, key=lambda path: path == MANIFEST):
            workspace.write(path, book.files[path])
    return Checked(tuple(accounts), tuple(book.found))


def _take(book: _Book, given: Given) -> Iterator[Account]:
    if not given.path:
        yield from _take_folder(book, given.workspace, given.name)
        return
    data = given.workspace.read(given.path)
    try:
        kind = kind_of(given.path, data)
        returned = read_word(unpack(data)) if kind == WORD else None
        if returned is not None:
            _take_back(book, returned, given.name)
            return
        if kind in (BUNDLE, EPUB):
            yield from _take_folder(book, MemoryWorkspace(unpack(data)), given.name)
            return
        account = _arrived(book, given, data, {}, part=kind != MARKDOWN)
    except Refused as problem:
        book.found.append(_refusal(problem, given.name))
        return
    book.title = book.title or account.arrival.chapters[0].title
    book.parts.append(("", [*account.paths]))
    yield account


def _take_back(book: _Book, returned: Returned, name: str) -> None:
    """A chapter that was exported comes back: its edits become suggestions."""
    try:
        data = book.files.get(returned.path) or book.workspace.read(returned.path)
    except (FileNotFoundError, WorkspaceError):
        book.found.append(diagnose("s-200", Span(name), path=returned.path))
        return
    mark, text = ("\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""), data.decode("utf-8-sig", "replace")
    ending = "\r\n" if "\r\n" in text else "\n"
    current = text.replace("\r\n", "\n").replace("\r", "\n")
    done = review(returned, current, box_words(book.labels))
    if done.text == current:
        book.found.append(diagnose("s-201", Span(name), path=returned.path))
        return
    book.files[returned.path] = (mark + done.text.replace("\n", ending)).encode()
    names, counts = ", ".join(done.authors) or "?", done.counts
    told = diagnose(
        "s-202",
        Span(name),
        changes=counts["changes"],
        comments=counts["comments"],
        path=returned.path,
        names=names,
    )
    book.found.append(told)
    if done.fixed:
        book.found.append(diagnose("s-203", Span(name), path=returned.path, count=done.fixed))
    if current != returned.source:
        book.found.append(diagnose("s-204", Span(name), path=returned.path, count=done.conflicts))
    if returned.formats:
        book.found.append(diagnose("s-205", Span(name), count=returned.formats))


def _take_folder(book: _Book, folder: Workspace, name: str) -> Iterator[Account]:
    contents = read_contents(folder, posixpath.splitext(posixpath.basename(name.rstrip("/")))[0])
    if not contents.parts:
        book.found.append(diagnose("f-161", Span(name), path=name))
        return
    book.title = book.title or contents.title
    for path in folder.files(".", (".bib",)):
        book.files.setdefault(f"{SOURCES}/{posixpath.basename(path)}", folder.read(path))
    book.found += [diagnose("f-175", Span(f"{name}/{path}"), path=path) for path in contents.left]
    planned = _planned(book, contents)
    for part in contents.parts:
        paths: list[str] = []
        for file, _ in part.files:
            try:
                data = folder.read(file)
                account = _arrived(book, Given(folder, file, f"{name}/{file}"), data, planned, part=False)
            except Refused as problem:
                book.found.append(_refusal(problem, f"{name}/{file}"))
                continue
            paths += account.paths
            yield account
        book.parts.append((part.title, paths))


def _planned(book: _Book, contents: Contents) -> dict[str, str]:
    """The name that each file of a folder will have, so that links between them are known before they are read."""
    planned: dict[str, str] = {}
    for part in contents.parts:
        for file, title in part.files:
            wish = ascii_slug(title) if contents.is_package else ""
            planned[file] = _name_for(f"{wish}.xhtml" if wish else file, {*planned.values()}, book)
    return planned


def _name_for(file: str, taken: set[str], book: _Book) -> str:
    stem, folder = posixpath.splitext(posixpath.basename(file))[0], posixpath.basename(posixpath.dirname(file))
    is_index = re.fullmatch(r"(?i)readme|index", stem)
    wish = ascii_slug(folder if is_index and folder else stem) or "kapitel"
    path, number = f"{FOLDER}/{wish}.md", 1
    while path in taken or book.has(path):
        number += 1
        path = f"{FOLDER}/{ascii_slug(f'{folder} {wish}') if number == 2 and folder else f'{wish}-{number}'}.md"
    return path


def _arrived(book: _Book, given: Given, data: bytes, planned: Mapping[str, str], *, part: bool) -> Account:
    """Read a file into the book. Raises Refused, also for what is nested deeper than a program can follow."""
    try:
        return _read_in(book, given, data, planned, part=part)
    except RecursionError:
        raise Refused("f-160", problem="nested too deeply") from None


def _read_in(book: _Book, given: Given, data: bytes, planned: Mapping[str, str], *, part: bool) -> Account:
    opened = open_file(given.workspace, given.path, data, book.language)
    if (
        planned
        and opened.title == book.title
        and any(one["t"] == "Header" and one["c"][0] == 1 for one in opened.blocks)
    ):
        opened.title = ""  # the first file of bookdown says the whole book's
    here = posixpath.dirname(given.path)

    def link(address: str) -> str:
        file, hash_sign, place = address.partition("#")
        path = posixpath.normpath(posixpath.join(here, file)) if not file.startswith("/") else file.lstrip("/")
        for one in (path, re.sub(r"\.html?$", ".md", path), f"{path}.md", f"{path}/index.md", f"{path}/README.md"):
            if one in planned:
                return posixpath.basename(planned[one]) + hash_sign + place
        return ""

    stem = posixpath.splitext(posixpath.basename(planned.get(given.path, given.name)))[0]
    arrival = arrive(
        opened, given.name, book.language, element_words(book.labels), book.has, link, part=part, stem=stem
    )
    paths = []
    for chapter in arrival.chapters:
        path = planned.get(given.path) or book.free(chapter.name, given.name)
        book.files[path] = chapter.text.encode()
        paths.append(path)
    book.files.update(arrival.pictures)
    book.found += [*_told(arrival)]
    return Account(given.name, tuple(paths), arrival)


def _told(arrival: Arrival) -> Iterator[Diagnostic]:
    """What was changed or left out, a message a kind and name."""
    place = Span(arrival.source)
    named: dict[str, int] = {}
    for (code, name), count in sorted(arrival.changed.items()):
        named[code] = named.get(code, 0) + 1
        if named[code] <= MOST_NAMED:
            yield diagnose(code, place, name=name or "?", count=count)
    if arrival.missing:
        shown = ", ".join(arrival.missing[:MOST_WORDS]) + (" …" if len(arrival.missing) > MOST_WORDS else "")
        yield diagnose("x-080", place, count=len(arrival.missing), words=shown)


def _refusal(problem: Refused, name: str) -> Diagnostic:
    facts: dict[str, Any] = {"path": name, **problem.facts}
    return diagnose(problem.code, Span(name), **facts)


def _enter(book: _Book) -> None:
    """Write the chapters into book.yaml, or a book.yaml with them."""
    if not book.workspace.exists(MANIFEST):
        book.files[MANIFEST] = _manifest(book).encode()
        return
    source = before = book.workspace.read(MANIFEST).decode("utf-8-sig", "replace")
    for path in (path for _, paths in book.parts for path in paths):
        entered = enter(source, "chapter", path)
        if entered is None:
            book.found.append(diagnose("f-177", Span(MANIFEST), path=path))
        source = entered or source
    if source != before:
        book.files[MANIFEST] = source.encode()


def _manifest(book: _Book) -> str:
    named = "Kapitel" if book.language.startswith("de") else "Chapters"
    parts: list[tuple[str, list[str]]] = []
    for title, paths in book.parts:
        if parts and parts[-1][0] == (title or named):
            parts[-1][1].extend(paths)
        elif paths:
            parts.append((title or named, [*paths]))
    lines = [f"title: {_quoted(book.title)}", f"language: {book.language}", "parts:"]
    for title, paths in parts:
        lines += [f"  - title: {_quoted(title)}", "    chapters:", *(f"      - {path}" for path in paths)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

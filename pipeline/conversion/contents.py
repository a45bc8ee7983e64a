"""What a folder of another tool is as a book: its table of contents, whoever wrote it down, → title, parts, files.

mkdocs.yml (nav), SUMMARY.md (mdBook, GitBook), _quarto.yml, _bookdown.yml; without one, every text by its name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import yaml
from lxml.etree import _Element as Element

from ..workspace import Workspace
from .archives import read_xml
from .opening import ENDINGS, EPUB, MARKDOWN, ODT, PAGE, WORD
from .words import in_html

MOST_LIST = 500_000
_ENTRY = re.compile(
    r"^(?P<indent>\s*)[-*+]\s+\[(?P<title>(?:\\.|[^\]\\])*)\]\(<?(?P<path>[^)>#\s]*)[^)]*\)|^\[(?P<alone>[^\]]*)\]\((?P<file>[^)#\s]+)[^)]*\)"
)
_PART = re.compile(r"^#+\s+(?P<title>.+?)\s*(?:\{.*\})?$")
_BOOKDOWN_PART = re.compile(r"^# \(PART\\?\*?\) (?P<title>.+?)\s*(?:\{.*\})?$", re.MULTILINE)
_FIRST = re.compile(r"(?i)(?:.*/)?(?:index|readme|preface|vorwort)\.\w+$")
_SKIPPED = re.compile(
    r"(?i)(?:^|/)(?:SUMMARY|_?sidebar|_?navbar|LICENSE|CONTRIBUTING|CHANGELOG|CODE_OF_CONDUCT|404|SECURITY)\.\w+$|(?:^|/)[_.]|^(?:node_modules|site|_book|book|build|public)/"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its files, each with the name that the contents give it."""

    title: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A book as its folder describes it; `left` are texts that the contents do not name. The files of a
    package, an e-book, are named by a machine: their headings say what they are."""

    title: str
    language: str
    parts: tuple[Part, ...]
    left: tuple[str, ...] = ()
    is_package: bool = False


def read_contents(workspace: Workspace, fallback: str) -> Contents:
    """Find out what a folder holds; `fallback` is its own name."""
    texts = (path for path in workspace.files(".") if ENDINGS.get(posixpath.splitext(path)[1].lower()) in _TEXTS)
    known = tuple(path for path in texts if not _SKIPPED.search(path))
    if found := _package(workspace):
        return found
    for name, read in _READERS.items():
        for path in sorted(workspace.files(".", (name,)), key=lambda one: one.count("/")):
            if posixpath.basename(path) == name and (found := read(workspace, path, known)):
                named = {file for part in found.parts for file, _ in part.files}
                return Contents(found.title or fallback, found.language, found.parts, _left(known, named))
    order = sorted(known, key=lambda path: (posixpath.dirname(path), not _FIRST.match(path), path))
    return Contents(fallback, "", (Part("", tuple((path, "") for path in order)),) if order else ())


def _left(known: tuple[str, ...], named: set[str]) -> tuple[str, ...]:
    """Texts that nobody names, of the kinds that are named."""
    endings = {posixpath.splitext(path)[1] for path in named}
    return tuple(path for path in known if path not in named and posixpath.splitext(path)[1] in endings)


def _package(workspace: Workspace) -> Contents | None:
    """An e-book: the documents of its spine, without the contents and what shows only a picture."""
    path = next(iter(workspace.files(".", (".opf",))), "")
    if not path:
        return None
    tree, folder = read_xml(workspace.read(path)), posixpath.dirname(path)
    items = {one.get("id"): one for one in tree.iter("{*}item")}
    spine = [items[name] for one in tree.iter("{*}itemref") if (name := one.get("idref")) in items]
    shown = [one for one in spine if "nav" not in (one.get("properties") or "").split()]
    files = [posixpath.normpath(posixpath.join(folder, unquote(one.get("href") or ""))) for one in shown]
    pages = {file: _decoded(workspace, file) for file in files if workspace.exists(file)}
    texts = tuple((file, _heading(page)) for file, page in pages.items() if in_html(page))
    parts = (Part("", texts),) if texts else ()
    return Contents(_said(tree, "title"), _said(tree, "language"), parts, is_package=True)


def _said(tree: Element, name: str) -> str:
    found = next(tree.iter(f"{{*}}{name}"), None)
    return "".join(map(str, found.itertext())).strip() if found is not None else ""


def _heading(page: str) -> str:
    match = re.search(r"<h(?P<level>[1-6])\b[^>]*>(?P<said>.*?)</h(?P=level)>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", "", match["said"]).split()) if match else ""


def _mkdocs(workspace: Workspace, path: str, known: tuple[str, ...]) -> Contents | None:
    settings = _yaml(workspace, path)
    docs = posixpath.normpath(posixpath.join(posixpath.dirname(path), str(settings.get("docs_dir") or "docs")))
    theme = settings.get("theme")
    language = str(theme.get("language", "")) if isinstance(theme, dict) else ""
    if isinstance(settings.get("nav"), list):
        parts = _parts([*_nav(settings["nav"], docs, "")], known)
    else:
        below = sorted(
            (one for one in known if one.startswith(f"{docs}/")), key=lambda one: (not _FIRST.match(one), one)
        )
        parts = (Part("", tuple((one, "") for one in below)),)
    return Contents(str(settings.get("site_name") or ""), language, parts)


def _nav(entries: list[Any], docs: str, part: str) -> Iterator[tuple[str, str, str]]:
    """(part, file, name) of each entry; a list in a list belongs to the part that it stands in."""
    for entry in entries:
        pairs = entry.items() if isinstance(entry, dict) else [("", entry)]
        for name, held in pairs:
            if isinstance(held, list):
                yield from _nav(held, docs, part or str(name))
            elif isinstance(held, str) and "://" not in held:
                yield part, posixpath.normpath(posixpath.join(docs, held)), str(name)


def _summary(workspace: Workspace, path: str, known: tuple[str, ...]) -> Contents | None:
    folder, part, title = posixpath.dirname(path), "", ""
    rows: list[tuple[str, str, str]] = []
    for line in workspace.read(path).decode("utf-8-sig", "replace").splitlines():
        if match := _PART.match(line):
            is_name = re.fullmatch(
                r"(?i)summary|table of contents|inhalt(?:sverzeichnis)?|zusammenfassung", match["title"]
            )
            part = "" if is_name else match["title"]
        elif (match := _ENTRY.match(line)) and (file := match["path"] or match["file"]):
            rows.append(
                (part, posixpath.normpath(posixpath.join(folder, file)), match["title"] or match["alone"] or "")
            )
    for settings in ("book.toml", "book.json"):
        place = posixpath.normpath(posixpath.join(folder, "..", settings)) if folder else settings
        for one in (place, settings):
            if not title and not one.startswith("..") and workspace.exists(one):
                found = re.search(r"""["']?title["']?\s*[:=]\s*["'](.+?)["']""", _decoded(workspace, one))
                title = found[1] if found else ""
    return Contents(title, "", _parts(rows, known)) if rows else None


def _quarto(workspace: Workspace, path: str, known: tuple[str, ...]) -> Contents | None:
    settings = _yaml(workspace, path)
    book = settings.get("book")
    if not isinstance(book, dict):
        return None
    folder = posixpath.dirname(path)
    rows = [*_listed(book.get("chapters"), folder, ""), *_listed(book.get("appendices"), folder, "Anhang")]
    return Contents(str(book.get("title") or ""), str(settings.get("lang") or ""), _parts(rows, known))


def _listed(entries: object, folder: str, part: str) -> Iterator[tuple[str, str, str]]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, str):
            yield part, posixpath.normpath(posixpath.join(folder, entry)), ""
        elif isinstance(entry, dict) and "part" in entry:
            yield from _listed(entry.get("chapters"), folder, str(entry["part"]))
        elif isinstance(entry, dict) and isinstance(entry.get("href") or entry.get("file"), str):
            file = str(entry.get("href") or entry["file"])
            yield part, posixpath.normpath(posixpath.join(folder, file)), str(entry.get("text") or "")


def _bookdown(workspace: Workspace, path: str, known: tuple[str, ...]) -> Contents | None:
    settings, folder = _yaml(workspace, path), posixpath.dirname(path)
    listed = settings.get("rmd_files")
    names = [str(one) for one in listed] if isinstance(listed, list) else []
    if not names:
        own = (one for one in known if posixpath.dirname(one) == folder and one.lower().endswith(".rmd"))
        names = sorted((posixpath.basename(one) for one in own), key=lambda one: (not _FIRST.match(one), one))
    rows, part = [], ""
    for name in names:
        file = posixpath.normpath(posixpath.join(folder, name))
        opens = _BOOKDOWN_PART.search(_decoded(workspace, file)) if workspace.exists(file) else None
        part = opens["title"] if opens else part
        rows.append((part, file, ""))
    first = next((file for _, file, _ in rows if workspace.exists(file)), "")
    found = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", _decoded(workspace, first), re.MULTILINE) if first else None
    return Contents(found[1] if found else "", "", _parts(rows, known))


def _parts(rows: list[tuple[str, str, str]], known: tuple[str, ...]) -> tuple[Part, ...]:
    """Files one after the other by part, each once, those that are there."""
    parts: list[tuple[str, list[tuple[str, str]]]] = []
    seen: set[str] = set()
    for part, file, name in rows:
        if file in known and file not in seen:
            seen.add(file)
            if not parts or parts[-1][0] != part:
                parts.append((part, []))
            parts[-1][1].append((file, name))
    return tuple(Part(title, tuple(files)) for title, files in parts)


def _yaml(workspace: Workspace, path: str) -> dict[str, Any]:
    try:
        read = yaml.load(_decoded(workspace, path), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _decoded(workspace: Workspace, path: str) -> str:
    return workspace.read(path, MOST_LIST).decode("utf-8-sig", "replace")


_TEXTS = (MARKDOWN, PAGE, WORD, ODT, EPUB)
_READERS = {
    "mkdocs.yml": _mkdocs,
    "mkdocs.yaml": _mkdocs,
    "_quarto.yml": _quarto,
    "_bookdown.yml": _bookdown,
    "SUMMARY.md": _summary,
}

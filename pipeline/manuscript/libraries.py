"""Sources as other programs keep them: BibTeX and BibLaTeX (.bib), CSL JSON (.json, as Zotero exports it).

They stand beside sources.yaml as `sources.bib` and `sources.json`, or under any name in the folder `sources/`. pandoc
reads .bib; what it makes of it is CSL JSON, too, and goes the way of sources.yaml.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .. import pandoc
from ..artifacts import digest
from ..cache import Cache, once
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..workspace import TooLarge, ToolFailed, Workspace, WorkspaceError
from .sources import Source, read_sources
from .yaml_source import decode

FOLDER = "sources"
SINGLE = ("sources.bib", "sources.json")
ENDINGS = (".bib", ".json")
KIND = "library"
MOST_BYTES = 20_000_000
# What BibLaTeX calls the languages whose titles keep their capitals; without one it takes a title for English.
NAMES = {"de": "ngerman", "fr": "french", "cs": "czech", "pl": "polish", "hsb": "usorbian"} | {
    "it": "italian",
    "es": "spanish",
    "nl": "dutch",
}
# What pandoc's reader makes something of, tried field by field (test_libraries).
_READ = (
    "abstract addendum address annotation annote archiveprefix author authortype bookauthor booksubtitle booktitle "
    "booktitleaddon chapter crossref date day doi edition editor editortype eprint eprintclass eprinttype eventdate "
    "eventtitle howpublished hyphenation institution isbn issn journal journalsubtitle journaltitle keywords langid "
    "language library location mainsubtitle maintitle maintitleaddon month note number organization origdate "
    "origlocation origpublisher origtitle pages pagetotal part primaryclass publisher pubstate school series "
    "shortjournal shorttitle subtitle title titleaddon translator type url urldate venue version volume volumes "
    "xdata xref year"
)
# What programs write for themselves, or to sort and to label.
_FOR_PROGRAMS = (
    "abbr added-at bookpagination biburl citation-key creationdate date-added date-modified dateadded entryset "
    "entrysubtype execute file gender groups ids indexsorttitle indextitle interhash intrahash label lastchecked "
    "modificationdate options owner pagination presort priority ranking readstatus related relatedoptions "
    "relatedstring relatedtype shorthand sortkey sortname sortshorthand sorttitle sortyear timestamp"
)
EXPECTED = frozenset((*_READ.split(), *_FOR_PROGRAMS.split()))
# An `eprint` becomes an address only of these archives; pandoc drops that of another, or of none.
_ARCHIVES = frozenset({"arxiv", "googlebooks", "jstor", "pubmed"})
_ARCHIVE_FIELDS = ("eprinttype", "archiveprefix")
_THEIRS = ("bdsk-", "mendeley-", "zotero")
_FIELD = re.compile(r"[ \t\r\n]*([A-Za-z][\w+.-]*)[ \t\r\n]*=")
_ENTRY = re.compile(r"(?im)^[ \t]*@(?!comment|string|preamble)(\w+)[ \t]*[{(][ \t]*([^,\s]+)[ \t]*,")
_NAMED = re.compile(r"^\s*(?:langid|language|hyphenation)\s*=", re.IGNORECASE | re.MULTILINE)
_PLACE = re.compile(r"line (\d+),? column (\d+)")


def read_libraries(
    workspace: Workspace, cache: Cache, language: str, known: Mapping[str, Source]
) -> Checked[dict[str, Source]]:
    """Read all of them behind `known`, which come first. Codes: x-070 (cannot be read), x-027 (key twice), those of
    `read_sources`. Raises ToolMissing."""
    sources, homes = dict(known), dict.fromkeys(known, "sources.yaml")
    found: list[Diagnostic] = []
    for path in _paths(workspace):
        text = _open(workspace, path, found)
        if text is None:
            continue
        for source, place, told in _entries(text, path, cache, language, found):
            found += told
            if source.key in sources:
                found.append(diagnose("x-071", place, name=source.key, path=homes[source.key]))
                continue
            sources[source.key], homes[source.key] = source, path
    return Checked(sources, tuple(found))


def _paths(workspace: Workspace) -> Iterator[str]:
    yield from (path for path in SINGLE if workspace.exists(path))
    yield from (path for path in workspace.files(FOLDER) if path.endswith(ENDINGS))


def _open(workspace: Workspace, path: str, found: list[Diagnostic]) -> str | None:
    try:
        read = decode(workspace.read(path, MOST_BYTES), path)
    except TooLarge as problem:
        found.append(diagnose("f-079", Span(path), path=path, size=problem.size, most=problem.most))
        return None
    except WorkspaceError as problem:
        found.append(diagnose("f-023", Span(path), path=path, problem=problem))
        return None
    found += read.diagnostics
    return None if read.diagnostics else read.value


def _entries(
    text: str, path: str, cache: Cache, language: str, found: list[Diagnostic]
) -> Iterator[tuple[Source, Span, tuple[Diagnostic, ...]]]:
    """Each source, where it stands, and what is to be told of it."""
    if path.endswith(".json"):
        items, places = _json(text, path, found), {}
    else:
        items = _bibtex(text, path, cache, language, found)
        found += _unread(text, path) if items else ()
        places = {match[2]: _span(text, match, path) for match in _ENTRY.finditer(text)}
    for item in items:
        key = str(item.get("citation-key") or item.get("id", ""))
        place = places.get(key) or _row(text, key, path)
        read = read_sources(json.dumps([{**item, "id": key}], ensure_ascii=False), path)
        told = tuple(replace(one, span=place) for one in read.diagnostics)
        if not read.value:
            found += told
        for source in read.value.values():
            yield source, place, told


def _json(text: str, path: str, found: list[Diagnostic]) -> list[dict[str, object]]:
    try:
        read = json.loads(text)
    except json.JSONDecodeError as problem:
        place = Span(path, problem.lineno, problem.colno, problem.lineno, problem.colno + 1)
        found.append(diagnose("x-070", place, path=path, problem=problem.msg))
        return []
    except RecursionError:
        found.append(diagnose("x-070", Span(path), path=path, problem="[[[["))
        return []
    items = read.get("items") or read.get("references") if isinstance(read, dict) else read
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        found.append(diagnose("x-070", Span(path), path=path, problem="CSL JSON: [{…}, {…}]"))
        return []
    return items


def _bibtex(text: str, path: str, cache: Cache, language: str, found: list[Diagnostic]) -> list[dict[str, object]]:
    ready = _with_language(text, NAMES.get(language.split("-")[0], ""))
    key = digest(ready, pandoc.version())
    try:
        read = once(cache, KIND, key, lambda: pandoc.read_bibtex(ready).encode())
        items: list[dict[str, object]] = json.loads(read)
    except (ToolFailed, ValueError) as problem:
        match = _PLACE.search(str(problem))
        line, column = (int(match[1]), int(match[2])) if match else (1, 1)
        said = " ".join(str(problem).split()).removeprefix("pandoc: ")
        found.append(diagnose("x-070", Span(path, line, column, line, column + 1), path=path, problem=said[-160:]))
        return []
    return items


def _unread(text: str, path: str) -> Iterator[Diagnostic]:
    """x-344: the fields of each entry that nothing is made of."""
    for match in _ENTRY.finditer(text):
        fields = {name.lower(): value for name, value in _fields(text, match.end())}
        unread = [name for name in fields if name not in EXPECTED and not name.startswith(_THEIRS)]
        if "eprint" in fields and not _ARCHIVES & {fields.get(one, "").lower() for one in _ARCHIVE_FIELDS}:
            unread.append("eprint")
        if unread:
            yield diagnose("x-344", _span(text, match, path), name=match[2], fields=", ".join(unread))


def _fields(text: str, start: int) -> Iterator[tuple[str, str]]:
    """An entry's fields and their values, behind its key; a comma within braces or quotes ends none."""
    depth, quoted, at = 0, False, start
    while at < len(text) and depth >= 0:
        named = None if depth or quoted else _FIELD.match(text, at)
        at = begin = named.end() if named else at
        while at < len(text):
            sign = text[at]
            quoted ^= sign == '"' and not depth and text[at - 1] != "\\"
            depth += (sign == "{") - (sign in "})" and (sign == "}" or (not depth and not quoted)))
            at += 1
            if depth < 0 or (sign == "," and not depth and not quoted):
                break
        if named:
            yield named[1], text[begin:at].strip(' \t\r\n{}",')


def _with_language(text: str, name: str) -> str:
    """Say the book's language in entries that say none, on the line where they begin: titles keep their capitals."""
    if not name:
        return text
    starts = [match.end() for match in _ENTRY.finditer(text)]
    pieces, last = [], 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        own = "" if _NAMED.search(text[start:end].replace(",", ",\n")) else f" langid = {{{name}}},"
        pieces += [text[last:start], own]
        last = start
    return "".join((*pieces, text[last:]))


def _span(text: str, match: re.Match[str], path: str) -> Span:
    line = text.count("\n", 0, match.start(2)) + 1
    column = match.start(2) - text.rfind("\n", 0, match.start(2))
    return Span(path, line, column, line, column + len(match[2]))


def _row(text: str, key: str, path: str) -> Span:
    """The line that names a key."""
    rows: Iterable[tuple[int, str]] = enumerate(text.split("\n"), 1)
    line = next((number for number, row in rows if json.dumps(key, ensure_ascii=False) in row), 1)
    return Span(path, line)

"""The Markdown files that the manifest names: opened, read, brought into canonical form.

A file that cannot be read never stops the others: its last good text takes its place, or a marked box.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize

from ..artifacts import digest
from ..cache import Cache
from ..diagnostics import Checked, Diagnostic, Span, diagnose, span_of_byte
from ..memory import remembered
from ..pandoc import Fragment
from ..spelling import nearest_path, slug
from ..theme import Labels
from ..trees import TooDeep, make, parse_read, write
from ..workspace import Outside, TooLarge, Workspace, WorkspaceError
from .composed import compose_once, ground_of
from .elements import read_id
from .elements.names import NAME
from .elements.wording import replacer
from .fragments import read_fragments
from .front_matter import read_front_matter
from .last_good import has_shrunk, recall, remember
from .model import ChapterEntry, Document, FrontMatter, Manifest
from .parse_state import ParseState, Seen
from .positions import as_written
from .prepared import prepare_once

SUFFIX = ".md"
MOST_BYTES = 1_500_000
# Other ways to call a Markdown file, and what no name makes one.
_ENDING = re.compile(r"\.(?:md\.txt|md|markdown|mdown|mkd|mdx)$", re.IGNORECASE)
_OF_WORD = (".docx", ".doc", ".odt", ".rtf", ".pages", ".wpd")
NO_HEAD = FrontMatter()
# What other programs call the first page of a folder.
_INDEXES = ("readme", "index")
_FOLDERS = {"checklists": "checklist", "worksheets": "worksheet"}
_REPLACED_HEAD = ("title", "summary", "promise", "purpose", "moment", "who", "duration", "notice")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a book is read; `aliases` are the labels' for heads, `pairs` the replacements of the variant."""

    labels: Labels
    aliases: Mapping[str, str]
    draft: bool
    variant: str
    pairs: tuple[tuple[str, str], ...]
    picture: Callable[[str], Seen]
    jobs: int


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file before pandoc. `failure` is set when it could not be opened; then `text` may be its last good one.
    `source` goes to pandoc, `seen` is the same in as many lines as `text`."""

    entry: ChapterEntry
    kind: str
    text: str = ""
    front: FrontMatter = NO_HEAD
    source: str = ""
    seen: str = ""
    html: str | None = None
    found: tuple[Diagnostic, ...] = ()
    failure: Diagnostic | None = None


def read_documents(
    workspace: Workspace, manifest: Manifest, cache: Cache, reading: Reading
) -> Checked[dict[str, Document]]:
    """Read every named file once, by path in the manifest's order. Raises ToolMissing."""
    opened = [_open(workspace, entry, kind, cache, reading) for entry, kind in named_files(manifest)]
    opened = _read_texts(opened, cache, reading)
    broken = [_recalled(one, cache, reading) if one.failure else one for one in opened]
    opened = _read_texts(broken, cache, reading)
    ids = _ids_of(opened)
    ground = ground_of(reading.labels, ids)
    documents: dict[str, Document] = {}
    found: list[Diagnostic] = []
    for one in opened:
        composed = _compose(one, ids, ground, cache, reading)
        documents[one.entry.path] = composed.value
        found += composed.diagnostics
        if one.failure is None and has_shrunk(cache, one.entry.path, one.text):
            found.append(diagnose("f-094", Span(one.entry.path), path=one.entry.path, length=len(one.text)))
        elif one.failure is None:
            remember(cache, one.entry.path, one.text)
    return Checked(documents, tuple(found))


def reread(
    workspace: Workspace, documents: Mapping[str, Document], path: str, cache: Cache, reading: Reading
) -> Document | None:
    """Read one of the documents again, among the others as they were read last. None where it takes a whole reading to
    say what became of it: it cannot be read, is a document no longer, or has another id."""
    before = documents[path]
    opened = _open(workspace, ChapterEntry(path), before.kind, cache, reading)
    (opened,) = _read_texts([opened], cache, reading)
    if opened.failure or opened.html is None or _ids_of([opened])[path] != before.id:
        return None
    ids = {path: one.id for path, one in documents.items()}
    return _compose(opened, ids, ground_of(reading.labels, ids), cache, reading).value


def named_files(manifest: Manifest) -> Iterator[tuple[ChapterEntry, str]]:
    """Every Markdown file in the manifest with its kind, each once."""
    groups: list[tuple[Sequence[ChapterEntry], str]] = [
        (manifest.front_matter, "chapter"),
        *((part.chapters, "chapter") for part in manifest.parts),
        (manifest.back_matter, "chapter"),
        (manifest.checklists, "checklist"),
        (manifest.worksheets, "worksheet"),
    ]
    passed: set[str] = set()
    for entries, kind in groups:
        for entry in entries:
            if entry.path.endswith(SUFFIX) and entry.path not in passed:
                passed.add(entry.path)
                yield entry, _FOLDERS.get(entry.path.split("/")[0], kind)


def find_forgotten(workspace: Workspace, manifest: Manifest) -> tuple[Diagnostic, ...]:
    """Report files that lie where chapters lie and that no line of the manifest names."""
    named = {*manifest.elsewhere, *(entry.path for entry, _ in named_files(manifest))}
    lying = [path for folder in ("chapters", *_FOLDERS) for path in workspace.files(folder)]
    found = [diagnose("f-019", Span(path), path=path) for path in lying if path.endswith(SUFFIX) and path not in named]
    return (*found, *_unseen(lying), *_alike(lying))


def _unseen(lying: Sequence[str]) -> Iterator[Diagnostic]:
    """f-090, f-091: texts that no name makes a chapter."""
    for path in lying:
        ending = _ENDING.search(path)
        if ending and ending.group() != SUFFIX:
            yield diagnose("f-090", Span(path), path=path, meant=path[: ending.start()] + SUFFIX)
        elif path.casefold().endswith(_OF_WORD):
            yield diagnose("f-091", Span(path), path=path)


def _alike(lying: Sequence[str]) -> Iterator[Diagnostic]:
    """f-092: files whose names some machines cannot tell apart."""
    passed: dict[str, str] = {}
    for path in lying:
        other = passed.setdefault(path.casefold(), path)
        if other is not path:
            yield diagnose("f-092", Span(path), path=path, other=other)


def _open(workspace: Workspace, entry: ChapterEntry, kind: str, cache: Cache, reading: Reading) -> _Opened:
    place = entry.span if entry.span.path else Span(entry.path)
    try:
        data = workspace.read(entry.path, MOST_BYTES)
    except FileNotFoundError:
        near = nearest_path(entry.path, _candidates(workspace))
        return _Opened(entry, kind, failure=diagnose("f-010", place, suggestion=near, path=entry.path))
    except Outside:
        return _Opened(entry, kind, failure=diagnose("f-022", place, path=entry.path))
    except TooLarge as problem:
        return _Opened(entry, kind, failure=diagnose("f-013", Span(entry.path), path=entry.path, size=problem.size))
    except WorkspaceError as problem:
        return _Opened(entry, kind, failure=diagnose("f-023", place, path=entry.path, problem=problem))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        place = span_of_byte(entry.path, problem)
        return _Opened(entry, kind, failure=diagnose("f-012", place, path=entry.path))
    if not text.strip():
        return _Opened(entry, kind, failure=diagnose("f-011", Span(entry.path), path=entry.path, related=(entry.span,)))
    return _prepare(_Opened(entry, kind), text, cache, reading)


def _prepare(opened: _Opened, text: str, cache: Cache, reading: Reading) -> _Opened:
    path = opened.entry.path
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    front = read_front_matter(text, path, reading.aliases)
    head, body = front.value
    made = prepare_once(text, body, path, draft=reading.draft, cache=cache)
    if isinstance(made, Span):
        return replace(opened, text=text, front=head, failure=diagnose("f-021", made, path=path))
    found = (*front.diagnostics, *made.diagnostics)
    front_matter = _replace_head(head, reading)
    return replace(opened, text=text, front=front_matter, source=made.value.read, seen=made.value.seen, found=found)


def _replace_head(head: FrontMatter, reading: Reading) -> FrontMatter:
    if not reading.pairs:
        return head
    exchange = replacer(reading.pairs)
    changed: dict[str, Any] = {name: exchange(getattr(head, name)) for name in _REPLACED_HEAD}
    return replace(head, **changed)


def _read_texts(opened: Sequence[_Opened], cache: Cache, reading: Reading) -> list[_Opened]:
    """Give every opened file that has none its HTML."""
    waiting = [one for one in opened if one.source and one.html is None]
    by_source = {one.source: one for one in waiting}

    def former(source: str) -> str:
        return _recalled(by_source[source], cache, reading).source

    fragments = read_fragments(list(by_source), cache, reading.labels.quotes, reading.jobs, former)
    read = dict(zip(by_source, fragments, strict=True))
    by_path = {one.entry.path: _take(one, read[one.source]) for one in waiting}
    return [by_path.get(one.entry.path, one) for one in opened]


def _take(opened: _Opened, fragment: Fragment) -> _Opened:
    path = opened.entry.path
    if fragment.failure:
        problem = diagnose("f-020", Span(path), path=path, problem=fragment.failure[:200])
        return replace(opened, source="", failure=opened.failure or problem)
    try:
        _own_id(fragment.html)
        return replace(opened, html=fragment.html)
    except TooDeep:
        return replace(opened, source="", failure=opened.failure or diagnose("f-021", Span(path), path=path))


def _recalled(opened: _Opened, cache: Cache, reading: Reading) -> _Opened:
    """The last good text in the place of a file."""
    kept = recall(cache, opened.entry.path)
    bare = _Opened(opened.entry, opened.kind, failure=opened.failure)
    return bare if kept is None else replace(_prepare(bare, kept, cache, reading), found=())


def _compose(opened: _Opened, ids: Mapping[str, str], ground: str, cache: Cache, reading: Reading) -> Checked[Document]:
    path = opened.entry.path
    if opened.html is None:
        return Checked(_stand_in(opened, ids[path], reading), (opened.failure,) if opened.failure else ())
    state = ParseState(
        path,
        ids[path],
        opened.seen,
        reading.labels,
        draft=reading.draft,
        variant=reading.variant,
        title=opened.front.title,
        kind=opened.kind,
        replacements=reading.pairs,
        documents=ids,
        picture=reading.picture,
    )
    composed = compose_once(state, opened.html, ground, cache)
    found = (*opened.found, *(_placed(one, opened) for one in state.found))
    document = Document(
        path,
        state.id,
        opened.kind,
        composed.title,
        composed.title_html,
        composed.body,
        opened.text,
        opened.front,
        composed.targets,
        tuple(state.references),
        tuple(dict.fromkeys(state.pictures)),
        composed.words,
    )
    if opened.failure is not None:
        return Checked(
            replace(document, body=_broken_box(opened, state.id, reading) + document.body), (opened.failure,)
        )
    return Checked(document, found)


def _placed(found: Diagnostic, opened: _Opened) -> Diagnostic:
    """A problem at its place in the file; it was looked for in what is read."""
    if found.span.path != opened.entry.path or opened.seen == opened.text:
        return found
    return replace(found, span=as_written(found.span, opened.seen, opened.text))


def _stand_in(opened: _Opened, id: str, reading: Reading) -> Document:
    title = _stem(opened.entry.path).replace("-", " ").capitalize()
    box = _broken_box(opened, id, reading)
    plain = make("div", text=title)
    return Document(opened.entry.path, id, opened.kind, title, write(plain), box)


def _broken_box(opened: _Opened, id: str, reading: Reading) -> str:
    label = make("p", {"class": "box-label"}, reading.labels.word("broken.chapter"))
    box = make(
        "aside",
        {"class": "box broken", "role": "note", "id": f"{id}--broken"},
        children=[label, make("p", text=opened.entry.path)],
    )
    return write(make("div", children=[box]))


def _ids_of(opened: Sequence[_Opened]) -> dict[str, str]:
    """The ids of documents, by their paths; of those whose files have one name, each is called by its folder, too."""
    written = {one.entry.path: _written_id(one) for one in opened}
    named = {path: id or slug(_stem(path), 80) for path, id in written.items()}
    often = {id for id, count in Counter(named.values()).items() if count > 1}
    longer = {path: _id_with_folder(path) for path, id in named.items() if id in often and not written[path]}
    # Of `a.md` and `A.md` in one folder that would tell nothing.
    if len(set(longer.values())) == len(longer):
        named |= longer
    return {path: id or f"text-{digest(path)[:8]}" for path, id in named.items()}


def _id_with_folder(path: str) -> str:
    folder, stem = posixpath.dirname(path), _stem(path)
    return slug(folder if stem.lower() in _INDEXES else f"{folder}/{stem}", 80)


def _written_id(opened: _Opened) -> str:
    """The id that a document was given, in its head or at its title."""
    written = opened.front.id or ("" if opened.html is None else _own_id(opened.html, opened.front.title))
    return written if NAME.fullmatch(written) else slug(written, 80)


@remembered
def _own_id(html: str, title: str = "") -> str:
    """The id that a document's title was given. Raises TooDeep."""
    return read_id(parse_read(html), title)


def _candidates(workspace: Workspace) -> tuple[str, ...]:
    return tuple(path for folder in ("chapters", *_FOLDERS) for path in workspace.files(folder, (SUFFIX,)))


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]

"""Bring the authors' files into their form, and prove before writing that nothing else is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .cache import Cache
from .diagnostics import Checked, Diagnostic, Span, diagnose, span_of_byte
from .manuscript.fragments import read_fragments
from .manuscript.front_matter import read_front_matter
from .manuscript.preparation import find_nesting, prepare
from .manuscript.tidy import tidy
from .workspace import Workspace

FOLDERS = ("chapters", "checklists", "worksheets")
SUFFIX = ".md"
JOBS = 2


def tidy_files(workspace: Workspace, wanted: Sequence[str], cache: Cache, *, write: bool) -> Checked[tuple[str, ...]]:
    """Name the files that have another form, and write them. Without `wanted` these are all; codes: f-012, s-070."""
    found: list[Diagnostic] = []
    changed: dict[str, tuple[str, str]] = {}
    for path in _paths(workspace, wanted):
        data = workspace.read(path)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            found.append(diagnose("f-012", span_of_byte(path, problem), path=path))
            continue
        if (tidied := tidy(text)).encode() != data:
            changed[path] = (text, tidied)
    other = [path for path, same in zip(changed, _are_same(changed, cache), strict=True) if not same]
    found += [diagnose("s-070", Span(path), path=path) for path in other]
    named = tuple(path for path in changed if path not in other)
    for path in named if write else ():
        workspace.write(path, changed[path][1].encode())
    return Checked(named, tuple(found))


def _paths(workspace: Workspace, wanted: Sequence[str]) -> tuple[str, ...]:
    listed = (path for folder in wanted or FOLDERS for path in workspace.files(folder, (SUFFIX,)))
    single = (path for path in wanted if path.endswith(SUFFIX) and workspace.exists(path))
    return tuple(sorted({*listed, *single}))


def _are_same(changed: dict[str, tuple[str, str]], cache: Cache) -> Iterator[bool]:
    """Whether pandoc reads the same in both forms of each file, as a draft and as an edition."""
    forms = {path: [_ready(text) for text in pair] for path, pair in changed.items()}
    sources = tuple({source: None for pair in forms.values() for form in pair for source in form})
    read = dict(zip(sources, read_fragments(sources, cache, jobs=JOBS), strict=True))
    for path in changed:
        before, after = ([(read[source].html, read[source].failure) for source in form] for form in forms[path])
        yield bool(before) and before == after and not any(failure for _, failure in before)


def _ready(text: str) -> tuple[str, ...]:
    """A text as pandoc gets it; nothing when it could not be read in any time."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if find_nesting(text):
        return ()
    body = read_front_matter(text, "", {}).value[1]
    return tuple(prepare(body, "", draft=draft).value.read for draft in (True, False))

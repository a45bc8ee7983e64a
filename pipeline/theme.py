"""Templates, styles, fonts and labels as one value: ours, with the book's own templates/ over them, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from pipeline.diagnostics import Checked, Span, diagnose, span_of_byte
from pipeline.workspace import FolderWorkspace, MemoryWorkspace, Workspace, WrongFile

FOLDER = "templates"
FALLBACK_LANGUAGE = "de"
# What is read as text, and so must be UTF-8.
TEXTS = (".html", ".xhtml", ".css", ".js", ".svg", ".yaml", ".csl", ".md")
_PACKAGE = Path(__file__).resolve().parent
# Inside an installed wheel the theme lies in the package, in a checkout beside it.
# The base loader keeps every scalar a string: `no` is a word here. Written in C it is eight times as quick.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_SOURCES = (_PACKAGE / "_theme", _PACKAGE.parent / FOLDER)


@dataclass(frozen=True, slots=True)
class Labels:
    """Printed words and authors' aliases, by dotted name: "elements.tip.word"."""

    words: Mapping[str, str]
    language: str = FALLBACK_LANGUAGE

    def word(self, name: str) -> str:
        """Return one word; a name that is not there is a mistake in the program (KeyError)."""
        return self.words[name]

    def under(self, name: str) -> Mapping[str, str]:
        """Return everything below a dotted name, keyed by the rest of the name."""
        start = name + "."
        return {key[len(start) :]: word for key, word in self.words.items() if key.startswith(start)}


@dataclass(frozen=True, slots=True)
class Theme:
    """The look of a book; `files` are by path below templates/, e.g. "styles/print.css"."""

    files: Mapping[str, bytes]
    labels: Labels


def read_theme(workspace: Workspace, language: str) -> Checked[Theme]:
    """Lay the book's templates/ over ours; where a file of the book cannot be read, ours stays.

    Raises WrongFile when that is ours.
    """
    files = dict(_own_files())
    ours = _words(files, language)
    if ours.diagnostics:
        broken = ours.diagnostics[0].span
        raise WrongFile(broken.path, broken.line, "YAML")
    found = []
    for path in workspace.files(FOLDER):
        name, data = path.removeprefix(FOLDER + "/"), workspace.read(path)
        place = _unreadable(path, data)
        if place is None:
            files[name] = data
        elif files.get(name) == data:
            raise WrongFile(path, place.line, "UTF-8")
        else:
            found.append(diagnose("f-012", place, path=path))
    theirs = _words(files, language)
    labels = Labels({**ours.value, **theirs.value}, language)
    return Checked(Theme(files, labels), (*found, *theirs.diagnostics))


@cache
def default_theme(language: str = FALLBACK_LANGUAGE) -> Theme:
    """Return our theme alone."""
    return read_theme(MemoryWorkspace(), language).value


@cache
def _own_files() -> Mapping[str, bytes]:
    source = next((place for place in _SOURCES if place.is_dir()), None)
    if source is None:
        raise FileNotFoundError("the theme is missing: templates/ beside the package, or pipeline/_theme in it")
    folder = FolderWorkspace(source)
    return {path: folder.read(path) for path in folder.files(".")}


def _unreadable(path: str, data: bytes) -> Span | None:
    """Where a text is not UTF-8."""
    if not path.endswith(TEXTS):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return span_of_byte(path, problem)
    return None


def _words(files: Mapping[str, bytes], language: str) -> Checked[dict[str, str]]:
    """Read the label files from the general to the particular: de, then en, then en-GB."""
    names = dict.fromkeys((FALLBACK_LANGUAGE, language.split("-")[0], language))
    lists = [_word_list(path, files.get(path, b"")) for path in (f"labels/{name}.yaml" for name in names)]
    words = {name: word for one in lists for name, word in one.value.items()}
    return Checked(words, tuple(found for one in lists for found in one.diagnostics))


@lru_cache(maxsize=16)
def _word_list(path: str, data: bytes) -> Checked[Mapping[str, str]]:
    """Read one label file; once, for a book's is often ours, and a theme is read for the text and for its print."""
    words: dict[str, str] = {}
    line = 1
    try:
        tree = yaml.load(data, Loader=LOADER)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        # What is never closed is missed behind the last line.
        tree, line = "", min(mark.line, data.rstrip().count(b"\n")) + 1 if mark else 1
    if tree is not None and not isinstance(tree, dict):
        place = f"{FOLDER}/{path}"
        return Checked(words, (diagnose("f-024", Span(place, line, 1, line), path=place),))
    _flatten(tree, "", words)
    return Checked(words)


def _flatten(tree: object, name: str, words: dict[str, str]) -> None:
    if isinstance(tree, dict):
        for key, value in tree.items():
            _flatten(value, f"{name}.{key}" if name else str(key), words)
    elif isinstance(tree, str) and name:
        words[name] = tree

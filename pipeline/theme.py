"""Templates, styles, fonts and labels as one value: ours, with the book's own templates/ over them, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from pipeline.workspace import FolderWorkspace, MemoryWorkspace, Workspace

FOLDER = "templates"
FALLBACK_LANGUAGE = "de"
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


def read_theme(workspace: Workspace, language: str) -> Theme:
    """Lay the book's templates/ over ours; a label file that is no YAML leaves our words standing."""
    files = dict(_own_files())
    words = _words(files, language)
    for path in workspace.files(FOLDER):
        files[path.removeprefix(FOLDER + "/")] = workspace.read(path)
    return Theme(files, Labels({**words, **_words(files, language)}, language))


@cache
def default_theme(language: str = FALLBACK_LANGUAGE) -> Theme:
    """Return our theme alone."""
    return read_theme(MemoryWorkspace(), language)


@cache
def _own_files() -> Mapping[str, bytes]:
    source = next((place for place in _SOURCES if place.is_dir()), None)
    if source is None:
        raise FileNotFoundError("the theme is missing: templates/ beside the package, or pipeline/_theme in it")
    folder = FolderWorkspace(source)
    return {path: folder.read(path) for path in folder.files(".")}


def _words(files: Mapping[str, bytes], language: str) -> dict[str, str]:
    """Read the label files from the general to the particular: de, then en, then en-GB."""
    words: dict[str, str] = {}
    for name in dict.fromkeys((FALLBACK_LANGUAGE, language.split("-")[0], language)):
        try:
            tree = yaml.load(files.get(f"labels/{name}.yaml", b""), Loader=LOADER)
        except yaml.YAMLError:
            continue
        _flatten(tree, "", words)
    return words


def _flatten(tree: object, name: str, words: dict[str, str]) -> None:
    if isinstance(tree, dict):
        for key, value in tree.items():
            _flatten(value, f"{name}.{key}" if name else str(key), words)
    elif isinstance(tree, str) and name:
        words[name] = tree

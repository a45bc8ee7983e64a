"""A document that is remembered equals one that is composed, and is forgotten with anything that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import manuscript, program
from pipeline.cache import MemoryCache
from pipeline.checks.proof import open_manifest
from pipeline.diagnostics import Checked
from pipeline.manuscript.composed import KIND
from pipeline.manuscript.model import Manuscript
from pipeline.theme import Labels, Theme, default_theme
from pipeline.workspace import FolderWorkspace, MemoryWorkspace

BOOKS = Path(__file__).resolve().parents[1] / "books"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} 9"><title>Kreis</title><circle r="3"/></svg>'
FILES = {
    "book.yaml": "title: Probe\nlanguage: de\nparts: [{title: Eins, chapters: [chapters/a.md, chapters/b.md]}]\n",
    "chapters/a.md": "# Anfang\n\nSiehe [](b.md) und [](#nirgends).\n\n![Kreis](images/k.svg){#k alt='Kreis'}\n",
    "chapters/b.md": "# Mitte\n\n::: tippp\nText\n:::\n",
    "chapters/images/k.svg": DRAWING.format(9),
}


class Written:
    """Counts the documents that are written into a cache."""

    def __init__(self, inner: MemoryCache) -> None:
        self.inner = inner
        self.times = 0

    def get(self, kind: str, key: str) -> bytes | None:
        return self.inner.get(kind, key)

    def put(self, kind: str, key: str, data: bytes) -> None:
        self.times += kind == KIND
        self.inner.put(kind, key, data)


def read(files: Mapping[str, str | bytes], cache: MemoryCache, theme: Theme, draft: bool = True) -> tuple[object, int]:
    """What was read, and how many documents had to be composed."""
    written = Written(cache)
    workspace = MemoryWorkspace(files)
    opened = open_manifest(workspace, MemoryCache()).value
    assert opened is not None
    found: Checked[Manuscript] = manuscript.read(workspace, opened, theme, written, draft)
    return found, written.times


@pytest.mark.parametrize("name", ["minimal", "complete", "broken"])
def test_what_is_remembered_equals_what_was_composed(name: str) -> None:
    folder = FolderWorkspace(BOOKS / name)
    files = {path: folder.read(path) for path in folder.files(".")}
    cache = MemoryCache()
    first, composed = read(files, cache, default_theme("de"))
    again, composed_again = read(files, cache, default_theme("de"))
    assert composed > 0
    assert composed_again == 0
    assert again == first


EDITS = {
    "text": ({"chapters/b.md": FILES["chapters/b.md"] + "Mehr.\n"}, 1),
    "picture": ({"chapters/images/k.svg": DRAWING.format(8)}, 1),
    "an id that others name": ({"chapters/b.md": "# Mitte {#m}\n"}, 2),
    "nothing": ({}, 0),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_composes_what_it_concerns_and_nothing_else(name: str) -> None:
    edit, concerned = EDITS[name]
    cache, theme = MemoryCache(), default_theme("de")
    read(FILES, cache, theme)
    found, composed = read({**FILES, **edit}, cache, theme)
    assert composed == concerned
    assert found == read({**FILES, **edit}, MemoryCache(), theme)[0]


def test_other_labels_another_reading_and_another_program_compose_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, theme = MemoryCache(), default_theme("de")
    read(FILES, cache, theme)
    words = {**theme.labels.words, "elements.tip.word": "Rat"}
    assert read(FILES, cache, replace(theme, labels=Labels(words, theme.labels.language)))[1] == 2
    assert read(FILES, cache, theme, draft=False)[1] == 2
    monkeypatch.setattr(program, "fingerprint", lambda: "another")
    assert read(FILES, cache, theme)[1] == 2

"""The lists that all chapters share: a slip in one is told once, and the book goes on with its last good text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cache import Cache, MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.diagnostics import Checked, Span, diagnose
from pipeline.manuscript.lists import read_list
from pipeline.workspace import FolderWorkspace, MemoryWorkspace, Workspace

PATH = "sources.yaml"
CHAPTER = "---\nversprechen: Du kannst es.\n---\n# Anfang\n\nEin Satz [@q1] mit einem [Begriff]{.begriff}.\n"
BOOK = {
    "book.yaml": "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n",
    "chapters/a.md": CHAPTER,
    "sources.yaml": "- id: q1\n  title: Das Buch\n  issued: 2026\n",
    "glossary.yaml": "- term: Begriff\n  definition: Was er heißt.\n",
}
BROKEN = ["x: [\n", "nur Worte\n", "a: b: c\n"]


def _words(text: str) -> Checked[list[str]]:
    """A list of words, in which no exclamation mark may stand."""
    return Checked([], (diagnose("x-025", Span(PATH)),)) if "!" in text else Checked(text.split())


def _read(workspace: Workspace, cache: Cache) -> tuple[list[str], list[str]]:
    read = read_list(workspace, PATH, cache, _words)
    return read.value, [one.code for one in read.diagnostics]


def test_the_last_text_that_could_be_read_stands_in_and_what_is_wrong_is_told() -> None:
    cache = MemoryCache()
    assert _read(MemoryWorkspace({PATH: "a b"}), cache) == (["a", "b"], [])
    assert _read(MemoryWorkspace({PATH: "a b !"}), cache) == (["a", "b"], ["x-025"])
    assert _read(MemoryWorkspace({PATH: "c"}), cache) == (["c"], [])
    assert _read(MemoryWorkspace({PATH: "!"}), cache) == (["c"], ["x-025"])


def test_without_a_good_text_there_is_nothing() -> None:
    assert _read(MemoryWorkspace({PATH: "!"}), MemoryCache()) == ([], ["x-025"])


def test_a_list_that_was_taken_away_is_not_brought_back() -> None:
    cache = MemoryCache()
    _read(MemoryWorkspace({PATH: "a"}), cache)
    assert _read(MemoryWorkspace({}), cache) == ([], [])
    assert _read(MemoryWorkspace({PATH: "!"}), cache) == ([], ["x-025"])


def test_a_list_that_cannot_be_opened_is_as_it_was(tmp_path: Path) -> None:
    cache = MemoryCache()
    _read(MemoryWorkspace({PATH: "a"}), cache)
    (tmp_path / PATH).symlink_to("/etc/hostname")
    assert _read(FolderWorkspace(tmp_path), cache) == (["a"], ["f-023"])


def _proof(cache: Cache, **changed: str) -> tuple[str, list[str]]:
    proof = proofread(MemoryWorkspace({**BOOK, **changed}), cache, Order(), lambda stage: None)
    assert proof.value is not None
    return repr(proof.value.book.sections), [one.code for one in proof.diagnostics]


@pytest.mark.parametrize("path", ["sources.yaml", "glossary.yaml"])
@pytest.mark.parametrize("text", BROKEN)
def test_a_slip_in_a_list_is_one_mistake_and_changes_nothing_in_the_book(path: str, text: str) -> None:
    cache = MemoryCache()
    whole, found = _proof(cache)
    assert found == []
    book, told = _proof(cache, **{path: text})
    assert len(told) == 1
    assert book == whole


@pytest.mark.parametrize("path", ["sources.yaml", "glossary.yaml"])
@pytest.mark.parametrize("text", BROKEN)
def test_where_no_good_text_is_known_chapters_are_not_blamed_for_a_list(path: str, text: str) -> None:
    assert len(_proof(MemoryCache(), **{path: text})[1]) == 1


def test_chapters_are_told_what_a_list_that_can_be_read_lacks() -> None:
    lacking = {"sources.yaml": "- id: q2\n  titel: x\n  title: Ein anderes\n", "glossary.yaml": "[]\n"}
    assert sorted(_proof(MemoryCache(), **lacking)[1]) == ["g-001", "x-024", "x-028"]

"""`format`: files get their form on the disk, those of which something else would be made keep theirs."""

from __future__ import annotations

import pytest

from pipeline import tidying
from pipeline.cache import MemoryCache
from pipeline.diagnostics import Checked
from pipeline.tidying import tidy_files
from pipeline.workspace import MemoryWorkspace

LONG = "# Titel\n\nRuf an. Schreib nicht.\n"
TIDY = "# Titel\n\nRuf an.\nSchreib nicht.\n"


def book(**files: str | bytes) -> MemoryWorkspace:
    return MemoryWorkspace({f"chapters/{name}.md": data for name, data in files.items()})


def test_files_get_their_form_once() -> None:
    workspace = book(a=LONG, b=TIDY)
    assert tidy_files(workspace, (), MemoryCache(), write=True) == Checked(("chapters/a.md",))
    assert workspace.read("chapters/a.md").decode() == TIDY
    assert tidy_files(workspace, (), MemoryCache(), write=True) == Checked(())


def test_to_look_changes_nothing() -> None:
    workspace = book(a=LONG)
    assert tidy_files(workspace, (), MemoryCache(), write=False).value == ("chapters/a.md",)
    assert workspace.read("chapters/a.md").decode() == LONG


def test_only_what_is_asked_for_is_touched() -> None:
    workspace = book(a=LONG, b=LONG)
    assert tidy_files(workspace, ("chapters/b.md",), MemoryCache(), write=True).value == ("chapters/b.md",)
    assert workspace.read("chapters/a.md").decode() == LONG


def test_line_ends_and_a_byte_order_mark_are_settled() -> None:
    workspace = book(a=b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode())
    assert tidy_files(workspace, (), MemoryCache(), write=True).value == ("chapters/a.md",)
    assert workspace.read("chapters/a.md").decode() == TIDY


def test_a_form_of_which_something_else_is_made_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "tidy", lambda text: text.replace("Ruf an. ", "Ruf an.\n\n"))
    workspace = book(a=LONG)
    done = tidy_files(workspace, (), MemoryCache(), write=True)
    assert done.value == () and [one.code for one in done.diagnostics] == ["s-070"]
    assert workspace.read("chapters/a.md").decode() == LONG


def test_what_is_no_text_is_told_and_left_alone() -> None:
    workspace = book(a="# Köln. Und Bonn. Ende\n".encode("latin-1"), b=LONG)
    done = tidy_files(workspace, (), MemoryCache(), write=True)
    assert done.value == ("chapters/b.md",) and [one.code for one in done.diagnostics] == ["f-012"]

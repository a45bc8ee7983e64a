"""A part of the book goes one place up or down, with its comments; everything else stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.adding import Unplaced, shift_part
from pipeline.manuscript.moving import move_part
from pipeline.workspace import FolderWorkspace

BOOK = """title: Probe
language: de

parts:
  # der Anfang
  - title: Eins
    subtitle: Vorher
    chapters:
      - chapters/a.md  # wichtig
      - path: chapters/b.md
        numbered: false

  # die Mitte
  - title: Zwei
    chapters: [chapters/c.md]
  - title: Drei
    chapters:
      - chapters/d.md
# was danach kommt
back_matter:
  - glossary
"""
DOWN = """title: Probe
language: de

parts:
  # die Mitte
  - title: Zwei
    chapters: [chapters/c.md]

  # der Anfang
  - title: Eins
    subtitle: Vorher
    chapters:
      - chapters/a.md  # wichtig
      - path: chapters/b.md
        numbered: false
  - title: Drei
    chapters:
      - chapters/d.md
# was danach kommt
back_matter:
  - glossary
"""


def test_a_part_goes_with_its_comments_and_its_lines() -> None:
    assert move_part(BOOK, "Eins", True) == DOWN
    assert move_part(BOOK, "Zwei", False) == DOWN
    assert move_part(DOWN, "Eins", False) == BOOK


def test_the_last_part_goes_up_and_line_ends_stay() -> None:
    moved = move_part(BOOK.replace("\n", "\r\n"), "Drei", False)
    assert moved is not None
    assert moved.replace("\r\n", "\n").index("Drei") < moved.replace("\r\n", "\n").index("Zwei")
    assert moved.count("\r\n") == moved.count("\n") == BOOK.count("\n")
    assert moved.endswith("# was danach kommt\r\nback_matter:\r\n  - glossary\r\n")


@pytest.mark.parametrize(
    ("source", "title", "down"),
    [
        (BOOK, "Eins", False),
        (BOOK, "Drei", True),
        (BOOK, "Vier", True),
        (BOOK, "", True),
        (BOOK.replace("Zwei", "Eins"), "Eins", True),
        ("title: x\nlanguage: de\nparts: [{title: A, chapters: [a.md]}, {title: B, chapters: [b.md]}]\n", "A", True),
        ("title: x\nlanguage: de\nparts:\n  - {title: A, chapters: [a.md]}\n", "A", True),
        ("parts: 3\n", "A", True),
        ("{", "A", True),
        ("", "A", True),
    ],
)
def test_where_it_cannot_go_nothing_is_changed(source: str, title: str, down: bool) -> None:
    assert move_part(source, title, down) is None


def test_parts_in_one_line_each_are_moved_too() -> None:
    source = "title: x\nlanguage: de\nparts:\n  - {title: A, chapters: [a.md]}\n  - {title: B, chapters: [b.md]}\n"
    moved = move_part(source, "A", True)
    assert moved is not None and moved.index("title: B") < moved.index("title: A")


def test_in_a_folder_book_yaml_says_it_or_why_not(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(BOOK)
    workspace = FolderWorkspace(tmp_path)
    shift_part(workspace, "Eins", True)
    assert (tmp_path / "book.yaml").read_text() == DOWN
    with pytest.raises(Unplaced, match="place"):
        shift_part(workspace, "Drei", True)
    assert (tmp_path / "book.yaml").read_text() == DOWN

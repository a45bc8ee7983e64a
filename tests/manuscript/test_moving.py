"""A line of book.yaml gets another place with its comments; everything else stays to the letter."""

from __future__ import annotations

import random
from itertools import chain

import pytest

from pipeline.manuscript.addition import enter, has_part
from pipeline.manuscript.manifest import read_manifest
from pipeline.manuscript.moving import is_alone, move

BOOK = """# unser Buch
title: x   # vorläufig
language: de
front_matter: [chapters/vor.md, {path: chapters/dank.md, numbered: false}]
parts:
  - title: Eins
    chapters:
      - chapters/a.md  # zuerst
      # b ist noch kurz
      - chapters/b.md
      - path: chapters/c.md
        numbered: false   # ein Exkurs

  - title: Zwei
    chapters:
    - chapters/d.md
    - ./chapters/e.md
back_matter:
- glossary
- chapters/nach.md

checklists: [checklists/m.md]
"""


def order(source: str) -> list[list[str]]:
    manifest = read_manifest(source).value
    assert manifest
    lists = [*(part.chapters for part in manifest.parts), manifest.front_matter, manifest.back_matter]
    return [[one.path.split("/")[-1].removesuffix(".md") for one in entries] for entries in lists]


@pytest.mark.parametrize(
    ("path", "beside", "after", "becomes"),
    [
        ("b", "a", False, [["b", "a", "c"], ["d", "e"], ["vor", "dank"], ["glossary", "nach"]]),
        ("a", "c", True, [["b", "c", "a"], ["d", "e"], ["vor", "dank"], ["glossary", "nach"]]),
        ("c", "d", False, [["a", "b"], ["c", "d", "e"], ["vor", "dank"], ["glossary", "nach"]]),
        ("c", "e", True, [["a", "b"], ["d", "e", "c"], ["vor", "dank"], ["glossary", "nach"]]),
        ("e", "a", True, [["a", "e", "b", "c"], ["d"], ["vor", "dank"], ["glossary", "nach"]]),
        ("nach", "glossary", False, [["a", "b", "c"], ["d", "e"], ["vor", "dank"], ["nach", "glossary"]]),
        ("dank", "vor", False, [["a", "b", "c"], ["d", "e"], ["dank", "vor"], ["glossary", "nach"]]),
        ("d", "vor", True, [["a", "b", "c"], ["e"], ["vor", "d", "dank"], ["glossary", "nach"]]),
        ("dank", "b", True, [["a", "b", "dank", "c"], ["d", "e"], ["vor"], ["glossary", "nach"]]),
        ("vor", "nach", True, [["a", "b", "c"], ["d", "e"], ["dank"], ["glossary", "nach", "vor"]]),
        ("stray", "d", True, [["a", "b", "c"], ["d", "stray", "e"], ["vor", "dank"], ["glossary", "nach"]]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_moves_and_nothing_else(path: str, beside: str, after: bool, becomes: list[list[str]], end: str) -> None:
    names = [f"chapters/{name}.md" if name != "glossary" else name for name in (path, beside)]
    moved = move(BOOK.replace("\n", end), names[0], names[1], after)
    assert moved is not None
    assert order(moved) == becomes
    assert moved.count(end) == moved.count("\n")
    for comment in ("# unser Buch", "# vorläufig", "# zuerst", "# b ist noch kurz", "# ein Exkurs"):
        assert moved.count(comment) == 1
    plain = {line.strip() for line in moved.split(end) if "[" not in line and "{" not in line}
    assert plain - {f"- {names[0]}"} <= {line.strip() for line in BOOK.split("\n")}


def test_a_comment_moves_with_its_line() -> None:
    moved = move(BOOK, "chapters/b.md", "chapters/d.md", True)
    assert moved is not None
    assert "    - chapters/d.md\n    # b ist noch kurz\n    - chapters/b.md\n    - ./chapters/e.md\n" in moved
    moved = move(moved, "chapters/b.md", "chapters/c.md", False)
    assert moved == BOOK


def test_what_cannot_be_moved_is_left() -> None:
    assert move(BOOK, "chapters/a.md", "chapters/a.md", True) is None
    assert move(BOOK, "chapters/a.md", "chapters/x.md", True) is None
    assert move("title: [", "chapters/a.md", "chapters/b.md", True) is None
    assert move("", "chapters/a.md", "chapters/b.md", True) is None
    # Two lines do not fit into brackets.
    assert move(BOOK, "chapters/c.md", "chapters/vor.md", True) is None
    assert is_alone(BOOK.replace("    - ./chapters/e.md\n", ""), "chapters/d.md")
    assert not is_alone(BOOK, "chapters/d.md") and not is_alone("", "chapters/d.md")


def test_many_moves_lose_nothing() -> None:
    chance, source = random.Random(5), BOOK
    names = [f"chapters/{name}.md" for name in ("a", "b", "c", "d", "e", "nach", "vor")]
    done = 0
    for _ in range(120):
        path, beside = chance.sample(names, 2)
        if not is_alone(source, path) and (moved := move(source, path, beside, chance.random() < 0.5)):
            source, done = moved, done + 1
    assert done > 60
    assert sorted(chain(*order(source))) == sorted(chain(*order(BOOK)))
    assert source.count("#") == BOOK.count("#")


def test_a_part_is_found_by_its_name_or_made() -> None:
    assert has_part(BOOK, "zwei") and not has_part(BOOK, "Drei") and not has_part("", "Drei")
    into = enter(BOOK, "chapter", "chapters/neu.md", "Eins")
    assert into is not None and order(into)[0] == ["a", "b", "c", "neu"]
    made = enter(BOOK, "chapter", "chapters/neu.md", 'Drei: "ja"')
    assert made == BOOK.replace(
        "./chapters/e.md\n",
        './chapters/e.md\n  - title: "Drei: \\"ja\\""\n    chapters:\n      - chapters/neu.md\n',
    )
    assert enter("title: x\nlanguage: de\nparts: [{title: y, chapters: [a.md]}]\n", "chapter", "b.md", "z") is None

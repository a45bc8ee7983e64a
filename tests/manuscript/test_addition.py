"""A new file enters book.yaml in its place; comments, order and everything else stay."""

import pytest

from pipeline.manuscript.addition import FOLDERS, enter, first_text, is_listed
from pipeline.manuscript.front_matter import aliases_of, read_front_matter
from pipeline.theme import default_theme

BOOK = """# unser Buch
title: x   # vorläufig
language: de
parts:
  - title: Eins
    chapters:
      - chapters/a.md  # zuerst
  - title: Zwei
    chapters:
    - path: chapters/b.md
      numbered: false
    # hierher kommt noch mehr

checklists:
- checklists/c.md"""


def test_a_chapter_goes_to_the_end_of_the_last_part() -> None:
    entered = enter(BOOK, "chapter", "chapters/neu.md")
    assert entered == BOOK.replace("numbered: false\n", "numbered: false\n    - chapters/neu.md\n")


def test_a_checklist_goes_to_the_end_of_its_list() -> None:
    assert enter(BOOK, "checklist", "checklists/neu.md") == BOOK + "\n- checklists/neu.md"


def test_a_comment_behind_the_last_entry_stays_with_it() -> None:
    first = BOOK[: BOOK.index("  - title: Zwei")]
    entered = enter(first, "chapter", "chapters/neu.md")
    assert entered == first.replace("# zuerst\n", "# zuerst\n      - chapters/neu.md\n")


def test_windows_line_ends_stay() -> None:
    entered = enter(BOOK.replace("\n", "\r\n"), "chapter", "chapters/neu.md")
    assert entered is not None
    assert entered.count("\r\n") == entered.count("\n") == BOOK.count("\n") + 1


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[chapters/a.md]", "[chapters/a.md, chapters/neu.md]"),
        ("[chapters/a.md,]", "[chapters/a.md, chapters/neu.md,]"),
        ("[{path: chapters/a.md, numbered: false}]", "[{path: chapters/a.md, numbered: false}, chapters/neu.md]"),
        (
            "[\n      chapters/a.md,\n      chapters/ä.md\n    ]",
            "[\n      chapters/a.md,\n      chapters/ä.md, chapters/neu.md\n    ]",
        ),
        ("[]", "[chapters/neu.md]"),
    ],
)
def test_a_list_in_brackets_takes_the_file_too(written: str, becomes: str) -> None:
    before = f"title: x\nlanguage: de\nparts:\n  - title: y\n    chapters: {written}\n"
    assert enter(before, "chapter", "chapters/neu.md") == before.replace(written, becomes)
    whole = f"title: x\nlanguage: de\nparts: [{{title: y, chapters: {written}}}]\n"
    assert enter(whole, "chapter", "chapters/neu.md") == whole.replace(written, becomes)


@pytest.mark.parametrize(
    "source",
    [
        "title: x\nparts: []\n",
        "title: x: y\n",
        "",
    ],
)
def test_a_list_in_another_form_is_left_to_the_author(source: str) -> None:
    assert enter(source, "chapter", "chapters/neu.md") is None


def test_a_file_that_is_listed_already_is_not_entered_twice() -> None:
    assert enter(BOOK, "chapter", "chapters/a.md") == BOOK


def test_a_kind_without_a_list_needs_no_entry() -> None:
    assert is_listed(BOOK, "chapter")
    assert is_listed(BOOK, "checklist")
    assert not is_listed(BOOK, "worksheet")


@pytest.mark.parametrize("kind", sorted(FOLDERS))
def test_the_first_text_has_a_sound_head_and_its_title(kind: str) -> None:
    theme = default_theme()
    text = first_text(kind, "Neues Blatt", theme)
    read = read_front_matter(text, "x.md", aliases_of(theme.labels))
    assert read.diagnostics == ()
    assert read.value[0].status == "draft"
    assert "\n# Neues Blatt\n" in read.value[1]

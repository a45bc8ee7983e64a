"""How far the book is, and what comes next."""

from __future__ import annotations

import pytest

from pipeline.manuscript.model import Sprint
from pipeline.sprint.board import as_text, read_row, rows_of, sprint_of
from pipeline.sprint.clock import is_past, moments, tell
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace

LABELS = default_theme().labels
CHAPTER = """---
status: prüfung
owner: Anna
zielwörter: 20
---
# Der Titel {#titel}

Ein Satz mit [einem Begriff]{.begriff zu="x y z"} und einem [Link](https://example.org/a-b). <!-- nicht zählen -->

::: offen
Was fehlt noch?
:::

::: {.offen}
Und noch etwas.
:::

Kolleg:innen zählen einmal.
"""
BOOK = MemoryWorkspace(
    {
        "book.yaml": """title: P
language: de
sprint: {start: 2027-03-01 09:00, end: 2027-03-02 17:00, gates: {chapters: 2027-03-02 12:00}}
parts: [{title: Eins, chapters: [chapters/b.md, chapters/a.md]}]
""",
        "chapters/a.md": CHAPTER,
        "chapters/b.md": "# B\n\nWort.\n",
        "chapters/stray.md": "ohne Titel\n",
        "checklists/liste.md": "# Liste\n\n- [ ] Punkt\n",
    }
)
CLOCK = Sprint("2027-03-01 09:00", chapters="2027-03-02 12:00", end="2027-03-02 17:00")


def test_a_text_is_measured_without_what_readers_never_see() -> None:
    row = read_row("chapters/a.md", CHAPTER, "Eins", LABELS)
    assert (row.title, row.kind, row.status, row.owner, row.target) == ("Der Titel", "chapter", "review", "Anna", 20)
    # Der Titel, Ein … Link, Was fehlt noch, Und noch etwas, Kolleg:innen zählen einmal
    assert row.words == 2 + 8 + 3 + 3 + 3
    assert row.open_points == 2


def test_the_board_has_everything_in_the_books_order() -> None:
    rows = rows_of(BOOK, LABELS)
    assert [row.path for row in rows] == ["chapters/b.md", "chapters/a.md", "checklists/liste.md", "chapters/stray.md"]
    assert [row.part for row in rows] == ["Eins", "Eins", "", ""]
    text = as_text(rows, LABELS, {"chapters/b.md": 3})
    assert "prüfung" in text and "! 3" in text and "… 2" in text and "Anna" in text


@pytest.mark.parametrize("broken", ["", "title: [", "parts: 3"])
def test_a_book_that_cannot_be_read_still_has_its_files(broken: str) -> None:
    workspace = MemoryWorkspace({**BOOK.contents, "book.yaml": broken})
    assert len(rows_of(workspace, LABELS)) == 4
    assert sprint_of(workspace) == Sprint()


def test_the_clock_says_what_is_over_and_what_comes_next() -> None:
    assert sprint_of(BOOK) == CLOCK
    assert tell(CLOCK, "2027-03-02 10:40") == {
        "past": ["start"], "next": {"name": "chapters", "at": "2027-03-02 12:00", "minutes": 80}
    }  # fmt: skip
    assert tell(CLOCK, "2027-03-03 00:00") == {"past": ["start", "chapters", "end"]}
    assert tell(Sprint(), "2027-03-03 00:00") == {"past": []}
    assert not is_past(CLOCK, "chapters", "2027-03-02 11:59")
    assert is_past(CLOCK, "chapters", "2027-03-02 12:00")
    assert not is_past(CLOCK, "content", "2030-01-01 00:00")
    assert moments(Sprint(start="2027-02-31 09:00")) == ()

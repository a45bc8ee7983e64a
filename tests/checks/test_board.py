"""How far each text is: measured from its source, told as lines and as a page."""

from __future__ import annotations

from pipeline.authorship import Change
from pipeline.checks.board import Row, dated, read_row, rows_of
from pipeline.checks.board_views import as_text, page
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

Kolleg:innen zählen einmal.{>>Ben: Sicher?<<}{>>Anna: Ja.<<} [Und wo?]{.kommentar}

![Ein Plan](images/plan.png){alt="x"} ![Noch einer](images/da.png)
"""
BOOK = MemoryWorkspace(
    {
        "book.yaml": """title: P
language: de
sprint: {start: 2027-03-01 09:00, end: 2027-03-02 17:00, gates: {chapters: 2027-03-02 12:00}}
parts: [{title: Eins, chapters: [chapters/b.md, chapters/a.md]}]
""",
        "chapters/a.md": CHAPTER,
        "chapters/images/da.png": "x",
        "chapters/b.md": "# B\n\nWort.\n",
        "chapters/stray.md": "ohne Titel\n",
        "checklists/liste.md": "# Liste\n\n- [ ] Punkt\n",
    }
)


def test_a_text_is_measured_without_what_readers_never_see() -> None:
    row = read_row("chapters/a.md", CHAPTER, "Eins", LABELS)
    assert (row.title, row.kind, row.status, row.owner, row.target) == ("Der Titel", "chapter", "review", "Anna", 20)
    # Der Titel, Ein … Link, Was fehlt noch, Und noch etwas, Kolleg:innen zählen einmal
    # Und wo, Ein Plan, Noch einer
    assert row.words == 2 + 8 + 3 + 3 + 3 + 2 + 2 + 2
    assert (row.open_points, row.comments) == (2, 2)


def test_the_board_has_everything_in_the_books_order() -> None:
    rows = rows_of(BOOK, LABELS)
    assert [row.path for row in rows] == ["chapters/b.md", "chapters/a.md", "checklists/liste.md", "chapters/stray.md"]
    assert [row.part for row in rows] == ["Eins", "Eins", "", ""]
    assert [row.pictures for row in rows] == [0, 1, 0, 0]


def test_lines_have_the_columns_that_say_something() -> None:
    changes = {"chapters/a.md": Change("2026-11-30+", "Ödön")}
    lines = as_text(dated(rows_of(BOOK, LABELS), changes), LABELS, "de").splitlines()
    assert " ".join(lines[0].split()) == (
        "Text Stand Verantwortlich Wörter offen Kommentare Bilder fehlen zuletzt geändert"
    )
    assert " ".join(lines[4].split()) == "Der Titel prüfung Anna 25 / 20 2 2 1 2026-11-30+ Ödön"
    assert lines[2] == "Eins" and lines[-1] == "Wörter: 31, wo ein Ziel steht: 25 / 20"
    bare = as_text(rows_of(BOOK, LABELS)[:1], LABELS, "en").splitlines()
    assert bare[0].split() == ["Text", "Status", "Words"] and as_text((), LABELS, "en").startswith("Text")


def test_the_page_says_the_same_and_lets_nothing_of_a_text_be_markup() -> None:
    rows = (*rows_of(BOOK, LABELS), Row("x.md", "chapter", "<b>", "", "draft", "A & B"))
    told = page(rows, LABELS, "de", "<p>davor</p>")
    assert "<p>davor</p><table>" in told and "&lt;b&gt;" in told and "A &amp; B" in told
    assert '<td class="review">prüfung</td>' in told and '<td class="number">25 / 20</td>' in told
    assert "zuletzt geändert" not in told

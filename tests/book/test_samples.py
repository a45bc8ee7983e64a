"""Samples are drawn from the sheet that they fill in."""

from __future__ import annotations

import pytest

from pipeline.book import resolve
from pipeline.book.model import Book
from pipeline.cache import MemoryCache
from pipeline.diagnostics import Checked
from pipeline.manuscript import read
from pipeline.manuscript.model import ChapterEntry, Manifest, Part
from pipeline.theme import default_theme
from pipeline.trees import by_class, elements_of, words_of
from pipeline.workspace import MemoryWorkspace
from tests.manuscript.reading import read_book

SHEET = """# Blatt

Füllt aus, siehe [](#k).

[Name]{.feld}

[Wünsche]{.feld zeilen=3}

[Wie weit?]{.auswahl optionen="zu eng; passt"}

[Wie sicher?]{.skala von=1 bis=3 links="kaum" rechts="sehr"}

Am [Tag]{.lücke}.

::: {.ausfülltabelle #tab zeilen=2}
| Wort | bei uns |
|---|---|
:::

::: canvas
### Lage
Was ist los?
:::
"""
ANSWERS = """
::: {.muster .ausgedacht}
### Thea

name
:   Schrittetafel

wuensche
:   leise
:   billig

wie-weit
:   passt

wie-sicher
:   3

tag
:   17. Juni

tab
:   fertig | lieferbar

lage
:   neun gehen umsonst
:::
"""


def resolved(sheet: str, chapter: str = "# K {#k}\n\nText.\n") -> Checked[Book]:
    files = {"chapters/k.md": chapter, "worksheets/blatt.md": sheet}
    manuscript = read_book(files, worksheets=("worksheets/blatt.md",)).value
    assert manuscript is not None
    return resolve(manuscript, default_theme("de").labels)


def sample_of(book: Checked[Book]) -> str:
    (body,) = [section.body for section in book.value.sections if section.id == "blatt"]
    (sample,) = [box for one in elements_of(body) for box in by_class(one, "sample")]
    return words_of(sample)


def test_every_kind_of_field_shows_its_answer() -> None:
    book = resolved(SHEET + ANSWERS)
    assert [one.code for one in book.diagnostics] == []
    shown = sample_of(book)
    assert shown.startswith("Ausgedacht · Ausgefülltes MusterThea")
    assert "NameSchrittetafel" in shown
    assert "leisebillig" in shown
    assert "zu eng × passt" in shown
    assert "kaum" in shown
    assert "× 3 sehr" in shown
    assert "Am 17. Juni." in shown
    assert "fertiglieferbar" in shown
    assert "LageWas ist los?neun gehen umsonst" in shown
    assert "Füllt aus" not in shown


def test_the_sheet_itself_stays_empty_and_nothing_in_the_sample_has_a_name() -> None:
    (body,) = [one.body for one in resolved(SHEET + ANSWERS).value.sections if one.id == "blatt"]
    tops = elements_of(body)
    fields = [one for top in tops for one in by_class(top, "field")]
    assert len(fields) == 10
    (sample,) = [box for one in tops for box in by_class(one, "sample")]
    assert [one.get("id") for one in sample.iter() if one.get("id") and one is not sample] == []
    assert list(sample.iter("a")) == []


def test_a_cell_is_called_by_its_title_in_any_language() -> None:
    sheet = "# Sheet\n\n::: canvas\n### Starting point\nWhat is the matter?\n:::\n\n"
    sample = "::: sample\nstarting-point\n:   nine leave\n:::\n"
    files = {"chapters/k.md": "# K\n", "worksheets/s.md": sheet + sample}
    parts = (Part("Part", (ChapterEntry("chapters/k.md"),)),)
    manifest = Manifest("Book", "en", parts, worksheets=(ChapterEntry("worksheets/s.md"),))
    theme = default_theme("en")
    manuscript = read(MemoryWorkspace(files), manifest, theme, MemoryCache(), draft=True).value
    assert [one.code for one in resolve(manuscript, theme.labels).diagnostics] == []


def test_a_sample_may_stand_in_a_chapter() -> None:
    chapter = "# K {#k}\n\n::: {.muster blatt=blatt}\nname\n:   Tafel\n:::\n"
    book = resolved(SHEET, chapter)
    assert book.diagnostics == ()
    (body,) = [one.body for one in book.value.sections if one.id == "k"]
    assert "Tafel" in body
    assert 'class="box sample"' in body


def test_items_of_a_checklist_are_ticked() -> None:
    files = {
        "chapters/k.md": "# K\n\n::: {.muster blatt=liste}\ndie-tuer\n:   x\n:::\n",
        "checklists/liste.md": "# Liste\n\n- [ ] Raum frei?\n- [ ] [Tür auf?]{#die-tuer}\n- [ ] Licht an?\n",
    }
    read = read_book(files, checklists=("checklists/liste.md",)).value
    assert read is not None
    assert ChapterEntry("checklists/liste.md") in read.manifest.checklists
    book = resolve(read, default_theme("de").labels)
    (body,) = [one.body for one in book.value.sections if one.id == "k"]
    assert body.count('class="check-filled"') == 3
    assert 'class="cross">×</span> <span class="check-text">Tür auf?' in body
    assert 'class="check"' not in body


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ("nmae\n:   Tafel", ["k-077"]),
        ("wie-weit\n:   vielleicht", ["k-079"]),
        ("wie-sicher\n:   9", ["k-079"]),
        ("tab\n:   nur eins", ["k-093"]),
        ("tab\n:   a | b\n:   c | d\n:   e | f", ["k-093"]),
    ],
)
def test_answers_that_the_sheet_has_no_place_for_are_told(answers: str, codes: list[str]) -> None:
    found = resolved(f"{SHEET}\n::: muster\n{answers}\n:::\n").diagnostics
    assert [one.code for one in found] == codes
    assert {(one.span.path, one.span.line > 1) for one in found} == {("worksheets/blatt.md", True)}


def test_a_sample_of_no_sheet_is_told() -> None:
    found = resolved(SHEET, "# K {#k}\n\n::: {.muster blatt=blat}\nname\n:   Tafel\n:::\n").diagnostics
    assert [(one.code, one.span.line) for one in found] == [("k-078", 3)]

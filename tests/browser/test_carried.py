"""Answers to an earlier edition in a real browser: kept, flagged where the question is another, never lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.answers import read_answers
from pipeline.book.model import Book, PageMap
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.record.samples import files_of, read, shelve

pytestmark = pytest.mark.slow

HEAD = "---\nzweck: Planen.\n---\n"
FILES: dict[str, str | bytes] = {
    "book.yaml": "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n",
    "chapters/a.md": "# Anfang\n\nEin Satz.\n",
    "checklists/liste.md": HEAD + "# Liste\n\n- [ ] Raum buchen\n- [ ] Essen bestellen\n- [ ] Alle einladen\n",
    "worksheets/blatt.md": HEAD
    + "# Blatt\n\n[Wer macht mit?]{.feld}\n\n[Was ist das Ziel?]{.feld #ziel}\n\n[Wo?]{.feld}\n",
}
SECOND: dict[str, str | bytes] = {
    **FILES,
    "checklists/liste.md": HEAD + "# Liste\n\n- [ ] Alle einladen\n- [ ] Raum bald buchen\n- [ ] Datum nennen\n",
    "worksheets/blatt.md": HEAD + "# Blatt\n\n[Wer macht mit?]{.feld}\n\n[Was ist das gemeinsame Ziel?]{.feld #ziel}\n",
}
THIRD: dict[str, str | bytes] = {**SECOND, "chapters/a.md": "# Anfang\n\nEin anderer Satz.\n"}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions, each in its folder."""
    top = tmp_path_factory.mktemp("shelf")
    kept: dict[str, str | bytes] = {}
    before = None
    for version, files in (("1.0", FILES), ("1.1", SECOND), ("1.2", THIRD)):
        book = read({**files, **kept}, version)
        _write(top / version, book)
        before = shelve(version, book, before)
        kept.update(files_of(before))
    return top


def _write(folder: Path, book: Book) -> None:
    for path, data in html.render(book, default_theme("de"), PageMap()).value.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with faultless(browser, accept_downloads=True) as opened:
        yield opened


def open_page(page: Any, shelf: Path, version: str, name: str) -> None:
    page.goto((shelf / version / "html" / f"{name}.html").as_uri())


def box(page: Any, text: str) -> Any:
    return page.get_by_role("checkbox", name=text)


def answer_first(page: Any, shelf: Path) -> None:
    """Fill in edition 1.0: everything but one tick."""
    open_page(page, shelf, "1.0", "liste")
    box(page, "Raum buchen").check()
    box(page, "Essen bestellen").check()
    open_page(page, shelf, "1.0", "blatt")
    page.get_by_label("Wer macht mit?").fill("Mira")
    page.get_by_label("Was ist das Ziel?").fill("Ein Fest")
    page.get_by_label("Wo?").fill("Halle")


def exported(page: Any, shelf: Path, version: str, place: Path) -> dict[str, Any]:
    open_page(page, shelf, version, "index")
    with page.expect_download() as download:
        page.locator(".do-export").click()
    download.value.save_as(place)
    data: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return data


def test_unchanged_items_keep_their_state_and_changed_ones_are_flagged(shelf: Path, page: Any) -> None:
    answer_first(page, shelf)
    open_page(page, shelf, "1.1", "liste")
    assert box(page, "Raum bald buchen").is_checked()
    assert not box(page, "Alle einladen").is_checked()
    assert not box(page, "Datum nennen").is_checked()
    flags = page.locator(".changed-since")
    assert flags.count() == 1
    assert "geändert seit Ausgabe 1.0 – bitte prüfen" in flags.inner_text()
    described = box(page, "Raum bald buchen").get_attribute("aria-describedby")
    assert "geändert seit" in page.locator(f"[id='{described}']").inner_text()
    open_page(page, shelf, "1.1", "blatt")
    assert page.get_by_label("Wer macht mit?").input_value() == "Mira"
    assert page.get_by_label("Was ist das gemeinsame Ziel?").input_value() == "Ein Fest"
    assert page.locator(".field:has(.changed-since)").get_attribute("id") == "ziel"


def test_a_flag_goes_when_it_was_looked_at_or_the_answer_is_another(shelf: Path, page: Any) -> None:
    answer_first(page, shelf)
    open_page(page, shelf, "1.1", "liste")
    page.get_by_role("button", name="Geprüft").click()
    assert page.locator(".changed-since").count() == 0
    assert page.evaluate("document.activeElement.type") == "checkbox"
    open_page(page, shelf, "1.1", "blatt")
    page.get_by_label("Was ist das gemeinsame Ziel?").fill("Zwei Feste")
    assert page.locator(".changed-since").count() == 0
    for name in ("liste", "blatt"):
        open_page(page, shelf, "1.1", name)
        assert page.locator(".changed-since").count() == 0


def test_what_has_no_place_any_more_stays_in_the_exported_file(shelf: Path, page: Any, tmp_path: Path) -> None:
    answer_first(page, shelf)
    data = exported(page, shelf, "1.1", tmp_path / "answers.json")
    assert data["edition"] == "1.1"
    assert data["answers"] == {"blatt--wer-macht-mit": "Mira", "liste--raum-bald-buchen": True, "ziel": "Ein Fest"}
    assert data["removed"] == {"1.0": {"blatt--wo": "Halle", "liste--essen-bestellen": True}}
    assert data["changed"] == {"liste--raum-bald-buchen": "1.0", "ziel": "1.0"}
    assert read_answers(json.dumps(data).encode(), "answers.json").diagnostics == ()
    assert "Eingaben zu Entfallenem: 2." in page.locator(".carried-lost").inner_text()


def test_the_start_page_leads_to_what_is_to_be_checked(shelf: Path, page: Any) -> None:
    answer_first(page, shelf)
    open_page(page, shelf, "1.1", "index")
    assert "aus Ausgabe 1.0" in page.locator(".carried-from").inner_text()
    links = page.locator(".carried li a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "liste.html#liste--raum-bald-buchen",
        "blatt.html#ziel",
    ]
    links.first.click()
    # The flag is set by a script of the page that opens.
    page.locator(".changed-since").wait_for()
    assert page.locator(".changed-since").count() == 1


def test_the_old_edition_keeps_what_was_filled_in(shelf: Path, page: Any) -> None:
    answer_first(page, shelf)
    open_page(page, shelf, "1.1", "liste")
    box(page, "Raum bald buchen").uncheck()
    open_page(page, shelf, "1.0", "liste")
    assert box(page, "Raum buchen").is_checked()
    assert page.locator(".changed-since").count() == 0


def test_answers_go_from_edition_to_edition_and_stay_flagged_until_checked(
    shelf: Path, page: Any, tmp_path: Path
) -> None:
    answer_first(page, shelf)
    open_page(page, shelf, "1.1", "liste")
    open_page(page, shelf, "1.2", "liste")
    assert box(page, "Raum bald buchen").is_checked()
    assert "seit Ausgabe 1.0" in page.locator(".changed-since").inner_text()
    assert exported(page, shelf, "1.2", tmp_path / "a.json")["removed"]["1.0"]["blatt--wo"] == "Halle"


def test_an_edition_may_be_left_out(shelf: Path, page: Any) -> None:
    answer_first(page, shelf)
    open_page(page, shelf, "1.2", "liste")
    assert box(page, "Raum bald buchen").is_checked()
    assert "seit Ausgabe 1.0" in page.locator(".changed-since").inner_text()


def test_what_was_taken_back_in_the_new_edition_does_not_come_back(shelf: Path, page: Any) -> None:
    answer_first(page, shelf)
    for name in ("liste", "blatt"):
        open_page(page, shelf, "1.1", name)
        page.locator(".do-reset").click()
        page.get_by_role("button", name="Löschen").click()
    open_page(page, shelf, "1.1", "liste")
    assert not box(page, "Raum bald buchen").is_checked()


def test_emptying_all_sheets_empties_every_edition(shelf: Path, page: Any) -> None:
    answer_first(page, shelf)
    open_page(page, shelf, "1.1", "index")
    page.locator(".do-reset-all").click()
    page.get_by_role("button", name="Löschen").click()
    assert page.locator(".carried").is_hidden()
    assert page.evaluate("Object.keys(localStorage).filter(key => !key.endsWith('/theme')).length") == 0


def test_a_file_of_an_earlier_edition_is_taken_in_and_told(shelf: Path, page: Any, tmp_path: Path) -> None:
    answer_first(page, shelf)
    exported(page, shelf, "1.0", tmp_path / "answers.json")
    page.evaluate("localStorage.clear()")
    open_page(page, shelf, "1.2", "index")
    page.locator("#ui-import").set_input_files(tmp_path / "answers.json")
    page.wait_for_function("() => document.querySelector('.all-answers .count').textContent.includes('geladen')")
    said = page.locator(".all-answers .count").inner_text()
    assert "5 Eingaben geladen. Sie stammen aus Ausgabe 1.0. 2 gehören zu Stellen" in said
    assert "2 gehören zu Entfallenem" in said
    data = exported(page, shelf, "1.2", tmp_path / "again.json")
    assert data["removed"] == {"1.0": {"blatt--wo": "Halle", "liste--essen-bestellen": True}}
    open_page(page, shelf, "1.2", "liste")
    assert box(page, "Raum bald buchen").is_checked()
    assert page.locator(".changed-since").count() == 1


def test_a_file_of_an_edition_nobody_knows_here_is_said_and_not_dropped(shelf: Path, page: Any, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"book": "probe", "edition": "9.0", "answers": {"ziel": "Mond", "fremd": "x"}}))
    open_page(page, shelf, "1.2", "index")
    page.locator("#ui-import").set_input_files(file)
    page.wait_for_function("() => document.querySelector('.all-answers .count').textContent.includes('geladen')")
    assert "aus Ausgabe 9.0, die dieses Buch nicht kennt" in page.locator(".all-answers .count").inner_text()
    assert exported(page, shelf, "1.2", tmp_path / "b.json")["answers"] == {"fremd": "x", "ziel": "Mond"}

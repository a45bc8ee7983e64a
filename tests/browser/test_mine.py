"""My workbook: what was entered, sheet by sheet, printed, given away without what is private, deleted."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.book.model import PageMap
from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.conftest import FindProgram
from tests.render import sample

pytestmark = pytest.mark.slow
NAME, PROBLEM = "blatt-canvas--name", "blatt-canvas--problem"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    install(folder, html.render(sample.book(), default_theme("de"), PageMap()).value)
    return folder / "html"


@pytest.fixture
def page(browser: Any, site: Path) -> Iterator[Any]:
    """A canvas and a checklist are filled in, and one's own workbook is open."""
    with faultless(browser, accept_downloads=True) as opened:
        opened.goto((site / "blatt-canvas.html").as_uri())
        opened.locator(f"[id='{NAME}--input']").fill("Wir")
        opened.locator(f"[id='{PROBLEM}--input']").fill("Zu leise\nund zu spät")
        checklist = next(section for section in sample.SECTIONS if section.kind == "checklist")
        opened.goto((site / f"{checklist.id}.html").as_uri())
        opened.locator(".check input").first.check()
        opened.get_by_role("link", name="Mein Workbook").click()
        opened.locator(".mine-sheet").first.wait_for()
        yield opened


def sheet(page: Any, name: str) -> Any:
    return page.locator(".mine-sheet").filter(has=page.get_by_role("heading", name=name))


def test_all_that_was_entered_stands_there_by_sheet_with_progress(page: Any) -> None:
    assert page.locator(".mine-sheet").count() == 2
    canvas = sheet(page, "Canvas")
    assert "Zu leise\nund zu spät" in canvas.inner_text()
    assert canvas.locator(".count").inner_text().startswith("2 von ")
    canvas.locator("dt a").first.click()
    page.wait_for_url(f"**/blatt-canvas.html#{NAME}")


def test_the_file_of_a_sheet_has_its_answers_only_and_none_that_is_private(page: Any, tmp_path: Path) -> None:
    canvas = sheet(page, "Canvas")
    canvas.locator(f"[id='ui-private-{PROBLEM}']").check()
    page.reload()
    assert canvas.locator(f"[id='ui-private-{PROBLEM}']").is_checked()
    with page.expect_download() as download:
        canvas.get_by_role("button", name="Als Datei für andere").click()
    download.value.save_as(tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (data["book"], data["answers"]) == ("probe", {NAME: "Wir"})
    assert "canvas" in download.value.suggested_filename
    with page.expect_download() as download:
        page.locator(".do-export").click()
    download.value.save_as(tmp_path / "all.json")
    assert len(json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["answers"]) == 3


def test_a_sheet_is_deleted_after_asking_and_the_others_stay(page: Any, site: Path) -> None:
    sheet(page, "Canvas").get_by_role("button", name="Löschen").click()
    dialog = page.locator(".ask-sheet")
    assert "löschen: 2." in dialog.inner_text()
    dialog.get_by_role("button", name="Abbrechen").click()
    assert page.locator(".mine-sheet").count() == 2
    sheet(page, "Canvas").get_by_role("button", name="Löschen").click()
    dialog.get_by_role("button", name="Löschen").click()
    assert page.locator(".mine-sheet").count() == 1
    page.goto((site / "blatt-canvas.html").as_uri())
    assert page.locator(f"[id='{NAME}--input']").input_value() == ""


def test_one_sheet_or_all_of_them_are_printed(page: Any, tmp_path: Path, find_program: FindProgram) -> None:
    page.evaluate("window.print = () => {}")

    def printed() -> str:
        page.pdf(path=tmp_path / "a.pdf", format="A4")
        return subprocess.run(
            [find_program("pdftotext"), tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True
        ).stdout

    sheet(page, "Canvas").get_by_role("button", name="Drucken").click()
    page.emulate_media(media="print")
    assert sheet(page, "Canvas").is_visible()
    assert page.locator(".mine-sheet:visible").count() == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    text = printed()
    assert all(words in text for words in ("Wir", "und zu spät", "angehakt"))
    assert "privat" not in text


def test_it_is_accessible_in_light_and_dark_and_on_a_phone(page: Any, axe_script: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(axe_script)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("axe.run().then(found => found.violations.map(one => [one.id, one.nodes[0].html]))") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

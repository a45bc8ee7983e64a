"""Ticks and answers in a real browser, from a file system, and the same fields in every format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.answers import read_answers
from pipeline.answers.sheet import fill_sheet, read_sheet
from pipeline.book.model import PageMap
from pipeline.cache import MemoryCache
from pipeline.render import epub, html, pdf
from pipeline.render.pdf.workers import Workshop
from pipeline.theme import default_theme
from tests.render import sample

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for path, data in html.render(sample.book(), default_theme("de"), PageMap()).value.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / "html"


@pytest.fixture(scope="module")
def sheet() -> bytes:
    printed = pdf.render(sample.book(), default_theme("de"), MemoryCache(), Workshop(1)).value
    return next(iter(printed.artifacts.values()))


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(accept_downloads=True)
    opened = context.new_page()
    outside: list[str] = []
    opened.on("request", lambda request: outside.append(request.url))
    yield opened
    context.close()
    assert [address for address in outside if not address.startswith(("file:", "blob:"))] == []


def _sheet_address(site: Path, kind: str) -> str:
    section = next(section for section in sample.book().sections if section.kind == kind)
    return (site / f"{section.id}.html").as_uri()


def test_a_tick_survives_a_reload_and_can_be_taken_back(site: Path, page: Any) -> None:
    page.goto(_sheet_address(site, "checklist"))
    box = page.locator(".check input").first
    box.check()
    page.reload()
    assert box.is_checked()
    box.uncheck()
    page.reload()
    assert not box.is_checked()


def test_what_is_typed_and_chosen_survives_a_reload(site: Path, page: Any) -> None:
    page.goto(_sheet_address(site, "worksheet"))
    line, area = page.locator("input[type=text]").first, page.locator("textarea").first
    choice = page.locator("input[type=radio]").first
    line.fill("Größe „Ä“ 😀")
    area.fill("eins\nzwei")
    choice.check()
    page.reload()
    assert line.input_value() == "Größe „Ä“ 😀"
    assert area.input_value() == "eins\nzwei"
    assert choice.is_checked()


def test_a_sheet_is_filled_in_with_the_keyboard_alone(site: Path, page: Any) -> None:
    page.goto(_sheet_address(site, "worksheet"))
    wanted = page.locator("main [data-answer]:visible").evaluate_all(
        "all => [...new Set(all.map(input => input.dataset.answer))]"
    )
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.dataset?.answer ?? ''")
        if name:
            reached.add(name)
    assert reached == set(wanted)


def test_answers_travel_from_the_page_into_the_pdf_and_back(
    site: Path, sheet: bytes, page: Any, tmp_path: Path
) -> None:
    page.goto(_sheet_address(site, "checklist"))
    page.locator(".check input").first.check()
    page.goto(_sheet_address(site, "worksheet"))
    page.locator("input[type=text]").first.fill("Übergabe")
    page.locator("input[type=radio]").nth(1).check()
    page.goto((site / "index.html").as_uri())
    with page.expect_download() as download:
        page.locator(".do-export").click()
    exported = tmp_path / "answers.json"
    download.value.save_as(exported)
    answers = read_answers(exported.read_bytes(), "answers.json").value
    assert answers is not None
    assert len(answers.values) == 3
    filled = fill_sheet(sheet, "blatt.pdf", answers)
    assert filled.diagnostics == ()
    assert filled.value is not None
    assert read_sheet(filled.value, "blatt.pdf").value == answers


def test_the_page_is_readable_and_usable_without_scripts(site: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(_sheet_address(site, "checklist"))
    page.locator(".check input").first.check()
    assert page.locator(".check input").first.is_checked()
    context.close()


def _web_ids(site: Path) -> set[str]:
    pages = (path.read_text(encoding="utf-8") for path in site.glob("*.html"))
    return {name for text in pages for name in re.findall(r'data-answer="([^"]+)"', text)}


def _pdf_ids(sheet: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(sheet)) as book:
        fields = [(str(field.T), "/Opt" in field and "/Kids" not in field) for field in book.Root.AcroForm.Fields]
    return {name.rpartition(".")[0] if several else name for name, several in fields}


def test_every_format_has_the_same_fields(site: Path, sheet: bytes) -> None:
    made = next(iter(epub.render(sample.book(), default_theme("de"), PageMap()).value.values()))
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        markup = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    web, printed = _web_ids(site), _pdf_ids(sheet)
    assert web == printed
    assert {name for name in web if f'id="{name}"' not in markup} == set()


def _sizes(sheet: bytes, kind: str) -> list[tuple[float, float]]:
    """Width and height in millimetres of every widget of a kind."""
    with pikepdf.open(io.BytesIO(sheet)) as book:
        widgets = [kid for field in book.Root.AcroForm.Fields for kid in field.get("/Kids", [field])]
        found = []
        for widget in widgets:
            if str(widget.get("/FT", widget.get("/Parent", {}).get("/FT"))) == kind:
                left, bottom, right, top = (float(value) for value in widget.Rect)
                found.append(((right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4))
    return found


def test_printed_boxes_are_large_enough_for_a_hand(sheet: bytes) -> None:
    assert min(min(size) for size in _sizes(sheet, "/Btn")) >= 4


def test_printed_lines_stand_eight_to_nine_millimetres_apart(sheet: bytes) -> None:
    rule = re.search(r"\.rule \{ height: ([\d.]+)mm", default_theme("de").files["styles/print.css"].decode())
    assert rule is not None
    assert 8 <= float(rule[1]) <= 9
    tall = [height for _, height in _sizes(sheet, "/Tx") if height > 12]
    assert tall
    lines = [height / float(rule[1]) for height in tall]
    assert any(abs(count - round(count)) < 0.02 for count in lines)

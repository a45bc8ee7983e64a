"""Ticks and answers in a real browser, from a file system, and the same fields in every format."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from pipeline.answers import Answers, read_answers
from pipeline.answers.sheet import fill_sheet, read_sheet
from pipeline.book.model import PageMap
from pipeline.cache import MemoryCache
from pipeline.render import epub, html, pdf
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.conftest import FindProgram
from tests.render import sample

pytestmark = pytest.mark.slow
# Fields of several lines in the sample book.
LINED = ("blatt-canvas--problem", "annaeherung--r1", "annaeherung--r2")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for path, data in html.render(sample.book(), default_theme("de"), PageMap()).value.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / "html"


@pytest.fixture(scope="module")
def sheet() -> bytes:
    printed = pdf.render(sample.book(), default_theme("de"), MemoryCache(), Workshop()).value
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


FILL = """async ([data, answers]) => { const { data: made, tight } = await fillPdf(Uint8Array.from(data), answers);
  return [Array.from(made, (one) => String.fromCharCode(one)).join(""), tight]; }"""


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
    line, area = page.locator(".one-line").first, page.locator("textarea:not(.one-line)").first
    choice = page.locator("main input[type=radio]").first
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


def test_the_browser_fills_the_pdf_and_every_letter_arrives(sheet: bytes, page: Any) -> None:
    page.goto("about:blank")
    page.add_script_tag(path=Path(__file__).parents[2] / "templates/html/pdf.js")
    given = {"blatt-canvas--name": "Čaj – Łódź", "blatt-canvas--problem": "eins\nzwei", "check-erstgespraech--1": True}
    read = read_sheet(page.evaluate(FILL, [list(sheet), given])[0].encode("latin-1"), "x.pdf").value
    assert read is not None
    assert {name: read.values[name] for name in given} == given


def test_the_browser_sets_text_on_the_printed_lines_as_the_command_line_does(sheet: bytes, page: Any) -> None:
    page.goto("about:blank")
    page.add_script_tag(path=Path(__file__).parents[2] / "templates/html/pdf.js")
    given = {"blatt-canvas--name": "kurz", "blatt-canvas--problem": "genau so " * 40}
    data, tight = page.evaluate(FILL, [list(sheet), given])
    manifest = sample.book().manifest
    ours = fill_sheet(sheet, "x.pdf", Answers(manifest.slug, manifest.edition, given)).value
    assert ours is not None
    assert tight == []
    looks = [_looks(data.encode("latin-1")), _looks(ours)]
    assert looks[0] == looks[1]
    assert looks[0].keys() == given.keys()
    assert page.evaluate(FILL, [list(sheet), {"blatt-canvas--name": "genau so " * 40}])[1] == ["blatt-canvas--name"]


def _looks(data: bytes) -> dict[str, list[str]]:
    """The sizes and places of all filled-in text."""
    with pikepdf.open(io.BytesIO(data)) as book:
        fields = {str(field.T): field for field in book.Root.AcroForm.Fields if field.FT == "/Tx" and str(field.V)}
        drawn = {name: field.AP.N.read_bytes().decode("latin-1") for name, field in fields.items()}
    return {name: [*re.findall(r"[\d.]+ (?:Tf|TL|Td)", look), str(look.count("Tj"))] for name, look in drawn.items()}


def test_answers_travel_from_the_page_into_the_pdf_and_back(
    site: Path, sheet: bytes, page: Any, tmp_path: Path
) -> None:
    page.goto(_sheet_address(site, "checklist"))
    page.locator(".check input").first.check()
    page.goto(_sheet_address(site, "worksheet"))
    page.locator(".one-line").first.fill("Übergabe")
    page.locator("main input[type=radio]").nth(1).check()
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kein JSON", "Das ist keine Datei mit Eingaben."),
        ('{"book": "probe", "answers": [1]}', "Das ist keine Datei mit Eingaben."),
        ('{"book": "anderes", "answers": {}}', "Diese Eingaben gehören zu einem anderen Buch: anderes."),
    ],
)
def test_a_file_that_is_none_of_this_book_is_refused_with_the_reason(
    site: Path, page: Any, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "answers.json").write_text(text, encoding="utf-8")
    page.goto((site / "index.html").as_uri())
    page.locator("#ui-import").set_input_files(tmp_path / "answers.json")
    page.get_by_text(said).wait_for()
    assert page.evaluate("localStorage.length") == 0


def test_what_a_file_has_beyond_the_books_fields_is_named_and_kept(site: Path, page: Any, tmp_path: Path) -> None:
    manifest = sample.book().manifest
    given = {"blatt-canvas--name": "Wir", "fremd": "Ä", "zahl": 7}
    data = {"book": manifest.slug, "edition": manifest.edition, "answers": given}
    (tmp_path / "answers.json").write_text(json.dumps(data), encoding="utf-8")
    page.goto((site / "index.html").as_uri())
    page.locator("#ui-import").set_input_files(tmp_path / "answers.json")
    line = page.locator(".all-answers .count")
    page.get_by_text("2 Eingaben geladen.").wait_for()
    assert "1 haben hier kein Feld, bleiben aber in der gesicherten Datei: fremd." in line.inner_text()
    assert "1 sind weder Haken noch Auswahl noch Text und bleiben weg: zahl." in line.inner_text()
    with page.expect_download() as download:
        page.locator(".do-export").click()
    download.value.save_as(tmp_path / "again.json")
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert again["answers"] == {"blatt-canvas--name": "Wir", "fremd": "Ä"}


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


def _picture(file: Path) -> Image.Image:
    with Image.open(file) as opened:
        return opened.copy()


def test_what_is_written_by_hand_has_the_height_of_a_line(sheet: bytes) -> None:
    heights = [height for _, height in _sizes(sheet, "/Tx")]
    assert min(heights) >= 8


def test_printed_lines_stand_eight_to_nine_millimetres_apart(
    sheet: bytes, tmp_path: Path, find_program: FindProgram
) -> None:
    """Measured in the picture of the page: the dark rows inside every field of several lines."""
    (tmp_path / "blatt.pdf").write_bytes(sheet)
    dots = 300
    subprocess.run(
        [find_program("pdftoppm"), "-gray", "-r", str(dots), tmp_path / "blatt.pdf", tmp_path / "p"], check=True
    )
    pictures = sorted(tmp_path.glob("p-*.pgm"))
    apart: list[float] = []
    with pikepdf.open(io.BytesIO(sheet)) as book:
        for page, file in zip(book.pages, pictures, strict=True):
            picture, top = _picture(file), float(page.mediabox[3])
            for field in (one for one in page.get("/Annots", []) if str(one.get("/T", "")) in LINED):
                left, low, _, high = (float(value) / 72 * dots for value in field.Rect)
                whole = top / 72 * dots
                # One column of dots, a little inside, down to just under the lowest line.
                column = picture.crop((int(left) + 20, int(whole - high) + 3, int(left) + 21, int(whole - low) + 3))
                dark = [y for y in range(column.height) if column.getpixel((0, y)) < 128]
                lines = [y for y in dark if y - 1 not in dark]
                apart += [(below - above) / dots * 25.4 for above, below in pairwise(lines)]
    assert len(apart) >= 3
    assert [distance for distance in apart if not 8 <= distance <= 9] == []

"""Every sheet of our own book in a real browser: filled in by keyboard alone, remembered, counted, printed, emptied."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.book.model import Book, PageMap
from pipeline.cache import Cache
from pipeline.checks.proof import Order, Proof, proofread
from pipeline.outputs import install
from pipeline.render import html
from pipeline.render.epub.content import gather
from pipeline.render.pdf import sheets
from pipeline.workspace import FolderWorkspace
from tests.browser.pages import faultless
from tests.conftest import FindProgram

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
# More stops than any sheet has.
MOST_STOPS = 400
ANSWERS = """all => Object.fromEntries(all.map(one => [one.dataset.answer,
  all.filter(other => other.dataset.answer === one.dataset.answer)
    .map(other => other.type === "checkbox" || other.type === "radio" ? other.checked : other.value)]))"""
FOCUSED = (
    "(({type, dataset, className}) => [dataset?.answer ?? '', type ?? '', className ?? ''])(document.activeElement)"
)


@pytest.fixture(scope="module")
def proof(house_cache: Cache) -> Proof:
    read = proofread(FolderWorkspace(ROOT), house_cache, Order(), lambda stage: None).value
    assert read is not None
    return read


@pytest.fixture(scope="module")
def site(proof: Proof, house_cache: Cache, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    install(folder, html.render(proof.book, proof.theme, PageMap(), house_cache).value)
    return folder / "html"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with faultless(browser, viewport={"width": 1000, "height": 800}) as opened:
        yield opened


def sheets_of(book: Book) -> list[str]:
    return [section.id for section in book.sections if section.kind in ("checklist", "worksheet")]


def different(book: Book) -> list[str]:
    """Sheets of which each has something to fill in, or elements side by side, that those before it lack."""
    known: set[str] = set()
    found = []
    for section in (one for one in book.sections if one.kind in ("checklist", "worksheet")):
        own = {
            section.kind,
            *re.findall(r'data-kind="\w+"|data-multiple|<(?:table|section|ul|div) class="[^"]*"', section.body),
        }
        if own - known:
            found.append(section.id)
            known |= own
    return found


def answers(page: Any) -> dict[str, list[bool | str]]:
    found: dict[str, list[bool | str]] = page.locator("[data-answer]").evaluate_all(ANSWERS)
    return found


def stops(page: Any) -> Iterator[list[str]]:
    """Go with Tab from the skip link through the sheet, to the way to the next page."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.pager'))"):
            return
        yield page.evaluate(FOCUSED)
    raise AssertionError("the keyboard does not leave the sheet")


def fill_by_keyboard(page: Any) -> list[str]:
    """Write or tick at every stop; return the fields in the order in which they were reached."""
    reached = []
    for name, kind, _ in stops(page):
        if name:
            reached.append(name)
            if kind in ("checkbox", "radio"):
                page.keyboard.press("Space")
            else:
                page.keyboard.type("Ä ß")
    return reached


def empty_by_keyboard(page: Any) -> None:
    for _, _, classes in stops(page):
        if "do-reset" in classes:
            page.keyboard.press("Enter")
            page.keyboard.press("Shift+Tab")
            assert page.evaluate("document.activeElement.value") == "yes"
            page.keyboard.press("Enter")
            return
    raise AssertionError("no button empties the sheet")


def test_every_sheet_is_filled_in_remembered_and_emptied_by_keyboard_alone(
    proof: Proof, site: Path, page: Any, thorough: bool
) -> None:
    for name in sheets_of(proof.book) if thorough else different(proof.book):
        address = (site / f"{name}.html").as_uri()
        page.goto(address)
        fields = list(answers(page))
        assert list(dict.fromkeys(fill_by_keyboard(page))) == fields, name
        # Loaded anew without the place that the skip link led to.
        page.goto(f"{address}?again")
        assert {id for id, value in answers(page).items() if not any(value)} == set(), name
        empty_by_keyboard(page)
        page.goto(address)
        assert {id for id, value in answers(page).items() if any(value)} == set(), name


def test_progress_counts_what_is_ticked(site: Path, page: Any) -> None:
    page.goto((site / "check-netzwerkabend.html").as_uri())
    boxes = page.locator(".check input")
    for nth in (0, 3):
        boxes.nth(nth).check()
    assert page.locator(".progress .count").inner_text() == f"2 von {boxes.count()}"
    assert page.locator("progress").evaluate("bar => [bar.value, bar.max]") == [2, boxes.count()]


def test_emptying_one_sheet_leaves_the_others(site: Path, page: Any) -> None:
    for name in ("check-netzwerkabend", "check-vortrag"):
        page.goto((site / f"{name}.html").as_uri())
        page.locator(".check input").first.check()
    page.locator(".do-reset").click()
    page.get_by_role("button", name="Löschen").click()
    assert not page.locator(".check input").first.is_checked()
    page.goto((site / "check-netzwerkabend.html").as_uri())
    assert page.locator(".check input").first.is_checked()


@pytest.fixture
def printed(page: Any, tmp_path: Path, find_program: FindProgram) -> Callable[[], tuple[str, Image.Image]]:
    """Print the page as browsers do unless asked, without backgrounds: its text, and how its first page looks."""
    file = tmp_path / "blatt.pdf"

    def print_it() -> tuple[str, Image.Image]:
        page.pdf(path=file, format="A4", print_background=False)
        text = subprocess.run([find_program("pdftotext"), file, "-"], check=True, capture_output=True, text=True).stdout
        drawn = [find_program("pdftoppm"), "-gray", "-r", "120", "-singlefile", file, file.with_suffix("")]
        subprocess.run(drawn, check=True)
        with Image.open(file.with_suffix(".pgm")) as opened:
            return " ".join(text.split()), opened.copy()

    return print_it


@pytest.mark.parametrize("width", [320, 1000, 1600])
def test_whatever_is_written_is_printed_to_its_last_word(
    site: Path, page: Any, width: int, printed: Callable[[], tuple[str, Image.Image]]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("blatt-challenge-canvas", "blatt-wirkungs-check"):
        page.goto((site / f"{name}.html").as_uri())
        areas = page.locator("textarea")
        for nth in range(areas.count()):
            areas.nth(nth).fill(" ".join(f"w{nth}x{word}" for word in range(120)))
        text = printed()[0]
        assert [nth for nth in range(areas.count()) if text.count(f"w{nth}x119") != 1] == []
        assert "Dieses Blatt leeren" not in text
        assert page.locator(".printed").count() == 0


def test_ticks_are_printed(site: Path, page: Any, printed: Callable[[], tuple[str, Image.Image]]) -> None:
    page.goto((site / "check-netzwerkabend.html").as_uri())
    boxes, ink = page.locator(".check input"), []
    for nth in range(2):
        boxes.nth(nth).check()
        # The column of boxes, without the bar that grows above it; words get lighter when they are ticked.
        ink.append(sum(printed()[1].crop((80, 600, 160, 1400)).histogram()[:120]))
    assert ink[1] > ink[0] + 5


def test_our_book_has_the_same_fields_in_every_format(proof: Proof, site: Path, house_cache: Cache) -> None:
    book, theme = proof.book, proof.theme
    web = "".join(page.read_text(encoding="utf-8") for page in site.glob("*.html"))
    press = sheets.prepare(book, theme)
    paper = "".join(sheets.make_sheet(press, section, "recto", {}).html for section in book.sections)
    reader = "".join(file.data.decode() for file in gather(book, theme, PageMap(), house_cache).documents)
    on_web = set(re.findall(r'data-answer="([^"]+)"', web))
    one_of_many = set(re.findall(r'data-widget="check" data-name="([^"]+)\.\d+"', paper))
    on_paper = {
        re.sub(r"\.\d+$", "", name) if re.sub(r"\.\d+$", "", name) in one_of_many else name
        for name in re.findall(r'data-name="([^"]+)"', paper)
    }
    assert len(on_web) > 500
    assert on_web == on_paper
    assert {name for name in on_web if f'id="{name}"' not in reader} == set()

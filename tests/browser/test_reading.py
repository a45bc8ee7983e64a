"""Pages as they are read: contents put away, wide tables and drawings, page marks, a bar that stays, and paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.book.model import Heading, PageMap, Section
from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.render import sample

pytestmark = pytest.mark.slow
HEADS = ("Format", "Ziel", "Gruppe", "Dauer", "Vorlauf", "Ergebnis")
MATRIX = (
    f'<table id="breit"><thead><tr>{"".join(f"<th>{head}</th>" for head in HEADS)}</tr></thead>'
    f"<tbody><tr>{'<td>Verabredungen mit Datum</td>' * len(HEADS)}</tr></tbody></table>"
)
FIELD = '<div class="field" id="feld" data-kind="line"><span class="field-label">Was genau, bis wann?</span></div>'
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    sections = tuple(
        replace(section, body=section.body + MATRIX) if section.id == "annaeherung" else section
        for section in sample.SECTIONS
    )
    install(folder, html.render(replace(sample.book(), sections=sections), default_theme("de"), sample.PAGES).value)
    return folder / "html"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=WIDE)
    yield context.new_page()
    context.close()


def chapter(site: Path) -> str:
    return (site / "annaeherung.html").as_uri()


def test_contents_put_away_stay_away_until_they_are_wanted(site: Path, page: Any) -> None:
    page.goto(chapter(site))
    switch, contents = page.locator(".menu-switch"), page.locator(".contents")
    assert contents.is_visible()
    switch.click()
    page.goto((site / "challenge.html").as_uri())
    assert not contents.is_visible()
    assert switch.get_attribute("aria-expanded") == "false"
    switch.press("Enter")
    assert contents.is_visible()


def test_on_a_phone_the_contents_open_although_they_are_put_away_elsewhere(site: Path, page: Any) -> None:
    page.goto(chapter(site))
    page.locator(".menu-switch").click()
    page.set_viewport_size(NARROW)
    page.locator(".menu-switch").click()
    assert page.locator(".contents").is_visible()


def test_a_wide_table_reaches_beyond_the_text_and_never_past_the_page(site: Path, page: Any) -> None:
    for width in (700, 900, 1100, 1280, 1700):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(chapter(site))
        table, text = page.locator("#breit").bounding_box(), page.locator("#annaeherung .text").bounding_box()
        assert text["width"] < table["width"], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_on_a_phone_cells_stand_below_each_other_with_their_columns_words(site: Path, page: Any) -> None:
    page.set_viewport_size(NARROW)
    page.goto(chapter(site))
    cells = page.locator("#breit td")
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert all(upper["y"] + upper["height"] <= lower["y"] for upper, lower in pairwise(boxes))
    words = cells.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    assert words == [f'"{head}"' for head in HEADS]


def test_frames_are_stops_for_the_keyboard_only_where_they_scroll(site: Path, page: Any) -> None:
    page.goto(chapter(site))
    stops = page.locator(".table-scroll[tabindex], .drawing-frame[tabindex]")
    assert stops.count() == 0
    page.set_viewport_size(NARROW)
    page.wait_for_function("() => document.querySelectorAll('.drawing-frame[tabindex]').length === 1")


def test_page_marks_stand_in_the_margin(site: Path, page: Any) -> None:
    page.goto(chapter(site))
    edge = page.locator("article").bounding_box()
    marks = [mark.bounding_box() for mark in page.locator(".page-mark").all()]
    assert len(marks) > 2
    assert all(mark["x"] >= edge["x"] + edge["width"] for mark in marks)


def test_on_a_phone_a_mark_between_blocks_touches_neither(page: Any, tmp_path: Path) -> None:
    section = replace(sample.SECTIONS[7], body=f'<p id="davor">{"Wort " * 60}</p>{FIELD}')
    book = replace(sample.book(), sections=(section,), targets={})
    install(tmp_path, html.render(book, default_theme("de"), PageMap(pages=(("7", "feld"),))).value)
    page.set_viewport_size(NARROW)
    page.goto((tmp_path / "html/annaeherung.html").as_uri())
    above, mark, below = (
        page.evaluate(
            """name => { const range = document.createRange(); range.selectNodeContents(document.querySelector(name));
            const { top, bottom } = range.getBoundingClientRect(); return { top, bottom }; }""",
            name,
        )
        for name in ("#davor", "#seite-7", ".field-label")
    )
    assert above["bottom"] <= mark["top"] + 3
    assert mark["bottom"] <= below["top"] + 3


def test_the_bar_that_counts_stays_in_sight_while_one_ticks(site: Path, page: Any) -> None:
    section = next(section for section in sample.SECTIONS if section.kind == "checklist")
    page.set_viewport_size({"width": 320, "height": 300})
    page.goto((site / f"{section.id}.html").as_uri())
    page.locator(".check > input").last.check()
    bar = page.locator(".tools .tool-row").bounding_box()
    assert 0 <= bar["y"] <= 300 - bar["height"]
    assert page.evaluate("scrollY") > bar["height"]


def test_escape_closes_what_the_search_found(site: Path, page: Any) -> None:
    page.goto(chapter(site))
    page.keyboard.press("/")
    page.keyboard.type("Challenge")
    found = page.locator(".results")
    found.locator("a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    # The list would open again after the present task.
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert not found.is_visible()
    assert page.evaluate("document.activeElement.id") == "ui-search"


def test_all_that_the_search_found_can_be_reached(tmp_path: Path, page: Any) -> None:
    """The best are shown at once, the others on a page of their own, thirty at first."""
    body = "".join(f'<h2 id="h{n}">Fund {n}</h2><p id="p{n}">Eine Zwetschge, Nummer {n}.</p>' for n in range(40))
    body += '<h2 id="z">Ende</h2><p id="y">Eine Mirabelle.</p>'
    headings = tuple(Heading(f"h{n}", 2, f"Fund {n}", f"Fund {n}") for n in range(40))
    section = Section(id="a", kind="chapter", title="A", body=body, headings=headings)
    install(tmp_path, html.render(replace(sample.book(), sections=(section,)), default_theme("de"), PageMap()).value)
    page.goto((tmp_path / "html/a.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("Mirabelle")
    page.locator(".results-count", has_text="1 Treffer").wait_for()
    assert not page.locator(".results-all").is_visible()
    page.locator("#ui-search").fill("Zwetschge")
    page.locator(".results-count", has_text="40 Treffer").wait_for()
    assert page.locator(".results ol a").count() == 8
    page.get_by_role("link", name="Alle 40 Treffer zeigen").press("Enter")
    links, rest = page.locator(".found a"), page.locator(".found-more")
    links.first.wait_for()
    assert (page.locator(".found-count").inner_text(), links.count()) == ("40 Treffer", 30)
    assert rest.inner_text() == "10 weitere zeigen"
    rest.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.found a').length === 40")
    assert not rest.is_visible()
    assert page.evaluate("[...document.querySelectorAll('.found a')].indexOf(document.activeElement)") == 30


def test_who_wants_no_motion_gets_none(site: Path, browser: Any) -> None:
    context = browser.new_context(reduced_motion="reduce")
    quiet = context.new_page()
    moving = """[...document.querySelectorAll("*")]
        .flatMap((one) => ["", "::before"].map((part) => getComputedStyle(one, part || null)))
        .filter((style) => style.transitionDuration !== "0s" || style.animationName !== "none").length"""
    for path in sorted(site.glob("*.html")):
        quiet.goto(path.as_uri())
        assert quiet.evaluate(moving) == 0, path.name
    context.close()


def test_forced_colours_still_tell_which_page_one_is_on(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=WIDE, forced_colors="active")
    forced = context.new_page()
    forced.goto(chapter(site))
    edge = "all => all.map(one => getComputedStyle(one).borderLeftColor)"
    (here,) = forced.locator(".contents a[aria-current]").evaluate_all(edge)
    assert here not in forced.locator(".contents a:not([aria-current])").evaluate_all(edge)
    context.close()


def test_paper_gets_the_page_alone_in_its_own_size(site: Path, page: Any) -> None:
    page.goto(chapter(site))
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert page.locator("article").evaluate("one => getComputedStyle(one).maxWidth") == "none"
    points = page.locator(".text p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize) * 0.75")
    assert 9.5 <= points <= 11
    sums = page.locator("tfoot").evaluate_all("all => all.map(one => getComputedStyle(one).display)")
    assert set(sums) <= {"table-row-group"}

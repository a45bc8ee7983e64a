"""Ways through the book: where one begins and goes on, how it looks, what opens in place, what others get of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from pipeline.book.model import PageMap, Section
from pipeline.manuscript.model import WayIn
from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.render import sample

pytestmark = pytest.mark.slow
NARROW = {"width": 390, "height": 700}
NAME, PROBLEM = "blatt-canvas--name", "blatt-canvas--problem"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    book = sample.book()
    ways = (WayIn("Du hast 5 Minuten", "s03"), WayIn("Nirgendwohin", "fehlt"))
    manifest = replace(book.manifest, ways_in=ways, feedback="fehler@example.org", description="Was das Buch tut.")
    install(folder, html.render(replace(book, manifest=manifest), default_theme("de"), sample.PAGES).value)
    return folder / "html"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with faultless(browser, accept_downloads=True, viewport={"width": 1440, "height": 700}) as opened:
        yield opened


def go(page: Any, site: Path, name: str) -> None:
    page.goto((site / name).as_uri())


def test_the_start_page_says_what_the_book_does_and_filters(site: Path, page: Any) -> None:
    go(page, site, "index.html")
    assert page.locator(".begin .promise").inner_text() == "Was das Buch tut."
    assert page.locator(".ways .name").all_inner_texts() == ["Du hast 5 Minuten"]
    assert page.locator(".do-resume").is_hidden()
    cards = page.locator(".cards li:visible")
    assert cards.count() == 1
    page.locator(".methods button", has_text="13 bis 40").click()
    assert cards.count() == 1
    page.get_by_role("button", name="Checklisten", exact=True).click()
    shown = page.locator(".phase li:visible a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert shown
    assert {href.partition("-")[0] for href in shown} == {"check"}


def test_one_goes_on_where_one_was_and_sees_what_is_read_and_done(site: Path, page: Any) -> None:
    go(page, site, "blatt-canvas.html")
    page.locator(f"[id='{NAME}--input']").fill("Wir")
    go(page, site, "annaeherung.html")
    page.evaluate("document.querySelector('.text').lastElementChild.scrollIntoView()")
    page.locator(".contents .state", has_text="✓").first.wait_for(state="attached")
    page.wait_for_function("() => localStorage.getItem('probe/place')?.includes('annaeherung')")
    go(page, site, "index.html")
    assert "Wie sich Branchen annähern" in page.locator(".do-resume").inner_text()
    assert page.locator(".have-read").inner_text().startswith("Gelesen: ")
    page.wait_for_function("() => /1\\/\\d/.test(document.querySelector('.by-phase').textContent)")
    page.locator(".do-resume").click()
    page.wait_for_url("**/annaeherung.html*")


def test_the_contents_follow_the_scroll(site: Path, page: Any) -> None:
    go(page, site, "annaeherung.html")
    here = page.locator(".contents .inside [aria-current]")
    assert here.count() == 0
    page.evaluate("document.getElementById('annaeherung--p2').scrollIntoView()")
    here.wait_for()
    assert here.inner_text() == "Sechs Stufen"


def test_colours_and_letters_go_back_to_what_is_usual(site: Path, page: Any) -> None:
    go(page, site, "annaeherung.html")
    size = page.evaluate("getComputedStyle(document.body).fontSize")
    page.locator(".look-switch").click()
    page.get_by_label("dunkel").check()
    page.get_by_label("sehr groß").check()
    page.reload()
    assert page.evaluate("[document.documentElement.dataset.theme, document.documentElement.dataset.size]") == [
        "dark",
        "largest",
    ]
    assert page.evaluate("getComputedStyle(document.body).fontSize") != size
    page.locator(".look-switch").click()
    page.get_by_label("wie das Gerät").check()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_arrows_turn_pages_but_not_while_one_writes(site: Path, page: Any) -> None:
    go(page, site, "blatt-canvas.html")
    page.locator(f"[id='{NAME}--input']").press("ArrowRight")
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(lambda address: "blatt-canvas" not in address)


def test_on_a_phone_bar_contents_and_search_stay_at_hand(site: Path, page: Any) -> None:
    page.set_viewport_size(NARROW)
    go(page, site, "annaeherung.html")
    page.evaluate("scrollTo(0, 2000)")
    page.locator(".menu-switch").click()
    assert page.locator(".contents").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".contents").is_hidden()
    page.locator("#ui-search").click()
    assert page.locator("#ui-search").bounding_box()["width"] > 300
    page.locator("#ui-search").type("Netzwerkabend")
    page.locator(".results .hit").first.wait_for()


def test_footnotes_and_sources_open_in_place_and_stand_beside_the_text(site: Path, page: Any) -> None:
    go(page, site, "annaeherung.html")
    page.locator(".text .footnote-ref").click()
    note = page.locator(".note:popover-open")
    assert "Das Wort ist Englisch" in note.inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "footnote-ref"
    page.locator(".text a.cite").first.click()
    assert "Muster" in note.inner_text()
    assert note.get_by_role("link", name="Im Quellenverzeichnis").get_attribute("href").startswith("quellen.html#")
    page.keyboard.press("Escape")
    assert "Das Wort ist Englisch" in page.locator(".notes-here").inner_text()
    page.set_viewport_size({"width": 1000, "height": 700})
    assert page.locator(".notes-here").is_hidden()


def test_a_figure_is_enlarged_and_put_away_by_keyboard(site: Path, page: Any) -> None:
    go(page, site, "annaeherung.html")
    page.get_by_role("button", name="Vergrößern").first.press("Enter")
    large = page.locator(".zoom .drawing")
    assert large.bounding_box()["width"] > 1300
    page.keyboard.press("Escape")
    page.locator(".zoom").wait_for(state="detached")


def test_a_block_has_its_link_and_its_report(site: Path, page: Any) -> None:
    go(page, site, "annaeherung.html")
    page.locator("#sechs-stufen .sign").press("Enter")
    panel = page.locator(".block-panel:popover-open")
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    panel.get_by_role("button", name="Link kopieren").click()
    page.wait_for_function("() => window.copied")
    assert page.evaluate("window.copied").endswith("annaeherung.html#sechs-stufen")
    assert re.search(r"downloads/probe\.pdf#page=\d+$", panel.get_by_role("link").first.get_attribute("href"))
    page.keyboard.press("Escape")
    # A paragraph has none of its own: the sign comes to the one that is pointed at.
    page.locator("[id='annaeherung--p2']").hover()
    page.locator("[id='annaeherung--p2'] .sign").click()
    report = unquote(panel.get_by_role("link", name="Fehler gefunden?").get_attribute("href"))
    assert report.startswith("mailto:fehler@example.org?subject=Fehler in „Kapitel 1")
    assert "#annaeherung--p2" in report
    assert "„Vom Sehen bis zur gemeinsamen Verantwortung.“" in report


def test_a_shared_sheet_comes_by_link_without_what_is_private_and_is_compared(site: Path, page: Any) -> None:
    go(page, site, "blatt-canvas.html")
    page.locator(f"[id='{NAME}--input']").fill("Thea")
    page.locator(f"[id='{PROBLEM}--input']").fill("Geheim")
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    page.locator(".do-share").click()
    page.locator(".share-fields .option", has_text="Geheim").locator("input").uncheck()
    page.locator(".do-link").click()
    page.wait_for_function("() => window.copied")
    link = page.evaluate("window.copied")
    page.locator(".do-close").click()
    page.locator(f"[id='{NAME}--input']").fill("Ich")
    page.goto("about:blank")
    page.goto(link)
    rows = page.locator(".compare tbody tr")
    rows.first.wait_for()
    assert [cell.strip() for cell in rows.first.locator("td").all_inner_texts()] == ["Ich", "Thea"]
    assert rows.nth(1).locator("td").all_inner_texts() == ["Geheim", ""]
    assert "#" not in page.url
    page.locator(".do-take").click()
    page.get_by_role("button", name="Überall die aus der Datei").click()
    page.get_by_role("button", name="Übernehmen", exact=True).click()
    assert page.locator(f"[id='{NAME}--input']").input_value() == "Thea"
    assert page.locator(f"[id='{PROBLEM}--input']").input_value() == "Geheim"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_is_accessible(site: Path, page: Any, axe_script: str, scheme: str) -> None:
    found = []
    page.emulate_media(color_scheme=scheme)
    for name, opener in (
        ("index.html", ".look-switch"),
        ("annaeherung.html", "#sechs-stufen .sign"),
        ("blatt-canvas.html", ".do-share"),
    ):
        go(page, site, name)
        page.locator(opener).first.click()
        page.evaluate("Promise.all(document.getAnimations().map(one => one.finished)).then(() => null)")
        page.evaluate(axe_script)
        found += page.evaluate("axe.run().then(found => found.violations.map(one => [one.id, one.nodes[0].html]))")
    assert found == []


def test_the_table_of_methods_is_filtered(tmp_path: Path, page: Any) -> None:
    def method(id: str, minutes: int, group: str) -> str:
        facts = {"duration": f"{minutes} Minuten", "group": group}
        rows = "".join(f'<div class="fact" data-fact="{k}"><dt>{k}</dt><dd>{v}</dd></div>' for k, v in facts.items())
        return f'<section class="method" id="{id}"><p class="box-title">{id}</p><dl class="facts">{rows}</dl></section>'

    rows = "".join(f'<tr><th scope="row"><a href="#{id}">{id}</a></th><td>x</td></tr>' for id in ("kurz", "lang"))
    head = '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
    table = f'<table class="matrix" id="t">{head}<tbody>{rows}</tbody></table>'
    body = method("kurz", 90, "5–10 Menschen") + method("lang", 5000, "50 Menschen")
    sections = (
        Section(id="a", kind="chapter", title="A", body=body),
        Section(id="methods", kind="matrix", title="Formate", body=table),
    )
    install(tmp_path, html.render(replace(sample.book(), sections=sections), default_theme("de"), PageMap()).value)
    page.goto((tmp_path / "html/methods.html").as_uri())
    shown = page.locator("tbody tr:visible")
    page.get_by_role("button", name="bis 1 Tag").click()
    assert [row.strip() for row in shown.locator("th").all_inner_texts()] == ["kurz"]
    page.get_by_role("button", name="mehr als 40").click()
    assert shown.count() == 0
    assert page.get_by_text("Dazu gibt es nichts").is_visible()

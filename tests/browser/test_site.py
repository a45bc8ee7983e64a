"""A site of editions in a real browser: an old page says so, leads to the same place, and asks nobody elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.editions.site import assemble
from pipeline.outputs import install
from tests.editions.published import FIRST, SECOND, publish

pytestmark = pytest.mark.slow


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A web server's folder with the site below `books/probe`, and one edition of it alone below `alone`."""
    top = tmp_path_factory.mktemp("web")
    made = assemble(publish(("1.0", FIRST), ("1.1", SECOND))).value
    assert made is not None
    install(top / "books/probe", made.files)
    install(top / "alone", {path[4:]: data for path, data in made.files.items() if path.startswith("1.0/")})
    return top


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    opened = context.new_page()
    failed: list[str] = []
    opened.on("pageerror", lambda error: failed.append(str(error)))
    # A page that is left at once gives up what it had asked for.
    opened.on("requestfailed", lambda one: failed.append(one.url) if one.failure != "net::ERR_ABORTED" else None)
    opened.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    yield opened
    context.close()
    assert failed == []


def notice(page: Any) -> Any:
    return page.locator(".edition-notice")


def test_an_old_page_says_so_and_leads_to_the_same_page(address: str, page: Any) -> None:
    page.goto(f"{address}/books/probe/1.0/html/liste.html")
    assert "Du liest Ausgabe 1.0, aktuell ist 1.1." in notice(page).inner_text()
    notice(page).get_by_role("link").click()
    page.wait_for_url(f"{address}/books/probe/liste.html")
    assert notice(page).count() == 0


def test_the_same_block_is_found_also_when_it_has_another_place_now(address: str, page: Any) -> None:
    page.goto(f"{address}/books/probe/1.0/html/b.html#b--b1")
    notice(page).get_by_role("link").click()
    page.wait_for_url(f"{address}/books/probe/neu.html#neu--b1")
    assert page.locator("#neu--b1").inner_text() == "Hier steht der Weg."


@pytest.mark.parametrize("width", [360, 1000])
def test_readers_come_to_the_block_that_they_have_scrolled_to(address: str, page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}/books/probe/1.0/html/a.html")
    notice(page).wait_for()
    shown = page.get_by_text("Absatz Nummer 17 ").first
    shown.evaluate("one => { document.documentElement.style.scrollBehavior = 'auto'; one.scrollIntoView(); }")
    # As a reader does it: the notice is in sight, or the mouse does not find it.
    link = notice(page).get_by_role("link")
    x, y = link.evaluate("link => { const { x, y } = link.getClientRects()[0]; return [x, y]; }")
    assert 0 <= y < 200
    page.mouse.click(x + 5, y + 5)
    page.wait_for_url("**/probe/a.html#*")
    target = page.evaluate("document.querySelector(location.hash).textContent")
    assert target.startswith(("Absatz Nummer 16 ", "Absatz Nummer 17 "))


def test_what_is_gone_leads_to_the_chapter_or_to_the_start(address: str, page: Any) -> None:
    for old, new in (("b.html#b--b2", "neu.html"), ("c.html", "index.html")):
        page.goto(f"{address}/books/probe/1.0/html/{old}")
        notice(page).get_by_role("link").click()
        page.wait_for_url(f"{address}/books/probe/{new}")


def test_the_newest_edition_says_nothing_at_either_address(address: str, page: Any) -> None:
    for place in ("index.html", "1.1/html/index.html", "a.html"):
        page.goto(f"{address}/books/probe/{place}", wait_until="networkidle")
        assert notice(page).count() == 0


def test_a_page_below_the_front_page_stays_when_its_own_worker_takes_over(address: str, page: Any) -> None:
    worker = "wanted => navigator.serviceWorker.controller?.scriptURL.endsWith(wanted)"
    page.goto(f"{address}/books/probe/index.html")
    page.wait_for_function(worker, arg="/probe/worker.js")
    came: list[str] = []
    page.on("framenavigated", lambda frame: came.append(frame.url))
    page.goto(f"{address}/books/probe/1.1/html/index.html")
    page.wait_for_function(worker, arg="/1.1/html/worker.js")
    page.wait_for_load_state("networkidle")
    assert came == [f"{address}/books/probe/1.1/html/index.html"]
    assert notice(page).count() == 0


def test_short_and_old_addresses_lead_on(address: str, page: Any) -> None:
    for old, new in (("1.0/", "1.0/html/index.html"), ("b.html", "neu.html")):
        page.goto(f"{address}/books/probe/{old}")
        page.wait_for_url(f"{address}/books/probe/{new}")


def test_a_variant_leads_to_the_list_of_editions(address: str, page: Any) -> None:
    page.goto(f"{address}/books/probe/1.0/variants/kurz/html/liste.html")
    notice(page).get_by_role("link").click()
    page.wait_for_url(f"{address}/books/probe/ausgaben.html")


def test_an_edition_alone_asks_for_nothing_beside_it(address: str, folder: Path, page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for start in (f"{address}/alone/html/a.html", (folder / "books/probe/1.0/html/a.html").as_uri()):
        page.goto(start, wait_until="networkidle")
        assert notice(page).count() == 0
    assert len(asked) > 10
    assert [url for url in asked if "editions/" in url] == []


def test_readers_without_scripts_find_all_editions(address: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/books/probe/ausgaben.html")
    page.locator("#ausgabe-1\\.0").get_by_role("link", name="Im Web lesen").first.click()
    page.wait_for_url(f"{address}/books/probe/1.0/html/index.html")
    context.close()


def test_answers_go_from_the_old_address_to_the_front_page(address: str, page: Any) -> None:
    page.goto(f"{address}/books/probe/1.0/html/liste.html")
    page.get_by_role("checkbox", name="Raum buchen").check()
    notice(page).get_by_role("link").click()
    page.wait_for_url(f"{address}/books/probe/liste.html")
    assert page.get_by_role("checkbox", name="Raum buchen").is_checked()

"""The web edition without a network: what was read, all on request, and a new build in place of the old one."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.book.model import PageMap
from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.render import sample

pytestmark = pytest.mark.slow
KEPT = """async () => (await Promise.all((await caches.keys()).filter((name) => !name.endsWith("whole"))
  .map(async (name) => (await (await caches.open(name)).keys()).map((one) => one.url.split("/").pop())))).flat()"""

DIGESTS = """async () => {
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const answers = (await Promise.all((await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    return Promise.all((await cache.keys()).map((key) => cache.match(key)));
  }))).flat();
  return Promise.all(answers.map(async (one) => hex(await crypto.subtle.digest("SHA-256", await one.arrayBuffer()))));
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


def _write(folder: Path, title: str) -> None:
    book = sample.book()
    sections = tuple(replace(one, title=title) if one.id == "challenge" else one for one in book.sections)
    install(folder, html.render(replace(book, sections=sections), default_theme("de"), PageMap()).value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A server's folder with the edition in a folder of its own."""
    _write(tmp_path / "buch", "Die alte Fassung")
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/buch/html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with faultless(browser) as opened:
        opened.goto(f"{address}/annaeherung.html")
        opened.wait_for_function("() => navigator.serviceWorker.controller !== null")
        opened.wait_for_function(f"() => ({KEPT})().then((all) => all.includes('annaeherung.html'))")
        yield opened


def test_what_was_read_is_there_without_a_network_and_what_was_not_is_said(page: Any, address: str) -> None:
    page.context.set_offline(True)
    page.goto(f"{address}/annaeherung.html?marked=stufen")
    assert page.locator("h1 .title").is_visible()
    page.locator("#ui-search").fill("Stufen")
    page.locator(".results ol a").first.wait_for()
    page.goto(f"{address}/index.html")
    assert page.locator(".cover").is_visible()
    page.goto(f"{address}/challenge.html")
    assert "nicht auf diesem Gerät" in page.locator("main").inner_text()
    page.context.set_offline(False)


def test_all_of_it_is_kept_on_request(page: Any, address: str, folder: Path) -> None:
    page.goto(f"{address}/index.html")
    page.get_by_role("button", name="Für unterwegs behalten").click()
    page.get_by_text("Das ganze Workbook ist auf diesem Gerät.").wait_for()
    page.context.set_offline(True)
    for path in sorted((folder / "buch/html").glob("*.html")):
        page.goto(f"{address}/{path.name}")
        assert "nicht auf diesem Gerät" not in page.locator("main").inner_text(), path.name
    page.context.set_offline(False)


def test_a_new_build_is_offered_and_taken_whole_and_entries_stay(page: Any, address: str, folder: Path) -> None:
    page.goto(f"{address}/blatt-canvas.html")
    page.locator("main textarea").first.fill("Wir")
    page.goto(f"{address}/challenge.html")
    assert page.locator("h1 .title").inner_text() == "Die alte Fassung"
    shutil.rmtree(folder / "buch")
    _write(folder / "buch", "Die neue Fassung")
    page.reload()
    assert "Die alte Fassung" in page.title()
    with page.expect_navigation():
        page.get_by_role("button", name="Neu laden").click()
    page.wait_for_function("() => document.title.includes('Die neue Fassung')")
    assert len(page.evaluate("caches.keys()")) == 1
    page.goto(f"{address}/blatt-canvas.html")
    assert page.locator("main textarea").first.input_value() == "Wir"


def test_a_page_of_another_build_is_never_shown_among_those_of_the_old(page: Any, address: str, folder: Path) -> None:
    shutil.rmtree(folder / "buch")
    _write(folder / "buch", "Die neue Fassung")
    page.goto(f"{address}/challenge.html")
    page.wait_for_function("() => document.title.includes('Die neue Fassung')")
    page.goto(f"{address}/annaeherung.html")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.contents a')].some((a) => a.textContent.includes('neue'))"
    )


def test_a_page_opened_as_a_file_asks_for_no_worker(browser: Any, folder: Path) -> None:
    with faultless(browser) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto((folder / "buch/html/index.html").as_uri())
        assert page.locator(".keep-all").is_hidden()
        assert said == []


def test_the_same_book_has_the_same_worker_and_another_one_never() -> None:
    made = [html.render(book, default_theme("de"), PageMap()).value for book in (sample.book(), sample.book())]
    other = html.render(replace(sample.book(), revision="anders", draft=True), default_theme("de"), PageMap()).value
    assert made[0]["html/worker.js"] == made[1]["html/worker.js"]
    assert made[0]["html/build.txt"] != other["html/build.txt"]


def _digests(folder: Path) -> dict[str, str]:
    return {hashlib.sha256(one.read_bytes()).hexdigest(): one.name for one in folder.rglob("*") if one.is_file()}


def _kept(page: Any) -> list[str]:
    """The digests of all that is kept."""
    found: list[str] = page.evaluate(DIGESTS)
    return found


def test_while_a_server_is_being_filled_nothing_of_the_new_build_is_kept(page: Any, address: str, folder: Path) -> None:
    old = _digests(folder / "buch/html")
    _write(folder / "neu", "Die neue Fassung")
    # All files are new, only the build's name and the worker are not yet.
    for one in (folder / "neu/html").rglob("*"):
        if one.is_file() and one.name not in ("build.txt", "worker.js"):
            shutil.copy2(one, folder / "buch/html" / one.relative_to(folder / "neu/html"))
    page.goto(f"{address}/challenge.html")
    assert "Die neue Fassung" in page.title()
    page.goto(f"{address}/index.html")
    page.get_by_role("button", name="Für unterwegs behalten").click()
    page.get_by_text("Das hat nicht geklappt").wait_for()
    assert set(_kept(page)) <= set(old)


def test_a_worker_whose_files_are_not_there_yet_keeps_nothing(browser: Any, address: str, folder: Path) -> None:
    with (folder / "buch/html/assets/web.css").open("ab") as style:
        style.write(b"/* of another build */")
    outcome = """async () => {
      const { installing, active } = await navigator.serviceWorker.register("worker.js");
      const worker = installing ?? active;
      if (!worker) return "gone";
      return new Promise((done) => {
        const look = () => { if (["activated", "redundant"].includes(worker.state)) done(worker.state); };
        worker.addEventListener("statechange", look);
        look();
      });
    }"""
    with faultless(browser) as page:
        page.goto(f"{address}/annaeherung.html")
        assert page.evaluate(outcome) in ("redundant", "gone")
        assert "web.css" not in {_digests(folder / "buch/html").get(one) for one in _kept(page)}


def test_a_script_of_another_build_never_runs_in_a_page_of_this_one(browser: Any, address: str, folder: Path) -> None:
    page = browser.new_page()
    page.goto(f"{address}/annaeherung.html")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    script = f"{address}/assets/results.js"
    page.evaluate(
        "async (url) => { for (const name of await caches.keys()) await (await caches.open(name)).delete(url); }",
        script,
    )
    (folder / "buch/html/assets/results.js").write_text("window.foreign = true;")
    outcome = """url => new Promise((done) => { const one = document.createElement("script");
      Object.assign(one, { src: url, onload: () => done("ran"), onerror: () => done("refused") });
      document.head.append(one); })"""
    assert page.evaluate(outcome, script) == "refused"
    assert page.evaluate("window.foreign === undefined")
    page.close()

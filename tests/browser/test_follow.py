"""A page of the preview follows what is written: only what changed changes, and what was not there comes by itself."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from pipeline.diagnostics import Checked, Span, diagnose
from pipeline.preview import Server
from pipeline.preview.access import Door
from pipeline.preview.app import make_app
from pipeline.preview.shown import Shown
from pipeline.workspace import MemoryWorkspace
from tests.preview.given import Given

pytestmark = pytest.mark.slow
SHEET = '<link rel="stylesheet" href="assets/web.css">'
BASE: Mapping[str, str] = {
    "a": '<h2 id="anfang">Anfang</h2><p id="a--b1">Der erste Absatz steht hier.</p>'
    '<p id="a--b2">Der zweite Absatz wird geändert.</p>'
    '<ul id="a--b3"><li id="a--i1">eins</li><li id="a--i2">zwei</li></ul>'
    '<div class="field" id="a--f"><label>Feld <input id="feld"></label></div><p id="a--b9">Der letzte Absatz.</p>'
    + '<p class="lang">Viel Platz nach unten.</p>'
    * 80,
    "b": '<p id="b--b1">Eine andere Seite.</p>',
}


def page(title: str, text: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{title}</title>{SHEET}'
    return (
        f'<!DOCTYPE html><html lang="de"><head>{head}</head><body>'
        f'<nav><ul><li><a href="{title}.html">{title}</a></li></ul>'
        f'</nav><main><article id="{title}"><div class="text">{text}</div></article></main></body></html>'
    ).encode()


def book(**texts: str) -> dict[str, bytes]:
    """A web edition of pages, with a style."""
    pages = {f"html/{name}.html": page(name, text) for name, text in {**BASE, **texts}.items() if text}
    return {**pages, "html/assets/web.css": texts.get("style", "p{color:red}").encode()}


class Writing:
    """A preview at a port, and somebody who writes."""

    def __init__(self) -> None:
        self.source = Given()
        self.shown = Shown(self.source, "de")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def start(self) -> None:
        app = make_app(self.shown, MemoryWorkspace(), Door())
        self.server = Server(uvicorn.Config(app, log_level="error", lifespan="off"), self.shown)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.server.serve(sockets=[self.listener]))
        self.loop.close()

    def write(self, artifacts: Mapping[str, bytes], *found: Any) -> None:
        self.source.builds = [Checked(artifacts, tuple(found))]
        asyncio.run_coroutine_threadsafe(self.shown.renew(), self.loop).result(20)

    def stop(self) -> None:
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(10)
        self.listener.close()

    def again(self) -> None:
        """Stop, and start anew at the same port, without a book."""
        self.stop()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.shown = Shown(self.source, "de")
        self.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@pytest.fixture(name="writing")
def _writing() -> Iterator[Writing]:
    writing = Writing()
    yield writing
    writing.stop()


def until(tab: Any, truth: str, patience_s: float = 20) -> None:
    """Wait until something is true; the pages' policy forbids to have them wait for it."""
    end = time.monotonic() + patience_s
    while not _is_true(tab, truth):
        assert time.monotonic() < end, truth
        time.sleep(0.02)


def _is_true(tab: Any, truth: str) -> bool:
    # A page that is just being loaded anew answers nothing.
    try:
        return bool(tab.evaluate(truth))
    except Exception as problem:
        if "navigation" not in str(problem):
            raise
        return False


@contextmanager
def opened(browser: Any, address: str, **more: Any) -> Iterator[Any]:
    context = browser.new_context(**more)
    tab = context.new_page()
    tab.goto(address)
    until(tab, "document.querySelector('body > div')?.shadowRoot || !document.querySelector('article')")
    # A load would lose it.
    tab.evaluate("window.stays = true; for (const one of document.querySelectorAll('[id]')) one.stays = true")
    yield tab
    context.close()


KEPT = "[...document.querySelectorAll('main [id]')].filter((one) => one.stays).map((one) => one.id)"
CORNER = "document.querySelector('body > div').shadowRoot"


def test_a_word_that_changes_changes_its_paragraph_and_leaves_the_rest(browser: Any, writing: Writing) -> None:
    writing.write(book())
    with opened(browser, writing.url("a.html")) as tab:
        tab.fill("#feld", "halb getippt")
        writing.write(book(a=BASE["a"].replace("wird geändert", "ist neu")))
        until(tab, "document.getElementById('a--b2').textContent.includes('ist neu')")
        assert tab.evaluate("window.stays")
        assert "a--b2" not in tab.evaluate(KEPT)
        assert {"a", "anfang", "a--b1", "a--b3", "a--i1", "a--f", "feld", "a--b9"} <= set(tab.evaluate(KEPT))
        assert tab.input_value("#feld") == "halb getippt"
        assert tab.evaluate("document.activeElement.id") == "feld"
        assert tab.evaluate("[...document.querySelectorAll('.preview-changed')].map((one) => one.id)") == ["a--b2"]


def test_a_new_paragraph_pushes_no_other_away_and_names_move_along(browser: Any, writing: Writing) -> None:
    writing.write(book())
    with opened(browser, writing.url("a.html")) as tab:
        more = BASE["a"].replace('<p id="a--b2">', '<p id="a--b2">Dazwischen.</p><p id="a--b2b">')
        writing.write(book(a=more.replace('"a--b2b"', '"a--b3"').replace('<ul id="a--b3">', '<ul id="a--b4">')))
        until(tab, "document.getElementById('a--b2').textContent === 'Dazwischen.'")
        assert tab.evaluate("window.stays")
        assert not tab.evaluate("document.getElementById('a--b2').stays ?? false")
        assert tab.evaluate(
            "document.querySelector('p[id=a--b3]').stays && document.querySelector('ul').id"
        ) == "a--b4" or (tab.evaluate("document.querySelector('main ul').id") == "a--b4")


def test_what_is_read_stays_where_it_is_when_text_above_grows(browser: Any, writing: Writing) -> None:
    writing.write(book())
    with opened(browser, writing.url("a.html"), viewport={"width": 500, "height": 400}) as tab:
        tab.evaluate("document.getElementById('a--b9').scrollIntoView()")
        where = "Math.round(document.getElementById('a--b9').getBoundingClientRect().top)"
        before = tab.evaluate(where)
        writing.write(book(a=BASE["a"].replace("Der erste Absatz", "Der erste Absatz " + "wächst und " * 200)))
        until(tab, "document.getElementById('a--b1').textContent.includes('wächst')")
        assert abs(tab.evaluate(where) - before) <= 1


def test_a_page_that_did_not_change_is_not_even_asked_for(browser: Any, writing: Writing) -> None:
    writing.write(book())
    with opened(browser, writing.url("b.html")) as tab:
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        problem = diagnose("f-023", Span("chapters/a.md"), path="x", problem="y")
        writing.write(book(a=BASE["a"].replace("zweite", "dritte")), problem)
        until(tab, f"{CORNER}.querySelector('summary')")
        assert asked == []
        assert tab.evaluate("window.stays")


def test_what_scripts_have_made_their_own_is_loaded_anew_at_the_same_place(browser: Any, writing: Writing) -> None:
    writing.write(book())
    with opened(browser, writing.url("a.html"), viewport={"width": 500, "height": 400}) as tab:
        tab.focus("#feld")
        tab.evaluate("document.getElementById('a--b9').scrollIntoView()")
        scrolled = tab.evaluate("scrollY")
        writing.write(book(a=BASE["a"].replace("Feld <input", "Frage <input")))
        until(tab, "document.querySelector('label')?.textContent.includes('Frage')")
        until(tab, "document.activeElement.id === 'feld'")
        assert tab.evaluate("window.stays ?? false") is False
        assert abs(tab.evaluate("scrollY") - scrolled) <= 2


def test_a_page_that_is_not_there_yet_comes_by_itself(browser: Any, writing: Writing) -> None:
    with opened(browser, writing.url("")) as early, opened(browser, writing.url("neu.html")) as tab:
        assert "gerade gebaut" in early.text_content("main")
        writing.write(book(index="<p>Los</p>"))
        until(early, "document.querySelector('main').textContent.includes('Los')")
        tab.reload()
        assert "gibt es im Buch nicht" in tab.text_content("main")
        writing.write(book(neu='<p id="neu--b1">Endlich.</p>'))
        tab.wait_for_selector("#neu--b1")


def test_a_page_that_goes_says_so_and_keeps_its_text(browser: Any, writing: Writing) -> None:
    writing.write(book())
    with opened(browser, writing.url("b.html")) as tab:
        writing.write(book(b=""))
        until(tab, f"{CORNER}.textContent.includes('nicht mehr')")
        assert tab.text_content("#b--b1") == "Eine andere Seite."
        writing.write(book(b='<p id="b--b1">Wieder da.</p>'))
        until(tab, "document.getElementById('b--b1').textContent === 'Wieder da.'")


def test_a_server_that_starts_again_finds_its_tabs_as_they_were(browser: Any, writing: Writing) -> None:
    writing.write(book())
    with opened(browser, writing.url("a.html")) as tab:
        writing.again()
        until(tab, f"{CORNER}.textContent.includes('gerade gebaut')")
        writing.write(book(a=BASE["a"].replace("wird geändert", "kam danach")))
        until(tab, "document.getElementById('a--b2').textContent.includes('kam danach')")
        assert tab.evaluate("window.stays")
        assert "gerade gebaut" not in tab.evaluate(f"{CORNER}.textContent")


def test_a_style_that_changes_is_put_on_without_a_load(browser: Any, writing: Writing) -> None:
    writing.write(book())
    with opened(browser, writing.url("a.html")) as tab:
        writing.write(book(style="p{color:rgb(0, 0, 255)}"))
        until(tab, "getComputedStyle(document.getElementById('a--b1')).color === 'rgb(0, 0, 255)'")
        assert tab.evaluate("window.stays")


def test_a_message_marks_its_block_and_leads_to_it(browser: Any, writing: Writing) -> None:
    writing.source.pages = {"chapters/a.md": "a.html", "chapters/b.md": "b.html"}
    writing.source.texts = {
        "chapters/a.md": ["", *[""] * 7, "Der **letzte** Absatz."],
        "chapters/b.md": ["Eine andere [Seite](#x)."],
    }
    found = [
        diagnose("f-023", Span(f"chapters/{name}.md", line), path="x", problem="y")
        for name, line in (("a", 9), ("b", 1))
    ]
    writing.write(book(), *found)
    with opened(browser, writing.url("b.html")) as tab:
        until(tab, "document.querySelector('.preview-message')?.id === 'b--b1'")
        tab.click("summary")
        assert tab.evaluate(f"{CORNER}.querySelectorAll('li').length") == 2
        tab.click("label")
        assert tab.evaluate(f"{CORNER}.querySelectorAll('li').length") == 1
        tab.click("label")
        tab.click("text=chapters/a.md:9")
        tab.wait_for_url(writing.url("a.html"))
        until(tab, "document.querySelector('.preview-message')?.id === 'a--b9'")


def test_the_corner_is_usable_by_keyboard_and_clear_of_faults(browser: Any, writing: Writing, axe_script: str) -> None:
    problem = diagnose("f-023", Span("chapters/a.md"), path="x", problem="y")
    writing.source.sections = {"a": "a.html"}
    writing.write(book(), problem, problem)
    with opened(browser, writing.url("a.html"), viewport={"width": 390, "height": 700}) as tab:
        tab.evaluate(axe_script)
        only = {"runOnly": ["wcag2a", "wcag2aa"]}
        assert tab.evaluate("(only) => axe.run(document.querySelector('body > div'), only)", only)["violations"] == []
        tab.focus("summary")
        tab.keyboard.press("Enter")
        assert tab.evaluate(f"{CORNER}.querySelector('details').open")

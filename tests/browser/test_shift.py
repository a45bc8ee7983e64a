"""Nothing on a page moves when scripts and fonts come late, as they do on a weak line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.render import sample

pytestmark = pytest.mark.slow
MOST = 0.02
LATE_S = 0.4
WATCH = """window.shift = 0; window.moved = []; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    shift += one.value;
    moved.push(...one.sources.map(({ node }) => node?.className || node?.nodeName));
  } }).observe({ type: "layout-shift", buffered: true });"""


class _Late(SimpleHTTPRequestHandler):
    """What is not needed for the first paint comes late."""

    def do_GET(self) -> None:
        if self.path.endswith(".js") and "theme" not in self.path:
            time.sleep(LATE_S)
        super().do_GET()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("site")
    install(folder, html.render(sample.book(), default_theme("de"), sample.PAGES).value)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Late, directory=str(folder / "html")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("kind", ["chapter", "checklist", "worksheet"])
def test_nothing_moves_on_a_phone(address: str, browser: Any, kind: str) -> None:
    section = next(section for section in sample.SECTIONS if section.kind == kind)
    with faultless(browser, viewport={"width": 390, "height": 844}) as page:
        # Letters of another width are another matter: without our fonts only what scripts bring can move anything.
        page.route("**/*.woff2", lambda route: route.abort())
        page.add_init_script(WATCH)
        page.goto(f"{address}/{section.id}.html")
        page.wait_for_function("() => document.querySelector('.search').hidden === false")
        page.wait_for_timeout(2 * LATE_S * 1000)
        assert page.evaluate("shift") <= MOST, page.evaluate("moved")


@pytest.mark.parametrize("page_name", ["index.html", "checklist", "worksheet", "chapter"])
def test_nothing_moves_when_fonts_come_late(address: str, browser: Any, page_name: str) -> None:
    ids = {section.kind: f"{section.id}.html" for section in reversed(sample.SECTIONS)}
    with faultless(browser, viewport={"width": 390, "height": 844}) as page:
        page.route("**/*.woff2", lambda route: (time.sleep(LATE_S), route.continue_()))
        page.add_init_script(WATCH)
        page.goto(f"{address}/{ids.get(page_name, page_name)}")
        page.wait_for_timeout(6 * LATE_S * 1000)
        assert page.evaluate("shift") <= MOST, page.evaluate("moved")

"""Wherever the folder lies, at a server's root, in a folder with a space in its name or on a disk, on the smallest
screen, in the dark and by keyboard alone, readers find, enter, and find again what they entered."""

from __future__ import annotations

import threading
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
FOLDER = "ein buch"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of one edition, by where it lies."""
    home = tmp_path_factory.mktemp("site")
    install(home / FOLDER, html.render(sample.book(), default_theme("de"), sample.PAGES).value)
    site: Path = home / FOLDER / "html"
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(one))) for one in (site, home)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    root, below = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    yield {"root": root, "folder": f"{below}/{FOLDER.replace(' ', '%20')}/html", "file": site.as_uri()}
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("place", ["root", "folder", "file"])
def test_readers_find_enter_and_find_again(served: dict[str, str], browser: Any, place: str) -> None:
    look = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}
    with faultless(browser, **look) as page:
        lost: list[str] = []
        # What is under way when one goes on is broken off, not lost.
        page.on("requestfailed", lambda request: "ABORTED" in request.failure or lost.append(request.url))
        page.on("response", lambda response: lost.append(response.url) if response.status >= 400 else None)
        page.goto(f"{served[place]}/index.html")
        page.locator(".search").wait_for()
        page.keyboard.press("/")
        page.keyboard.type("Challenge-Canvas")
        page.locator(".results ol a").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/blatt-canvas.html*")
        page.locator("[id='blatt-canvas--name--input']").focus()
        page.keyboard.type("Wir")
        page.goto(f"{served[place]}/mein-workbook.html")
        assert "Wir" in page.locator(".mine-sheet").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert lost == []

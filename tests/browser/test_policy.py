"""The pages' policy is the second line: with the cleaning of drawings left out, what is planted still does not run,
from a folder as well as from a server; without the policy it does. And nothing that a page needs is refused."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.manuscript.model import Asset
from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.render import sample

pytestmark = pytest.mark.slow
PLANTED = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="document.title += ' PWNED-onload'">
<SCRIPT>document.title += ' PWNED-script'</SCRIPT><script>document.title += ' PWNED-svg'</script>
<style>h1 { color: rgb(1, 2, 3) !important }</style>
<img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="document.title += ' PWNED-error'"/>
<base xmlns="http://www.w3.org/1999/xhtml" href="https://example.org/"/>
<form xmlns="http://www.w3.org/1999/xhtml" id="planted" action="#pwned"><button>x</button></form></svg>"""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
LOOK = "[document.title.includes('PWNED'), getComputedStyle(document.querySelector('h1')).color == 'rgb(1, 2, 3)',"
LOOK += " document.baseURI.includes('example.org')]"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages with a drawing that nobody cleaned; below `open` without their policy."""
    folder = tmp_path_factory.mktemp("site")
    path = "chapters/images/stufen.svg"
    book = replace(sample.book(), assets={path: Asset(path, "image/svg+xml", PLANTED.encode(), 9, 9)})
    made = html.render(book, default_theme("de"), sample.PAGES).value
    install(folder, made)
    loose = {
        path: POLICY.sub("", data.decode()).encode() if path.endswith(".html") else data for path, data in made.items()
    }
    install(folder / "open", loose)
    return folder


@contextmanager
def reached(folder: Path, *, served: bool) -> Iterator[str]:
    """The address of a folder, on the disk or from a server."""
    if not served:
        yield folder.as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("served", [False, True], ids=["folder", "server"])
def test_what_is_planted_does_not_run(folder: Path, served: bool, browser: Any) -> None:
    seen = {}
    with reached(folder, served=served) as base:
        for which in ("html", "open/html"):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{base}/{which}/annaeherung.html")
            page.wait_for_load_state("networkidle")
            seen[which] = page.evaluate(LOOK)
            assert page.evaluate("window.book !== undefined"), "the page's own scripts run"
            context.close()
    assert seen["html"] == [False, False, False]
    assert seen["open/html"] == [True, True, True], "without the policy the attack works"


@pytest.mark.parametrize("served", [False, True], ids=["folder", "server"])
def test_no_page_asks_for_what_its_policy_refuses(tmp_path: Path, served: bool, browser: Any) -> None:
    made = html.render(sample.book(), default_theme("de"), sample.PAGES).value
    install(tmp_path, made)
    with reached(tmp_path, served=served) as base:
        for path in sorted(path for path in made if path.endswith(".html")):
            with faultless(browser) as page:
                page.goto(f"{base}/{path}")
                page.evaluate("new Promise((done) => requestIdleCallback(done))")
                assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute", path

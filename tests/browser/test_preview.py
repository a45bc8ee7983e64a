"""The preview as browsers see it: other sites get nothing of the draft, and in the network the key opens it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.artifacts import Artifacts
from pipeline.preview.access import LOOPBACK_NAMES, Door
from pipeline.preview.app import make_app
from pipeline.preview.shown import Shown
from pipeline.workspace import MemoryWorkspace
from tests.preview.given import Given

pytestmark = pytest.mark.slow
PAGE = b"<!DOCTYPE html><html><head><title>Entwurf</title></head><body>geheim</body></html>"
BOOK: Artifacts = {"html/index.html": PAGE, "html/assets/search-index.js": b"window.bookIndex = 'geheim';"}
EVIL = """<!DOCTYPE html><html><head><title>anderswo</title></head><body>
<script src="{0}/assets/search-index.js"></script><img src="{0}/cover.png"><iframe src="{0}/"></iframe>
<a href="{0}/">zum Entwurf</a></body></html>"""


def preview(door: Door) -> Starlette:
    """The preview of the book."""
    shown = Shown(Given(), "de")
    shown.artifacts = BOOK
    return make_app(shown, MemoryWorkspace(), door)


def site(pages: Mapping[str, str]) -> Starlette:
    """Any web server, which lets everybody have everything."""

    async def page(request: Request) -> Response:
        path = request.path_params["path"]
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        return Response(pages.get(path, ""), media_type=kind)

    return Starlette(routes=[Route("/{path:path}", page)])


@contextmanager
def served(app: Starlette, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve on a port of this machine, which has two names."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://{host}:{listener.getsockname()[1]}"
        server.should_exit = server.force_exit = True
        thread.join(10)


def test_a_page_elsewhere_gets_nothing_of_the_draft_but_may_lead_to_it(browser: Any) -> None:
    with served(preview(Door())) as draft, served(site({"": EVIL.format(draft)}), "localhost") as elsewhere:
        context = browser.new_context()
        page = context.new_page()
        page.goto(elsewhere)
        assert page.evaluate("window.bookIndex") is None
        assert "geheim" not in "".join(frame.content() for frame in page.frames)
        page.click("a")
        page.wait_for_url(f"{draft}/")
        assert page.title() == "Entwurf"
        assert page.goto(f"{draft}/assets/search-index.js").status == 200
        context.close()


def test_that_page_would_get_the_text_from_a_server_without_a_door(browser: Any) -> None:
    open_pages = {"": PAGE.decode(), "assets/search-index.js": BOOK["html/assets/search-index.js"].decode()}
    with served(site(open_pages)) as draft, served(site({"": EVIL.format(draft)}), "localhost") as elsewhere:
        context = browser.new_context()
        page = context.new_page()
        page.goto(elsewhere)
        assert page.evaluate("window.bookIndex") == "geheim"
        assert "geheim" in "".join(frame.content() for frame in page.frames)
        context.close()


def test_the_key_in_the_address_opens_the_draft_and_does_not_stay_there(browser: Any) -> None:
    with served(preview(Door(LOOPBACK_NAMES, "geheimnis", "workbook-1"))) as draft:
        context = browser.new_context()
        page = context.new_page()
        assert page.goto(f"{draft}/").status == 403
        assert "geheim" not in page.content()
        page.goto(f"{draft}/?key=geheimnis")
        page.wait_for_url(f"{draft}/")
        assert page.title() == "Entwurf"
        assert page.evaluate("document.cookie") == ""
        (cookie,) = context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        context.close()


def test_a_link_with_the_key_on_a_page_elsewhere_opens_the_draft_too(browser: Any) -> None:
    with served(preview(Door(LOOPBACK_NAMES, "geheimnis", "workbook-1"))) as draft:
        link = f'<!DOCTYPE html><html><head></head><body><a href="{draft}/?key=geheimnis">da</a></body></html>'
        with served(site({"": link}), "localhost") as elsewhere:
            context = browser.new_context()
            page = context.new_page()
            page.goto(elsewhere)
            page.click("a")
            page.wait_for_url(f"{draft}/")
            assert page.title() == "Entwurf"
            context.close()

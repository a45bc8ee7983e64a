"""The preview serves what was built, says what is wrong, and nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.applications import Starlette

from pipeline.artifacts import Artifacts
from pipeline.codes import CODES
from pipeline.diagnostics import Checked, Diagnostic, Span, diagnose
from pipeline.preview.app import make_app, with_client
from pipeline.preview.shown import Rebuild, Shown
from pipeline.workspace import MemoryWorkspace, ToolMissing

PAGE = b"<!DOCTYPE html><html><head><title>x</title></head><body>Seite</body></html>"
BOOK: Artifacts = {"html/index.html": PAGE, "html/assets/web.css": b"body{}", "probe.epub": b"no"}
OUTPUT = MemoryWorkspace({"probe.pdf": b"%PDF", ".cache/secret.pdf": b"no", "notes.txt": b"no"})


async def ask(app: Starlette, path: str, host: str = "127.0.0.1:8000") -> tuple[int, dict[str, str], bytes]:
    """One request, answered by the application itself."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", host.encode())], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def get(path: str, lan: bool = False, host: str = "127.0.0.1:8000") -> tuple[int, dict[str, str], bytes]:
    async def run() -> tuple[int, dict[str, str], bytes]:
        shown = Shown(lambda: Checked(BOOK), "de")
        await shown.renew()
        return await ask(make_app(shown, OUTPUT, lan), path, host)

    return asyncio.run(run())


def problem() -> Diagnostic:
    return diagnose(sorted(CODES)[0], Span("chapters/a.md", 3, 5))


def test_a_page_is_served_with_the_script_that_reloads_it() -> None:
    status, headers, body = get("/")
    assert status == 200
    assert b"/-preview/client.js" in body
    assert headers["cache-control"] == "no-store"


def test_what_was_built_never_holds_the_preview_script() -> None:
    assert b"-preview" not in BOOK["html/index.html"]
    assert with_client(PAGE).count(b"<script") == 1


def test_styles_come_with_their_type_and_unchanged() -> None:
    status, headers, body = get("/assets/web.css")
    assert (status, headers["content-type"], body) == (200, "text/css; charset=utf-8", b"body{}")


@pytest.mark.parametrize(
    "path",
    ["/../book.yaml", "/..%2fbook.yaml", "/notes.txt", "/.cache/secret.pdf", "/nowhere.html", "/html/index.html"],
)
def test_nothing_else_is_served(path: str) -> None:
    assert get(path)[0] == 404


def test_a_book_built_earlier_can_be_taken_along() -> None:
    assert get("/probe.pdf")[2] == b"%PDF"


def test_a_foreign_name_for_this_machine_is_refused_unless_the_network_may_look() -> None:
    assert get("/", host="evil.example:8000")[0] == 400
    assert get("/", lan=True, host="192.168.0.7:8000")[0] == 200


def test_a_build_without_a_book_leaves_the_last_one_and_tells_what_is_wrong() -> None:
    builds: list[Checked[Artifacts | None]] = [Checked(BOOK), Checked(None, (problem(),))]

    async def run() -> Shown:
        shown = Shown(lambda: builds.pop(0), "de")
        await shown.renew()
        await shown.renew()
        return shown

    shown = asyncio.run(run())
    assert shown.artifacts is BOOK
    assert shown.version == 2
    assert shown.messages[0]["place"] == "chapters/a.md:3:5"
    assert shown.messages[0]["text"]


def test_a_missing_tool_is_shown_like_a_problem() -> None:
    def rebuild() -> Checked[Artifacts | None]:
        raise ToolMissing("pandoc fehlt")

    async def run(broken: Rebuild) -> Shown:
        shown = Shown(broken, "de")
        await shown.renew()
        return shown

    assert asyncio.run(run(rebuild)).messages[0]["text"] == "pandoc fehlt"


def test_who_waits_hears_of_a_change_and_is_let_go_at_the_end() -> None:
    async def run() -> list[int]:
        shown = Shown(lambda: Checked(BOOK), "de")
        heard: list[int] = []

        async def listen() -> None:
            async for version in shown.versions(5):
                heard.append(version)

        listener = asyncio.create_task(listen())
        await asyncio.sleep(0)
        await shown.renew()
        await asyncio.sleep(0.01)
        await shown.close()
        await asyncio.wait_for(listener, 1)
        return heard

    assert asyncio.run(run())[:2] == [0, 1]


def test_messages_can_be_sent() -> None:
    async def run() -> Shown:
        shown = Shown(lambda: Checked(BOOK, (problem(),)), "en")
        await shown.renew()
        return shown

    assert json.loads(json.dumps(asyncio.run(run()).messages))[0]["severity"] in ("error", "warning", "note")

"""The preview serves what was built, says what is wrong, and nothing else."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.applications import Starlette

from pipeline.artifacts import Artifacts
from pipeline.codes import CODES
from pipeline.diagnostics import Checked, Diagnostic, Span, diagnose
from pipeline.preview.access import Door
from pipeline.preview.app import make_app, with_client
from pipeline.preview.shown import Shown
from pipeline.workspace import MemoryWorkspace, ToolMissing
from tests.preview.given import Build, Given

PAGE = b"<!DOCTYPE html><html><head><title>x</title></head><body>Seite</body></html>"
BOOK: Artifacts = {
    "html/index.html": PAGE,
    "html/assets/web.css": b"body{}",
    "html/worker.js": b"keep all",
    "probe.epub": b"no",
}
HERE, NETWORK = Door(), Door(secret="geheim", cookie="workbook-8000")
PDF: Artifacts = {"probe.pdf": b"%PDF fresh"}
OUTPUT = MemoryWorkspace(
    {"probe.pdf": b"%PDF stale", "older.pdf": b"%PDF older", ".cache/secret.pdf": b"no", "notes.txt": b"no"}
)


def after(source: Given, edits: int) -> Shown:
    """What is shown when so many edits are over and the PDF is there."""

    async def run() -> Shown:
        shown = Shown(source, "de")
        for _ in range(edits):
            await shown.renew()
        await shown.finish()
        return shown

    return asyncio.run(run())


async def ask(
    app: Starlette, path: str, host: str = "127.0.0.1:8000", query: str = "", **more: str
) -> tuple[int, dict[str, str], bytes]:
    """One request, answered by the application itself; `more` are headers."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "root_path": "", "client": ("127.0.0.1", 1), "server": ("192.168.0.7", 8000),
        "headers": [(name.replace("_", "-").encode(), text.encode()) for name, text in (("host", host), *more.items())],
    }  # fmt: skip
    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def get(
    path: str, door: Door = HERE, host: str = "127.0.0.1:8000", query: str = "", **more: str
) -> tuple[int, dict[str, str], bytes]:
    async def run() -> tuple[int, dict[str, str], bytes]:
        shown = Shown(Given(Checked(BOOK), pdf=Checked(PDF)), "de")
        await shown.renew()
        await shown.finish()
        return await ask(make_app(shown, OUTPUT, door), path, host, query, **more)

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
    [
        "/worker.js",
        "/../book.yaml",
        "/..%2fbook.yaml",
        "/notes.txt",
        "/.cache/secret.pdf",
        "/nowhere.html",
        "/html/index.html",
    ],
)
def test_nothing_else_is_served(path: str) -> None:
    assert get(path)[0] == 404


def test_a_book_built_earlier_can_be_taken_along() -> None:
    assert get("/older.pdf")[2] == b"%PDF older"


def test_the_pdf_of_the_newest_text_is_served_and_no_policy_bars_the_browsers_reader() -> None:
    status, headers, body = get("/probe.pdf")
    assert (status, headers["content-type"], body) == (200, "application/pdf", b"%PDF fresh")
    assert "content-security-policy" not in headers
    assert "content-security-policy" in get("/")[1]


@pytest.mark.parametrize("door", [HERE, NETWORK])
@pytest.mark.parametrize("path", ["/", "/-preview/changes", "/-preview/client.js", "/assets/web.css", "/probe.pdf"])
def test_a_foreign_name_for_this_machine_is_refused(door: Door, path: str) -> None:
    assert get(path, door, "evil.example:8000")[0] == 400


@pytest.mark.parametrize("path", ["/", "/-preview/changes", "/assets/web.css", "/probe.pdf", "/nowhere"])
def test_the_network_may_look_with_the_secret_only(path: str) -> None:
    status, headers, body = get(path, NETWORK, "192.168.0.7:8000")
    assert (status, headers["content-type"], b"Seite" in body) == (403, "text/html; charset=utf-8", False)
    assert "QR-Code" in body.decode()


def test_the_secret_in_the_address_becomes_a_cookie_that_scripts_and_other_sites_never_have() -> None:
    status, headers, body = get("//evil.example/<b>", NETWORK, "192.168.0.7:8000", "key=geheim")
    assert status == 200
    assert headers["set-cookie"] == "workbook-8000=geheim; HttpOnly; Path=/; SameSite=strict"
    assert b'content="0;url=/evil.example/%3Cb%3E"' in body
    assert b"geheim" not in body
    cookie = headers["set-cookie"].partition(";")[0]
    assert b"Seite" in get("/", NETWORK, "192.168.0.7:8000", cookie=cookie)[2]


@pytest.mark.parametrize("path", ["/", "/assets/web.css", "/probe.pdf", "/nowhere", "/-preview/client.js"])
def test_nothing_can_be_taken_into_pages_of_other_sites(path: str) -> None:
    assert get(path)[1]["cross-origin-resource-policy"] == "same-origin"
    status, headers, body = get(path, sec_fetch_site="cross-site", sec_fetch_mode="no-cors", sec_fetch_dest="script")
    assert (status, headers["cross-origin-resource-policy"], len(body) < 500) == (403, "same-origin", True)


@pytest.mark.parametrize("trouble", [RecursionError("tief"), MemoryError(), KeyError("x"), UnicodeError("\ud800")])
def test_whatever_goes_wrong_is_told_with_its_place_and_the_next_edit_works(trouble: Exception) -> None:
    heard: list[str] = []

    async def run() -> Shown:
        shown = Shown(Given(Checked(BOOK), trouble, Checked(BOOK), pdf=Checked(PDF)), "de", heard.append)
        await shown.renew()
        await shown.renew()
        await shown.finish()
        (message,) = shown.messages
        assert (message["code"], shown.artifacts) == ("f-056", BOOK)
        assert type(trouble).__name__ in str(message["text"])
        assert "pipeline/preview/shown.py:" in str(message["text"])
        json.dumps(shown.state).encode()
        await shown.renew()
        await shown.finish()
        return shown

    shown = asyncio.run(run())
    assert (shown.messages, shown.artifacts, shown.version) == ((), BOOK, 3)
    assert [line.partition(" ")[0] for line in heard] == ["f-056"]


def test_a_build_without_a_book_leaves_the_last_one_and_tells_what_is_wrong() -> None:
    shown = after(Given(Checked(BOOK), Checked(None, (problem(),))), 2)
    assert shown.artifacts == BOOK
    assert shown.version == 2
    assert shown.messages[0]["place"] == "chapters/a.md:3:5"
    assert shown.messages[0]["text"]


def test_a_missing_tool_is_shown_like_a_problem() -> None:
    assert after(Given(ToolMissing("pandoc fehlt")), 1).messages[0]["text"] == "pandoc fehlt"


def test_a_print_that_fails_is_told_and_leaves_the_last_pdf() -> None:
    source = Given(Checked(BOOK), Checked(BOOK), pdf=Checked(PDF))

    async def run() -> Shown:
        shown = Shown(source, "de")
        await shown.renew()
        await shown.finish()
        source.pdf = EOFError("ein Arbeiter fehlt")
        await shown.renew()
        await shown.finish()
        return shown

    shown = asyncio.run(run())
    assert (shown.printed, shown.artifacts, shown.state["busy"]) == (PDF, BOOK, False)
    assert [message["code"] for message in shown.messages] == ["f-056"]


def test_what_is_wrong_with_the_print_is_told_when_it_is_over() -> None:
    shown = after(Given(Checked(BOOK), pdf=Checked(None, (problem(),))), 1)
    assert (shown.printed, [message["code"] for message in shown.messages]) == ({}, [problem().code])


def test_the_web_edition_waits_for_no_print_and_of_many_edits_only_the_newest_is_printed() -> None:
    printing, enough = threading.Event(), threading.Event()

    class Slow(Given):
        def make_pdf(self) -> Build:
            printing.set()
            assert enough.wait(60)
            return super().make_pdf()

    async def run() -> None:
        source = Slow(*[Checked(BOOK)] * 3, Checked({"html/index.html": b"new"}), pdf=Checked(PDF))
        shown = Shown(source, "de")
        await shown.renew()
        shown.want_print()
        assert await asyncio.to_thread(printing.wait, 60)
        assert (shown.state["pdf"], shown.state["busy"]) == ("", True)
        for _ in range(3):
            await asyncio.wait_for(shown.renew(), 60)
        assert shown.artifacts == {"html/index.html": b"new"}
        enough.set()
        await shown.finish()
        assert (shown.state["pdf"], shown.state["busy"]) == ("probe.pdf", False)
        assert (source.renounced, source.prints) == (4, 2)

    asyncio.run(run())


def test_a_page_made_alone_is_shown_at_once_and_the_whole_book_follows() -> None:
    async def run() -> None:
        whole = {"html/a.html": b"new", "html/b.html": b"new, too"}
        source = Given(Checked({"html/a.html": b"old", "html/b.html": b"old"}), Checked(whole, (problem(),)))
        shown = Shown(source, "de")
        await shown.renew()
        source.alone = {"chapters/a.md": {"html/a.html": b"new"}}
        before = shown.digests
        await shown.renew(["chapters/a.md"])
        assert (shown.artifacts, shown.version) == ({"html/a.html": b"new", "html/b.html": b"old"}, 2)
        assert [name for name in before if before[name] != shown.digests[name]] == ["a.html"]
        assert shown.messages == ()
        first = shown.digests["a.html"]
        await shown.finish()
        assert (shown.artifacts, shown.version, len(shown.messages)) == (whole, 3, 1)
        assert shown.digests["a.html"] == first

    asyncio.run(run())


def test_a_page_saved_while_the_book_is_made_is_not_turned_back_by_it() -> None:
    making, enough = threading.Event(), threading.Event()

    class Slow(Given):
        def make_web(self) -> Build:
            made = super().make_web()
            making.set()
            assert enough.wait(60)
            return made

    async def run() -> None:
        old, new = {"html/a.html": b"old"}, {"html/a.html": b"new"}
        enough.set()
        source = Slow(*[Checked(old)] * 2, Checked(new))
        shown = Shown(source, "de")
        await shown.renew()
        making.clear(), enough.clear()
        building = asyncio.create_task(shown.renew(["book.yaml"]))
        assert await asyncio.to_thread(making.wait, 60)
        source.alone = {"chapters/a.md": new}
        await shown.renew(["chapters/a.md"])
        enough.set()
        await building
        assert shown.artifacts == new
        await shown.finish()
        assert (shown.artifacts, len(source.builds)) == (new, 1)

    asyncio.run(run())


@pytest.mark.parametrize("changed", [["chapters/a.md", "book.yaml"], ["chapters/b.md"], []])
def test_what_cannot_be_made_alone_is_made_with_the_whole_book_at_once(changed: list[str]) -> None:
    async def run() -> None:
        class Failing(Given):
            def make_page(self, path: str) -> Artifacts:
                if path == "chapters/b.md":
                    raise ValueError(path)
                return super().make_page(path)

        source = Failing(Checked(BOOK), Checked({"html/a.html": b"new"}))
        shown = Shown(source, "de")
        await shown.renew()
        source.alone = {"chapters/a.md": {"html/a.html": b"alone"}}
        await shown.renew(changed)
        assert shown.artifacts == {"html/a.html": b"new"}

    asyncio.run(run())


def test_nothing_is_printed_before_a_pause_unless_somebody_looks() -> None:
    async def run() -> None:
        source = Given(Checked(BOOK), pdf=Checked(PDF))
        shown = Shown(source, "de")
        await shown.renew()
        await asyncio.sleep(0.05)
        assert source.prints == 0
        shown.want_print()
        while shown.state["busy"]:
            await asyncio.sleep(0.01)
        assert source.prints == 1

    asyncio.run(asyncio.wait_for(run(), 2))


def test_who_waits_hears_of_a_change_and_of_its_pdf_and_is_let_go_at_the_end() -> None:
    async def run() -> list[tuple[object, object, object]]:
        shown = Shown(Given(Checked(BOOK), pdf=Checked(PDF)), "de")
        heard: list[tuple[object, object, object]] = []

        async def listen() -> None:
            async for state in shown.states(5):
                heard.append((state["version"], state["pdf"], state["busy"]))

        listener = asyncio.create_task(listen())
        await asyncio.sleep(0)
        await shown.renew()
        await asyncio.sleep(0.01)
        await shown.finish()
        await asyncio.sleep(0.01)
        await shown.close()
        await asyncio.wait_for(listener, 1)
        return heard

    heard = asyncio.run(run())
    assert (heard[0], heard[-1]) == ((0, "", False), (1, "probe.pdf", False))


def test_states_can_be_sent() -> None:
    state = after(Given(Checked(BOOK, (problem(),)), pdf=Checked(PDF)), 1).state
    assert json.loads(json.dumps(state))["messages"][0]["severity"] in ("error", "warning", "note")

"""Links are asked, with a server of our own: what answers, what does not, and whom nobody may ask."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from pipeline.asking import Answer, ask, is_public
from pipeline.cache import MemoryCache
from pipeline.checks.exceptions import add, settle
from pipeline.checks.links import KEPT_DAYS, addresses_in, check_links

ASKED: list[str] = []


class Site(BaseHTTPRequestHandler):
    """`/404` answers so; `/get` likes no HEAD; `/to/x` leads to x; `/round` to itself; `/in` into the machine."""

    def do_HEAD(self) -> None:
        ASKED.append(f"{self.command} {self.path}")
        status = int(self.path[1:]) if self.path[1:].isdecimal() else 200
        if self.path == "/get":
            status = 405 if self.command == "HEAD" else 200
        to = {"/round": "/round", "/in": "file:///etc/passwd"}.get(self.path)
        to = self.path[3:] if self.path.startswith("/to/") else to
        self.send_response(302 if to else status)
        if to:
            self.send_header("Location", to)
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def anybody(address: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("", Answer(200)),
        ("/ä ö?q=ü", Answer(200)),
        ("/get", Answer(200)),
        ("/404", Answer(404)),
        ("/to/404", Answer(404)),
        ("/to/to/200", Answer(200)),
        ("/round", Answer(problem="loop")),
        ("/in", Answer(problem="private")),
    ],
)
def test_an_address_answers(site: str, path: str, answer: Answer) -> None:
    assert ask(site + path, anybody) == answer


def test_what_does_not_answer_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert ask(f"http://127.0.0.1:{port}/", anybody, 0.2) == Answer(problem="silence")
    assert ask(f"http://127.0.0.1:{port}/", anybody, 0.2) == Answer(problem="refused")
    assert ask("http://name.invalid/", anybody) == Answer(problem="name")
    assert ask(f"http://{'a' * 70}.example/", anybody) == Answer(problem="name")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "[::1]", "2130706433", "0.0.0.0"]
)
def test_nothing_here_is_asked(site: str, host: str) -> None:
    ASKED.clear()
    assert ask(f"http://{host}:{site.rpartition(':')[2]}/").problem == "private"
    assert ASKED == []


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("169.254.169.254", False), ("100.64.0.1", False),
     ("::ffff:10.0.0.1", False), ("fe80::1%eth0", False), ("fd00::1", False), ("224.0.0.1", False)],
)  # fmt: skip
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_addresses_are_found_where_they_are_written() -> None:
    text = "---\n---\nSieh [a](https://a.example/x_(y)#z), <https://b.example>.\n`https://c.example` (http://d.example/).\n"
    found = list(addresses_in("chapters/a.md", text))
    assert [url for url, _ in found] == ["https://a.example/x_(y)", "https://b.example", "http://d.example/"]
    assert [(span.line, span.column) for _, span in found] == [(3, 10), (3, 39), (4, 22)]
    assert [url for url, _ in addresses_in("sources.yaml", 'url: "https://a.example/b"\n')] == ["https://a.example/b"]


def test_each_address_is_asked_once_a_week_and_told_at_each_place() -> None:
    asked: list[str] = []

    def asking(url: str) -> Answer:
        asked.append(url)
        return {"https://gone.example": Answer(410), "https://no.example": Answer(problem="name")}.get(url, Answer(403))

    texts = {"a.md": "https://gone.example https://ok.example\n", "b.md": "https://gone.example https://no.example\n"}
    cache = MemoryCache()
    told = check_links(texts, cache, asking, 100)
    assert [(one.code, one.span.path, dict(one.facts)["answer"]) for one in told] == [
        ("l-192", "a.md", "410"), ("l-192", "b.md", "410"), ("l-192", "b.md", "name")
    ]  # fmt: skip
    assert sorted(asked) == ["https://gone.example", "https://no.example", "https://ok.example"]
    assert check_links(texts, cache, asking, 100 + KEPT_DAYS - 1) == told and asked[3:] == ["https://no.example"]
    check_links(texts, cache, asking, 100 + KEPT_DAYS)
    assert len(asked) == 7


def test_who_is_offline_hears_it_once() -> None:
    texts = {"a.md": "https://a.example https://b.example\n"}
    told = check_links(texts, MemoryCache(), lambda url: Answer(problem="name"), 1)
    assert [one.code for one in told] == ["l-193"]
    assert check_links({"a.md": "Kein Link.\n"}, MemoryCache(), ask, 1) == ()


def test_a_dead_link_may_stand_with_a_reason_and_that_is_needless_only_when_it_was_asked() -> None:
    text = "<!-- ausnahme l-192: Die Seite gab es 2019. -->\nhttps://gone.example\n\nhttps://gone.example\n"
    found = check_links({"a.md": text}, MemoryCache(), lambda url: Answer(404), 1)
    told = add((), found, {"a.md": text}, ("links",))
    assert [(one.code, one.span.line) for one in told] == [("l-192", 4)]
    assert settle((), {"a.md": text}, is_whole=True) == ()
    bare = settle((), {"a.md": "<!-- ausnahme l-192 -->\nText.\n"}, is_whole=True)
    assert [one.code for one in bare] == ["l-064"]

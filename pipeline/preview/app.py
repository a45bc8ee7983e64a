"""The preview as a web application: what was built, and a stream of what changes. Nothing else is served."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from ..render.addresses import DOWNLOADS
from ..workspace import Workspace, WorkspaceError
from .access import Door
from .guard import CLOSED, Guard
from .shown import Shown
from .views import POLICY, Views, as_file

CLIENT = Path(__file__).with_name("client")
OWN, WORKER = "/-preview/", "worker.js"
# A module waits for the page; its digest says which page it is in.
SCRIPT = '<script type="module" src="/-preview/{name}.js" data-digest="{digest}"></script>'
FILES = {one.name: one for one in sorted(CLIENT.iterdir()) if one.suffix in (".js", ".css")}
PULSE_S = 15.0
HEADERS = {
    **CLOSED,
    POLICY: "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
}
# What is not there may come: with the first build, with the next edit, when a server that was stopped starts again.
MISSING = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>…</title>
<link rel="stylesheet" href="/-preview/views.css"></head><body><main><p>{words}</p></main></body></html>"""
WAITING = {
    "de": "Das Buch wird gerade gebaut. Diese Seite erscheint hier von selbst.",
    "en": "The book is being built. This page will come by itself.",
}
NOWHERE = {
    "de": "Diese Seite gibt es im Buch nicht. Sobald es sie gibt, erscheint sie hier von selbst. "
    '<a href="/">Zum Anfang des Buchs</a>',
    "en": "There is no such page in the book. As soon as there is, it will come by itself. "
    '<a href="/">To the start</a>',
}


def make_app(
    shown: Shown, built: Workspace, door: Door, lifespan: Callable[[Starlette], Any] | None = None
) -> Starlette:
    """Make the application."""
    return Starlette(routes=make_routes(shown, built), middleware=[Middleware(Guard, door=door)], lifespan=lifespan)


def make_routes(shown: Shown, built: Workspace, headers: Mapping[str, str] = HEADERS) -> list[BaseRoute]:
    """What is answered, by whom; whoever may ask. `built` is the output folder, from which only PDF and EPUB files are
    handed out, until the preview has printed itself."""

    async def page(request: Request) -> Response:
        path = request.path_params["path"] or "index.html"
        book = path.removeprefix(DOWNLOADS)
        # What keeps an edition for later would keep a draft.
        data = None if path == WORKER else shown.artifacts.get(f"html/{path}")
        if book.endswith(".pdf"):
            shown.want_print()
        data = data or shown.printed.get(book) or _download(built, book)
        suffix = Path(path).suffix
        if data is None:
            return missing() if suffix == ".html" else Response("404", 404, headers, "text/plain")
        if suffix == ".html":
            data = with_client(data, shown.digests.get(path, ""))
        # A browser's PDF reader is a plug-in to the policy; and nothing in a PDF of ours reaches out.
        fitting = {name: value for name, value in headers.items() if suffix != ".pdf" or name != POLICY}
        return as_file(path, data, fitting)

    def missing() -> Response:
        language = "de" if shown.language == "de" else "en"
        words = (NOWHERE if shown.version else WAITING)[language]
        text = with_client(MISSING.format(lang=language, words=words).encode())
        return Response(text, 404, headers, "text/html")

    async def client(request: Request) -> Response:
        file = FILES.get(request.path_params["name"])
        if file is None:
            return Response("404", 404, headers, "text/plain")
        return as_file(file.name, file.read_bytes(), headers)

    async def changes(request: Request) -> Response:
        return StreamingResponse(_events(shown), headers=headers, media_type="text/event-stream")

    views = Views(shown, headers, lambda digest: SCRIPT.format(name="views", digest=digest))
    return [
        Route(f"{OWN}changes", changes),
        *views.routes(),
        Route(f"{OWN}{{name}}", client),
        Route("/{path:path}", page),
    ]


def with_client(page: bytes, digest: str = "") -> bytes:
    """Put the preview's script into a page of the web edition; the page on disk never has it."""
    return page.replace(b"</head>", SCRIPT.format(name="client", digest=digest).encode() + b"</head>", 1)


def _download(built: Workspace, path: str) -> bytes | None:
    """A whole book that an earlier build left."""
    if "/" in path or not path.endswith((".pdf", ".epub")):
        return None
    try:
        return built.read(path)
    except (FileNotFoundError, WorkspaceError):
        return None


async def _events(shown: Shown) -> AsyncIterator[str]:
    """Server-sent events (HTML standard, 9.2): the version, its PDF and what is wrong, now and after each change."""
    async for state in shown.states(PULSE_S):
        # Names on a disk may hold what no encoding has (lone surrogates); as escapes they can be sent.
        yield f"data: {json.dumps(state)}\n\n"

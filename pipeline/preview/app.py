"""The preview as a web application: what was built, and a stream of what changes. Nothing else is served."""

from __future__ import annotations

import json
import mimetypes
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

CLIENT = Path(__file__).with_name("client.js")
OWN = "/-preview/"
SCRIPT = f'<script src="{OWN}client.js" defer></script>'
PULSE_S = 15.0
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".epub": "application/epub+zip", ".svg": "image/svg+xml"}
POLICY = "Content-Security-Policy"
HEADERS = {
    **CLOSED,
    POLICY: "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
}
EMPTY = '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>…</title></head><body></body></html>'


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
        data = shown.artifacts.get(f"html/{path}") or shown.printed.get(book) or _download(built, book)
        if data is None and path == "index.html":
            data = EMPTY.encode()
        if data is None:
            return Response("404", 404, headers, "text/plain")
        suffix = Path(path).suffix
        if suffix == ".html":
            data = with_client(data)
        # A browser's PDF reader is a plug-in to the policy; and nothing in a PDF of ours reaches out.
        fitting = {name: value for name, value in headers.items() if suffix != ".pdf" or name != POLICY}
        return Response(data, headers=fitting, media_type=TYPES.get(suffix) or mimetypes.types_map.get(suffix))

    async def client(request: Request) -> Response:
        return Response(CLIENT.read_bytes(), headers=headers, media_type=TYPES[".js"])

    async def changes(request: Request) -> Response:
        return StreamingResponse(_events(shown), headers=headers, media_type="text/event-stream")

    return [Route(f"{OWN}client.js", client), Route(f"{OWN}changes", changes), Route("/{path:path}", page)]


def with_client(page: bytes) -> bytes:
    """Put the preview's script into a page; the page on disk never has it."""
    return page.replace(b"</head>", SCRIPT.encode() + b"</head>", 1)


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

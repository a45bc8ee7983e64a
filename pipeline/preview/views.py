"""The other ways to see a section in the preview: its printed pages, and the e-book at the size of a phone."""

from __future__ import annotations

import asyncio
import io
import mimetypes
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ..artifacts import Artifacts
from .printed import Printed
from .shown import Shown

TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".epub": "application/epub+zip",
    ".svg": "image/svg+xml",
}
POLICY = "Content-Security-Policy"
# An e-book is shown inside of our page and nowhere else, and runs nothing.
BOOK_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "sandbox allow-same-origin; frame-ancestors 'self'"
)
WORDS = {
    "de": {
        "print": "Druck", "ebook": "E-Book", "page": "Seite {} im Druck", "none": "Das steht nicht im Druck.",
        "later": "Das PDF wird noch gesetzt. Es erscheint hier von selbst.",
        "no-ebook": "Das E-Book ist noch nicht da. Es erscheint hier von selbst.",
    },
    "en": {
        "print": "Print", "ebook": "E-book", "page": "Page {} in print", "none": "This is not printed.",
        "later": "The PDF is being set. It will come by itself.",
        "no-ebook": "The e-book is not there yet. It will come by itself.",
    },
}  # fmt: skip
PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<link rel="stylesheet" href="/-preview/views.css">{script}</head>
<body data-view="{view}" data-section="{section}" data-page="{page}"><main>{main}</main></body></html>"""


class Views:
    """Shows what `shown` has in print and as an e-book. `script` is the preview's own, with a digest put in."""

    def __init__(self, shown: Shown, headers: Mapping[str, str], script: Callable[[str], str]) -> None:
        self._shown = shown
        self._headers = headers
        self._script = script
        self._words = WORDS["de" if shown.language == "de" else "en"]
        self._printed: tuple[int, Printed] | None = None
        self._unpacked: tuple[Artifacts, Mapping[str, bytes]] = ({}, {})

    def routes(self) -> list[BaseRoute]:
        """What is answered."""
        return [
            Route("/-preview/print", self._print),
            Route("/-preview/print/page-of", self._page_of),
            Route("/-preview/print/{page:int}.png", self._picture),
            Route("/-preview/ebook", self._ebook),
            Route("/-preview/ebook/{path:path}", self._part),
        ]

    async def _print(self, request: Request) -> Response:
        section = request.query_params.get("section", "")
        printed = await self._pdf()
        if printed is None:
            return self._answer("print", section, f"<p>{escape(self._words['later'])}</p>")
        sections = list(self._shown.sections)
        pages = await asyncio.to_thread(printed.pages, section, sections)
        pictures = "".join(self._figure(page, printed) for page in pages)
        return self._answer("print", section, pictures or f"<p>{escape(self._words['none'])}</p>")

    def _figure(self, page: int, printed: Printed) -> str:
        words = escape(self._words["page"].format(printed.label(page)))
        address = f"/-preview/print/{page}.png?{self._shown.prints}"
        return f'<img id="page-{page}" src="{address}" alt="{words}" width="595" height="842">'

    async def _page_of(self, request: Request) -> Response:
        printed = await self._pdf()
        page = await asyncio.to_thread(printed.page_of, request.query_params.get("id", "")) if printed else None
        return Response("404" if page is None else str(page), 404 if page is None else 200, self._headers, "text/plain")

    async def _picture(self, request: Request) -> Response:
        printed = await self._pdf()
        try:
            data = await asyncio.to_thread(printed.draw, request.path_params["page"]) if printed else None
        except IndexError:
            data = None
        if data is None:
            return Response("404", 404, self._headers, "text/plain")
        return Response(data, headers=self._headers, media_type="image/png")

    async def _pdf(self) -> Printed | None:
        """The newest PDF, opened once; who asks for it looks at it."""
        shown = self._shown
        shown.want_print()
        if not shown.printed:
            return None
        if self._printed is None or self._printed[0] != shown.prints:
            data = next(iter(shown.printed.values()))
            self._printed = shown.prints, await asyncio.to_thread(Printed, data)
        return self._printed[1]

    async def _ebook(self, request: Request) -> Response:
        section = request.query_params.get("section", "")
        files = await self._files()
        name = f"text/{self._shown.sections.get(section, '').removesuffix('.html')}.xhtml"
        path = next((path for path in files if path.endswith(f"/{name}")), "")
        if not path:
            return self._answer("ebook", section, f"<p>{escape(self._words['no-ebook'])}</p>")
        address = f"/-preview/ebook/{quote(path)}?{self._shown.version}"
        title = escape(self._words["ebook"])
        return self._answer("ebook", section, f'<iframe src="{escape(address)}" title="{title}"></iframe>')

    async def _part(self, request: Request) -> Response:
        path = request.path_params["path"]
        data = (await self._files()).get(path)
        headers = {**self._headers, POLICY: BOOK_POLICY}
        if data is None:
            return Response("404", 404, headers, "text/plain")
        return as_file(path, data, headers)

    async def _files(self) -> Mapping[str, bytes]:
        epub = await self._shown.ebook()
        if self._unpacked[0] is not epub:
            self._unpacked = epub, await asyncio.to_thread(_unpack, epub)
        return self._unpacked[1]

    def _answer(self, view: str, section: str, main: str) -> Response:
        page = self._shown.sections.get(section, "index.html")
        html = PAGE.format(
            lang="de" if self._shown.language == "de" else "en",
            title=escape(f"{self._words[view]} – {section}"),
            script=self._script(str(self._shown.prints if view == "print" else self._shown.version)),
            view=view,
            section=escape(section),
            page=escape(page),
            main=main,
        )
        return Response(html, headers=self._headers, media_type="text/html")


def as_file(path: str, data: bytes, headers: Mapping[str, str]) -> Response:
    """Answer with a file, of the kind that its name says."""
    suffix = Path(path).suffix
    return Response(data, headers=headers, media_type=TYPES.get(suffix) or mimetypes.types_map.get(suffix))


def _unpack(epub: Artifacts) -> Mapping[str, bytes]:
    """Take the files out of the EPUB among what was made."""
    data = next((data for path, data in epub.items() if path.endswith(".epub")), None)
    if data is None:
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {path: packed.read(path) for path in packed.namelist()}

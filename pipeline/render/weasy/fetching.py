"""The files of a book, as WeasyPrint asks for them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from ..layout import SCHEME, SHARED, THEME

# What drawings may hold (manuscript/drawings).
DRAWN_IN = ("data:image/png;base64,", "data:image/jpeg;base64,")


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the book's own files and bitmaps written into drawings, nothing else: a chapter cannot make the build read
    a disk or a network."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(DRAWN_IN):
            return super().fetch(url, headers)
        path = self.path_of(url)
        if path is None:
            raise ValueError(f"not a file of this book: {url}")
        return URLFetcherResponse(url, self._files[path], {"Content-Type": _media_type(path)})

    def path_of(self, url: str) -> str | None:
        """The file that an address means, None when there is none. A style of the theme names what lies in the theme,
        from its own folder or from the theme's."""
        path = unquote(url.removeprefix(SCHEME).lstrip("/"))
        if url.startswith(SCHEME):
            return path if path in self._files else None
        places = (posixpath.normpath(posixpath.join(base, path)) for base in ("styles", ""))
        named = (name for place in places for name in (f"{THEME}{place}", place if place.startswith(SHARED) else ""))
        return next((name for name in named if name in self._files), None)


def _media_type(path: str) -> str:
    types = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "css": "text/css"}
    return types.get(path.rpartition(".")[2].lower(), "application/octet-stream")

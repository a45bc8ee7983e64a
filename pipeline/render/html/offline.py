"""What lets a browser keep the web edition: the service worker, named by the build, and the manifest of an app.

In: all files of the edition. Out: three more. The build's name is a digest of the files, so that the same edition has
the same worker, and another one never the same.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping

from ...book.model import Book
from ...theme import Theme
from .site import START

WORKER, BUILD, MANIFEST = BESIDE = "worker.js", "build.txt", "manifest.webmanifest"
_LETTERS = 16
# What only programs and lost readers ask for.
_ELSEWHERE = (".md", ".xml", "llms.txt", "404.html", "card.png")
# Beside styles and scripts what every page needs, and where one begins.
_LATER = "assets/pdf.js"
_CORE = (".css", ".js", ".woff2", "assets/icon.svg")


def offline_files(made: Mapping[str, bytes], book: Book, theme: Theme) -> dict[str, bytes]:
    """Write the worker for all that was made, what tells the server's build, and the manifest."""
    manifest = _manifest(book).encode()
    kept = {path: data for path, data in sorted(made.items()) if not path.endswith(_ELSEWHERE)} | {MANIFEST: manifest}
    build = _name(made)
    known = {
        "BUILD": build,
        "BOOK": book.manifest.slug,
        "FILES": {path: _digest(data) for path, data in kept.items()},
        "CORE": [START, *(path for path in kept if path.endswith(_CORE) and path != _LATER), MANIFEST],
        "AWAY": _away(book, theme),
    }
    constants = "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in known.items())
    return {
        WORKER: constants.encode() + theme.files[f"html/{WORKER}"],
        BUILD: f"{build}\n".encode(),
        MANIFEST: manifest,
    }


def with_digests(worker: bytes, files: Mapping[str, bytes]) -> bytes:
    """A worker for files that are no more all what it was written for; an older one, without digests, stays."""
    begun, found, rest = worker.partition(b"const FILES = {")
    if not found:
        return worker
    told, end, rest = rest.partition(b"};\n")
    digests = {path: _digest(files[path]) for path in json.loads(b"{" + told + b"}") if path in files}
    return begun + f"const FILES = {json.dumps(digests, ensure_ascii=False)}".encode() + end[1:] + rest


def size_mb(made: Mapping[str, bytes]) -> str:
    """How much a reader keeps, in megabytes, rounded up."""
    return str(-(-sum(map(len, made.values())) // 1_000_000))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_LETTERS]


def _name(made: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path in sorted(made):
        digest.update(f"{path}\0{len(made[path])}\0".encode())
        digest.update(made[path])
    return digest.hexdigest()[:_LETTERS]


def _away(book: Book, theme: Theme) -> str:
    title, text, start = (
        html.escape(one)
        for one in (book.manifest.title, theme.labels.word("ui.not-kept-page"), theme.labels.word("ui.start"))
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(book.manifest.language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f'<link rel="stylesheet" href="assets/web.css"></head><body><main><article><h1>{title}</h1><p>{text}</p>'
        f'<p><a href="{START}">{start}</a></p></article></main></body></html>\n'
    )


def _manifest(book: Book) -> str:
    data = {
        "name": book.manifest.title,
        "short_name": book.manifest.title,
        "lang": book.manifest.language,
        "start_url": START,
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fffdf8",
        "theme_color": "#fffdf8",
        "icons": [{"src": "assets/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"

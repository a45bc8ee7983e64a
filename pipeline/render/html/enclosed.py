"""What lies in the web edition's folder beside its pages: the other formats, so that the folder can go anywhere alone.

In: all that was made of a book. Out: the same with copies of what pages link to, with their sizes on the start page
and the service worker for the pages as they are now; and what is linked but was not made (m-147).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ...artifacts import Artifacts, Member, archive
from ...book.model import Book
from ...diagnostics import Checked, Span, diagnose
from ...theme import Theme
from ..addresses import DOWNLOADS, HANDOUTS
from .offline import BESIDE, offline_files
from .site import START
from .start import handouts_name

FOLDER = "html/"
_LINK = re.compile(rb'href="' + DOWNLOADS.encode() + rb'([^"#]+)"')
_SIZE = re.compile(r'<span class="size" data-file="([^"]+)"></span>')
_MEGABYTE, _KILOBYTE = 1_000_000, 1_000


def enclose(made: Artifacts, book: Book, theme: Theme) -> Checked[Artifacts]:
    """Put into the web edition's folder what its pages link to; nothing where there is no web edition."""
    pages = {path.removeprefix(FOLDER): data for path, data in made.items() if path.startswith(FOLDER)}
    if START not in pages:
        return Checked(made)
    found = {name: data for name in _linked(pages) if (data := _file(name, made, book)) is not None}
    missing = [name for name in _linked(pages) if name not in found]
    point = theme.labels.word("numbers.point")
    pages[START] = _SIZE.sub(
        lambda mark: _size(found.get(mark[1].removeprefix(DOWNLOADS), b""), point), pages[START].decode()
    ).encode()
    own = {path: data for path, data in pages.items() if path not in BESIDE}
    added = {**pages, **offline_files(own, book, theme), **{DOWNLOADS + name: data for name, data in found.items()}}
    told = (diagnose("m-147", Span(FOLDER.rstrip("/")), count=len(missing), file=missing[0]),) if missing else ()
    return Checked({**made, **{FOLDER + path: added[path] for path in sorted(added)}}, told)


def _linked(pages: Artifacts) -> tuple[str, ...]:
    """The files that pages link to, each once."""
    links = (link for path, data in pages.items() if path.endswith(".html") for link in _LINK.findall(data))
    return tuple(sorted({unquote(link.decode()) for link in links}))


def _file(name: str, made: Artifacts, book: Book) -> bytes | None:
    if name == handouts_name(book):
        members = [Member(path, made[path], stored=True) for path in _handouts(made)]
        return archive(members) if members else None
    return made.get(name) or made.get(f"{HANDOUTS}/{name}")


def _handouts(made: Artifacts) -> Iterator[str]:
    return (path for path in sorted(made) if path.startswith(f"{HANDOUTS}/"))


def _size(data: bytes, point: str) -> str:
    """A file's size as readers know it, 2,7 MB or 480 kB; nothing of a file that is not there."""
    count = len(data)
    if not count:
        return ""
    megabytes = f"{count / _MEGABYTE:.1f}".replace(".", point)
    shown = f"{megabytes}\u00a0MB" if count >= _MEGABYTE else f"{-(-count // _KILOBYTE)}\u00a0kB"
    return f'<span class="size">{shown}</span>'

"""The page that lists all editions with their files, for readers with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote

from ..book.generated import ERRATA_PAGE
from ..build import CHECKSUMS
from ..record.edition import Edition, Record
from ..registry import FORMATS
from ..render.html import POLICY
from ..render.markup import file_name
from .places import HTML, START
from .produce import VARIANTS
from .wording import words_for

HANDOUTS, NEWS = "handouts/", "news.html"


def catalogue(shelf: Sequence[Edition]) -> str:
    """Write the page, the newest edition first; it looks like the newest web edition, which stands beside it."""
    latest = shelf[-1].record
    words = words_for(latest.language)
    entries = "\n".join(_entry(edition, edition is shelf[-1], words) for edition in reversed(shelf))
    return dress(latest, "all-editions", f'{entries}\n<p><a href="{ERRATA_PAGE}">{escape(words["errata"])}</a></p>')


def dress(latest: Record, word: str, body: str) -> str:
    """Write a page that looks like the newest web edition and leads to it; `word` is its title's."""
    title = words_for(latest.language)[word]
    return write_page(
        latest.language,
        f"{title} – {latest.title}",
        f'<header class="top"><a class="brand" href="{START}">{escape(latest.title)}</a></header>\n'
        f'<main><article><header class="opening"><h1><span class="title">{escape(title)}</span></h1></header>\n'
        f'<div class="text">\n{body}\n</div></article></main>',
        '<meta name="color-scheme" content="light dark">\n'
        '<link rel="icon" type="image/svg+xml" href="assets/icon.svg">\n'
        '<link rel="stylesheet" href="assets/web.css">\n<script src="assets/theme.js"></script>\n',
        "part-0",
    )


def write_page(language: str, title: str, body: str, head: str = "", kind: str = "") -> str:
    """Write a page of the site that belongs to no edition."""
    opened = f'<body class="{kind}">' if kind else "<body>"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n{head}'
        f"</head>\n{opened}\n{body}\n</body>\n</html>\n"
    )


def _entry(edition: Edition, current: bool, words: Mapping[str, str]) -> str:
    record = edition.record
    name = words["edition"].format(version=record.version, date=record.date)
    lines = [f'<section id="ausgabe-{record.version}"><h2>{escape(name)}</h2>']
    lines += [f"<p>{escape(words['current'])}</p>"] if current else []
    lines.append(_files(edition, "", START if current else "", words))
    sheets = [path for path in record.outputs if path.startswith(HANDOUTS)]
    if sheets:
        named = {file_name(id): title for id, title in edition.sections.items()}
        links = [_link(edition, path, named.get(_stem(path), _stem(path))) for path in sheets]
        count = escape(words["handouts"].format(count=len(sheets)))
        lines.append(f"<details><summary>{count}</summary><ul>{''.join(links)}</ul></details>")
    for variant in dict.fromkeys(path.split("/")[1] for path in record.outputs if path.startswith(f"{VARIANTS}/")):
        lines.append(f"<h3>{escape(words['variant'].format(name=variant))}</h3>")
        lines.append(_files(edition, f"{VARIANTS}/{variant}/", "", words))
    return "\n".join([*lines, "</section>"])


def _files(edition: Edition, folder: str, front: str, words: Mapping[str, str]) -> str:
    """List what one reading of an edition can be had as; `front` is where it stands if that is not its own folder."""
    return f'<ul class="downloads">{"".join(_lines(edition, folder, front, words))}</ul>'


def _lines(edition: Edition, folder: str, front: str, words: Mapping[str, str]) -> Iterator[str]:
    outputs = edition.record.outputs
    if front:
        yield f'<li><a href="{front}">{escape(words["read-web"])}</a></li>'
    elif f"{folder}{HTML}{START}" in outputs:
        yield _link(edition, f"{folder}{HTML}{START}", words["read-web"])
    if f"{folder}{HTML}{NEWS}" in outputs:
        yield _link(edition, f"{folder}{HTML}{NEWS}", words["news"])
    for kind in (one.name for one in FORMATS if one.is_a_book):
        for path in outputs:
            if path.startswith(folder) and "/" not in path[len(folder) :] and path.endswith(f".{kind}"):
                yield _link(edition, path, f"{kind.upper()}: {path[len(folder) :]}")
    if not folder:
        yield _link(edition, CHECKSUMS, words["checksums"])


def _link(edition: Edition, path: str, text: str) -> str:
    return f'<li><a href="{quote(f"{edition.record.version}/{path}")}">{escape(text)}</a></li>'


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]

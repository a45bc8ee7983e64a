"""The files beside the pages of a book that has a site: the picture for links, the list of pages, the page for
addresses that lead nowhere, and all of it as Markdown with a list for programs that read (llmstxt.org).

In: the site, its finder and the page for lost readers, as it would stand in front. Out: files by their path in the web
edition's folder; none where there is no `site_url`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from ...book.model import Section
from ...theme import Theme
from .card import draw_card
from .found import PICTURE, Finder, written_as
from .site import START, name_of
from .written import write_markdown

SITEMAP, LOST, READERS = "sitemap.xml", "404.html", "llms.txt"
_RELATIVE = re.compile(r'(?<= )(href|src)="(?!#|[a-z]+:)')


def publish(finder: Finder, theme: Theme, lost: str) -> dict[str, bytes]:
    """Write the files."""
    if not finder.base:
        return {}
    pages = [(f"{finder.site.names[section.id]}.html", section) for section in finder.site.sections]
    made = {written_as(file): _markdown(finder, section) for file, section in pages}
    made |= {
        SITEMAP: _sitemap(finder, (START, *(file for file, _ in pages))),
        LOST: _RELATIVE.sub(rf'\1="{escape(urlsplit(finder.base).path)}', lost),
        READERS: "\n".join(_readers(finder, pages)) + "\n",
    }
    return {**{path: text.encode() for path, text in made.items()}, PICTURE: draw_card(finder.site.book, theme)}


def _markdown(finder: Finder, section: Section) -> str:
    return write_markdown(section, lambda id: finder.address(finder.site.address(id)))


def _sitemap(finder: Finder, files: tuple[str, ...]) -> str:
    """List the pages (sitemaps.org, 0.9)."""
    date = finder.site.book.manifest.date
    dated = f"<lastmod>{escape(date)}</lastmod>" if date else ""
    rows = "".join(f"<url><loc>{escape(finder.address(file))}</loc>{dated}</url>\n" for file in files)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{rows}</urlset>\n"


def _readers(finder: Finder, pages: list[tuple[str, Section]]) -> Iterator[str]:
    manifest = finder.site.book.manifest
    yield f"# {manifest.title}"
    if manifest.description:
        yield f"\n> {' '.join(manifest.description.split())}"
    part = None
    for file, section in pages:
        if section.part != part:
            part = section.part
            yield f"\n## {name_of(section) if section.part else manifest.title}\n"
        yield f"- [{name_of(section)}]({finder.address(written_as(file))}): {finder.description(file, section)}"

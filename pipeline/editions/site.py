"""A static site of all editions: the newest in front, each at an address of its own that never changes.

    /                      the newest web edition, its links to downloads led to the newest edition's folder
    /1.0/…                 an edition's files as they were cut, byte for byte; /1.0/ leads to its web edition
    /editions/1.0.js       what its pages ask for: which edition is the newest, and where its places are in that one
    /opds.xml              the catalogue of its files, for readers' programs
    /feed.xml              editions and errata as they come, where the book names its site
    /ausgaben.html         all editions with their files (its German name); /errata.html the errata, where imprints lead

A page that the newest edition has no more leads from its old address to its place today.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from ..artifacts import Artifacts, checksums
from ..book.generated import ERRATA_PAGE
from ..build import CHECKSUMS
from ..diagnostics import Checked, Span, diagnose
from ..record.edition import FOLDER, Edition
from ..record.editions import read_editions
from ..record.errata import Listed, list_errata, read_list
from ..render.addresses import DOWNLOADS
from ..render.html.offline import WORKER, with_digests
from ..render.own_pages import own_pages
from ..workspace import Workspace
from .catalogue import catalogue, dress, write_page
from .errata import as_articles
from .feed import FEED, write_feed
from .held import files_of
from .places import HTML, START, moved_places, pages_of
from .trade.catalogues import CATALOGUE, opds
from .wording import words_for

SITE = "site"


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a site, and its editions, oldest first."""

    files: Artifacts
    versions: tuple[str, ...]


def assemble(workspace: Workspace) -> Checked[Site | None]:
    """Put the site together from the records and the files below build/editions/; None when anything is missing."""
    shelf, slips = read_editions(workspace), read_list(workspace)
    if not shelf.value or shelf.diagnostics or slips.diagnostics:
        return Checked(None, (*shelf.diagnostics, *slips.diagnostics) or (diagnose("e-040", Span(FOLDER)),))
    held = {edition.record.version: files_of(workspace, edition) for edition in shelf.value}
    found = tuple(diagnostic for one in held.values() for diagnostic in one.diagnostics)
    latest = shelf.value[-1]
    if HTML + START not in latest.record.outputs:
        found += (diagnose("e-042", Span(FOLDER), version=latest.record.version),)
    if found:
        return Checked(None, found)
    made = dict(_in_front(latest, held[latest.record.version].value))
    if WORKER in made:
        made[WORKER] = with_digests(made[WORKER], made)
    made.update(_redirected(shelf.value, {version: one.value for version, one in held.items()}))
    for version, one in held.items():
        made.update({f"{version}/{path}": data for path, data in one.value.items()})
        made[f"{version}/{CHECKSUMS}"] = checksums(one.value)
    made[_catalogue_name(latest)] = catalogue(shelf.value).encode()
    listed = list_errata(slips.value, shelf.value)
    made[ERRATA_PAGE] = _errata(listed, latest).encode()
    if address := _feed_named(made[START]):
        made[FEED] = write_feed(shelf.value, listed, address).encode()
    if latest.record.site_url:
        made[CATALOGUE] = opds(tuple(edition.record for edition in shelf.value))
    return Checked(Site(dict(sorted(made.items())), tuple(held)))


def _in_front(latest: Edition, files: Artifacts) -> Iterator[tuple[str, bytes]]:
    """The newest web edition; what it has to download stays in the edition's own folder."""
    own = f'href="{latest.record.version}/'
    above, beside = own.encode(), f"{own}{HTML}{DOWNLOADS}".encode()
    for path, data in files.items():
        if path.startswith(HTML + DOWNLOADS) or not path.startswith(HTML):
            continue
        name = path.removeprefix(HTML)
        leading = data.replace(b'href="../', above).replace(f'href="{DOWNLOADS}'.encode(), beside)
        yield name, leading if name.endswith(".html") else data


def _feed_named(start: bytes) -> str:
    """Where the site is, by the feed that its front page leads to; empty where it names none."""
    named = re.search(rf'type="application/atom\+xml" href="([^"]+)/{re.escape(FEED)}"', start.decode())
    return unescape(named[1]) if named else ""


def _redirected(shelf: tuple[Edition, ...], held: Mapping[str, Artifacts]) -> dict[str, bytes]:
    """Say for each edition where its places are today, and lead its start and its vanished pages there."""
    latest = shelf[-1]
    front = pages_of(held[latest.record.version])
    made: dict[str, bytes] = {}
    for edition in shelf:
        version = edition.record.version
        pages = pages_of(held[version])
        moved = {} if edition is latest else moved_places(edition, pages, latest, front)
        told = {"latest": latest.record.version, "moved": moved}
        data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        made[f"{FOLDER}/{version}.js"] = f"window.newest = {data};\n".encode()
        # Who asks for an edition wants its web edition, or what there is of it.
        lead = HTML + START if START in pages else f"../{_catalogue_name(latest)}"
        made[f"{version}/{START}"] = _leading_to(lead, edition, "in-edition").encode()
        for page in pages:
            if page not in front:
                made[page] = _leading_to(moved[page], latest, "moved-page").encode()
    return made


def _catalogue_name(latest: Edition) -> str:
    return f"{own_pages(latest.record.language).editions}.html"


def _errata(listed: Sequence[Listed], latest: Edition) -> str:
    language = latest.record.language
    way = f'<p><a href="{_catalogue_name(latest)}">{escape(words_for(language)["all-editions"])}</a></p>'
    return dress(latest.record, "errata", f"{as_articles(listed, language)}\n{way}")


def _leading_to(address: str, edition: Edition, word: str) -> str:
    words, record = words_for(edition.record.language), edition.record
    text = words[word].format(version=record.version)
    refresh = f'<meta http-equiv="refresh" content="0; url={escape(address)}">\n'
    body = f'<main><h1>{escape(record.title)}</h1><p><a href="{escape(address)}">{escape(text)}</a></p></main>'
    return write_page(record.language, f"{record.title}: {text}", body, refresh)

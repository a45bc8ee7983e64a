"""The ways from a page to the same page of the book's other languages, and to the same paragraph of it.

In: the resolved book with what is known of its other languages, and the site. Out: for each page its ways, what it lags
behind its original, and what scripts must know of answers in other languages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from ...book.model import Lag
from .site import START, Site


@dataclass(frozen=True, slots=True)
class Way:
    """A way into another language: the page there, and as JSON the id there of each block here; `is_same` where that
    page is this one translated, and not only where the other language begins."""

    language: str
    name: str
    address: str
    places: str
    is_same: bool


def ways_from(site: Site, file: str) -> tuple[Way, ...]:
    """The ways from a page, by its file's name."""
    here = next((id for id, name in site.names.items() if f"{name}.html" == file), "")
    found = []
    for other in (one for one in site.book.languages if one.base):
        page = other.places.get(here, START if file == START else "")
        inside = {
            id: place.removeprefix(f"{page}#")
            for id, place in other.places.items()
            if id != here and site.homes.get(id) == here and place.startswith(f"{page}#")
        }
        places = json.dumps(inside, ensure_ascii=False, separators=(",", ":")) if here and inside else ""
        address = other.base + ("" if page == START and "://" in other.base else page or START)
        found.append(Way(other.language, other.name, address, places, bool(page)))
    return tuple(found)


def alternates(site: Site, file: str, address: str) -> Iterator[str]:
    """Name the same page in other languages for those who search (hreflang); `address` is its own, where it has one."""
    same = [way for way in ways_from(site, file) if way.is_same]
    if not same:
        return
    own = [(site.book.manifest.language, address)] if address else []
    for language, to in (*own, *((way.language, way.address) for way in same)):
        yield f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(to)}">'


def lags_of(site: Site, section: str) -> tuple[tuple[Lag, str], ...]:
    """What of a page says less than its original does now, each with its place there."""
    return tuple(
        (lag, other.base + lag.original if lag.original and other.base else "")
        for other in site.book.languages
        for lag in other.lags
        if lag.section == section
    )


def for_scripts(site: Site) -> list[dict[str, object]]:
    """What it takes to load a file of answers to the book in another language."""
    return [
        {
            "slug": other.slug,
            "name": other.name,
            "fields": dict(other.fields),
            "choices": {id: dict(options) for id, options in other.choices.items()},
        }
        for other in site.book.languages
    ]

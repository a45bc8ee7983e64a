"""The feed of a site of editions: new editions and errata, for those who do not want to come and look (RFC 4287).

In: the editions, oldest first, their errata and where the site is. Out: Atom; the same editions give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from ..book.generated import ERRATA_PAGE
from ..record.edition import Edition
from ..record.errata import Listed
from ..render.html.found import FEED
from .errata import line
from .places import HTML, START
from .wording import words_for

__all__ = ["FEED", "write_feed"]
# Atom wants a moment; of editions and errata the day is known.
MIDNIGHT = "T00:00:00Z"


def write_feed(shelf: Sequence[Edition], listed: Sequence[Listed], site_url: str) -> str:
    """Write the feed, the newest edition first. An erratum, which bears no date, has that of the edition which has it
    right, else of the newest."""
    site, latest = site_url.rstrip("/"), shelf[-1].record
    words = words_for(latest.language)
    dates = {edition.record.version: edition.record.date for edition in shelf}
    entries = [_edition(edition, site) for edition in reversed(shelf)]
    for one in listed:
        text = line(one, words)
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        address = f"{site}/{ERRATA_PAGE}#{name}"
        entries.append(_entry(words["errata"], address, dates.get(one.corrected) or latest.date, text))
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(latest.language)}">\n'
        f"<title>{escape(latest.full_title)}</title>\n<id>{escape(site)}/</id>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(site)}/{FEED}"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(site)}/"/>\n'
        f"<updated>{_moment(latest.date)}</updated>\n<author><name>{escape(latest.title)}</name></author>\n"
    )
    return f"{head}{''.join(entries)}</feed>\n"


def _edition(edition: Edition, site: str) -> str:
    record = edition.record
    words = words_for(record.language)
    where = f"{HTML}{START}" if f"{HTML}{START}" in record.outputs else ""
    name = words["edition"].format(version=record.version, date=record.date)
    return _entry(f"{record.title}: {name}", f"{site}/{quote(record.version)}/{where}", record.date, record.full_title)


def _entry(title: str, address: str, date: str, text: str) -> str:
    return (
        f'<entry><title>{escape(title)}</title><id>{escape(address)}</id><link href="{escape(address)}"/>'
        f"<updated>{_moment(date)}</updated><summary>{escape(text)}</summary></entry>\n"
    )


def _moment(date: str) -> str:
    """A day, or the first of a year or month of which no more is known."""
    return f"{(date + '-01-01')[:10] if len(date) < 10 else date}{MIDNIGHT}"

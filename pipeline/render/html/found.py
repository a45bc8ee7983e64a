"""What lets others find and quote a page: its description, and where the book has a site, its address, what networks
show of it, and what machines read of it (Open Graph; schema.org as JSON-LD).

In: the site and what was seen of its sections. Out: the head of every page; no address where there is no `site_url`. A
page's address is that of the newest edition, which stands in front; a variant and its pages stand with their edition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from html import escape

from ...book.model import Book, Section
from ...manuscript.licences import address_of, apart
from ...manuscript.model import License
from ...theme import Labels
from ..own_pages import own_pages
from .languages import alternates
from .site import SHEETS, START, Site, name_of
from .survey import Method, Survey

PICTURE = "assets/card.png"
FEED = "feed.xml"
# Longer ones are cut by those who show them.
MOST_LETTERS = 160
_ROLES = {"aut": "author", "edt": "editor", "ill": "illustrator", "trl": "translator", "ctb": "contributor"}
_WRITTEN = {"pdf": "application/pdf", "epub": "application/epub+zip", "html": "text/html"}
Data = dict[str, object]


@dataclass(frozen=True, slots=True)
class Finder:
    """Writes heads. `base` ends with a slash, and is empty where the book has no site."""

    site: Site
    surveys: Mapping[str, Survey]
    labels: Labels
    base: str

    def head(self, file: str) -> str:
        """The head of a page, by its file's name."""
        section = next((one for one in self.site.sections if f"{self.site.names[one.id]}.html" == file), None)
        manifest = self.site.book.manifest
        told = self.description(file, section)
        lines = [_meta("name", "description", told)] if told else []
        if address := address_of(self.license(section)):
            lines.append(f'<link rel="license" href="{escape(address)}">')
        if self.base:
            title = name_of(section) if section else manifest.title
            lines += [
                f'<link rel="canonical" href="{escape(self.address(file))}">',
                f'<link rel="alternate" type="application/atom+xml" href="{escape(self.feed)}">',
                *([f'<link rel="alternate" type="text/markdown" href="{written_as(file)}">'] if section else []),
                _meta("property", "og:type", "article" if section else "book"),
                _meta("property", "og:title", title),
                *([_meta("property", "og:description", told)] if told else []),
                _meta("property", "og:site_name", manifest.title),
                _meta("property", "og:locale", manifest.language.replace("-", "_")),
                _meta("property", "og:url", self.address(file)),
                _meta("property", "og:image", self.base + PICTURE),
                _meta("name", "twitter:card", "summary_large_image"),
                *(_script(data) for data in self._data(file, section)),
            ]
        lines += alternates(self.site, file, self.address(file) if self.base else "")
        return "\n".join(lines)

    def address(self, file: str) -> str:
        """The whole address of a page."""
        return self.base + ("" if file == START else file)

    def license(self, section: Section | None) -> str:
        """The licence of a page: that of hand-outs for a sheet, that of the text for all others."""
        license = self.site.book.manifest.license
        return license.handouts if section and section.kind in SHEETS else license.text

    @property
    def feed(self) -> str:
        """Where the site of editions tells of new ones."""
        return f"{self.site.book.manifest.site_url.rstrip('/')}/{FEED}"

    def description(self, file: str, section: Section | None) -> str:
        """What a page is about, short enough to be shown whole."""
        manifest = self.site.book.manifest
        if section is None:
            names = asdict(own_pages(manifest.language))
            said = self.labels.under("ui.about")
            own = {names[kind]: text for kind, text in said.items() if kind in names}
            text = manifest.description if file == START else own.get(file.removesuffix(".html"), "")
        else:
            front, opening = section.front, self.surveys[section.id].opening
            text = front.summary or front.promise or front.purpose or opening
            text = text or ": ".join(part for part in (name_of(section), section.subtitle or manifest.title) if part)
        return shorten(text)

    def _data(self, file: str, section: Section | None) -> Iterator[Data]:
        if file == START:
            yield _book(self.site.book, self.base, self.labels)
        for method in self.surveys[section.id].methods if section else ():
            if method.steps:
                yield self._how_to(method, section.title if section else "")

    def _how_to(self, method: Method, title: str) -> Data:
        return {
            "@context": "https://schema.org",
            "@type": "HowTo",
            "name": method.title or title,
            "url": self.base + self.site.address(method.id),
            "inLanguage": self.site.book.manifest.language,
            **({"description": method.goal} if method.goal else {}),
            "step": [{"@type": "HowToStep", "name": one, "text": one} for one in method.steps],
        }


def written_as(file: str) -> str:
    """The Markdown file of a page."""
    return f"{file.removesuffix('.html')}.md"


def shorten(text: str) -> str:
    """A text of at most as many letters as are shown: whole sentences, else whole words."""
    text = " ".join(text.replace("\u00ad", "").split())
    if len(text) <= MOST_LETTERS:
        return text
    cut = text[:MOST_LETTERS]
    sentences = re.match(r".{60,}[.!?](?=\s)", cut)
    return sentences[0] if sentences else cut.rpartition(" ")[0].rstrip(",;:–") + " …"


def _book(book: Book, base: str, labels: Labels) -> Data:
    manifest = book.manifest
    people: dict[str, list[Data]] = {}
    for one in manifest.contributors:
        kind = "Organization" if one.organisation else "Person"
        for role in dict.fromkeys(_ROLES.get(role, "contributor") for role in one.roles):
            people.setdefault(role, []).append({"@type": kind, "name": one.name})
    numbers = {"pdf": manifest.isbn.pdf, "epub": manifest.isbn.epub}
    data: Data = {
        "@context": "https://schema.org",
        "@type": "Book",
        "name": manifest.title,
        "url": base,
        "image": base + PICTURE,
        "inLanguage": manifest.language,
        "identifier": [name for name in _names(book) if name],
        "alternativeHeadline": manifest.subtitle,
        "description": manifest.description,
        "keywords": ", ".join(manifest.subjects),
        "copyrightNotice": manifest.rights,
        "license": address_of(manifest.license.text) or manifest.license.text,
        "hasPart": list(_licensed_apart(manifest.license, labels)),
        "bookEdition": "" if book.draft else manifest.edition,
        "datePublished": "" if book.draft else manifest.date,
        "publisher": {"@type": "Organization", "name": manifest.publisher} if manifest.publisher else "",
        "isbn": manifest.isbn.print,
        **people,
        "workExample": [
            {"@type": "Book", "bookFormat": "https://schema.org/EBook", "encodingFormat": _WRITTEN[name]}
            | ({"isbn": numbers[name]} if numbers.get(name) else {})
            for name in manifest.formats
            if name in _WRITTEN
        ],
    }
    return {name: value for name, value in data.items() if value}


def _names(book: Book) -> tuple[str, ...]:
    manifest = book.manifest
    doi = f"https://doi.org/{manifest.doi}" if manifest.doi else ""
    return (manifest.identifier,) if book.draft else (manifest.identifier, doi, manifest.urn)


def _licensed_apart(license: License, labels: Labels) -> Iterator[Data]:
    """Pictures and hand-outs, where they are not under the text's licence."""
    for kind, id in apart(license):
        if kind not in ("", "text"):
            name = labels.word(f"licenses.{kind}")
            yield {"@type": "CreativeWork", "name": name, "license": address_of(id) or id}


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}">'


def _script(data: Data) -> str:
    """Data only, which no browser runs; nothing in it may end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'

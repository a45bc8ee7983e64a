"""Who asks for what, once: the table that `edition trade` works by and that docs/handel.md shows.

Each row has its source and the day on which that was looked at; `backed` says whether the source itself was read. What
was not is common knowledge in the trade, and is to be verified before one relies on it.
"""

from __future__ import annotations

from dataclasses import dataclass

SEEN = "2026-11-30"
MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a channel asks for, in German as the docs are: `name` is that of a check in `channels`."""

    channel: str
    name: str
    text: str
    source: str
    backed: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """What a printing house takes: pages, how many at a time, bleed in millimetres, whether marks may stand on the
    sheet, and from how many pages on the spine may bear words."""

    name: str
    title: str
    least_pages: int
    most_pages: int
    pages_by: int
    bleed_mm: float
    marks: bool
    spine_text_from: int
    source: str
    backed: bool


INGRAM = "ingramspark.com/blog/file-requirements-for-print-books"
DAISY = "kb.daisy.org/publishing/docs/metadata/onix/codelist-196"
HOUSES = (
    House("kdp", "Amazon KDP", 24, 828, 2, 3.2, False, 79, "kdp.amazon.com/help/topic/G201857950", True),
    House("bod", "BoD", 24, 1050, 2, 5.0, False, 80, "bod.de/verlage/coverberechnung", True),
    House("epubli", "epubli", 24, 840, 4, 3.0, False, 80, "epubli.de/hilfe/checkliste", True),
    House(
        "ingram",
        "IngramSpark",
        18,
        1200,
        2,
        3.2,
        False,
        48,
        INGRAM,
        True,
    ),
    House("druckerei", "jede Druckerei", 4, 2000, 4, 3.0, True, 60, "Bogen werden zu vier Seiten gefalzt", False),
)

REQUIREMENTS = (
    Requirement("shop", "epub", "die Ausgabe als EPUB", "kdp.amazon.com, tolino.media"),
    Requirement("shop", "cover", "Titelbild als JPEG, mindestens 1600 × 2560 Pixel", "kdp.amazon.com"),
    Requirement("shop", "isbn-epub", "eine eigene ISBN für das E-Book", "isbn.org, german-isbn.de"),
    Requirement("shop", "author", "eine Person oder ein Haus, das den Text verantwortet", "ONIX 3.1, Block 1, P.7"),
    Requirement("shop", "publisher", "ein Verlag", "ONIX 3.1, Block 4, P.19"),
    Requirement("shop", "thema", "mindestens ein Thema-Code", "vlb.de, ns.editeur.org/thema"),
    Requirement("shop", "price", "ein Preis mit Währung", "vlb.de, ONIX 3.1, Block 6, P.26"),
    Requirement("shop", "accessibility", "gemessene Angaben zur Barrierefreiheit (Liste 196)", DAISY, True),
    Requirement("print", "inside", "Innenteil ohne Umschlag als PDF/X-4", "kdp.amazon.com, bod.de", True),
    Requirement("print", "wrap", "Umschlag mit Rücken als ein Bogen", "bod.de/verlage/coverberechnung", True),
    Requirement("print", "isbn-print", "eine ISBN mit Strichcode", "bod.de/verlage/coverberechnung", True),
    Requirement("print", "paper", "die Dicke des Papiers für den Rücken", "die Druckerei"),
    Requirement("archive", "doi", "eine reservierte DOI, im Impressum gedruckt", "help.zenodo.org"),
    Requirement("archive", "license", "eine Lizenz als SPDX-Kennung", "help.zenodo.org, spdx.org/licenses"),
    Requirement("archive", "author", "Personen, am besten mit ORCID", "help.zenodo.org, DataCite 4"),
    Requirement("archive", "checksums", "eine Prüfsumme für jede Datei", "unsere Regel"),
    Requirement("library", "pdf", "eine Datei ohne Schutz, mit Metadaten", "dnb.de/netzpub"),
    Requirement("library", "publisher", "ein Verlag oder Herausgeber", "dnb.de/netzpub"),
    Requirement("library", "urn", "eine URN, wenn die Bibliothek eine vergeben hat", "dnb.de/urnservice"),
    Requirement("web", "html", "die Web-Ausgabe", "unsere Regel"),
    Requirement("web", "site", "die Adresse der Seite (`site_url`)", "RFC 4287, 4.1.1: id und Links sind Adressen"),
    Requirement("web", "epub", "eine Datei, die ein Katalog anbieten kann", "OPDS 1.2"),
)  # fmt: skip

# What stands in one list at the end: who has to supply it.
SUPPLIERS = {
    "epub": "Redaktion: `epub` unter `formats`, neu schneiden",
    "html": "Redaktion: `html` unter `formats`, neu schneiden",
    "pdf": "Redaktion: `pdf` unter `formats`, neu schneiden",
    "inside": "Redaktion: `print` unter `formats`, neu schneiden",
    "wrap": "Redaktion: `cover` unter `formats`, neu schneiden",
    "cover": "Gestaltung: ein größeres Bild als `templates/cover.jpg`, oder keins",
    "isbn-epub": "Verlag: `isbn: {epub: …}`",
    "isbn-print": "Verlag: `isbn: {print: …}`",
    "author": "Projektteam: `contributors` mit der Rolle aut",
    "publisher": "Projektteam: `publisher`",
    "thema": "Verlag: `thema`",
    "price": "Verlag: `prices`",
    "paper": "Druckerei: `paper_mm`",
    "doi": "Redaktion: bei Zenodo reservieren, dann `doi`",
    "license": "Projektteam: `license`",
    "urn": "Bibliothek: `urn`",
    "site": "Redaktion: `site_url`",
    "accessibility": "Redaktion: `epub` unter `formats`, neu schneiden",
    "checksums": "das Programm",
}
CHANNELS = tuple(dict.fromkeys(one.channel for one in REQUIREMENTS))
TITLES = {
    "shop": "Handel (VLB, tolino, Apple, Kobo, KDP)",
    "print": "Druck",
    "archive": "Archiv (Zenodo)",
    "library": "Bibliothek (DNB)",
    "web": "Web",
}


def as_markdown() -> str:
    """The tables for docs/handel.md."""
    rows = ["| Kanal | verlangt | Quelle | nachgelesen |", "|---|---|---|---|"]
    rows += [f"| {TITLES[one.channel]} | {one.text} | {one.source} | {_seen(one.backed)} |" for one in REQUIREMENTS]
    rows += ["", "| Haus | Seiten | Vielfaches | Anschnitt | Marken | Text auf dem Rücken | Quelle | nachgelesen |"]
    rows.append("|---|---|---|---|---|---|---|---|")
    rows += [
        f"| {one.title} | {one.least_pages}–{one.most_pages} | {one.pages_by} | {one.bleed_mm:g} mm | "
        f"{'ja' if one.marks else 'nein'} | ab {one.spine_text_from} Seiten | {one.source} | {_seen(one.backed)} |"
        for one in HOUSES
    ]
    return "\n".join(rows) + "\n"


def _seen(backed: bool) -> str:
    return SEEN if backed else "noch zu prüfen"

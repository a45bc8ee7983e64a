"""Who asks for what, once: the tables that `edition trade` works by and that docs/handel.md shows.

Each row has its source. `read` is the day on which a stored copy of the source itself was read; where it is empty, the
row is common knowledge in the trade, and is to be verified before one relies on it. A house may be read but for some of
its rules: they are named.
"""

from __future__ import annotations

from dataclasses import dataclass

READ = "2026-12-01"
MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a channel asks for, in German as the docs are: `name` is that of a check in `channels`. What is optional is
    told where it lacks, and holds nothing up."""

    channel: str
    name: str
    text: str
    source: str
    read: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """What a printing house takes of an inside: how many pages and by what number they can be divided, how much bleed,
    in millimetres, and whether at the spine, too, whether marks may stand on the sheet, from how many pages on the
    spine may bear words, how far text stays away from the spine (by the most pages for which that is enough) and from
    the other edges; how thick its papers are, a leaf in millimetres. `unread` are rules not read at the source."""

    name: str
    title: str
    least_pages: int
    most_pages: int
    pages_by: int
    bleed_mm: float
    spine_text_from: int
    source: str
    read: str = ""
    unread: tuple[str, ...] = ()
    marks: bool = False
    bleed_at_spine: bool = True
    gutters_mm: tuple[tuple[int, float], ...] = ()
    edge_mm: float = 0.0
    papers_mm: tuple[tuple[str, float], ...] = ()

    def gutter_mm(self, pages: int) -> float:
        """How far text stays away from the spine of a book with so many pages."""
        return next((width for most, width in self.gutters_mm if pages <= most), 0.0)


# An eighth of an inch.
EIGHTH = 3.175
HOUSES = (
    House(
        "kdp",
        "Amazon KDP",
        24,
        828,
        2,
        EIGHTH,
        79,
        "kdp.amazon.com/help: G201857950, G201953020, GVBQ3CMEQW3W2VL6",
        READ,
        ("Bund",),
        bleed_at_spine=False,
        gutters_mm=((150, 9.6), (300, 12.7), (500, 15.9), (700, 19.1), (828, 22.3)),
        edge_mm=9.6,
        papers_mm=(("weiß", 0.1144), ("creme", 0.127), ("weiß, farbig", 0.1192)),
    ),
    House("bod", "BoD", 24, 1050, 2, 5.0, 80, "bod.de/verlage/coverberechnung", READ, ("Vielfaches", "Rücken")),
    House(
        "epubli",
        "epubli",
        24,
        840,
        4,
        3.0,
        80,
        "epubli.de/hilfe/checkliste",
        READ,
        ("Seiten", "Vielfaches", "Anschnitt", "Rücken"),
    ),
    House(
        "ingram",
        "IngramSpark",
        18,
        1200,
        2,
        EIGHTH,
        48,
        "ingramspark.com/blog/file-requirements-for-print-books",
        READ,
        ("Seiten", "Rücken"),
        bleed_at_spine=False,
        gutters_mm=((1200, 13.0),),
        edge_mm=13.0,
    ),
    House("druckerei", "jede Druckerei", 4, 2000, 4, 3.0, 60, "Bogen werden zu vier Seiten gefalzt", marks=True),
)


@dataclass(frozen=True, slots=True)
class Shop:
    """What a shop asks of pictures: how large that of the cover is at least, how many pixels one inside may have."""

    title: str
    width_px: int
    height_px: int
    most_px: int
    source: str
    read: str = ""


APPLE = "help.apple.com/itc/booksassetguide: Images"
SHOPS = (
    Shop("Amazon KDP", 625, 1000, 0, "kdp.amazon.com/help: G6GTK3T3NUHKLEFX", READ),
    Shop("Apple Books", 0, 0, 5_600_000, APPLE, READ),
    Shop("tolino, Kobo", 0, 0, 0, "tolino-media.de/FAQ, Kobo Writing Life: kein Maß gefunden"),
)

DAISY = "kb.daisy.org/publishing/docs/metadata/onix/codelist-196"
VLB_GROUPS = "vlb.de/hilfe/vlb-onix-empfehlungen/schlagwoerter-und-produktklassifikation"
REQUIREMENTS = (
    Requirement(
        "shop", "epub", "die Ausgabe als EPUB, ohne Fehler in EPUBCheck", "itunespartner.apple.com/books", READ
    ),
    Requirement(
        "shop", "cover", "Titelbild als JPEG, mindestens 1600 × 2560 Pixel", "kdp.amazon.com: G6GTK3T3NUHKLEFX", READ
    ),
    Requirement("shop", "isbn-epub", "eine eigene ISBN für das E-Book", "Merkblatt der ISBN-Agenturen, sbvv.ch", READ),
    Requirement("shop", "author", "eine Person oder ein Haus, das den Text verantwortet", "ONIX 3.1, Block 1, P.7"),
    Requirement("shop", "publisher", "ein Verlag", "ONIX 3.1, Block 4, P.19"),
    Requirement("shop", "warengruppe", "die Warengruppe (Pflicht im VLB)", VLB_GROUPS, READ),
    Requirement("shop", "thema", "mindestens ein Thema-Code", VLB_GROUPS, READ),
    Requirement(
        "shop",
        "price",
        "ein Preis mit Währung; Land und Steuer folgen daraus",
        "vlb.de/hilfe/vlb-onix-empfehlungen/preise",
        READ,
    ),
    Requirement("shop", "accessibility", "gemessene Angaben zur Barrierefreiheit (Liste 196)", DAISY, READ),
    Requirement(
        "print",
        "inside",
        "Innenteil ohne Umschlag, eine Datei, Schriften eingebettet",
        "alle Häuser der Tabelle unten",
        READ,
    ),
    Requirement("print", "wrap", "Umschlag mit Rücken als ein Bogen", "bod.de, kdp.amazon.com: G201953020", READ),
    Requirement("print", "isbn-print", "eine ISBN mit Strichcode", "bod.de/verlage/coverberechnung", READ),
    Requirement(
        "print",
        "paper",
        "die Dicke des Papiers für den Rücken",
        "kdp.amazon.com: G201857950; sonst die Druckerei",
        READ,
    ),
    Requirement(
        "archive",
        "doi",
        "eine reservierte DOI, im Impressum gedruckt",
        "help.zenodo.org/docs/deposit/about-records",
        READ,
    ),
    Requirement("archive", "license", "eine Lizenz als SPDX-Kennung", "zenodraft/metadata-schema-zenodo 0.3.0", READ),
    Requirement("archive", "author", "Personen, am besten mit ORCID", "zenodraft/metadata-schema-zenodo 0.3.0", READ),
    Requirement("archive", "checksums", "eine Prüfsumme für jede Datei", "unsere Regel"),
    Requirement(
        "library",
        "pdf",
        "eine Datei ohne Schutz, am liebsten PDF/A",
        "dnb.de: Technische Grundlagen der Ablieferung",
        READ,
    ),
    Requirement("library", "publisher", "ein Verlag oder Herausgeber", "dnb.de/netzpub"),
    Requirement(
        "library",
        "urn",
        "eine URN; die DNB vergibt sie beim Abliefern selbst",
        "dnb.de: Hilfe, Registrierung, Schritt 4",
        READ,
        optional=True,
    ),
    Requirement("web", "html", "die Web-Ausgabe", "unsere Regel"),
    Requirement("web", "site", "die Adresse der Seite (`site_url`)", "RFC 4287, 4.1.1: id und Links sind Adressen"),
    Requirement("web", "epub", "eine Datei, die ein Katalog anbieten kann", "OPDS 1.2"),
)

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
    "warengruppe": "Verlag: `warengruppe`",
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
    return "\n".join((*_channels(), "", *_houses(), "", *_shops())) + "\n"


def _channels() -> list[str]:
    rows = ["| Kanal | verlangt | Quelle | nachgelesen |", "|---|---|---|---|"]
    for one in REQUIREMENTS:
        text = f"{one.text} (wenn vorhanden)" if one.optional else one.text
        rows.append(f"| {TITLES[one.channel]} | {text} | {one.source} | {_seen(one.read)} |")
    return rows


def _houses() -> list[str]:
    heads = "Haus | Seiten | Vielfaches | Anschnitt | Marken | Rückentext | Bund | Rand | Papier, mm je Blatt"
    heads += " | Quelle | nachgelesen"
    rows = [f"| {heads} |", "|---" * (heads.count("|") + 1) + "|"]
    for one in HOUSES:
        gutters = "; ".join(f"bis {most} Seiten {_mm(width)}" for most, width in one.gutters_mm) or "–"
        bleed = f"{_mm(one.bleed_mm)}{'' if one.bleed_at_spine else ', nicht am Bund'}"
        edge = _mm(one.edge_mm) if one.edge_mm else "–"
        papers = "; ".join(f"{name} {thick:g}".replace(".", ",") for name, thick in one.papers_mm) or "erfragen"
        rows.append(
            f"| {one.title} | {one.least_pages}–{one.most_pages} | {one.pages_by} | {bleed} | "
            f"{'ja' if one.marks else 'nein'} | ab {one.spine_text_from} Seiten | {gutters} | {edge} | {papers} | "
            f"{one.source} | {_seen(one.read, one.unread)} |"
        )
    return rows


def _shops() -> list[str]:
    rows = ["| Laden | Titelbild | Bild im EPUB | Quelle | nachgelesen |", "|---|---|---|---|---|"]
    for one in SHOPS:
        cover = f"ab {one.width_px} × {one.height_px} Pixel" if one.width_px else "–"
        inside = f"bis {one.most_px / 1e6:.1f}".replace(".", ",") + " Mio. Pixel" if one.most_px else "–"
        rows.append(f"| {one.title} | {cover} | {inside} | {one.source} | {_seen(one.read)} |")
    return rows


def _mm(width: float) -> str:
    return f"{width:.1f} mm".replace(".", ",").replace(",0 mm", " mm")


def _seen(read: str, unread: tuple[str, ...] = ()) -> str:
    if not read:
        return "noch zu prüfen"
    return f"{read}; noch zu prüfen: {', '.join(unread)}" if unread else read

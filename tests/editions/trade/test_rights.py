"""What may be done with the book: imprint, EPUB, PDF, web edition and ONIX say the same, of text and pictures apart."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

import pikepdf
import pytest
from lxml import etree

from pipeline.book.model import Book, PageMap
from pipeline.cache import MemoryCache
from pipeline.editions.cut import make_record
from pipeline.editions.produce import Produced
from pipeline.editions.readiness import Wanted
from pipeline.editions.trade.catalogues import dublin_core, marc, opds
from pipeline.editions.trade.measured import Measured
from pipeline.editions.trade.onix import write_onix
from pipeline.editions.zenodo import write_zenodo
from pipeline.manuscript.licences import address_of, apart, handout_statement, spoken
from pipeline.manuscript.model import License
from pipeline.record.edition import Record
from pipeline.render import epub, handouts, html, pdf, prepress
from pipeline.render.job import Job
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.record.samples import read

RIGHTS = "Mit Namensnennung & Verweis frei."
DEEDS = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
SPOKEN = "Text CC-BY-4.0; Bilder CC-BY-NC-4.0; Einzelblätter, Briefe und Muster CC0-1.0"
DOI, URN = "10.5281/zenodo.7", "urn:nbn:de:101:1-7"
THEME = default_theme("de")
BOOK = f"""title: Probe
language: de
publisher: Verlag
identifier: urn:uuid:1
rights: {RIGHTS}
license: {{text: CC-BY-4.0, pictures: CC-BY-NC-4.0, handouts: CC0-1.0}}
handout_rights: Dieses Blatt darf kopiert werden.
doi: {DOI}
urn: {URN}
isbn: {{pdf: 978-3-00-000002-7, epub: 978-3-00-000003-4}}
site_url: https://example.org/probe/
front_matter: [chapters/impressum.md]
parts:
  - title: Eins
    chapters: [chapters/a.md]
"""
FILES = {
    "book.yaml": BOOK,
    "chapters/impressum.md": "# Impressum\n\nHerausgegeben vom Verlag.\n",
    "chapters/a.md": "---\nversprechen: Du kannst es.\n---\n# Anfang\n\nEin Satz.\n",
    "checklists/liste.md": "---\nzweck: Planen.\n---\n# Liste\n\n- [ ] Raum buchen\n- [ ] Alle einladen\n",
}


@dataclass(frozen=True)
class Made:
    """A book in all its forms."""

    book: Book
    files: Mapping[str, bytes]
    record: Record


@pytest.fixture(scope="module")
def made() -> Made:
    book = read(FILES, "1.0")
    cache = MemoryCache()
    with Workshop(1) as workshop:
        job = Job(book, THEME, cache, lambda: workshop)
        printed = pdf.render(book, THEME, cache, workshop)
        files = {**printed.value.artifacts, **prepress.make(job).value, **handouts.make(job).value}
        files |= epub.make(job).value
    files |= html.render(book, THEME, PageMap()).value
    record, _ = make_record(Produced(files, book, PageMap()), Wanted("1.0", "", "2027-03-01"), "a" * 40, None, {})
    return Made(book, files, record)


def _text(tree: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", tree))


def _packet(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return opened.Root.Metadata.read_bytes().decode()


def _package(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("EPUB/content.opf").decode()


def _said(made: Made) -> dict[str, tuple[str, str]]:
    """What each of the five says: all its words about rights, and the address of the text's licence."""
    imprint = next(one.body for one in made.book.sections if one.id == "impressum")
    packet, package = _packet(made.files["probe.pdf"]), _package(made.files["probe.epub"])
    start = made.files["html/index.html"].decode()
    onix = etree.fromstring(write_onix(made.record, Measured()))
    (terms,) = re.findall(r"<xmpRights:UsageTerms>.*?</xmpRights:UsageTerms>", packet)
    return {
        "imprint": (_text(imprint), str(*re.findall(rf'href="({DEEDS["CC-BY-4.0"]})"', imprint))),
        "EPUB": (
            _text(" ".join(re.findall(r"<dc:rights>.*?</dc:rights>", package))),
            _one(r"dcterms:license\">(.*?)<", package),
        ),
        "PDF": (_text(terms), _one(r"<xmpRights:WebStatement>(.*?)<", packet)),
        "web": (_text(start.partition("<footer")[2]), _one(r'<link rel="license" href="(.*?)"', start)),
        "ONIX": (
            " ".join(one.text or "" for one in onix.iter("{*}Text")),
            onix.findtext(".//{*}EpubLicenseExpressionLink") or "",
        ),
    }


def _one(pattern: str, text: str) -> str:
    (found,) = re.findall(pattern, text)
    return str(found)


def test_all_five_say_the_same(made: Made) -> None:
    for name, (words, address) in _said(made).items():
        assert address == DEEDS["CC-BY-4.0"], name
        assert RIGHTS in words, name
        assert SPOKEN in " ".join(words.split()), name


def test_machines_read_of_pictures_and_handouts_apart(made: Made) -> None:
    start = made.files["html/index.html"].decode()
    (data,) = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', start)]
    assert data["license"] == DEEDS["CC-BY-4.0"] and data["copyrightNotice"] == RIGHTS
    parts = {one["name"]: one["license"] for one in data["hasPart"]}
    assert parts == {"Bilder": DEEDS["CC-BY-NC-4.0"], "Einzelblätter, Briefe und Muster": DEEDS["CC0-1.0"]}
    sheet = made.files["html/liste.html"].decode()
    assert _one(r'<link rel="license" href="(.*?)"', sheet) == DEEDS["CC0-1.0"]


def test_a_handout_is_under_the_licence_of_handouts(made: Made) -> None:
    packet = _packet(made.files["handouts/liste.pdf"])
    assert _one(r"<xmpRights:WebStatement>(.*?)<", packet) == DEEDS["CC0-1.0"]
    assert "<xmpRights:Marked>False<" in packet
    assert "Dieses Blatt darf kopiert werden. CC0-1.0" in packet
    assert handout_statement(made.book.manifest) == "Dieses Blatt darf kopiert werden. CC0-1.0"


def test_the_print_file_says_it_too(made: Made) -> None:
    packet = _packet(made.files["probe-print.pdf"])
    assert DEEDS["CC-BY-4.0"] in packet and SPOKEN in packet


def test_names_that_were_reserved_are_in_imprint_and_files(made: Made) -> None:
    imprint = next(one.body for one in made.book.sections if one.id == "impressum")
    start = made.files["html/index.html"].decode()
    for text in (imprint, _packet(made.files["probe.pdf"]), _package(made.files["probe.epub"]), start):
        assert DOI in text and URN in text


def test_catalogues_say_it_too(made: Made) -> None:
    for data in (dublin_core(made.record), opds((made.record,))):
        words = " ".join(etree.fromstring(data).itertext())
        assert RIGHTS in words and SPOKEN in " ".join(words.split())
    rows = [
        {part.get("code"): part.text for part in field}
        for field in etree.fromstring(marc(made.record)).iterfind("{*}datafield[@tag='540']")
    ]
    assert [(row.get("3"), row.get("a"), row["f"], row["u"]) for row in rows] == [
        ("Text", RIGHTS, "CC-BY-4.0", DEEDS["CC-BY-4.0"]),
        ("Bilder", None, "CC-BY-NC-4.0", DEEDS["CC-BY-NC-4.0"]),
        ("Einzelblätter, Briefe und Muster", None, "CC0-1.0", DEEDS["CC0-1.0"]),
    ]
    assert DEEDS["CC-BY-4.0"] in opds((made.record,)).decode()
    assert json.loads(write_zenodo(made.record))["license"] == "CC-BY-4.0"


def test_an_imprint_that_says_it_by_itself_is_not_told_twice() -> None:
    own = {**FILES, "chapters/impressum.md": f"# Impressum\n\n{RIGHTS.replace('&', '&amp;')}\n"}
    imprint = next(one.body for one in read(own, "1.0").sections if one.id == "impressum")
    assert _text(imprint).count(RIGHTS) == 1


@pytest.mark.parametrize(
    ("id", "address"),
    [
        *DEEDS.items(),
        ("CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        ("LicenseRef-Haus", ""),
        ("", ""),
    ],
)
def test_a_licence_has_an_address(id: str, address: str) -> None:
    assert address_of(id) == address


def test_one_licence_for_all_is_told_once() -> None:
    same = License("MIT", "MIT", "MIT")
    assert apart(same) == (("", "MIT"),) and spoken(same, str) == "MIT"
    assert apart(License()) == () and spoken(License(), str) == ""

"""Every channel gets what it asks for; what it would send back is refused, with the place and the cure."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import onixcheck
import pikepdf
import pytest
import yaml
from lxml import etree
from PIL import Image

from pipeline.codes import CODES
from pipeline.editions.trade import requirements
from pipeline.editions.trade.channels import Goods, lacking, make
from pipeline.editions.trade.limits import Inside, house_limits, measure_inside
from pipeline.editions.trade.measured import measure
from pipeline.editions.trade.objections import JUDGES
from pipeline.editions.trade.requirements import HOUSES
from pipeline.editions.trade.shelf import LIST, TODO, deliver, hand_over
from pipeline.render import prepress
from pipeline.workspace import MemoryWorkspace
from tests.editions.published import FIRST
from tests.record.samples import files_of, read, shelve

from .goods import DEED, DOI, FACTS, NUMBERS, PAGES, book_file, page, pages, whole, with_facts, with_file, without, wrap

DOCS = Path(__file__).parents[3] / "docs" / "handel.md"


@pytest.mark.parametrize("channel", requirements.CHANNELS)
def test_the_sums_of_a_folder_hold(channel: str) -> None:
    made = make(channel, whole())
    lines = made["SHA256SUMS"].decode().splitlines()
    assert {line.partition("  ")[2]: line.partition("  ")[0] for line in lines} == {
        path: hashlib.sha256(data).hexdigest() for path, data in made.items() if path != "SHA256SUMS"
    }


def _named(tree: bytes, name: str) -> list[str]:
    return [one.text or "" for one in etree.fromstring(tree).iter("{*}" + name)]


def test_a_whole_edition_goes_to_every_channel() -> None:
    done = hand_over(whole())
    assert done.diagnostics == ()
    assert done.value is not None
    assert done.value.ready == requirements.CHANNELS
    assert done.value.missing == ()
    assert {path.split("/")[0] for path in done.value.files} == {*requirements.CHANNELS, LIST, TODO}
    assert hand_over(whole()).value == done.value


RELEASES = ("onix-3.1.xml", "onix-3.0.xml")


def _judge(message: bytes, folder: Path) -> list[object]:
    (folder / "onix.xml").write_bytes(message)
    found: list[object] = onixcheck.validate(str(folder / "onix.xml"))
    return found


def test_shops_get_onix_that_is_valid_and_names_every_form(tmp_path: Path) -> None:
    made = make("shop", whole())
    assert set(made) == {"buch.epub", "cover.jpg", *RELEASES, "SHA256SUMS"}
    assert [_judge(made[name], tmp_path) for name in RELEASES] == [[], []]
    onix = made[RELEASES[0]]
    numbers = {number.replace("-", "") for number in NUMBERS.values()}
    assert numbers <= set(_named(onix, "IDValue"))
    assert _named(onix, "PriceAmount") == ["24.90", "14.90"]
    assert _named(onix, "TaxRatePercent") == ["7", "7"]
    assert _named(onix, "CountriesIncluded") == ["DE", "DE"]
    # The trade puts e-books on a shelf of their own.
    assert _named(onix, "SubjectCode") == ["1783", "KJD", "1DFG", "9783", "KJD", "1DFG", "9783", "KJD", "1DFG"]
    assert _named(onix, "CopyrightOwner") and _named(onix, "CorporateName").count("Verlag") == 3
    picture = Image.open(io.BytesIO(made["cover.jpg"]))
    assert picture.width >= 1600 and picture.height >= 2560


def test_the_schema_refuses_a_message_that_is_wrong(tmp_path: Path) -> None:
    spoilt = make("shop", whole())[RELEASES[0]].replace(b"<ProductForm>BC<", b"<ProductForm>ZZZ<")
    assert _judge(spoilt, tmp_path) != []


def test_a_later_edition_says_whose_place_it_takes() -> None:
    goods = whole()
    former = replace(goods.shelf[0], isbn={"print": "978-3-00-000001-0"})
    made = make("shop", replace(goods, shelf=(former, goods.record)))[RELEASES[0]]
    (related, *_) = etree.fromstring(made).iter("{*}RelatedMaterial")
    assert [(one[0].text, one.findtext(".//{*}IDValue")) for one in related] == [
        ("06", "9783161484124"),
        ("06", "9783161484117"),
        ("03", "9783000000010"),
    ]


def test_accessibility_is_what_the_files_bear_out() -> None:
    found = measure(book_file())
    assert {"10", "11", "13", "14", "29", "30", "36"} <= set(found.codes)
    assert found.unfounded == ()
    assert found.summary.startswith("Der Text passt sich")
    silent = _rewritten(book_file(), "tableOfContents", "somethingElse")
    assert "11" not in measure(silent).codes


@pytest.mark.parametrize(
    ("claim", "code", "old", "new"),
    [
        ("alternativeText", "14", ' alt="', ' title="'),
        ("tableOfContents", "11", 'epub:type="toc"', 'epub:type="lot"'),
        ("ARIA", "30", " role=", " data-role="),
        ("readingOrder", "13", "h2", "h5"),
        ("longDescription", "15", 'class="description"', 'class="text"'),
    ],
)
def test_a_claim_without_ground_is_no_code_and_is_told(claim: str, code: str, old: str, new: str) -> None:
    found = measure(_rewritten(book_file(), old, new))
    assert code not in found.codes
    assert claim in found.unfounded


def test_some_long_descriptions_are_not_descriptions_of_all() -> None:
    """List 196 asks for all pictures, schema.org for none in particular."""
    assert measure(book_file()).unfounded == ()
    more = _rewritten(book_file(), "<figcaption", '<img src="x.png" alt="Noch eins"/><figcaption')
    assert "15" in measure(book_file()).codes
    assert "15" not in measure(more).codes and measure(more).unfounded == ()


def _rewritten(epub: bytes, old: str, new: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            made.writestr(name, data.replace(old.encode(), new.encode()) if name.endswith((".opf", ".xhtml")) else data)
    return target.getvalue()


def _beyond(data: bytes, number: int) -> list[float]:
    """How far the bleed of a page reaches beyond its left, lower, right and upper edge, in millimetres."""
    with pikepdf.open(io.BytesIO(data)) as book:
        page = book.pages[number].obj
        bleed, trim = ([float(edge) for edge in box] for box in (page.BleedBox, page.TrimBox))
    return [round(abs(a - b) / requirements.MM, 2) for a, b in zip(bleed, trim, strict=True)]


def test_houses_get_sheets_with_their_bleed_and_marks_or_none() -> None:
    made = make("print", whole())
    for house in HOUSES:
        data = made[f"{house.name}/innen.pdf"]
        mm, bound = round(house.bleed_mm, 2), round(house.bleed_mm, 2) if house.bleed_at_spine else 0
        assert _beyond(data, 0) == [bound, mm, mm, mm]
        assert _beyond(data, 1) == [mm, mm, bound, mm]
        assert _beyond(made[f"{house.name}/umschlag.pdf"], 0) == [mm] * 4
        with pikepdf.open(io.BytesIO(data)) as book:
            first = book.pages[0].obj
            assert ([float(e) for e in first.MediaBox] != [float(e) for e in first.BleedBox]) == house.marks


def test_archives_get_metadata_with_doi_licence_and_orcid() -> None:
    made = make("archive", whole())
    told = json.loads(made[".zenodo.json"])
    assert (told["doi"], told["license"], told["access_right"]) == (DOI, "CC-BY-4.0", "open")
    person = {"name": "Muster, Maria", "orcid": "0000-0002-1825-0097", "affiliation": "Werkstatt"}
    assert told["creators"] == [person]
    cited = yaml.safe_load(made["CITATION.cff"])
    assert (cited["doi"], cited["license"]) == (DOI, "CC-BY-4.0")
    data = json.loads(made["datacite.json"])
    assert data["doi"] == DOI
    assert data["creators"][0]["nameIdentifiers"][0]["nameIdentifier"] == "https://orcid.org/0000-0002-1825-0097"
    assert data["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"


def test_libraries_get_one_file_and_what_it_is() -> None:
    made = make("library", whole())
    assert set(made) == {"buch.pdf", "dublin-core.xml", "marc.xml", "SHA256SUMS"}
    assert f"https://doi.org/{DOI}" in _named(made["dublin-core.xml"], "identifier")
    assert "urn:nbn:de:101:1-1" in _named(made["dublin-core.xml"], "identifier")
    marc = etree.fromstring(made["marc.xml"])
    (leader,) = marc.iter("{*}leader")
    # As MARC21slim.xsd has it.
    pattern = r"[\d ]{5}[\dA-Za-z ][\dA-Za-z][\dA-Za-z ]{3}[2 ][2 ][\d ]{5}[\dA-Za-z ]{3}(4500|    )"
    assert re.fullmatch(pattern, leader.text or "")
    for field in marc.iter("{*}datafield"):
        assert re.fullmatch(r"\d{3}[\da-z ]{2}", field.get("tag") + field.get("ind1") + field.get("ind2"))
        assert len(field) and all(re.fullmatch(r"[\da-z]", part.get("code")) and part.text for part in field)
    (fixed,) = [one.text or "" for one in marc.iter("{*}controlfield") if one.get("tag") == "008"]
    assert len(fixed) == 40 and fixed[35:38] == "ger"
    assert len(list(marc.iterfind("{*}datafield[@tag='245']"))) == 1


def test_the_web_gets_a_catalogue_the_newest_first() -> None:
    made = make("web", whole())
    entries = list(etree.fromstring(made["opds.xml"]).iterfind("{*}entry"))
    assert [one.findtext("{*}id") for one in entries] == [f"https://example.org/probe/{v}/" for v in ("1.1", "1.0")]
    links = [one.get("href") for one in etree.fromstring(made["opds.xml"]).iterfind("{*}entry/{*}link")]
    assert "https://example.org/probe/1.1/buch.epub" in links
    # An entry without content leads to a page (RFC 4287, 4.1.2): where the site has it.
    pages = [
        [link.get("href") for link in one.iterfind("{*}link[@rel='alternate']")]
        for one in etree.fromstring(made["opds.xml"]).iterfind("{*}entry")
    ]
    assert pages == [["https://example.org/probe/1.1/"], ["https://example.org/probe/1.0/"]]
    assert not any("-print.pdf" in str(link) for link in links)
    entry = etree.fromstring(made["opds.xml"])[-2]
    assert entry.findtext("{http://purl.org/dc/terms/}language") == "de"
    assert "urn:isbn:9783161484124" in [one.text for one in entry.iter("{http://purl.org/dc/terms/}identifier")]


def _with_cover(width: int, height: int) -> bytes:
    small = io.BytesIO()
    Image.new("RGB", (width, height)).save(small, "JPEG")
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_file())) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(name, small.getvalue() if name.endswith("cover.jpg") else source.read(name))
    return target.getvalue()


def _without_words() -> bytes:
    return _rewritten(book_file(), ' alt="', ' title="')


def _with_rgb() -> bytes:
    with pikepdf.open(io.BytesIO(whole().files["buch-print.pdf"])) as book:
        book.pages[0].contents_add(book.make_stream(b"1 0 0 rg 0 0 9 9 re f"))
        target = io.BytesIO()
        book.save(target)
    return target.getvalue()


def _locked() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages())) as book:
        book.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


SPOILT: dict[str, tuple[str, str, Callable[[], Goods]]] = {
    "nobody wrote it": ("shop", "e-044", lambda: with_facts(contributors=())),
    "the ISBN of another form": ("shop", "e-045", lambda: with_facts(isbn={**NUMBERS, "print": NUMBERS["epub"]})),
    "a cover that is too small": ("shop", "e-046", lambda: with_file("buch.epub", _with_cover(600, 900))),
    "an EPUB with another ISBN": ("shop", "e-047", lambda: with_facts(isbn={"epub": "978-3-00-000003-4"})),
    "an EPUB under another licence": ("shop", "e-210", lambda: with_facts(license={"text": "CC0-1.0"})),
    "an EPUB that promises too much": ("shop", "e-216", lambda: with_file("buch.epub", _without_words())),
    "a colour in RGB": ("print", "v-033", lambda: with_file("buch-print.pdf", _with_rgb())),
    "a PDF for screens": ("print", "v-030", lambda: with_file("buch-print.pdf", pages())),
    "a cover of another inside": ("print", "e-048", lambda: with_file("buch-cover.pdf", wrap(25))),
    "an inside with other pages": (
        "print",
        "e-048",
        lambda: with_file("buch-print.pdf", prepress.prepare(pages(240), FACTS)),
    ),
    "the DOI of another edition": (
        "archive",
        "e-049",
        lambda: replace(whole(), shelf=tuple(replace(one, doi=DOI) for one in whole().shelf)),
    ),
    "a DOI that is in no file": ("archive", "e-050", lambda: with_facts(doi="10.5281/zenodo.7654321")),
    "a DOI that the PDF does not have": (
        "archive",
        "e-050",
        lambda: with_file("buch.pdf", pages(doi="10.5281/zenodo.2")),
    ),
    "nobody is responsible": ("archive", "e-044", lambda: with_facts(contributors=(), publisher="")),
    "a PDF with a password": ("library", "e-051", lambda: with_file("buch.pdf", _locked())),
    "a PDF with another title": ("library", "e-052", lambda: with_file("buch.pdf", pages(title="Anderes"))),
    "a PDF without its licence": ("library", "e-210", lambda: with_file("buch.pdf", pages(license=""))),
    "two forms with one ISBN": ("library", "e-045", lambda: with_facts(isbn={**NUMBERS, "pdf": NUMBERS["epub"]})),
    "no web edition": ("web", "e-042", lambda: without("html/index.html")),
    "the page of another book": ("web", "e-053", lambda: with_file("html/index.html", page("Anderes"))),
    "a page under another licence": ("web", "e-210", lambda: with_file("html/index.html", page(license=DEED + "x"))),
    "an edition that is older than the last": ("web", "e-054", lambda: with_facts(date="2026-01-01")),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_a_channel_would_send_back_is_refused(name: str) -> None:
    channel, code, spoil = SPOILT[name]
    goods = spoil()
    found = list(JUDGES[channel](goods))
    assert code in {one.code for one in found}
    assert all(one.span.path and CODES[one.code].cure_de for one in found)
    done = hand_over(goods).value
    assert done is not None
    assert not any(path.startswith(f"{channel}/") for path in done.files)
    assert channel not in done.ready


def test_each_channel_has_three_spoilt_editions() -> None:
    assert all(sum(one[0] == channel for one in SPOILT.values()) >= 3 for channel in requirements.CHANNELS)


@pytest.mark.parametrize(
    ("missing", "spoil"),
    [
        ("thema", lambda: with_facts(thema=())),
        ("warengruppe", lambda: with_facts(warengruppe="")),
        ("price", lambda: with_facts(prices={})),
        ("publisher", lambda: with_facts(publisher="")),
        ("inside", lambda: without("buch-print.pdf")),
        ("doi", lambda: with_facts(doi="")),
        ("license", lambda: with_facts(license={})),
        ("site", lambda: with_facts(site_url="")),
        ("epub", lambda: without("buch.epub")),
    ],
)
def test_what_is_missing_is_listed_with_who_supplies_it(missing: str, spoil: Callable[[], Goods]) -> None:
    goods = spoil()
    assert missing in lacking(goods)
    done = hand_over(goods).value
    assert done is not None
    assert requirements.SUPPLIERS[missing] in done.files[TODO].decode()
    assert (
        f"fehlt: {next(one.text for one in requirements.REQUIREMENTS if one.name == missing)}"
        in done.files[LIST].decode()
    )


def test_a_house_that_does_not_take_the_inside_is_named() -> None:
    goods = with_file("buch-print.pdf", prepress.prepare(pages(22), FACTS))
    done = hand_over(replace(goods, files={**goods.files, "buch-cover.pdf": wrap(1.1)}))
    assert done.value is not None
    assert "Amazon KDP: nimmt das nicht an (e-211)" in done.value.files[LIST].decode()
    assert "IngramSpark: passt" in done.value.files[LIST].decode()
    folders = {path.split("/")[1] for path in done.value.files if path.startswith("print/")}
    assert folders == {"ingram", "SHA256SUMS"}
    assert {one.code for one in done.diagnostics} == {"e-211"}
    told = [dict(one.facts) for one in done.diagnostics]
    assert {one["house"] for one in told} == {"Amazon KDP", "BoD", "epubli", "jede Druckerei"}
    assert all(CODES[one.code].severity == "warning" and CODES[one.code].cure_de for one in done.diagnostics)
    assert "print" in done.value.ready


def _written_on(x_mm: float, y_mm: float, count: int = PAGES) -> bytes:
    """An inside whose right-hand pages have a word at this place."""
    with pikepdf.open(io.BytesIO(prepress.prepare(pages(count), FACTS))) as book:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for sheet in list(book.pages)[::2]:
            sheet.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            words = f"BT /F 9 Tf {x_mm * requirements.MM} {y_mm * requirements.MM} Td (Wort) Tj ET"
            sheet.contents_add(book.make_stream(words.encode()))
        target = io.BytesIO()
        book.save(target)
    return target.getvalue()


def test_words_are_measured_from_the_spine_and_from_the_edges() -> None:
    found = measure_inside(_written_on(11, 8))
    assert found == Inside(PAGES, pytest.approx(11, abs=0.5), pytest.approx(8, abs=0.5), 1, 1)


@pytest.mark.parametrize(
    ("inside", "house", "codes"),
    [
        (lambda: _written_on(11, 40), "kdp", []),
        (lambda: _written_on(8, 40), "kdp", ["e-212"]),
        (lambda: _written_on(20, 5), "kdp", ["e-213"]),
        (lambda: _written_on(8, 5), "bod", []),
        (lambda: _written_on(11, 40), "ingram", ["e-212"]),
    ],
)
def test_text_too_near_to_the_spine_or_an_edge_is_told(
    inside: Callable[[], bytes], house: str, codes: list[str]
) -> None:
    assert [one.code for one in house_limits(with_file("buch-print.pdf", inside()))[house]] == codes


def test_the_gutter_a_house_asks_for_grows_with_the_pages() -> None:
    (kdp,) = (one for one in HOUSES if one.name == "kdp")
    assert [kdp.gutter_mm(count) for count in (24, 150, 151, 309, 828)] == [9.6, 9.6, 12.7, 15.9, 22.3]


def test_words_on_the_spine_of_a_thin_book_are_told() -> None:
    thick = with_facts(paper_mm="0.6")
    assert [one.code for one in house_limits(thick)["kdp"]] == ["e-214"]


def test_a_picture_that_a_shop_finds_too_large_is_told_and_goes_to_the_others() -> None:
    done = hand_over(with_file("buch.epub", _with_cover(2500, 2560)))
    assert [one.code for one in done.diagnostics] == ["e-215"]
    assert done.value is not None and "shop" in done.value.ready
    assert "Bilder im EPUB: nimmt das nicht an (e-215)" in done.value.files[LIST].decode()


def test_the_docs_show_the_table_that_the_program_works_by() -> None:
    assert requirements.as_markdown() in DOCS.read_text(encoding="utf-8")


def test_every_requirement_says_who_supplies_it_and_where_it_is_from() -> None:
    assert {one.name for one in requirements.REQUIREMENTS} == set(requirements.SUPPLIERS)
    assert all(one.source for one in (*requirements.REQUIREMENTS, *requirements.HOUSES))


def test_what_the_library_gives_itself_holds_nothing_up() -> None:
    done = hand_over(with_facts(urn="")).value
    assert done is not None
    assert "library" in done.ready and done.missing == ()
    assert "nicht nötig: eine URN" in done.files[LIST].decode()


def test_an_edition_that_is_not_there_is_told_with_those_that_are() -> None:
    assert [one.code for one in deliver(MemoryWorkspace({}), "1.0").diagnostics] == ["e-218"]
    folder = MemoryWorkspace(files_of(shelve("1.0", read(FIRST, "1.0"))))
    (unknown,) = deliver(folder, "2.0").diagnostics
    assert (unknown.code, dict(unknown.facts)["known"]) == ("e-217", "1.0")
    assert deliver(folder, "abc").value is None

"""Every channel gets what it asks for; what it would send back is refused, with the place and the cure."""

from __future__ import annotations

import io
import json
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

from pipeline.checks.preflight import look_at
from pipeline.codes import CODES
from pipeline.editions.trade import requirements
from pipeline.editions.trade.channels import JUDGES, Goods, lacking, make
from pipeline.editions.trade.onix import measured
from pipeline.editions.trade.shelf import LIST, TODO, hand_over
from pipeline.render import prepress

from .goods import DOI, FACTS, NUMBERS, book_file, pages, whole, with_facts, with_file, without, wrap

DOCS = Path(__file__).parents[3] / "docs" / "handel.md"


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


def _judge(message: bytes, folder: Path) -> list[object]:
    (folder / "onix.xml").write_bytes(message)
    found: list[object] = onixcheck.validate(str(folder / "onix.xml"))
    return found


def test_shops_get_onix_that_is_valid_and_names_every_form(tmp_path: Path) -> None:
    made = make("shop", whole())
    assert set(made) == {"buch.epub", "cover.jpg", "onix.xml", "SHA256SUMS"}
    assert _judge(made["onix.xml"], tmp_path) == []
    numbers = {number.replace("-", "") for number in NUMBERS.values()}
    assert numbers <= set(_named(made["onix.xml"], "IDValue"))
    assert _named(made["onix.xml"], "PriceAmount") == ["24.90", "14.90"]
    assert _named(made["onix.xml"], "SubjectCode") == ["KJD"] * 3
    picture = Image.open(io.BytesIO(made["cover.jpg"]))
    assert picture.width >= 1600 and picture.height >= 2560


def test_the_schema_refuses_a_message_that_is_wrong(tmp_path: Path) -> None:
    spoilt = make("shop", whole())["onix.xml"].replace(b"<ProductForm>BC<", b"<ProductForm>ZZZ<")
    assert _judge(spoilt, tmp_path) != []


def test_accessibility_is_what_the_file_says_of_itself() -> None:
    codes, summary = measured(book_file())
    assert {"10", "11", "13", "14", "29", "30", "36"} <= set(codes)
    assert summary.startswith("Der Text passt sich")
    poorer = _rewritten(book_file(), "tableOfContents", "somethingElse")
    assert "11" not in measured(poorer)[0]


def _rewritten(epub: bytes, old: str, new: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            made.writestr(name, data.replace(old.encode(), new.encode()) if name.endswith((".opf", ".xhtml")) else data)
    return target.getvalue()


def test_houses_get_sheets_with_marks_or_without() -> None:
    made = make("print", whole())
    for house in requirements.HOUSES:
        data = made[f"{house.name}/innen.pdf"]
        assert list(look_at("buch-print.pdf", data)) == []
        with pikepdf.open(io.BytesIO(data)) as book:
            page = book.pages[0].obj
            assert ([float(e) for e in page.MediaBox] != [float(e) for e in page.BleedBox]) == house.marks


def test_archives_get_metadata_with_doi_licence_and_orcid() -> None:
    made = make("archive", whole())
    told = json.loads(made[".zenodo.json"])
    assert (told["doi"], told["license"], told["access_right"]) == (DOI, "cc-by-4.0", "open")
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
    assert len(leader.text or "") == 24
    (fixed,) = [one.text or "" for one in marc.iter("{*}controlfield") if one.get("tag") == "008"]
    assert len(fixed) == 40 and fixed[35:38] == "ger"
    assert len(list(marc.iterfind("{*}datafield[@tag='245']"))) == 1


def test_the_web_gets_a_catalogue_the_newest_first() -> None:
    made = make("web", whole())
    entries = list(etree.fromstring(made["opds.xml"]).iterfind("{*}entry"))
    assert [one.findtext("{*}id") for one in entries] == [f"https://example.org/probe/{v}/" for v in ("1.1", "1.0")]
    links = [one.get("href") for one in etree.fromstring(made["opds.xml"]).iterfind("{*}entry/{*}link")]
    assert "https://example.org/probe/1.1/buch.epub" in links
    assert not any("-print.pdf" in str(link) for link in links)


def _small_cover() -> bytes:
    small = io.BytesIO()
    Image.new("RGB", (600, 900)).save(small, "JPEG")
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_file())) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(name, small.getvalue() if name.endswith("cover.jpg") else source.read(name))
    return target.getvalue()


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
    "a cover that is too small": ("shop", "e-046", lambda: with_file("buch.epub", _small_cover())),
    "an EPUB with another ISBN": ("shop", "e-047", lambda: with_facts(isbn={"epub": "978-3-00-000003-4"})),
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
    "nobody is responsible": ("archive", "e-044", lambda: with_facts(contributors=(), publisher="")),
    "a PDF with a password": ("library", "e-051", lambda: with_file("buch.pdf", _locked())),
    "a PDF with another title": ("library", "e-052", lambda: with_file("buch.pdf", pages(title="Anderes"))),
    "two forms with one ISBN": ("library", "e-045", lambda: with_facts(isbn={**NUMBERS, "pdf": NUMBERS["epub"]})),
    "no web edition": ("web", "e-042", lambda: without("html/index.html")),
    "the page of another book": ("web", "e-053", lambda: with_file("html/index.html", b"<title>Anderes</title>")),
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
    told = hand_over(replace(goods, files={**goods.files, "buch-cover.pdf": wrap(1.1)})).value
    assert told is not None
    assert "Amazon KDP: nimmt das nicht an (v-037)" in told.files[LIST].decode()
    assert "IngramSpark: passt" in told.files[LIST].decode()


def test_the_docs_show_the_table_that_the_program_works_by() -> None:
    assert requirements.as_markdown() in DOCS.read_text(encoding="utf-8")


def test_every_requirement_says_who_supplies_it_and_where_it_is_from() -> None:
    assert {one.name for one in requirements.REQUIREMENTS} == set(requirements.SUPPLIERS)
    assert all(one.source for one in (*requirements.REQUIREMENTS, *requirements.HOUSES))

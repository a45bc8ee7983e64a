"""A site of editions: the newest in front, the others where they always were, and every old address leads on."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from lxml import etree

from pipeline.cli import main
from pipeline.diagnostics import Checked
from pipeline.editions.deposit import make_deposit
from pipeline.editions.site import Site, assemble
from pipeline.outputs import install
from pipeline.workspace import MemoryWorkspace
from tests.editions.published import FIRST, SECOND, publish


@pytest.fixture(scope="module")
def both() -> MemoryWorkspace:
    return publish(("1.0", FIRST), ("1.1", SECOND))


@pytest.fixture(scope="module")
def site(both: MemoryWorkspace) -> Site:
    return built(assemble(both))


def built(made: Checked[Site | None]) -> Site:
    assert made.diagnostics == ()
    assert made.value is not None
    return made.value


def below(site: Site, version: str) -> dict[str, bytes]:
    return {path: data for path, data in site.files.items() if path.startswith(f"{version}/")}


def moved(site: Site) -> dict[str, str]:
    script = site.files["editions/1.0.js"].decode()
    told: dict[str, str] = json.loads(script.removeprefix("window.newest = ").rstrip(";\n"))["moved"]
    return told


def codes(made: Checked[Site | None]) -> list[str]:
    assert made.value is None
    return [diagnostic.code for diagnostic in made.diagnostics]


def test_old_bytes_are_the_same_after_a_new_edition(site: Site) -> None:
    alone = built(assemble(publish(("1.0", FIRST))))
    assert below(alone, "1.0") == below(site, "1.0")
    assert len(below(alone, "1.0")) > 30


def test_a_site_is_the_same_of_what_lies_in_an_archive(site: Site, both: MemoryWorkspace) -> None:
    place, kept = "build/editions/1.0/", dict(both.contents)
    cut = {path.removeprefix(place): kept.pop(path) for path in both.contents if path.startswith(place)}
    archived = {f"build/deposits/1.0/{path}": data for path, data in make_deposit(cut, {}).items()}
    assert built(assemble(MemoryWorkspace({**kept, **archived}))).files == site.files
    for name in ("probe.pdf", "html.zip"):
        spoilt = {**kept, **archived, f"build/deposits/1.0/{name}": b"PK"}
        assert codes(assemble(MemoryWorkspace(spoilt))) == ["e-041"]


def test_an_edition_has_the_files_that_were_cut(site: Site, both: MemoryWorkspace) -> None:
    cut = {path.removeprefix("build/editions/") for path in both.contents if path.startswith("build/editions/1.0/")}
    assert set(below(site, "1.0")) == cut | {"1.0/SHA256SUMS", "1.0/index.html"}
    assert all(site.files[path] == both.contents[f"build/editions/{path}"] for path in cut)


def test_the_newest_edition_stands_in_front_and_its_downloads_are_found(site: Site) -> None:
    start = site.files["index.html"].decode()
    assert 'href="1.1/html/downloads/probe.pdf"' in start
    assert 'href="../' not in start
    assert site.files["assets/web.css"] == site.files["1.1/html/assets/web.css"]


def test_the_feed_tells_of_editions_and_errata(site: Site) -> None:
    feed = etree.fromstring(site.files["feed.xml"])
    links = [link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert links[:2] == ["https://example.org/probe/feed.xml", "https://example.org/probe/"]
    assert links[2:4] == [f"https://example.org/probe/{version}/html/index.html" for version in ("1.1", "1.0")]
    stamps = {one.text for one in feed.iter("{http://www.w3.org/2005/Atom}updated")}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", stamp or "") for stamp in stamps)


def test_the_catalogue_names_files_that_are_there(site: Site) -> None:
    catalogue = etree.fromstring(site.files["opds.xml"])
    links = [link.get("href") for link in catalogue.iterfind("{*}entry/{*}link")]
    assert "https://example.org/probe/1.0/probe.epub" in links
    paths = [re.sub("/$", "/index.html", str(link)).removeprefix("https://example.org/probe/") for link in links]
    assert set(paths) <= set(site.files)


def test_every_link_inside_the_site_leads_to_a_file(site: Site) -> None:
    checked = 0
    for path, data in site.files.items():
        # A variant has no other files here than the book itself; lost readers are led by whole paths.
        if not path.endswith(".html") or "/variants/" in path or path.endswith("404.html"):
            continue
        for link in re.findall(r'(?:href|src|url)="?([^"#?:]+?)(?:#[^"]*)?"', data.decode()):
            place = Path("/", path).parent.joinpath(link)
            target = "/".join(part for part in Path(_resolved(place)).parts[1:])
            assert target in site.files, (path, link)
            checked += 1
    assert checked > 300


def _resolved(place: Path) -> str:
    parts: list[str] = []
    for part in place.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts).replace("//", "/")


def test_a_place_is_followed_to_where_it_stands_now(site: Site) -> None:
    places = moved(site)
    assert places["a.html#a--b1"] == "a.html#a--b2"
    assert places["b.html#b--b1"] == "neu.html#neu--b1"
    assert "a.html" not in places
    assert "liste.html#liste--raum-buchen" not in places


def test_what_is_gone_leads_to_its_chapter_and_a_chapter_that_is_gone_to_the_start(site: Site) -> None:
    places = moved(site)
    assert places["b.html"] == "neu.html"
    assert places["b.html#b--b2"] == "neu.html"
    assert places["c.html"] == "index.html"
    assert places["c.html#c--b1"] == "index.html"


def test_every_place_that_is_told_exists(site: Site) -> None:
    for address in moved(site).values():
        page, _, id = address.partition("#")
        assert f'id="{id}"'.encode() in site.files[page] if id else page in site.files


def test_a_page_that_vanished_leads_on_from_its_old_address(site: Site) -> None:
    assert 'content="0; url=neu.html"' in site.files["b.html"].decode()
    assert 'content="0; url=index.html"' in site.files["c.html"].decode()
    assert 'content="0; url=html/index.html"' in site.files["1.0/index.html"].decode()


def test_the_list_of_editions_names_all_files_newest_first(site: Site) -> None:
    page = site.files["ausgaben.html"].decode()
    assert re.findall(r"<h2>(Ausgabe [\d.]+)", page) == ["Ausgabe 1.1", "Ausgabe 1.0"]
    for link in (
        "1.0/html/index.html",
        "1.0/probe.pdf",
        "1.0/probe.epub",
        "1.0/handouts/liste.pdf",
        "1.1/html/news.html",
    ):
        assert f'href="{link}"' in page
    assert ">Checkliste 1, Liste</a>" in page
    assert "Fassung „kurz“" in page


def test_every_page_of_an_edition_leads_readers_without_scripts_to_the_list(site: Site) -> None:
    pages = [data for path, data in below(site, "1.0").items() if "/html/" in path and path.endswith(".html")]
    assert len(pages) > 10
    assert all(b'href="https://example.org/probe/ausgaben.html"' in page for page in pages)


def test_the_errata_have_a_page(both: MemoryWorkspace) -> None:
    blocks = json.loads(both.contents["editions/1.0/blocks.json"])
    block = next(one["id"] for one in blocks if one.get("anchor") == "b--b1")
    entry = f"- {{block: {block}, wrong: der Weg, right: ein Weg}}\n"
    site = built(assemble(MemoryWorkspace({**both.contents, "editions/errata.yaml": entry})))
    page = site.files["errata.html"].decode()
    assert "<del>der Weg</del>" in page
    assert 'href="index.html"' in page and 'href="ausgaben.html"' in page and 'href="assets/web.css"' in page
    made = assemble(MemoryWorkspace({**both.contents, "editions/errata.yaml": "- 7\n"}))
    assert codes(made) == ["e-031"]


def test_a_site_without_editions_is_refused() -> None:
    assert codes(assemble(MemoryWorkspace(FIRST))) == ["e-040"]


@pytest.mark.parametrize("spoil", ["change", "remove"])
def test_a_file_that_is_not_what_was_cut_is_never_shown(both: MemoryWorkspace, spoil: str) -> None:
    path = "build/editions/1.0/html/a.html"
    contents = {**both.contents, path: both.contents[path] + b"\n"}
    if spoil == "remove":
        del contents[path]
    made = assemble(MemoryWorkspace(contents))
    assert codes(made) == ["e-041"]
    assert dict(made.diagnostics[0].facts) == {"version": "1.0", "count": "1", "file": "html/a.html"}


def test_a_damaged_record_stops_the_site(both: MemoryWorkspace) -> None:
    assert codes(assemble(MemoryWorkspace({**both.contents, "editions/1.0/blocks.json": "[]"}))) == ["e-021"]


def test_an_edition_without_a_web_edition_cannot_stand_in_front(both: MemoryWorkspace) -> None:
    record = json.loads(both.contents["editions/1.1/record.json"])
    record["outputs"] = {"probe.pdf": record["outputs"]["probe.pdf"]}
    contents = {**both.contents, "editions/1.1/record.json": json.dumps(record)}
    assert codes(assemble(MemoryWorkspace(contents))) == ["e-042"]


def test_the_command_writes_the_site_and_leaves_other_files_alone(
    both: MemoryWorkspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(tmp_path / "book", both.contents)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/CNAME").write_text("example.org")
    command = ["edition", "--book", str(tmp_path / "book"), "site"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    assert "vorn Ausgabe 1.1, Ausgaben insgesamt 2" in capsys.readouterr().out
    assert (tmp_path / "out/1.0/probe.pdf").read_bytes() == b"%PDF 1.0"
    assert (tmp_path / "out/CNAME").exists()
    assert main(command) == 0
    assert (tmp_path / "book/build/site/index.html").exists()


@pytest.mark.parametrize("place", ["", "1.0/html/", "1.1/html/"])
def test_each_worker_knows_the_files_beside_it(place: str) -> None:
    made = assemble(publish(("1.0", FIRST), ("1.1", SECOND))).value
    assert made is not None
    told = re.search(r"^const FILES = (\{.*\});$", made.files[f"{place}worker.js"].decode(), re.MULTILINE)
    assert told
    digests = json.loads(told[1])
    assert len(digests) > 50
    found = {path: hashlib.sha256(made.files[place + path]).hexdigest() for path in digests}
    assert {path: digest for path, digest in digests.items() if not found[path].startswith(digest)} == {}

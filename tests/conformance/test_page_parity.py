"""Page 37 is one place in all formats: the first block that begins on it, held against the text of the PDF."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import dataclass

import pikepdf
import pytest
from lxml import etree

from pipeline.book.model import Book, PageMap
from pipeline.cache import MemoryCache
from pipeline.render import epub, html, pdf
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from pipeline.trees import Element, elements, parse
from tests.conformance.books import long_book
from tests.conftest import FindProgram

pytestmark = pytest.mark.slow
ENOUGH = 22
ONLY_START_PAGE = {"half-title", "title-page"}


@dataclass(frozen=True)
class Edition:
    """The book in all formats, and the letters of every printed page by its folio."""

    book: Book
    pages: PageMap
    print: dict[str, str]
    web: dict[str, Element]
    epub: dict[str, bytes]


@pytest.fixture(scope="module")
def edition(find_program: FindProgram, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    book, theme = long_book(2), default_theme("de")
    printed = pdf.render(book, theme, MemoryCache(), Workshop()).value
    data = next(iter(printed.artifacts.values()))
    path = tmp_path_factory.mktemp("parity") / "book.pdf"
    path.write_bytes(data)
    command = [find_program("pdftotext"), "-raw", str(path), "-"]
    texts = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    with pikepdf.open(io.BytesIO(data)) as file:
        labels = [page.label for page in file.pages]
    web = html.render(book, theme, printed.pages).value
    (packed,) = epub.render(book, theme, printed.pages).value.values()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    parser = etree.HTMLParser()
    trees = {path: etree.fromstring(data, parser) for path, data in web.items() if path.endswith(".html")}
    pages = dict(zip(labels, map(_letters, texts), strict=False))
    return Edition(book, printed.pages, pages, trees, members)


def _letters(text: str) -> str:
    """What neither hyphens, spaces, numbers nor case change."""
    return "".join(sign for sign in text.lower() if sign.isalpha())


def _blocks(book: Book) -> dict[str, str]:
    """The letters of every block that has an id, in reading order; index marks and notes are no blocks."""
    found = {}
    for section in book.sections:
        for element in elements(parse(section.body)):
            if element.get("id") and element.tag not in ("span", "a") and "lang-" in section.id:
                found[element.get("id", "")] = _letters("".join(map(str, element.itertext())))
    return found


def _following(mark: Element) -> str:
    """The letters after a mark, to the end of its document."""
    own = len(_letters("".join(map(str, mark.itertext()))))
    body = mark.getroottree().getroot()
    texts = []
    seen = False
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element is mark and event == "start":
            seen = True
        if not seen or not isinstance(element.tag, str):
            continue
        inside_mark = "page-mark" in (element.get("class") or "") or element.get("role") == "doc-pagebreak"
        texts.append(
            (element.text if event == "start" and not inside_mark else element.tail if event == "end" else "") or ""
        )
    assert own == 0 or mark.get("class") == "page-mark"
    return _letters("".join(texts))


def test_the_book_has_pages_of_every_kind(edition: Edition) -> None:
    assert len(edition.pages.pages) > 30
    assert len(edition.pages.running) >= 4


def _faults(edition: Edition, pages: PageMap) -> list[str]:
    """The folios whose target does not begin there, or not as the first."""
    blocks = _blocks(edition.book)
    order = list(blocks)
    found = []
    for folio, target in pages.pages:
        text = edition.print[folio]
        if target in blocks:
            earlier = (blocks[other] for other in order[: order.index(target)] if blocks[target] not in blocks[other])
            if blocks[target][:ENOUGH] not in text or any(other[:ENOUGH] in text for other in earlier):
                found.append(folio)
    return found


def test_the_target_of_a_page_begins_on_it_and_no_block_before_it_does(edition: Edition) -> None:
    blocks = _blocks(edition.book)
    assert len([folio for folio, target in edition.pages.pages if target in blocks]) > 20
    assert _faults(edition, edition.pages) == []


def test_a_page_that_leads_to_the_next_block_is_noticed(edition: Edition) -> None:
    order = list(_blocks(edition.book))
    rows = [row for row in edition.pages.pages if row[1] in order and not row[1].endswith("--endless")]
    late = [(folio, order[(order.index(target) + 1) % len(order)]) for folio, target in rows]
    assert len(_faults(edition, PageMap(pages=tuple(late)))) > len(late) * 0.8


def test_on_pages_without_a_target_no_block_begins(edition: Edition) -> None:
    blocks = _blocks(edition.book)
    for folio, name, _ in edition.pages.running:
        if name in blocks:
            began = [id for id, text in blocks.items() if text[:ENOUGH] in edition.print[folio]]
            assert began == [], folio


def test_every_page_with_a_folio_has_one_place_in_the_web_edition(edition: Edition) -> None:
    kinds = {section.id: section.kind for section in edition.book.sections}
    wanted = [folio for folio, name in edition.pages.pages if kinds.get(name) not in ONLY_START_PAGE]
    marks = [mark for tree in edition.web.values() for mark in tree.iterfind(".//span[@class='page-mark']")]
    assert sorted(mark.get("id", "") for mark in marks) == sorted(f"seite-{folio}" for folio in wanted)


def test_what_follows_a_mark_of_the_web_edition_stands_on_its_page(edition: Edition) -> None:
    running = {folio for folio, _, _ in edition.pages.running}
    for path, tree in edition.web.items():
        for mark in tree.iterfind(".//span[@class='page-mark']"):
            folio = mark.get("id", "").removeprefix("seite-")
            if "lang-" in path and mark.getparent().get("class") != "opening" and folio not in running:
                assert _following(mark)[:ENOUGH] in edition.print[folio], folio


def test_a_mark_inside_a_running_block_stands_where_its_page_begins(edition: Edition) -> None:
    for folio, name, _ in edition.pages.running:
        mark = next(m for tree in edition.web.values() for m in tree.iterfind(f".//span[@id='seite-{folio}']"))
        before = str(int(folio) - 1)
        following = _following(mark)
        # A word that was parted stands on both pages; the one after it only on this one.
        assert following[12 : 12 + ENOUGH] in edition.print[folio], (folio, name)
        assert following[12 : 12 + ENOUGH] not in edition.print[before], (folio, name)


def test_the_page_list_of_the_epub_names_every_page_in_order_and_leads_to_its_place(edition: Edition) -> None:
    navigation = etree.fromstring(edition.epub["EPUB/nav.xhtml"])
    links = [
        (str(link.text), link.get("href", ""))
        for nav in navigation.iter("{*}nav")
        if nav.get("id") == "page-list"
        for link in nav.iter("{*}a")
    ]
    kinds = {section.id: section.kind for section in edition.book.sections}
    wanted = [folio for folio, name in edition.pages.pages if kinds.get(name) != "half-title"]
    assert [folio for folio, _ in links] == wanted
    for folio, href in links:
        path, _, id = href.partition("#")
        document = etree.fromstring(edition.epub[f"EPUB/{path}"])
        place = document.find(f".//*[@id='{id}']")
        assert place is not None, href
        if "lang-" in path and place.getparent() is not None and place.getparent().tag.endswith("}p"):
            assert _following(place)[12 : 12 + ENOUGH] in edition.print[folio], folio

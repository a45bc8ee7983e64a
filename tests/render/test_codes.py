"""The code on paper leads where the address beside it says: to the same sheet of the same edition."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from pipeline.book.model import Book, PageMap
from pipeline.cache import MemoryCache
from pipeline.render import handouts, html
from pipeline.render.addresses import web_address
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.conftest import FindProgram
from tests.render import sample

pytestmark = pytest.mark.slow
SITE = "https://example.org/buch/"
# What a phone's camera sees of it at arm's length.
DOTS_AN_INCH = 150
PRINTED = ("check-erstgespraech", "blatt-canvas", "methode-netzwerkabend")


def _book(*, draft: bool, variant: str = "") -> Book:
    book = sample.book(draft=draft)
    return replace(book, variant=variant, manifest=replace(book.manifest, site_url=SITE, edition="1.2"))


@pytest.fixture(scope="module", params=["edition", "draft"])
def sheets(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Path]]:
    book = _book(draft=request.param == "draft")
    folder = tmp_path_factory.mktemp("sheets")
    made = handouts.render(book, default_theme("de"), MemoryCache(), Workshop(), PageMap(), PRINTED).value
    for path, data in made.items():
        (folder / Path(path).name).write_bytes(data)
    start = SITE if book.draft else f"{SITE}1.2/html/"
    return start, [folder / f"{name}.pdf" for name in PRINTED]


def _picture(file: Path) -> Image.Image:
    with Image.open(file) as opened:
        return opened.copy()


def test_the_code_on_the_printed_page_is_the_address_beside_it(
    sheets: tuple[str, list[Path]], find_program: FindProgram
) -> None:
    start, files = sheets
    for file, place in zip(files, (*PRINTED[:2], "challenge"), strict=True):
        wanted = f"{start}{place}.html" if place == file.stem else f"{start}{place}.html#{file.stem}"
        subprocess.run(
            [find_program("pdftoppm"), "-r", str(DOTS_AN_INCH), "-png", file, file.with_suffix("")], check=True
        )
        read = [
            code.text
            for page in file.parent.glob(f"{file.stem}-*.png")
            for code in zxingcpp.read_barcodes(_picture(page))
        ]
        assert read == [wanted]
        text = subprocess.run([find_program("pdftotext"), file, "-"], check=True, capture_output=True, text=True).stdout
        assert wanted.removeprefix("https://") in text.replace("\n", "")
        with pikepdf.open(file) as sheet:
            links = {str(one.A.URI) for page in sheet.pages for one in page.get("/Annots", []) if "/A" in one}
        assert wanted in links


@pytest.mark.parametrize("variant", ["", "kurz"])
def test_what_paper_leads_to_is_there(variant: str) -> None:
    book = _book(draft=False, variant=variant)
    made = html.render(book, default_theme("de"), PageMap()).value
    homes = {"methode-netzwerkabend": "challenge"}
    for id in PRINTED:
        page, _, mark = web_address(book, id, homes).removeprefix(SITE).partition("#")
        folder = f"1.2/variants/{variant}/" if variant else "1.2/"
        assert page.startswith(folder)
        text = made[page.removeprefix(folder)].decode()
        assert f'id="{mark or id}"' in text


def test_a_book_without_a_site_has_no_code() -> None:
    assert web_address(sample.book(), "blatt-canvas", {}) == ""

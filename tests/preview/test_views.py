"""A section as it is printed, and as an e-book on a phone."""

from __future__ import annotations

import asyncio
import io
import zipfile

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from pipeline.diagnostics import Checked
from pipeline.preview.access import Door
from pipeline.preview.app import make_app
from pipeline.preview.printed import Printed
from pipeline.preview.shown import Shown
from pipeline.workspace import MemoryWorkspace
from tests.preview.given import Given
from tests.preview.test_app import ask

SECTIONS = {"eins": "eins.html", "ohne": "ohne.html", "zwei": "zwei.html"}
DESTINATIONS = {"eins": 1, "eins--b2": 2, "zwei": 3}


def printed(pages: int = 5) -> bytes:
    """A PDF with destinations."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 300))
    named = {f"/{id}": Array([made.pages[page].obj, Name.XYZ, 0, 300, None]) for id, page in DESTINATIONS.items()}
    made.Root.Dests = made.make_indirect(Dictionary(named))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_the_pages_of_a_section_end_where_the_next_printed_one_begins() -> None:
    book = Printed(printed())
    order = list(SECTIONS)
    assert [list(book.pages(id, order)) for id in order] == [[1, 2], [], [3, 4]]
    assert (book.page_of("eins--b2"), book.page_of("nirgends")) == (2, None)


def test_a_page_is_drawn_sharp_enough_for_a_screen_and_one_that_is_not_there_is_none() -> None:
    book = Printed(printed())
    assert book.draw(0)[:4] == b"\x89PNG"
    assert int.from_bytes(book.draw(0)[16:20], "big") == 400
    with pytest.raises(IndexError):
        book.draw(5)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        Printed(b"%PDF- nothing")


def epub() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("EPUB/text/eins.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'><body>Eins</body></html>")
    return file.getvalue()


def answers(*paths: str) -> list[tuple[int, dict[str, str], bytes]]:
    async def run() -> list[tuple[int, dict[str, str], bytes]]:
        source = Given(Checked({"html/eins.html": b"x"}), pdf=Checked({"p.pdf": printed()}), epub={"p.epub": epub()})
        source.sections = SECTIONS
        shown = Shown(source, "de")
        app = make_app(shown, MemoryWorkspace(), Door())
        before = await ask(app, paths[0].partition("?")[0], query=paths[0].partition("?")[2])
        await shown.renew()
        await shown.finish()
        found = [before]
        for path in paths:
            found.append(await ask(app, path.partition("?")[0], query=path.partition("?")[2]))
        assert source.ebooks <= 1
        return found

    return asyncio.run(run())


def test_a_section_is_shown_as_its_printed_pages_as_soon_as_there_are_some() -> None:
    before, page, picture, none, place, nowhere = answers(
        "/-preview/print?section=eins", "/-preview/print/2.png", "/-preview/print/9.png",
        "/-preview/print/page-of?id=eins--b2", "/-preview/print/page-of?id=x",
    )  # fmt: skip
    assert "erscheint hier von selbst" in before[2].decode()
    assert (page[2].count(b"<img"), b'alt="Seite 2 im Druck"' in page[2]) == (2, True)
    assert (picture[0], picture[1]["content-type"], none[0]) == (200, "image/png", 404)
    assert (place[2], nowhere[0]) == (b"2", 404)


def test_a_section_is_shown_as_an_ebook_that_runs_nothing_and_stays_in_our_page() -> None:
    before, page, part, missing, unknown = answers(
        "/-preview/ebook?section=eins", "/-preview/ebook/EPUB/text/eins.xhtml", "/-preview/ebook/../x",
        "/-preview/ebook?section=%3Cb%3E",
    )  # fmt: skip
    assert "erscheint hier von selbst" in before[2].decode()
    assert b'src="/-preview/ebook/EPUB/text/eins.xhtml?1"' in page[2]
    assert (part[1]["content-type"], b"Eins" in part[2]) == ("application/xhtml+xml", True)
    assert "sandbox" in part[1]["content-security-policy"]
    assert missing[0] == 404
    assert b"<b>" not in unknown[2]

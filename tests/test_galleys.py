"""Pages to be corrected by hand are those of the book, on larger paper, with their lines counted."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem

from pipeline.book.model import Section
from pipeline.galleys import MM, Box, lines_of, on_paper, pages_of

PAGE = (170 * MM, 240 * MM)
BLOCK = Box(100, 60, 400, 600)


def small_book(pages: int = 4, lines: int = 12, beside: str = "") -> bytes:
    """A cover and some pages of lines, numbered from 1, with a link and a destination each."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        names = Array()
        for nth in range(pages):
            pdf.add_blank_page(page_size=PAGE)
            page = pdf.pages[-1]
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            said = "".join(f"1 0 0 1 110 {560 - 20 * line} Tm (Zeile) Tj " for line in range(lines))
            page.contents_add(f"BT /F 10 Tf {said} 1 0 0 1 60 20 Tm (Fuss) Tj {beside} ET".encode())
            page.obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])])
            names.extend([f"s{nth}", Array([page.obj, Name.Fit])])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
        labels = Array([0, Dictionary(P="U"), 1, Dictionary(S=Name.D)])
        pdf.Root.PageLabels = Dictionary(Nums=labels)
        pdf.Root.Lang = "de"
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem("Eins", 1))
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def words_on(data: bytes) -> list[list[tuple[str, Box]]]:
    """The pieces of text of each page, where they are."""
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage() for page in document]
        return [
            [(text.get_text_bounded(*box), Box(*box)) for box in map(text.get_rect, range(text.count_rects()))]
            for text in texts
        ]


def test_lines_are_counted_where_letters_stand_side_by_side_or_are_raised() -> None:
    boxes = [
        Box(110, 500, 200, 510), Box(250, 500, 300, 510), Box(201, 505, 204, 512),  # one, with a note
        Box(110, 480, 390, 490), Box(110, 480, 111, 480.2),
        Box(20, 470, 60, 480), Box(110, 20, 200, 30), Box(110, 620, 200, 630),  # beside, below, above
    ]  # fmt: skip
    assert [round(line.bottom) for line in lines_of(boxes, BLOCK)] == [500, 480]


def test_pages_are_printed_on_larger_paper_with_every_fifth_line_numbered_outside() -> None:
    made = on_paper(small_book(), (1, 2), "Entwurf · Probe (1)")
    assert made == on_paper(small_book(), (1, 2), "Entwurf · Probe (1)")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2 and "/AcroForm" not in pdf.Root and str(pdf.Root.Lang) == "de"
        for page in pdf.pages:
            assert "/Annots" not in page.obj
            left, bottom, right, top = map(float, page.mediabox)
            assert (right - left, top - bottom) == pytest.approx((210 * MM, 297 * MM), abs=0.1)
    # The cover stands before page 1, which is a right one.
    for page, is_recto in zip(words_on(made), (True, False), strict=True):
        numbers = {text: box for text, box in page if text in ("5", "10")}
        assert set(numbers) == {"5", "10"}
        assert all((box.left > 380) == is_recto and 0 < box.left < PAGE[0] for box in numbers.values())
        assert any(text.startswith("Entwurf · Probe (1)") and box.bottom > PAGE[1] for text, box in page)
        assert sum(text == "Zeile" for text, _ in page) == 12


def test_a_number_makes_room_for_what_stands_in_the_margin() -> None:
    (page,) = words_on(on_paper(small_book(beside="1 0 0 1 390 480 Tm (Notiz) Tj"), (1,), ""))
    places = {text: box for text, box in page if text in ("5", "10")}
    assert places["5"].left > PAGE[0] > places["10"].left


def test_a_chapter_has_the_pages_until_the_next_begins() -> None:
    data, sections = small_book(5), [Section(id=id, kind="chapter", title=id) for id in ("s1", "s3", "s9", "s4")]
    assert pages_of(data, sections, sections[:1]) == (1, 2)
    assert pages_of(data, sections, [sections[0], sections[3]]) == (1, 2, 4)
    assert pages_of(data, sections, sections[2:3]) == ()
    assert pages_of(data, sections, ()) == (0, 1, 2, 3, 4)

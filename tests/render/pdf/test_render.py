"""The printed sample book, held against the rules of PDF/UA-1 and PDF/A-2a and against its own numbers."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from pipeline.book.model import Book, Section
from pipeline.cache import MemoryCache
from pipeline.render import lettering
from pipeline.render.layout import Sheet, Typeset, Unset
from pipeline.render.pdf import Printed, render
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from pipeline.workspace import ToolFailed
from tests.conftest import FindProgram
from tests.render import sample

LONG = "Ein langer Absatz, der über die Seite hinausgeht, weil er immer weiter spricht. " * 120
# What is noted of the look of the sample, whatever happens to its sections.
NOTED = ("t-080", "k-120")


@pytest.fixture(scope="module")
def cache() -> MemoryCache:
    return MemoryCache()


@pytest.fixture(scope="module")
def printed(cache: MemoryCache) -> Printed:
    return render(_book(), default_theme("de"), cache, Workshop()).value


def _book() -> Book:
    book = sample.book()
    long = Section(id="lang", kind="chapter", title="Lang", number="9", part=2, body=f'<p id="lang--p1">{LONG}</p>')
    return replace(book, sections=(*book.sections, long))


def _data(printed: Printed) -> bytes:
    return next(iter(printed.artifacts.values()))


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_book_breaks_no_rule_of_pdf_ua_1_and_pdf_a_2a(printed: Printed, profile: str, tmp_path: Path) -> None:
    validator = pytest.importorskip("page")
    path = tmp_path / "book.pdf"
    path.write_bytes(_data(printed))
    assert [(fail.rule_id, fail.message) for fail in validator.validate_pdf(str(path), profile=profile).failures] == []


def test_the_validator_rejects_a_book_without_its_tags(printed: Printed, tmp_path: Path) -> None:
    validator = pytest.importorskip("page")
    path = tmp_path / "bad.pdf"
    with pikepdf.open(io.BytesIO(_data(printed))) as book:
        del book.Root.StructTreeRoot
        book.save(path)
    assert validator.validate_pdf(str(path), profile="ua1").failures


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def test_a_paragraph_over_two_pages_is_one_element(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(_data(printed))) as book:
        over_pages = [
            element
            for element in _elements(book.Root.StructTreeRoot)
            if element.S == "/P" and any(_is_mark(kid) for kid in _kids(element))
        ]
        assert len(over_pages) == 1
        pages = {kid.Pg.objgen for kid in _kids(over_pages[0]) if isinstance(kid, pikepdf.Dictionary)}
        assert len(pages) == printed.extents["lang"].pages - 1


def _is_mark(kid: pikepdf.Object) -> bool:
    """Whether content stands on another page than the element began on."""
    return isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _read(node: pikepdf.Object, page: pikepdf.Object | None = None) -> Iterator[tuple[tuple[int, int], int]]:
    """(page, mark) in the order of the structure tree, without notes, which are read where they are called, and the
    signs before list items, which WeasyPrint paints after the item's text."""
    page = node.get("/Pg", page)
    for kid in _kids(node):
        if isinstance(kid, int) and page is not None:
            yield page.objgen, kid
        elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            yield kid.Pg.objgen, int(kid.MCID)
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/S", "/Note") not in ("/Note", "/Reference", "/Lbl"):
            yield from _read(kid, page)


def _pages_out_of_order(book: pikepdf.Pdf) -> list[int]:
    """Pages whose text is painted in another order than it is read."""
    read = list(_read(book.Root.StructTreeRoot))
    found = []
    for number, page in enumerate(book.pages, 1):
        marks = [mark for place, mark in read if place == page.objgen]
        drawn = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
        ]
        if marks != list(dict.fromkeys(mark for mark in drawn if mark in marks)):
            found.append(number)
    return found


def test_pages_are_painted_in_the_order_in_which_they_are_read(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(_data(printed))) as book:
        assert _pages_out_of_order(book) == []
        part = book.Root.StructTreeRoot.K[0].K[4]
        part.K = pikepdf.Array(reversed(list(part.K)))
        assert _pages_out_of_order(book)


def _links_nobody_can_click(book: pikepdf.Pdf) -> int:
    links = [element for element in _elements(book.Root.StructTreeRoot) if element.S == "/Link"]
    assert len(links) > 10
    return sum(not any("/Obj" in kid for kid in _kids(link) if isinstance(kid, pikepdf.Dictionary)) for link in links)


def test_every_link_can_be_clicked(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(_data(printed))) as book:
        assert _links_nobody_can_click(book) == 0
        next(element for element in _elements(book.Root.StructTreeRoot) if element.S == "/Link").K = pikepdf.Array()
        assert _links_nobody_can_click(book) == 1


def test_every_line_of_the_contents_leads_to_its_place(printed: Printed) -> None:
    at = next(nth for nth, section in enumerate(_book().sections) if section.kind == "contents")
    lines = _book().sections[at].body.count("toc-line")
    with pikepdf.open(io.BytesIO(_data(printed))) as book:
        contents = book.Root.StructTreeRoot.K[0].K[at]
        assert sum(element.S == "/Link" for element in _elements(contents)) == lines > 3


def test_parted_words_are_told_from_words_with_a_hyphen(
    printed: Printed, find_program: FindProgram, tmp_path: Path
) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(_data(printed))
    text = subprocess.run([find_program("pdftotext"), path, "-"], capture_output=True, text=True, check=True).stdout
    ends = {line[-1] for line in text.splitlines() if line}
    assert "\u00ad" in ends
    assert "-" not in ends
    assert "-" in text


def test_every_font_is_embedded_once(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(_data(printed))) as book:
        programs = [thing for thing in book.objects if isinstance(thing, pikepdf.Stream) and "/Length1" in thing]
        assert programs
        assert len({bytes(program.read_bytes()) for program in programs}) == len(programs)


def test_every_field_of_the_book_has_a_name_a_tooltip_and_an_appearance(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(_data(printed))) as book:
        fields = list(book.Root.AcroForm.Fields)
        widgets = [kid for field in fields for kid in field.get("/Kids", [field])]
        assert len({str(field.T) for field in fields}) == len(fields) > 10
        assert all(str(field.TU) for field in fields)
        assert all("/AP" in widget for widget in widgets)


def test_every_page_bears_the_folio_that_the_page_map_says(
    printed: Printed, find_program: FindProgram, tmp_path: Path
) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(_data(printed))
    command = [find_program("pdftotext"), "-layout", str(path), "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    with pikepdf.open(path) as book:
        labels = [page.label for page in book.pages]
    for number, text in zip(labels, pages, strict=False):
        last = (text.strip().splitlines() or [""])[-1].strip()
        if re.fullmatch(r"\d+|[ivxl]+", last):
            assert last == number
    assert {number for number, _ in printed.pages.pages} <= set(labels)


def test_a_second_print_makes_nothing_and_gives_the_same_bytes(printed: Printed, cache: MemoryCache) -> None:
    again = render(_book(), default_theme("de"), cache, Workshop()).value
    assert again.made == {}
    assert again.artifacts == printed.artifacts


@pytest.mark.slow
def test_two_workers_give_the_bytes_of_one(printed: Printed) -> None:
    with Workshop(2) as workshop:
        assert render(_book(), default_theme("de"), MemoryCache(), workshop).value.artifacts == printed.artifacts


class Impatient(Workshop):
    """Gives up the sheets that hold some words."""

    def __init__(self, words: str, reason: str) -> None:
        super().__init__(1)
        self.words, self.reason = words, reason

    def typeset(self, sheets: Mapping[int, Sheet]) -> dict[int, Typeset | Unset]:
        hard = {slot for slot, sheet in sheets.items() if self.words in sheet.html}
        made = super().typeset({slot: sheet for slot, sheet in sheets.items() if slot not in hard})
        return made | {slot: Unset(self.reason) for slot in hard}


@pytest.mark.parametrize(("reason", "code"), [("time", "f-070"), ("memory", "f-071"), ("ended", "f-071")])
def test_a_section_that_cannot_be_set_is_a_box_and_told(
    reason: str, code: str, cache: MemoryCache, printed: Printed, tmp_path: Path
) -> None:
    made = render(_book(), default_theme("de"), cache, Impatient("immer weiter", reason))
    assert [one for one in made.diagnostics if one.code not in NOTED] == []  # what was set once is known
    fresh = MemoryCache()
    made = render(_book(), default_theme("de"), fresh, Impatient("immer weiter", reason))
    assert [(found.code, dict(found.facts)) for found in made.diagnostics if found.code not in NOTED] == [
        (code, {"title": "Lang"})
    ]
    validator = pytest.importorskip("page")
    path = tmp_path / "book.pdf"
    path.write_bytes(_data(made.value))
    with pikepdf.open(path) as book, pikepdf.open(io.BytesIO(_data(printed))) as whole:
        assert len(whole.pages) > len(book.pages)
    assert validator.validate_pdf(str(path), profile="ua1").failures == []
    again = render(_book(), default_theme("de"), fresh, Workshop())
    assert again.value.artifacts == printed.artifacts


@pytest.mark.parametrize(("most_boxes", "claims"), [(1, True), (0, False)])
def test_a_file_claims_to_conform_only_where_every_letter_has_a_glyph(
    most_boxes: int, claims: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no font has is drawn as a box with its number, where there is one."""
    monkeypatch.setattr(lettering, "MOST_BOXES", most_boxes)
    book = _book()
    section = replace(book.sections[-1], body="<p id='x--b1'>Ein \ue123</p>", headings=(), included=())
    made = render(replace(book, sections=(section,)), default_theme("de"), MemoryCache(), Workshop()).value
    assert (b"pdfaid:part>" in _data(made)) is claims
    assert (b"pdfuaid:part>" in _data(made)) is claims


def test_where_not_even_the_box_can_be_set_there_is_no_print() -> None:
    with pytest.raises(ToolFailed):
        render(_book(), default_theme("de"), MemoryCache(), Impatient("Lang", "time"))


def test_one_changed_word_makes_one_section_anew(printed: Printed, cache: MemoryCache) -> None:
    book = _book()
    sections = tuple(
        replace(section, body=section.body.replace("immer weiter", "stets weiter", 1))
        if section.id == "lang"
        else section
        for section in book.sections
    )
    assert render(replace(book, sections=sections), default_theme("de"), cache, Workshop()).value.made == {
        "lang": "text"
    }


def test_a_changed_picture_makes_only_its_section_anew(printed: Printed, cache: MemoryCache) -> None:
    book = _book()
    picture = next(iter(book.assets.values()))
    shown = {section.id for section in book.sections if picture.path in section.body}
    changed = replace(picture, data=picture.data.replace(b"</svg>", b"<path d='M0 0h9'/></svg>"))
    assert changed != picture
    again = render(
        replace(book, assets={**book.assets, picture.path: changed}), default_theme("de"), cache, Workshop()
    ).value
    assert again.made == dict.fromkeys(shown, "picture")

"""Single sheets: the right paper, the fields of the book, cards that meet back to back, a budget that is true."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import trees
from pipeline.artifacts import Artifacts
from pipeline.book.model import Book, Included, PageMap, Section
from pipeline.cache import MemoryCache
from pipeline.manuscript.model import FrontMatter
from pipeline.render import handouts, html
from pipeline.render.addresses import download, handout_path
from pipeline.render.layout import Extent, Sheet, Typeset, Unset
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.render import sample

MM = 72 / 25.4
# Of 255: bands have a tint, cut marks have none.
TINT = 20


@pytest.fixture(scope="module")
def made() -> Artifacts:
    return handouts.render(sample.book(), default_theme("de"), MemoryCache(), Workshop(), PageMap()).value


def _fields(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as sheet:
        return {str(field.T) for field in sheet.Root.AcroForm.Fields}


class Impatient(Workshop):
    """Gives up all sheets that are not a box."""

    def lay_out(self, sheets: Mapping[int, Sheet]) -> dict[int, Extent | Unset]:
        return dict.fromkeys(sheets, Unset("time"))

    def typeset(self, sheets: Mapping[int, Sheet]) -> dict[int, Typeset | Unset]:
        boxes = super().typeset({slot: sheet for slot, sheet in sheets.items() if "box broken" in sheet.html})
        return dict.fromkeys(sheets, Unset("time")) | boxes


def test_a_sheet_that_cannot_be_set_is_a_box_and_told(made: Artifacts) -> None:
    boxes = handouts.render(
        sample.book(), default_theme("de"), MemoryCache(), Impatient(1), PageMap(), ["blatt-canvas"]
    )
    assert [found.code for found in boxes.diagnostics] == ["f-070"] * len(boxes.value)
    ((path, data),) = boxes.value.items()
    assert _fields(made[path])
    with pikepdf.open(io.BytesIO(data)) as sheet:
        assert "/AcroForm" not in sheet.Root


def test_every_sheet_and_method_and_the_shortcuts_are_made(made: Artifacts) -> None:
    book = sample.book()
    sheets = {section.id for section in book.sections if section.kind in ("checklist", "worksheet")}
    names = {path.removeprefix("handouts/").removesuffix(".pdf") for path in made}
    assert sheets <= names
    assert {"shortcuts-karten", "shortcuts-poster"} <= names
    assert any(name.startswith("methode-") for name in names)


def test_sheets_are_a4_and_the_poster_is_a3(made: Artifacts) -> None:
    for path, data in made.items():
        width, height = handouts.A3 if "poster" in path else handouts.A4
        with pikepdf.open(io.BytesIO(data)) as sheet:
            box = [float(value) for value in sheet.pages[0].mediabox]
        assert box[2:] == pytest.approx([width * MM, height * MM], abs=0.5)


def test_a_sheet_has_a_bookmark_that_leads_to_its_title(made: Artifacts) -> None:
    for data in made.values():
        with pikepdf.open(io.BytesIO(data)) as sheet, sheet.open_outline() as outline:
            (mark,) = outline.root
            assert str(sheet.docinfo.Title).startswith(f"{mark.title} – ")
            assert mark.destination[0].objgen == sheet.pages[0].objgen


def test_a_sheet_has_the_fields_that_it_has_in_the_book(made: Artifacts) -> None:
    section = next(section for section in sample.book().sections if section.kind == "checklist")
    items = set(re.findall(r'<li class="check[^>]*? id="([^"]+)"', section.body))
    assert items
    assert _fields(made[f"handouts/{section.id}.pdf"]) == items


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_hand_outs_break_no_rule(made: Artifacts, profile: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    validator = pytest.importorskip("page")
    folder = tmp_path_factory.mktemp("sheets")
    for path, data in made.items():
        file = folder / path.rpartition("/")[2]
        file.write_bytes(data)
        assert [fail.rule_id for fail in validator.validate_pdf(str(file), profile=profile).failures] == [], path


def _shortcuts(count: int) -> Book:
    boxes = "".join(
        f'<aside class="box shortcut" id="s{n}" data-number="{n}"><p class="box-label">S</p><p>Satz {n}.</p></aside>'
        for n in range(1, count + 1)
    )
    chapter = Section(id="a", kind="chapter", title="Kapitel", body=boxes)
    return replace(sample.book(), sections=(chapter,))


def _chapter(body: str, **more: Any) -> Book:
    return replace(sample.book(), sections=(Section(id="a", kind="chapter", title="Kapitel", body=body, **more),))


METHOD = '<section class="method" id="{0}"><p class="box-label">Steckbrief</p><p class="box-title">{0}</p></section>'
STEPS = '<table class="steps" id="{0}"><tbody><tr><td class="minutes">5</td></tr></tbody></table>'


def test_a_method_takes_its_steps_and_roles_with_it_under_their_headings() -> None:
    body = METHOD.format("m1") + '<p>Text.</p><h2 id="h1">Wozu</h2><p>Text.</p><h2 id="h2">Ablauf</h2>'
    body += '<h3 id="h3">Tag 1</h3>' + STEPS.format("t1") + '<h3 id="h4">Tag 2</h3>' + STEPS.format("t2")
    body += '<h2 id="h5">Noch einer</h2>' + METHOD.format("m2") + '<section class="box roles" id="r"></section>'
    first, second = (trees.parse(item.section.body) for item in handouts.plan(_chapter(body), default_theme().labels))
    assert [one.get("id") for one in first] == ["m1", "h2", "h3", "t1", "h4", "t2"]
    assert [one.get("id") for one in second] == ["m2", "r"]


def test_a_sheet_that_stands_in_a_chapter_is_handed_out_with_its_own_head() -> None:
    body = '<section class="checklist" id="check-x"><p class="box-label">Checkliste 4</p>'
    body += '<p class="box-title">Die Liste</p>'
    body += (
        '<ul class="checks"><li class="check" id="check-x--1"><span class="check-text">Ja.</span></li></ul></section>'
    )
    inside = (Included("check-x", "checklists/check-x.md", FrontMatter(purpose="Damit es klappt.", handout="A4")),)
    (sheet,) = (item.section for item in handouts.plan(_chapter(body, included=inside), default_theme().labels))
    assert (sheet.id, sheet.kind, sheet.label, sheet.title) == ("check-x", "checklist", "Checkliste 4", "Die Liste")
    assert (sheet.path, sheet.front.purpose, sheet.front.handout) == ("checklists/check-x.md", "Damit es klappt.", "A4")
    assert sheet.body.startswith('<ul class="checks"')


def _asking(columns: int) -> str:
    heads = "".join(f"<th>Spalte {nth}</th>" for nth in range(columns))
    cells = "".join(
        f'<td><span class="field" id="b--{nth}" data-kind="cell" data-lines="1"></span></td>' for nth in range(columns)
    )
    return f'<table class="fill"><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>'


@pytest.mark.parametrize(
    ("columns", "more", "paper"),
    [
        (4, "", handouts.A4),
        (6, "", handouts.A4_WIDE),
        (7, "", handouts.A4_WIDE),
        (9, "", handouts.A4),
        (6, '<section class="canvas"></section>', handouts.A4),
    ],
    ids=["fits", "turned", "just", "too many either way", "beside a canvas"],
)
def test_paper_is_turned_where_columns_ask_for_it(columns: int, more: str, paper: tuple[float, float]) -> None:
    *_, sheet, _, _ = handouts.plan(_sheet_of([_asking(columns) + more]), default_theme().labels)
    assert sheet.section.id == "b"
    assert sheet.paper == paper
    assert ("blocks" in sheet.section.body) == (paper == handouts.A4 and columns > 4)


def test_a_turned_sheet_is_turned_in_its_file() -> None:
    book = _sheet_of([_asking(6)])
    made = handouts.render(book, default_theme("de"), MemoryCache(), Workshop(), PageMap(), {"b"}).value
    with pikepdf.open(io.BytesIO(made["handouts/b.pdf"])) as file:
        (page,) = file.pages
        assert [float(side) for side in page.mediabox[2:]] == pytest.approx([297 * MM, 210 * MM], abs=0.5)


def test_a_sheet_has_the_colour_of_its_chapter() -> None:
    belongs = '<p class="belongs">Gehört zu <a class="xref" href="#annaeherung">Kapitel 1</a></p>'
    parts = {one.id: one.part for one in sample.book().sections}
    *_, sheet, _, _ = handouts.plan(_sheet_of([belongs]), default_theme().labels)
    assert sheet.section.part == parts["annaeherung"] > 0


@pytest.mark.parametrize(
    ("start", "has_edge"), [("check-", True), ("blatt-", True), ("methode-", True), ("shortcuts-karten", False)]
)
def test_what_is_handed_out_has_its_edge_on_every_page(made: Artifacts, start: str, has_edge: bool) -> None:
    path = next(path for path in made if path.startswith(f"handouts/{start}"))
    with pypdfium2.PdfDocument(made[path]) as file:
        for page in file:
            edge = page.render(scale=1).to_pil().convert("HSV").crop((0, 0, int(10 * MM), int(page.get_height())))
            assert (edge.getchannel("S").getextrema()[1] > TINT) == has_edge


def test_the_web_edition_leads_to_every_hand_out() -> None:
    body = '<section class="checklist" id="check-x"><p class="box-label">L</p><p class="box-title">T</p></section>'
    inside = _chapter(body, included=(Included("check-x", "x.md"),)).sections[0]
    home = Section(id="shortcuts", kind="shortcuts", title="Alle Shortcuts")
    book = replace(sample.book(), sections=(*sample.book().sections, inside, home))
    book = replace(book, manifest=replace(book.manifest, formats=("html", "handouts")))
    pages = html.render(book, default_theme("de"), PageMap()).value
    linked = {name for data in pages.values() for name in re.findall(rb'href="(downloads/[^"]+)\.pdf"', data)}
    assert linked == {
        download(handout_path(item.section.id)).removesuffix(".pdf").encode()
        for item in handouts.plan(book, default_theme().labels)
    }


@pytest.mark.parametrize("count", [1, 8, 9, 24])
def test_fronts_and_backs_take_turns_eight_to_a_page(count: int) -> None:
    cards = next(
        item for item in handouts.plan(_shortcuts(count), default_theme().labels) if item.section.kind == "cards"
    )
    pages = cards.section.body.split('<div class="card-page">')[1:]
    assert len(pages) == 2 * -(-count // 8)
    for front, back in zip(pages[::2], pages[1::2], strict=True):
        numbers = [_numbers(side) for side in (front, back)]
        rows = [[side[n : n + 2] for n in range(0, len(side), 2)] for side in numbers]
        # Turned over the long edge, left and right change places.
        assert [sorted(row) for row in rows[1]] == [sorted([*row, ""][:2]) for row in rows[0]]
        assert all(back_row[::-1] == [*row, ""][:2] for row, back_row in zip(*rows, strict=True))


def _numbers(side: str) -> list[str]:
    cards = side.split('<div class="card ')[1:]
    words = (card.split('card-number">')[1].split("<")[0] if "card-number" in card else "" for card in cards)
    return [text.rpartition(" ")[2] for text in words]


NUMBERED = '<section class="method" id="m{0}"><p class="box-label">Steckbrief</p><p class="box-title">M</p></section>'
RUN = '<table class="steps" id="t{0}"></table>'


@pytest.mark.parametrize(
    ("after", "taken"),
    [
        ('<aside class="box invitation" id="e"></aside><p>Text</p>' + RUN.format(1), ["m1", "e", "t1"]),
        (RUN.format(1) + '<h2 id="h">Mehr</h2>' + RUN.format(2), ["m1", "t1"]),
        ('<p>Text</p><h2 id="h">So läuft es</h2><p>Text</p>' + RUN.format(1), ["m1", "h", "t1"]),
        (
            '<h2 id="h">So</h2><h3 id="d">Tag</h3>' + RUN.format(1) + '<h2 id="i">Variante</h2>' + RUN.format(2),
            ["m1", "h", "d", "t1"],
        ),
        ('<h2 id="h">Vorweg</h2><p>Text</p><h2 id="i">So läuft es</h2>' + RUN.format(1), ["m1", "i", "t1"]),
        ('<h2 id="h">In Wochen</h2><table id="w"></table>', ["m1", "h", "w"]),
        ('<h2 id="h">Vorweg</h2><p>Text</p><h2 id="i">Zahlen</h2><table id="w"></table>', ["m1"]),
        (NUMBERED.format(2) + '<h2 id="h">So</h2>' + RUN.format(1), ["m1"]),
    ],
    ids=["near", "near only", "own section", "two days", "a later section", "no minutes", "another table", "another's"],
)
def test_a_method_takes_its_run_of_show_with_it(after: str, taken: list[str]) -> None:
    chapter = Section(id="a", kind="chapter", title="Kapitel", body=NUMBERED.format(1) + after)
    book = replace(sample.book(), sections=(chapter,))
    sheet = next(item.section for item in handouts.plan(book, default_theme().labels))
    assert sheet.kind == "method-sheet"
    assert re.findall(r' id="(\w+)"', sheet.body) == taken


def test_the_poster_has_one_page(made: Artifacts) -> None:
    with pikepdf.open(io.BytesIO(made["handouts/shortcuts-poster.pdf"])) as sheet:
        assert len(sheet.pages) == 1


WORDS = st.integers(3, 70).map(lambda count: f'<p id="NTH">{"Wort " * count}</p>')
FIELD = '<div class="field" id="NTH" data-kind="lines" data-lines="{}"><span class="field-label">Was?</span></div>'
LINES = st.integers(1, 5).map(FIELD.format)
POINT = '<ul class="checks"><li class="check" id="NTH"><span class="check-text">Das ist getan.</span></li></ul>'
REFERENCE = '<p id="NTH">Siehe <a class="xref" href="#annaeherung">Kapitel 1 „Wie sich Branchen annähern“</a>.</p>'
BLOCKS = st.one_of(WORDS, LINES, st.sampled_from([POINT, REFERENCE, '<h2 id="NTH">Und dann</h2>']))


def _sheet_of(blocks: Sequence[str]) -> Book:
    body = "".join(block.replace("NTH", f"b--{nth}") for nth, block in enumerate(blocks))
    sheet = Section(id="b", kind="worksheet", title="Blatt", body=body, path="b.md", front=FrontMatter(handout="A4"))
    return replace(sample.book(), sections=(*sample.book().sections, sheet))


@pytest.mark.slow
@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.lists(BLOCKS, min_size=10, max_size=40))
def test_the_budget_says_what_the_pages_say(blocks: list[str]) -> None:
    book, theme, workshop = _sheet_of(blocks), default_theme("de"), Workshop()
    (verdict,) = handouts.budget(book, theme, MemoryCache(), workshop, PageMap({"annaeherung": "0"}), {"b"})
    numbered = PageMap({"annaeherung": "137"})
    printed = handouts.render(book, theme, MemoryCache(), workshop, numbered, {"b"}).value["handouts/b.pdf"]
    with pikepdf.open(io.BytesIO(printed)) as file:
        assert verdict.code == ("k-060" if len(file.pages) == 1 else "k-061")
    facts = dict(verdict.facts)
    assert int(facts["lines"] if verdict.code == "k-060" else facts["words"]) >= 0


def test_the_way_to_the_web_edition_takes_no_room_from_a_sheet() -> None:
    def measured(site: str) -> tuple[str, str]:
        lines = "".join(f'<p id="b--{n}">{"Ein Satz mit einigen Wörtern darin. " * 12}</p>' for n in range(8))
        front = FrontMatter(handout="A4")
        sheet = Section(id="b", kind="worksheet", title="Blatt", body=lines, path="b.md", front=front)
        plain = sample.book()
        book = replace(plain, sections=(sheet,), manifest=replace(plain.manifest, site_url=site))
        (verdict,) = handouts.budget(book, default_theme("de"), MemoryCache(), Workshop(), PageMap())
        return verdict.code, dict(verdict.facts).get("lines", "")

    code, lines = measured("")
    assert (code, measured("https://example.org/ein-langer-name/")) == ("k-060", (code, lines))


def test_both_verdicts_come_about() -> None:
    budget = partial(handouts.budget, theme=default_theme("de"), cache=MemoryCache(), workshop=Workshop())
    short, long = (_sheet_of([f'<p id="NTH">{"Wort " * 60}</p>'] * count) for count in (5, 60))
    assert [found.code for book in (short, long) for found in budget(book, pages=PageMap(), only={"b"})] == [
        *("k-060", "k-061")
    ]


def test_where_a_sheet_is_too_long_the_word_is_named_that_begins_the_next_page() -> None:
    counted = " ".join(f"w{nth}" for nth in range(2000))
    book, theme = _sheet_of([f'<p id="NTH">{counted}</p>']), default_theme("de")
    (verdict,) = handouts.budget(book, theme, MemoryCache(), Workshop(), PageMap(), {"b"})
    facts = dict(verdict.facts)
    first = int(facts["text"].split()[0].removeprefix("w"))
    assert first > 100
    assert int(facts["words"]) == 2000 - first

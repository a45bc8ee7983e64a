from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.book.model import Section
from pipeline.manuscript.model import Manifest, Part
from pipeline.render.layout import Extent
from pipeline.render.pdf.folios import OPENER, RECTO, facing, folio, openings, page_map, place

KINDS = ["contents", "part", "chapter", "checklist", "worksheet", "glossary"]


def _section(kind: str, matter: str, nth: int) -> Section:
    return Section(id=f"s{nth}", kind=kind, title="T", matter=matter)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 9)), min_size=1, max_size=30), st.integers(0, 5))
def test_folios_count_without_gaps_and_openings_lie_on_their_side(pieces: list[tuple[str, int]], front: int) -> None:
    sections = [_section(kind, "front" if nth < front else "body", nth) for nth, (kind, _) in enumerate(pieces)]
    places = place(sections, [count for _, count in pieces])
    page = 0
    for section, its in zip(sections, places, strict=True):
        assert its.page == page + its.blanks
        page = its.page + len(its.folios)
        if section.kind in RECTO:
            assert its.opens == "recto"
    body = [text for its in places for text in its.folios if text.isdigit()]
    assert [int(text) for text in body] == sorted({int(text) for text in body})


def test_the_cover_has_no_folio_and_the_body_begins_at_one() -> None:
    sections = [_section("cover", "front", 0), _section("contents", "front", 1), _section("chapter", "body", 2)]
    cover, contents, chapter = place(sections, [1, 1, 2])
    assert cover.folios == ("",)
    assert contents.folios == ("i",)
    assert chapter.folios == ("1", "2")
    assert chapter.blanks == 1


@pytest.mark.parametrize(("number", "text"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (44, "xliv"), (99, "xcix")])
def test_front_matter_counts_in_small_roman_figures(number: int, text: str) -> None:
    assert folio(number, True) == text


def test_what_flows_opens_where_the_page_before_ends() -> None:
    sections = [_section("chapter", "body", 0), _section("glossary", "body", 1), _section("chapter", "body", 2)]
    first, second, third = place(sections, [1, 2, 1])
    assert (second.opens, second.blanks, second.folios, second.page) == ("verso", 0, ("2", "3"), 1)
    assert (third.opens, third.blanks, third.folios, third.page) == ("recto", 1, ("5",), 4)
    assert first.opens == "recto"


def test_chapters_may_begin_on_the_next_page() -> None:
    sections = [_section("chapter", "body", 0), _section("chapter", "body", 1), _section("glossary", "back", 2)]
    first, second, third = place(sections, [1, 1, 1], opens={0: "page"})
    assert (first.opens, second.opens, second.blanks, second.folios) == ("recto", "verso", 0, ("2",))
    assert (third.opens, third.blanks) == ("recto", 0)
    openers = [_section(kind, "body", nth) for nth, kind in enumerate((OPENER, "chapter") * 2)]
    assert [its.folios for its in place(openers, [1, 1, 1, 1], opens={0: "page"})] == [(), ("1",), (), ("2",)]


def test_a_chapter_without_a_number_flows_among_numbered_ones_but_not_in_front() -> None:
    first, profile, tool = (_section("chapter", matter, nth) for nth, matter in enumerate(("body", "body", "back")))
    preface = _section("chapter", "front", 3)
    assert [its.opens for its in place([preface, first, profile, tool], [1, 1, 1, 1])] == ["recto"] * 4
    numbered = replace(first, number="1")
    assert [its.opens for its in place([numbered, profile, tool], [1, 1, 1])] == ["recto", "verso", "recto"]
    assert [its.opens for its in place([preface, preface, numbered], [1, 1, 1])] == ["recto"] * 3


def test_the_sign_of_an_opening_stands_on_its_verso_where_that_would_be_blank() -> None:
    sections = [_section(kind, "body", nth) for nth, kind in enumerate((OPENER, "chapter") * 3)]
    places = place(sections, [1, 1, 1, 2, 1, 1])
    assert [its.folios for its in places] == [(), ("1",), ("2",), ("3", "4"), (), ("5",)]
    assert not any(its.blanks for its in places)


def test_a_sheet_of_two_pages_is_a_verso_and_its_recto() -> None:
    sections = [_section(kind, "body", nth) for nth, kind in enumerate(("glossary", "worksheet", "worksheet"))]
    _, first, second = place(sections, [2, 2, 2], {"s1"})
    assert (first.opens, first.blanks, second.opens, second.blanks) == ("verso", 1, "verso", 0)


def test_a_sheet_counts_without_its_sample() -> None:
    body = '<p>x</p><section class="box sample fiction" id="m">y</section>'
    sheet = replace(_section("worksheet", "body", 0), body=body)
    assert facing([sheet], [Extent(2, {"m": 1})]) == frozenset()
    assert facing([sheet], [Extent(3, {"m": 2})]) == {"s0"}


def test_a_page_is_named_by_the_block_that_begins_it_or_else_by_the_one_that_runs_on() -> None:
    sections = [_section("chapter", "body", 0), _section("chapter", "body", 1)]
    first = Extent(3, {"s0": 0, "p": 1}, ("p0", "p", ""), ((), (("q", 0),), (("r", 3), ("p", 7))))
    places = place(sections, [3, 1])
    pages = page_map(sections, places, [first, Extent(1, {"s1": 0}, ("x",), ((),))])
    assert pages.folios == {"s0": "1", "p": "2", "s1": "5"}
    assert pages.pages == (("1", "s0"), ("2", "p"), ("3", ""), ("5", "s1"))
    assert pages.running == (("3", "p", 7),)
    assert pages.turns == (("3", "r", 3), ("3", "p", 7))


def test_a_part_may_have_openings_of_its_own() -> None:
    parts = (Part("A", ()), Part("B", (), opens="page"), Part("C", (), opens="here"))
    opens = openings(Manifest("T", "de", parts))
    assert opens == {0: "recto", 1: "recto", 2: "page", 3: "here"}
    sections = [Section(f"s{part}{nth}", "chapter", "T", number="1", part=part) for part in (1, 2, 3) for nth in (1, 2)]
    assert [its.folios for its in place(sections, [1] * 6, opens=opens)] == [
        (n,) for n in ("1", "3", "4", "5", "6", "7")
    ]

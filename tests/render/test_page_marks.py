"""Where the mark of a printed page goes when the page begins inside a block."""

from __future__ import annotations

import pytest

from pipeline.book.model import PageMap
from pipeline.render.page_marks import mark_pages, opening, share_out
from pipeline.trees import ids_of, make, parse, write


@pytest.mark.parametrize(
    ("letters", "body", "marked"),
    [
        (0, '<p id="x">eins zwei</p>', '<p id="x"><i/>eins zwei</p>'),
        (4, '<p id="x">eins zwei</p>', '<p id="x">eins <i/>zwei</p>'),
        (6, '<p id="x">eins zwei</p>', '<p id="x">eins <i/>zwei</p>'),
        (8, '<p id="x">eins <b>zwei</b> drei</p>', '<p id="x">eins <b>zwei</b> <i/>drei</p>'),
        (5, '<p id="x">eins <b>zwei</b> drei</p>', '<p id="x">eins <b><i/>zwei</b> drei</p>'),
        (99, '<p id="x">eins zwei</p>', '<p id="x">eins <i/>zwei</p>'),
        (99, '<p id="x"></p>', '<p id="x"><i/></p>'),
        (4, '<ul id="x"> <li>eins</li> <li>zwei</li></ul>', '<ul id="x"> <li>eins</li> <li><i/>zwei</li></ul>'),
        (
            4,
            '<ul id="x"><li>eins<div class="toc-section">nie gedruckt</div></li><li>zwei</li></ul>',
            '<ul id="x"><li>eins<div class="toc-section">nie gedruckt</div></li><li><i/>zwei</li></ul>',
        ),
    ],
)
def test_the_mark_stands_before_the_word_that_the_page_begins_in(letters: int, body: str, marked: str) -> None:
    tree = parse(body)
    pages = PageMap(pages=(("7", ""),), running=(("7", "x", letters),))
    assert mark_pages(tree, pages, lambda folio: make("i")) == ("7",)
    assert write(tree) == marked


def test_several_pages_of_one_block_are_marked_in_order() -> None:
    tree = parse('<p id="x">eins zwei drei vier</p>')
    pages = PageMap(pages=(("1", "x"), ("2", ""), ("3", "")), running=(("2", "x", 4), ("3", "x", 12)))
    assert mark_pages(tree, pages, lambda folio: make(f"m{folio}")) == ("1", "2", "3")
    assert write(tree) == '<p id="x"><m1/>eins <m2/>zwei drei <m3/>vier</p>'


def test_a_section_knows_the_page_it_opens_on() -> None:
    pages = PageMap(pages=(("1", "a"), ("2", "b")))
    assert (opening(pages, "b"), opening(pages, "c")) == ("2", "")


def test_with_its_share_of_the_pages_a_section_is_marked_as_with_all() -> None:
    bodies = {"a": '<p id="x">eins zwei drei</p>', "b": '<p id="y">vier</p><p id="z">fünf</p>', "c": "<p>sechs</p>"}
    pages = PageMap(
        pages=(("1", "a"), ("2", "x"), ("3", ""), ("4", "b"), ("5", "z"), ("6", "c"), ("7", "")),
        running=(("3", "x", 4), ("7", "nowhere", 2)),
    )
    shares = share_out(pages, {id: ids_of(parse(body)) for id, body in bodies.items()})
    for id, body in bodies.items():
        alone, whole = parse(body), parse(body)
        marked = [
            mark_pages(*given, lambda folio: make(f"m{folio}")) for given in ((alone, shares[id]), (whole, pages))
        ]
        assert marked[0] == marked[1]
        assert write(alone) == write(whole)
        assert opening(shares[id], id) == opening(pages, id)
    assert shares["c"] == PageMap(pages=(("6", "c"),))

"""Cards on a sheet, micro-methods alone, and sheets that are handed out without their sample."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from pipeline import trees
from pipeline.book.model import PageMap, Section
from pipeline.cache import MemoryCache
from pipeline.render import handouts
from pipeline.render.addresses import handout_path
from pipeline.render.cut_sheets import single_sheets
from pipeline.render.epub.fields import draw_fields
from pipeline.render.html.fields import make_fillable
from pipeline.render.pdf import fields
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.render import sample

LABELS = default_theme("de").labels
SLOT = (
    '<section class="box letter" id="b"><div class="letter-text"><p>Guten Tag '
    '<span class="field" id="b--name" data-kind="slot"><span class="field-label">Name</span></span>,</p>'
    "</div></section>"
)


def chapter() -> Section:
    (found,) = [section for section in sample.book().sections if section.id == "annaeherung"]
    return found


def card_page(count: int) -> trees.Element:
    body = chapter().body.replace('data-count="4"', f'data-count="{count}"')
    (cards,) = [one for one in single_sheets(replace(chapter(), body=body)) if one.kind == "cards"]
    return trees.parse(cards.body)


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (2, 2), (4, 2), (8, 4)])
def test_a_sheet_has_as_many_cards_as_its_author_says(count: int, rows: int) -> None:
    page = card_page(count)
    assert len(trees.by_class(page, "tool-card")) == count
    assert len(trees.by_class(page, "card-row")) == rows


def test_the_fields_of_every_copy_have_names_of_their_own() -> None:
    names = trees.ids_of(card_page(8))
    assert len(names) == len(set(names)) == 8
    assert "karte-suche--ich-suche" in names


def test_a_sheet_of_cards_and_a_micro_method_are_each_one_page() -> None:
    wanted = ("karte-suche", "mini-interview")
    theme = default_theme("de")
    made = handouts.render(sample.book(), theme, MemoryCache(), Workshop(), PageMap(), only=wanted).value
    assert set(made) == {handout_path(name) for name in wanted}
    for data in made.values():
        with pikepdf.open(io.BytesIO(data)) as sheet:
            assert len(sheet.pages) == 1


def test_what_is_handed_out_to_fill_in_has_no_sample() -> None:
    shown = '<section class="box sample" id="w--muster"><p class="answer">Tafel</p></section>'
    book = sample.book()
    sheets = tuple(replace(one, body=one.body + shown) if one.kind == "worksheet" else one for one in book.sections)
    planned = [item.section for item in handouts.plan(replace(book, sections=sheets), LABELS)]
    assert [one.id for one in planned if "answer" in one.body and one.kind == "worksheet"] == []


def test_a_gap_of_a_letter_shows_its_word_on_paper_and_in_an_e_book() -> None:
    for draw in (lambda tree: fields.draw(tree, "Brief", LABELS), lambda tree: draw_fields(tree, LABELS)):
        tree = trees.parse(SLOT)
        draw(tree)
        assert trees.text_of(tree) == "Guten Tag [Name],"
        assert [one for one in tree.iter() if one.get("data-widget")] == []


def test_a_gap_of_a_letter_is_typed_in_on_the_web_and_not_remembered() -> None:
    tree = trees.parse(SLOT)
    assert make_fillable(tree, LABELS) == 0
    (line,) = tree.iter("input")
    assert (line.get("placeholder"), line.get("aria-label"), line.get("data-answer")) == ("Name", "Name", None)

"""What WeasyPrint does wrong: each fault is shown in the untouched program, and gone with ours in its place."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint.layout import block, inline

from pipeline.render.layout import Sheet
from pipeline.render.weasy import breaks
from pipeline.render.weasy.engine import Engine
from tests.render.pdf import faults

WORDS = "Seiten an und hört auch das, was sich niemand traut."
PLAIN = "@page { size: %spx 120px; margin: 0 } html { font: 10px/1 sans-serif } body, p { margin: 0 }"
NOTES = "@page { @footnote { margin: 0 } } small { float: footnote; footnote-policy: line }"
ROW_PX = 10


def _lay_out(engine: Engine, body: str) -> Any:
    page = f"<html lang='de'><head><title>T</title></head><body>{body}</body></html>"
    return engine.lay_out(Sheet(page, ""))[0]


def _without_last_space() -> float:
    """How wide the words are, measured on a page that holds them all."""
    layout = _lay_out(Engine(PLAIN % 2000, {}), f"<p>{WORDS}</p>")
    return float(next(iter(faults.lines(layout.pages[0]))).width)


@pytest.fixture
def tight() -> Engine:
    """A page just wide enough for the words, but not for a space after them."""
    return Engine(PLAIN % (_without_last_space() + 0.5), {})


def _texts(layout: Any) -> list[str]:
    return [faults.text(line) for page in layout.pages for line in faults.lines(page)]


@pytest.mark.parametrize("after", ["<b>[1]</b> mehr", "<span>[<a href='#x'>1</a>]</span>.", "\n"])
def test_a_line_is_full_when_only_the_space_after_it_has_no_room(tight: Engine, after: str) -> None:
    layout = _lay_out(tight, f"<p>{WORDS} {after}</p>")
    assert _texts(layout)[0] == WORDS
    assert faults.early_lines(layout) == []


def test_weasyprint_alone_breaks_it_behind_the_first_word(tight: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "split_first_line", breaks._split_first_line)
    layout = _lay_out(tight, f"<p>{WORDS} <b>[1]</b></p>")
    assert _texts(layout)[0] == "Seiten"
    assert len(faults.early_lines(layout)) == 1


def test_a_text_that_is_too_wide_is_still_broken_at_its_last_space() -> None:
    layout = _lay_out(Engine(PLAIN % (_without_last_space() - 0.5), {}), f"<p>{WORDS} <b>[1]</b></p>")
    assert _texts(layout)[:2] == [WORDS.removesuffix(" traut."), "traut. [1]"]


@pytest.fixture
def rows_and_box() -> tuple[Engine, str]:
    """Eight rows with a note in the last, then a box of which two rows would fit if the note were gone."""
    rows = "<br>".join("abcdefgh") + "<small>Anmerkung</small>"
    box = "<br>".join("ijklmn")
    height = ROW_PX * 10 + 5
    styles = f"{PLAIN % 100} {NOTES} @page {{ size: 100px {height}px }}"
    return Engine(styles, {}), f"<p>{rows}</p><p style='break-inside: avoid'>{box}</p>"


def test_a_note_stays_on_the_page_of_its_call(rows_and_box: tuple[Engine, str]) -> None:
    engine, body = rows_and_box
    layout = _lay_out(engine, body)
    assert faults.count_notes(layout) == 1
    assert len(layout.pages) == 2
    assert faults.strayed_notes(layout) == []


def test_weasyprint_alone_sends_it_on(rows_and_box: tuple[Engine, str], monkeypatch: pytest.MonkeyPatch) -> None:
    engine, body = rows_and_box
    monkeypatch.setattr(block, "_linebox_layout", breaks._linebox_layout)
    assert faults.strayed_notes(_lay_out(engine, body)) == ["page 1: its note stands on [2]"]


def test_a_line_goes_with_its_note_to_the_next_page() -> None:
    rows = "<br>".join("abcdefghijk") + "<small>Anmerkung</small>"
    layout = _lay_out(Engine(f"{PLAIN % 100} {NOTES}", {}), f"<p style='orphans: 1; widows: 1'>{rows}</p>")
    assert len(layout.pages) == 2
    assert faults.strayed_notes(layout) == []


PARTED = "<p>{}Einwohnermeldeamtsangelegenheitenverordnung und<br>Ende<br>Ende<br>Ende</p>"


@pytest.fixture
def narrow() -> Engine:
    """A page of twelve rows, too narrow for a long word."""
    return Engine(f"{PLAIN % 150} html {{ hyphens: auto }} p {{ orphans: 2; widows: 2 }}", {})


@pytest.mark.parametrize(("rows", "before"), [(11, 0), (1, 10)], ids=["in a long paragraph", "behind two lines"])
def test_no_word_is_parted_between_pages(narrow: Engine, rows: int, before: int) -> None:
    layout = _lay_out(narrow, "<p>a</p>" * before + PARTED.format("a<br>" * rows))
    assert len(layout.pages) == 2
    assert faults.parted_words(layout) == []


def test_a_word_with_a_hyphen_of_its_own_is_not_parted_there(narrow: Engine) -> None:
    body = PARTED.format("a<br>" * 11).replace("amtsangel", "amts-angel").replace("<p>", "<p style='hyphens: none'>")
    layout = _lay_out(narrow, body)
    assert "Einwohnermeldeamts-" in _texts(layout)
    assert len(layout.pages) == 2
    assert faults.parted_words(layout) == []


@pytest.mark.parametrize(("rows", "before"), [(11, 0), (1, 10)], ids=["in a long paragraph", "behind two lines"])
def test_weasyprint_alone_parts_it(narrow: Engine, rows: int, before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "_break_line", breaks._break_line)
    assert len(faults.parted_words(_lay_out(narrow, "<p>a</p>" * before + PARTED.format("a<br>" * rows)))) == 1


def test_words_outside_the_page_and_headings_at_its_foot_are_seen() -> None:
    engine = Engine(PLAIN % 100, {})
    wide = _lay_out(engine, "<p style='white-space: nowrap'>Wort Wort Wort Wort Wort Wort</p>")
    assert len(faults.spilled(wide)) == 1
    assert faults.spilled(_lay_out(engine, "<p>Wort</p>")) == []
    headed = _lay_out(engine, "<h2>Titel</h2><p style='break-before: page'>Text</p>")
    assert faults.bare_headings(headed) == ["page 1: 'Titel'"]


def test_single_lines_of_a_paragraph_are_seen() -> None:
    engine = Engine(PLAIN % 100, {})
    rows = "<p>a</p>" * 11 + "<p style='orphans: {0}; widows: {0}'>eins<br>zwei<br>drei<br>vier</p>"
    assert len(faults.lonely_lines(_lay_out(engine, rows.format(1)))) == 1
    assert faults.lonely_lines(_lay_out(engine, rows.format(2))) == []


def test_a_word_of_a_heading_that_is_parted_is_seen(narrow: Engine) -> None:
    title = "<h2 style='hyphens: {}'>Einwohnermeldeamtsangelegenheitenverordnung</h2>"
    assert len(faults.parted_headings(_lay_out(narrow, title.format("auto")))) >= 1
    assert faults.parted_headings(_lay_out(narrow, title.format("none"))) == []


@pytest.mark.parametrize(("sign", "lost"), [("", 1), ("\u2010", 0)], ids=["without a sign", "with one"])
def test_a_word_that_parts_without_a_hyphen_is_found(sign: str, lost: int) -> None:
    engine = Engine(f"{PLAIN % 60} p {{ hyphens: manual; hyphenate-character: '{sign}' }}", {})
    assert len(faults.lost_hyphens(_lay_out(engine, "<p>Einwohner\u00admeldeamt</p>"))) == lost

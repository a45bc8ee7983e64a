"""Notes stand in the outer margin of their page, on the line that calls them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.render.layout import Sheet
from pipeline.render.weasy.blocks import descendants
from pipeline.render.weasy.engine import Engine
from pipeline.render.weasy.margin import stack
from pipeline.theme import default_theme

NOTE = '<span class="page-note margin-note">S. <span class="page-number">61</span></span>'
MARGINS = "@page { size: 170mm 240mm; }"
LINE_PX = 14 * 96 / 72


@pytest.fixture(scope="module")
def engine() -> Engine:
    theme = default_theme("de")
    return Engine(theme.files["styles/print.css"].decode(), theme.files)


def lay_out(engine: Engine, side: str) -> tuple[Any, Any]:
    """The section and its note."""
    link = '<a class="xref" href="#x">Kapitel 4</a>'
    text = f"<p>{'Wörter. ' * 60} siehe {NOTE}{link}, und so weiter.</p>"
    html = f'<html lang="de"><body><main class="section chapter">{text}</main></body></html>'
    page = engine.lay_out(Sheet(html, f"{MARGINS} html {{ break-before: {side}; }}", side))[0].pages[0]._page_box
    found = list(descendants(page))
    note = next(
        box for box in found if box.element is not None and box.element.get("class", "").endswith("margin-note")
    )
    return next(box for box in found if box.element_tag == "main"), note


def test_on_a_recto_it_stands_on_the_right(engine: Engine) -> None:
    section, note = lay_out(engine, "recto")
    assert section.content_box_x() + section.width < note.border_box_x()


def test_on_a_verso_it_stands_as_far_on_the_left(engine: Engine) -> None:
    section, note = lay_out(engine, "verso")
    other, there = lay_out(engine, "recto")
    (line,) = note.children
    last = line.children[-1]
    apart = section.content_box_x() - last.position_x - last.margin_width()
    assert apart == pytest.approx(there.border_box_x() - other.content_box_x() - other.width)
    assert apart > 0


def test_what_somebody_says_of_the_text_stands_beside_it_one_below_the_other(engine: Engine) -> None:
    said = '<span class="comment">Anna: Woher wissen wir das, und von wem?</span>'
    text = f"<p>Ein Satz{said}, ein Wort{said}.</p><p>Der nächste.</p>"
    html = f'<html lang="de"><body><main class="section chapter">{text}</main></body></html>'
    page = engine.lay_out(Sheet(html, f"{MARGINS} html {{ break-before: recto; }}", "recto"))[0].pages[0]._page_box
    found = list(descendants(page))
    section = next(box for box in found if box.element_tag == "main")
    notes = [box for box in found if box.element is not None and box.element.get("class") == "comment"]
    first, second = (box for box in notes if type(box).__name__ == "InlineBlockBox")
    assert section.content_box_x() + section.width < first.border_box_x() == second.border_box_x()
    assert max(one.position_y + one.height for one in descendants(first)) <= second.position_y
    lines = [box for box in descendants(section) if type(box).__name__ == "LineBox" and box.element_tag == "p"]
    assert lines[1].position_y - lines[0].position_y == pytest.approx(LINE_PX)


def test_notes_move_up_where_the_page_ends_as_long_as_there_is_room() -> None:
    assert stack([(10, 20), (15, 20)], 100) == [10, 30]
    assert stack([(10, 20), (90, 30)], 100) == [10, 70]
    assert stack([(60, 20), (85, 20), (90, 20)], 100) == [40, 60, 80]
    assert stack([(0, 80), (10, 80)], 100) == [0, 80]


def test_it_takes_no_room_from_the_text_and_stands_on_its_line(engine: Engine) -> None:
    section, note = lay_out(engine, "recto")
    lines = [box for box in descendants(section) if type(box).__name__ == "LineBox"]
    called = next(box for box in lines if "Kapitel" in "".join(getattr(one, "text", "") for one in descendants(box)))
    assert called.position_y <= note.border_box_y() < called.position_y + LINE_PX / 2

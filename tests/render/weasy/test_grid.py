"""Running text stands on the lines of its page, and what leaves a gap comes behind the text that follows it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from pipeline.render.layout import Sheet
from pipeline.render.weasy import gaps, sheet_pages
from pipeline.render.weasy.blocks import descendants
from pipeline.render.weasy.engine import Engine
from pipeline.theme import default_theme

PAGE = "@page { size: 170mm 240mm; }"
ROUNDING_PX = 0.1
TEXT = f"<p>{'Wörter und Wörter. ' * 20}</p>"
STEPS = f'<table class="steps"><tbody>{"<tr><td>5</td><td>reden</td></tr>" * 14}</tbody></table>'


def lay_out(body: str, kind: str = "chapter", styles: str = "") -> Any:
    theme = default_theme("de")
    engine = Engine(theme.files["styles/print.css"].decode() + styles, theme.files)
    html = f'<html lang="de"><body><main class="section {kind}">{body}</main></body></html>'
    return engine.lay_out(Sheet(html, PAGE))[0]


def offsets(layout: Any) -> list[float]:
    """How far the paragraphs of each page begin from its lines, in pixels."""
    found = []
    for page in layout.pages:
        box = page._page_box
        for block in (one for one in descendants(box.children[0]) if one.element_tag == "p"):
            if isinstance(block, boxes.BlockBox) and strut(block.style)[0] == strut(box.children[0].style)[0]:
                off = (block.content_box_y() - box.content_box_y()) % strut(block.style)[0]
                found.append(min(off, strut(block.style)[0] - off))
    return found


def test_text_after_a_picture_a_table_or_a_heading_stands_on_a_line() -> None:
    odd = '<div style="height: 33.3pt"></div><h2>Titel</h2>'
    assert max(offsets(lay_out(TEXT + odd + TEXT + STEPS + TEXT))) < ROUNDING_PX


def test_a_box_within_a_section_keeps_the_grid_inside() -> None:
    box = '<aside class="box fiction"><p class="box-label">Ausgedacht</p><p class="box-title">Titel</p>'
    assert max(offsets(lay_out(f"{TEXT}{box}{TEXT}{TEXT}</aside>{TEXT}"))) < ROUNDING_PX


def test_a_sheet_to_fill_in_has_no_grid() -> None:
    odd = '<div style="height: 33.3pt"></div>'
    assert max(offsets(lay_out(TEXT + odd + TEXT, "worksheet"))) > ROUNDING_PX


def tags(layout: Any) -> list[str]:
    return [element.tag for element in next(layout._html.etree_element.iter("main"))]


def test_text_comes_before_a_piece_that_would_leave_a_gap() -> None:
    layout = lay_out(TEXT * 5 + STEPS + TEXT * 3)
    assert tags(layout) == ["p"] * 7 + ["table", "p"]
    assert all(gaps.gap_px(page) < gaps.LEAST_GAP_PX for page, _ in pairwise(layout.pages))


def test_a_piece_never_moves_behind_a_heading_or_from_what_announces_it() -> None:
    assert tags(lay_out(TEXT * 5 + STEPS + "<h2>Titel</h2>" + TEXT))[5] == "table"
    announced = '<p class="announces">So:</p>'
    assert tags(lay_out(TEXT * 5 + announced + STEPS + TEXT * 3))[6] == "table"


BOX = '<aside class="box tip"><p class="box-label">Tipp</p><div style="height: {mm}mm"></div></aside>'


def free_mm(layout: Any) -> list[int]:
    return [round(gaps.gap_px(page) * gaps.PX_TO_MM) for page in layout.pages[:-1]]


def filled(mm: float) -> str:
    """So many millimetres of a page, as a thing that never moves."""
    return f'<h2 style="margin: 0; padding: 0; height: {mm}mm; break-after: auto">Titel</h2>'


def test_a_page_is_a_line_longer_where_that_is_all_that_is_lacking() -> None:
    roles = '<section class="box roles"><div style="height: 53mm"></div></section>'
    layout = lay_out(TEXT + filled(105) + roles + "<h2>Titel</h2>" + TEXT)
    assert layout._html.etree_element.get(gaps.LINES)
    assert any(one.element_tag == "section" for one in descendants(layout.pages[0]._page_box))


def test_a_figure_comes_behind_the_next_heading_and_its_text() -> None:
    figure = '<figure style="height: 100mm; margin: 0"></figure>'
    layout = lay_out(filled(110) + TEXT + figure + "<h2>Titel</h2>" + TEXT * 4)
    assert tags(layout)[:4] == ["h2", "p", "h2", "p"]
    assert max(free_mm(layout)) < gaps.GREAT_GAP_PX * gaps.PX_TO_MM


def test_what_is_carried_breaks_where_a_great_gap_would_be_left_else() -> None:
    steps = STEPS.replace("</tbody>", f"{'<tr><td>5</td><td>reden</td></tr>' * 10}</tbody>")
    broken = lay_out(filled(120) + TEXT + steps + "<h2>Titel</h2>" + TEXT)
    assert len(broken.pages) == 2 and max(free_mm(broken)) < gaps.GREAT_GAP_PX * gaps.PX_TO_MM
    whole = lay_out(filled(150) + TEXT + steps + "<h2>Titel</h2>" + TEXT)
    assert all(gaps.LOOSE not in one.get("style", "") for one in whole._html.etree_element.iter("table"))


def test_a_method_and_a_card_never_break() -> None:
    for name in ("method", "card"):
        piece = f'<section class="{name}" style="break-inside: avoid">{TEXT * 5}</section>'
        layout = lay_out(filled(110) + TEXT + piece + "<h2>Titel</h2>" + TEXT)
        assert free_mm(layout)[0] > 40


def test_a_box_does_not_leave_two_lines_for_the_next_page() -> None:
    box = BOX.format(mm=55)
    layout = lay_out(filled(135) + box + "<h2>Titel</h2>" + TEXT)
    assert all(gaps.LOOSE not in one.get("style", "") for one in layout._html.etree_element.iter("aside"))


SHEET = '<h1>Blatt</h1>{}<section class="box sample"><p>Muster</p></section>'


def test_a_sheet_that_runs_a_little_over_stands_closer_and_one_that_is_two_pages_does_not() -> None:
    field = '<div class="field"><span class="field-label">Wer?</span><span class="write rule"></span></div>'
    short, long = (lay_out(SHEET.format(field * count), "worksheet") for count in (15, 22))
    mains = [next(one._html.etree_element.iter("main")).get("class", "") for one in (short, long)]
    assert [name.endswith("close") for name in mains] == [True, False]
    assert (sheet_pages.count(short), sheet_pages.count(long)) == (1, 2)

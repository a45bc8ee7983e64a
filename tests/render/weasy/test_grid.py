"""Running text stands on the lines of its page, and what leaves a gap comes behind the text that follows it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from pipeline.render.layout import Sheet
from pipeline.render.weasy import gaps
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

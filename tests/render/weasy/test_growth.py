"""A sheet that stands alone grows until its page is full, and keeps its number of pages."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.render.layout import Sheet
from pipeline.render.weasy import gaps, growth
from pipeline.render.weasy.engine import Engine

STYLES = """@page { size: 100mm 100mm; margin: 0 }
html { font: 10px/12px serif; --rows: 1; --type: 1 } body { margin: 0 }
p { margin: 0; height: calc(5mm * var(--rows)); font-size: calc(10px * var(--type)) }"""


def lay_out(body: str, asks: str = growth.GROWS) -> Any:
    html = f'<html lang="de" {asks}=""><body><main class="worksheet">{body}</main></body></html>'
    return Engine(STYLES, {}).lay_out(Sheet(html, ""))


@pytest.mark.parametrize("body", ["<p>Zeile</p>" * 9, '<div style="height: 40mm">Feld</div>'])
def test_rows_and_heights_grow_until_the_page_is_full(body: str) -> None:
    layout, extent = lay_out(body)
    assert len(layout.pages) == 1
    assert gaps.gap_px(layout.pages[0]) < 0.15 * layout.pages[0]._page_box.height
    assert extent.free_pt > 100


def test_a_sheet_that_does_not_ask_stays_as_it_is() -> None:
    layout, _ = lay_out("<p>Zeile</p>" * 9, "data-other")
    assert gaps.gap_px(layout.pages[0]) > 0.5 * layout.pages[0]._page_box.height


def test_a_sheet_of_one_line_does_not_become_a_poster() -> None:
    layout, _ = lay_out("<p>Zeile</p>")
    (line,) = (box for box in gaps.blocks_of(layout.pages[0]))
    assert line.height == pytest.approx(5 / gaps.PX_TO_MM * growth.MOST, rel=0.01)


def test_a_canvas_keeps_the_height_of_its_page() -> None:
    layout, _ = lay_out('<section class="canvas"><div style="height: 70mm">Feld</div></section><p>Zeile</p>')
    assert [one.get("style") for one in layout._html.etree_element.iter("div")] == ["height: 70mm"]

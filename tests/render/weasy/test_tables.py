"""Tables of any width and rows of any height are drawn whole."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipeline.render.layout import Extent, Sheet
from pipeline.render.weasy import blocks
from pipeline.render.weasy.engine import Engine

STYLES = (
    "@page { size: 100mm 100mm; margin: 10mm } table { font: 11.3px/16px sans-serif; border-collapse: collapse }"
    " td, th { padding: 0 5mm 0 0; hyphens: auto; hyphenate-limit-chars: 12 4 4 } tr { break-inside: avoid }"
    " html { hyphenate-character: '\u2010' } tbody tr:first-child { break-after: avoid }"
)


def _set(head: list[str], rows: list[list[str]]) -> tuple[Any, Extent]:
    def line(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"

    body = "".join(line(row, "td") for row in rows)
    table = f"<table id='t'><thead>{line(head, 'th')}</thead><tbody>{body}</tbody></table>"
    page = f"<html lang='de'><head><title>T</title></head><body>{table}</body></html>"
    return Engine(STYLES, {}).lay_out(Sheet(page, ""))


def _texts(page: Any) -> list[Any]:
    return [box for box in blocks.descendants(page._page_box) if type(box).__name__ == "TextBox"]


@pytest.mark.parametrize(("columns", "told"), [(3, False), (4, False), (9, True), (26, True)])
def test_a_table_of_any_width_stays_on_its_page(columns: int, told: bool) -> None:
    words = [f"Bezeichnung{number}" for number in range(columns)]
    layout, extent = _set(words, [words])
    page = layout.pages[0]._page_box
    texts = [box for page in layout.pages for box in _texts(page)]
    assert max(box.position_x + box.width for box in texts) <= page.content_box_x() + page.width + 0.5
    assert min(box.style["font_size"] for box in texts) >= 9.99
    letters = "".join(box.text for box in texts).replace("\u2010", "")
    assert letters.count("".join(words[0])) == 2 or told
    assert not set("".join(words)) - set(letters) and len(letters) >= 2 * len("".join(words))
    assert [name for name, _, _ in extent.narrow] == (["t"] if told else [])
    assert all(need > room for _, room, need in extent.narrow)
    assert Extent.from_json(extent.to_json()) == extent


def test_a_table_that_fits_keeps_its_size() -> None:
    layout, _ = _set(["Wer", "Was"], [["Ute", "kommt"]])
    assert {box.style["font_size"] for box in _texts(layout.pages[0])} == {11.3}


def test_a_row_longer_than_a_page_is_parted_and_its_head_stands_on_every_page() -> None:
    long = " ".join(f"Satz {number} einer langen Zelle." for number in range(300))
    layout, _ = _set(["Wer", "Was"], [["kurz", "eins"], ["lang", long], ["ende", "drei"]])
    pages = [[box.text for box in _texts(page)] for page in layout.pages]
    assert len(pages) > 2 and all("Was" in page for page in pages)
    assert "kurz" in pages[0] and "lang" in pages[0]
    said = " ".join(text for page in pages for text in page if text not in ("Wer", "Was"))
    found = re.findall(r"Satz (\d+)", said)
    assert found == [str(number) for number in range(300)]
    bottom = max(box.position_y + box.height for page in layout.pages for box in _texts(page))
    assert bottom <= layout.pages[0].height

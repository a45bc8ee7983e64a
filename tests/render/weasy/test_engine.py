from __future__ import annotations

import logging

import pytest

from pipeline.render.layout import Sheet
from pipeline.render.weasy.engine import Engine

STYLES = "@page { size: 100mm 100mm }"


def test_the_extent_knows_pages_anchors_and_the_first_block_of_each_page() -> None:
    blocks = "".join(f"<p id='p{n}' style='break-before: page'>Absatz {n}</p>" for n in range(3))
    sheet = Sheet(f"<html lang='de'><head><title>T</title></head><body><h1 id='h'>T</h1>{blocks}</body></html>", "")
    _, extent = Engine(STYLES, {}).lay_out(sheet)
    assert extent.pages == 4
    assert extent.anchors == {"h": 0, "p0": 1, "p1": 2, "p2": 3}
    assert extent.openers == ("h", "p0", "p1", "p2")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "book:../secret.png"])
def test_nothing_outside_the_book_is_fetched(address: str, caplog: pytest.LogCaptureFixture) -> None:
    sheet = Sheet(f"<html lang='de'><body><p><img src='{address}' alt='x'></p></body></html>", "")
    with caplog.at_level(logging.ERROR, "weasyprint"):
        _, extent = Engine(STYLES, {"chapters/a.png": b""}).lay_out(sheet)
    assert extent.pages == 1
    assert "not a file of this book" in caplog.text


ROWS = "@page { size: 100mm 120px; margin: 0 0 20px } html { font: 10px/10px sans-serif } body, p { margin: 0 }"


def _heights(lines: int, style: str = "") -> tuple[int, ...]:
    """How many rows stand on each page, when so many must be set and ten of them make a page."""
    rows = "".join(f"<p>{number}</p>" for number in range(lines))
    page = f"<html lang='de'><head><title>T</title></head><body>{rows}</body></html>"
    layout, _ = Engine(ROWS + style, {}).lay_out(Sheet(page, ""))
    return tuple(len(page._page_box.children[0].children[0].children) for page in layout.pages)


@pytest.mark.parametrize(
    ("lines", "heights"),
    [
        (63, (11, 11, 11, 11, 11, 8)),
        (65, (11, 11, 11, 11, 11, 10)),
        (66, (11, 11, 11, 11, 11, 11)),
        (68, (10, 10, 10, 10, 10, 10, 8)),
        (67, (10, 10, 10, 10, 10, 10, 7)),
        (71, (9, 9, 9, 9, 9, 9, 9, 8)),
        (22, (11, 11)),
        (23, (10, 10, 3)),
        (5, (5,)),
    ],
    ids=[
        "longer",
        "five left",
        "six left",
        "enough left",
        "too few pages",
        "shorter",
        "two pages",
        "no help",
        "one page",
    ],
)
def test_a_last_page_of_a_few_lines_is_saved_or_filled(lines: int, heights: tuple[int, ...]) -> None:
    assert _heights(lines) == heights

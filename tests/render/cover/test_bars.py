"""The bars of an ISBN: their digits, their widths, and that a scanner reads them."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from pipeline.render.cover.bars import BLACK, HEIGHT_MM, MODULE_MM, QUIET_LEFT, WIDTH_MM, draw, modules
from pipeline.render.cover.drawing import Drawing, Shape, to_jpeg

from .test_outlines import LETTERS

ISBN = "978-3-16-148410-0"


def test_a_number_has_the_modules_that_the_standard_says() -> None:
    # GS1's own example: 5901234123457.
    known = (
        "101" "0001011" "0100111" "0110011" "0010011" "0111101" "0011101" "01010"
        "1100110" "1101100" "1000010" "1011100" "1001110" "1000100" "101"
    )  # fmt: skip
    assert modules("5901234123457") == known


def _bars(shapes: tuple[Shape, ...]) -> list[tuple[float, float]]:
    """Where each bar begins and how wide it is: rectangles of black ink."""
    found = []
    for shape in shapes:
        if shape.fill == BLACK and [name for name, _ in shape.steps] == ["m", "l", "l", "l", "h"]:
            xs = [points[0] for _, points in shape.steps if points]
            found.append((min(xs), max(xs) - min(xs)))
    return found


def test_bars_are_one_to_four_modules_wide_and_quiet_zones_stay_white() -> None:
    bars = _bars(draw(ISBN, 0, 0, LETTERS))
    assert len(bars) == 30
    assert {round(width / MODULE_MM, 3) for _, width in bars} <= {1, 2, 3, 4}
    assert bars[0][0] == pytest.approx(QUIET_LEFT * MODULE_MM)
    assert bars[-1][0] + bars[-1][1] == pytest.approx(WIDTH_MM - 7 * MODULE_MM)


@pytest.mark.parametrize("isbn", [ISBN, "9791037505378"])
def test_a_scanner_reads_them(isbn: str) -> None:
    drawing = Drawing(WIDTH_MM, HEIGHT_MM, draw(isbn, 0, 0, LETTERS))
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(to_jpeg(drawing, 600, 400))))
    assert read.text == isbn.replace("-", "")
    assert read.format == zxingcpp.BarcodeFormat.EAN13

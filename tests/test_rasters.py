"""A page of a PDF is drawn by a process that may end as it likes: the book goes on."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline import rasters
from pipeline.manuscript.bitmaps import measure
from pipeline.manuscript.pictures import read_pdf, read_svg
from pipeline.rasters import NotDrawn, draw_drawing, draw_first_page, make_smaller


def pdf(pages: int = 1) -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as book:
        for _ in range(pages):
            book.add_blank_page(page_size=(300, 400))
        book.save(file)
    return file.getvalue()


def test_the_first_page_is_drawn_as_large_as_a_picture_can_be() -> None:
    page = draw_first_page(pdf(3))
    size = measure(page.png)
    assert size is not None
    assert (size.width, size.height, page.pages) == (1772, 2363, 3)


MASKED = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40"><defs>
<mask id="m"><rect width="20" height="40" fill="white"/></mask></defs><rect width="40" height="40" fill="red"
mask="url(#m)"/></svg>"""


def test_a_mask_hides_what_it_should_at_300_dots_to_the_inch() -> None:
    png = draw_drawing(MASKED, 40, 40)
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.size == (1772, 1772)
        assert [picture.getpixel((x, 900)) for x in (300, 1500)] == [(255, 0, 0, 255), (0, 0, 0, 0)]
    assert draw_drawing(MASKED, 40, 40) == png


def test_a_drawing_opens_no_file(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9), "red").save(tmp_path / "a.png")
    drawing = f'''<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image width="9" height="9"
    href="{tmp_path}/a.png"/></svg>'''
    with Image.open(io.BytesIO(draw_drawing(read_svg("a.svg", drawing.encode()).asset.data, 9, 9))) as picture:  # type: ignore[union-attr]
        assert picture.getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("data", [b"", b"<svg", b"\0" * 99])
def test_what_is_no_drawing_is_not_drawn(data: bytes) -> None:
    with pytest.raises(NotDrawn):
        draw_drawing(data, 40, 40)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", pdf()[:200], b"\0" * 999, pdf(0)], ids=range(5))
def test_what_has_no_page_is_none(data: bytes) -> None:
    with pytest.raises(NotDrawn):
        draw_first_page(data)


ENDLESS = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("source", "patience_s", "code"),
    [
        (ENDLESS, 60.0, "f-136"),
        ("import time\ntime.sleep(60)\n", 0.5, "f-136"),
        ("import os\nos.abort()\n", 60.0, "f-035"),
        ("print('no number')\n", 60.0, "f-035"),
    ],
    ids=["works too long", "sleeps", "crashes", "says nothing"],
)
def test_who_does_not_end_well_is_told(
    source: str, patience_s: float, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drawing.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(rasters, "DRAWING", tmp_path / "drawing.py")
    monkeypatch.setattr(rasters, "MOST_S", patience_s)
    seen = read_pdf(f"{code}.pdf", source.encode())
    assert ([one.code for one in seen.found], seen.asset) == ([code], None)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"GIF89a" + b"\0" * 99, b"%PDF-1.7\n"], ids=range(4))
def test_what_is_no_bitmap_is_not_made_smaller(data: bytes) -> None:
    with pytest.raises(NotDrawn):
        make_smaller(data, 100)

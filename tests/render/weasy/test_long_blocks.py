"""What is longer than a page begins where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.render.layout import Sheet
from pipeline.render.weasy import blocks, long_blocks
from pipeline.render.weasy.engine import Engine

STYLES = (
    "@page { size: 100mm 100mm; margin: 10mm } html { font: 10px/12px sans-serif } h1 { break-after: avoid }"
    " .box { break-inside: avoid }"
)


def _pages(paragraphs: int) -> list[str]:
    body = "".join(f"<p>Satz {number}.</p>" for number in range(paragraphs))
    page = f"<h1>Titel</h1><aside class='box' id='k'>{body}</aside>"
    layout, _ = Engine(STYLES, {}).lay_out(
        Sheet(f"<html lang='de'><head><title>T</title></head><body>{page}</body></html>", "")
    )
    return [" ".join(_texts(page)) for page in layout.pages]


def _texts(page: Any) -> list[str]:
    return [box.text for box in blocks.descendants(page._page_box) if type(box).__name__ == "TextBox"]


def test_a_box_longer_than_a_page_begins_below_its_title() -> None:
    pages = _pages(60)
    assert "Titel" in pages[0] and "Satz 0." in pages[0]
    assert sum(page.count("Satz") for page in pages) == 60


def test_weasyprint_alone_leaves_the_title_on_a_page_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_blocks, "loosen", lambda layout: False)
    assert _pages(60)[0] == "Titel"


def test_a_box_that_a_page_holds_stays_whole() -> None:
    assert [page.count("Satz") for page in _pages(8)] == [8]

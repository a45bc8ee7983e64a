from __future__ import annotations

import io
import re

import pikepdf
import pytest

from pipeline.render.typesetting.engine import Engine
from pipeline.render.typesetting.model import Sheet

STYLES = """@page { size: 120mm 120mm } .page-number { font-variant-numeric: tabular-nums; font-kerning: none }
.before .page-number::before { content: "S. " }
.toc { display: flex } .toc a { flex: 1 } .toc .page-number { width: 15mm; text-align: right }"""
NUMBER = r"-?\d+(?:\.\d+)?"


def _sheet(first: str, second: str) -> Sheet:
    one = f'<span class="page-number" data-page-of="eins">{first}</span>'
    two = f'<span class="page-number" data-page-of="zwei">{second}</span>'
    text = (
        f"<p>Siehe (S. {one}) und <b>auch (S. {two})</b>, danach <a href='https://example.org'>ein Link</a>.</p>"
        f"<p class='before'>Wort davor {two}.</p>"
        f"<p class='toc'><a href='#a'>Kapitel</a>{one}</p><p style='text-align: right' id='a'>Ganz rechts {two}</p>"
    )
    page = f"<html lang='de'><head><title>T</title></head><body>{text}</body></html>"
    return Sheet(page, "", "recto", ("eins", "zwei"))


def _drawing(data: bytes) -> tuple[list[float], str, list[float]]:
    """All numbers of the first page's content, its operators, and where its links are."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")
        boxes = [float(value) for annotation in pdf.pages[0].get("/Annots", []) for value in annotation.Rect]
    numbers = [float(value) for value in re.findall(NUMBER, re.sub("<[^>]*>", "", content))]
    return numbers, re.sub(NUMBER, "#", content), boxes


@pytest.mark.parametrize(("first", "second"), [("7", "37"), ("112", "8"), ("xii", "112"), ("000", "iv")])
def test_numbers_set_late_are_drawn_as_if_they_had_been_known(first: str, second: str) -> None:
    engine = Engine(STYLES, {})
    numbers = {"eins": first, "zwei": second}
    late, _ = engine.lay_out(_sheet("000", "000"))
    known, _ = engine.lay_out(_sheet(first, second))
    drawn, expected = _drawing(engine.write(late, numbers).data), _drawing(engine.write(known, numbers).data)
    assert drawn[1] == expected[1]
    assert drawn[0] == pytest.approx(expected[0], abs=0.02)
    assert drawn[2] == pytest.approx(expected[2], abs=0.02)


def test_a_wrong_number_would_be_seen() -> None:
    engine = Engine(STYLES, {})
    late, _ = engine.lay_out(_sheet("000", "000"))
    known, _ = engine.lay_out(_sheet("7", "37"))
    assert _drawing(engine.write(late, {"eins": "7", "zwei": "38"}).data) != _drawing(engine.write(known, {}).data)

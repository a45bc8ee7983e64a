"""Sheets have styles in common, and come out as if each were the only one."""

from __future__ import annotations

import pytest
from weasyprint import css

from pipeline.render.layout import Sheet
from pipeline.render.weasy.engine import Engine
from tests.sampling import every

STYLES = """
@page { size: 90mm 90mm }
html { font: 10px/1.4 sans-serif; hyphens: auto } p { color: var(--part, black) } li::marker { color: var(--part) }
"""
WORDS = "Donaudampfschifffahrtsgesellschaft und Straßenbahnhaltestelle liegen nebeneinander am Ufer. "
BODY = f"<h1 id='h'>Titel</h1><p id='p'>{WORDS * 12}</p><ul><li id='l'>{WORDS}</li><li>{WORDS}</li></ul>"


def _sheet(style: str, attributes: str = "lang='de'", body: str = BODY) -> Sheet:
    return Sheet(f"<html {attributes}><head><title>T</title></head><body>{body}</body></html>", style)


# What one sheet adds must not reach the next.
SHEETS = (
    _sheet("@page { @top-left { content: 'A' } } html { --part: red }"),
    _sheet("@page { @top-left { content: 'B' } } html { --part: red }"),
    _sheet("@page { margin: 5mm } html { --part: blue }"),
    _sheet("p { font-size: 14px } .x { color: green }"),
    _sheet("html { --part: red }", "lang='en'"),
    _sheet("html { --part: red }", "lang='de' style='color: purple'"),
    _sheet("body { overflow: hidden }"),
    _sheet("@page { size: 70mm 120mm } h1 { margin-left: 20vw }"),
    _sheet("@page { size: 120mm 70mm } h1 { margin-left: 20vw }"),
    _sheet("a::after { content: target-counter(attr(href), page) }", body=f"{BODY}<p><a href='#h'>hin</a></p>"),
    _sheet("@page { margin: 4mm } } html { --part: red"),
    _sheet("html { --part: red }"),
)


@pytest.mark.parametrize(
    "styles", every(3, [STYLES, f"{STYLES} body {{ overflow: hidden }}", f"{STYLES} p {{ margin: 3vh }}"])
)
def test_a_sheet_comes_out_as_if_there_were_no_other(styles: str) -> None:
    engine = Engine(styles, {})
    together = [engine.typeset(sheet) for sheet in (*SHEETS, *reversed(SHEETS))]
    alone = [Engine(styles, {}).typeset(sheet) for sheet in SHEETS]
    assert together == [*alone, *reversed(alone)]


def test_sheets_of_one_part_have_their_styles_in_common(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str | None] = []
    make = css.ComputedStyle.__init__

    def count(style: object, parent: object, cascaded: object, pseudo_type: str | None, *rest: object) -> None:
        made.append(pseudo_type)
        make(style, parent, cascaded, pseudo_type, *rest)

    monkeypatch.setattr(css.ComputedStyle, "__init__", count)
    engine = Engine(STYLES, {})
    markers = []
    for sheet in SHEETS[:3]:
        made.clear()
        engine.typeset(sheet)
        markers.append(made.count("marker"))
    assert markers == [1, 0, 1]

"""The short ways lead where the long ones do: the same sheet with and without them, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
import weasyprint
from weasyprint.text import line_break

from pipeline.cache import MemoryCache
from pipeline.render.layout import Sheet, Typeset
from pipeline.render.pdf.furnishing import printing_files
from pipeline.render.pdf.sheets import make_sheet, prepare
from pipeline.render.weasy import border
from pipeline.render.weasy.engine import Engine
from pipeline.render.weasy.quick import boxes, lines, styles, texts
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.render.sample import book
from tests.sampling import every

ODD = """
@page { size: 120mm 120mm; @top-left { content: "Kopf"; font-variant: small-caps } }
@page :left { @bottom-left { content: counter(page) " " string(kopf) } } @page :first { margin: 30mm }
@page wide { size: 140mm 120mm; @right-middle { content: "breit" } }
.wide { page: wide } h2 { string-set: kopf content() } h2::before { content: attr(data-n) ". " }
li::marker { color: red } .stars > li { list-style: "* " inside } .stars li::marker { content: "+ " }
li:nth-child(2)::after { content: "!" }
.note { float: footnote }
.note::footnote-call { content: "[" counter(footnote) "]" } .note::footnote-marker { color: blue }
#own { color: green } [id^="p-"] em { color: navy }
html { font: 10px/1.4 sans-serif; hyphens: auto }
.logical { margin-block-start: 7px; padding-inline-end: 11px; border-inline-start: 2px solid }
.part { margin: 0 5% 1em; padding: 2% 1%; width: 80%; min-width: 10px; max-width: calc(50% + 30px); height: 50% }
.part > p { height: 50%; min-height: 1%; max-height: 90% }
.sized { box-sizing: border-box; width: 60px; padding: 4px; border: 1px dotted }
.struck { text-decoration: underline line-through; text-underline-offset: 2px }
.drawn { background: #eee linear-gradient(red, blue); border-radius: 4px; box-shadow: none }
.hidden { visibility: hidden; background: red }
.right { direction: rtl; margin-inline-start: 9px; padding-left: 3px }
.figures { font-feature-settings: "tnum"; font-variant-numeric: oldstyle-nums; letter-spacing: 1px; word-spacing: 2px }
.float { float: left; width: 30%; margin-right: 1em }
.flex { display: flex; gap: 4px } .flex > * { flex: 1 }
.grid { display: grid; grid-template-columns: 1fr 2fr }
.cut { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 40px }
.columns { columns: 2 } .set { position: relative; left: 5%; top: 2px } .set span { position: absolute; right: 10% }
table { border-collapse: collapse } td { border: 1px solid; padding: 1% } .apart { border-collapse: separate }
"""
QUICK = ("styles", "texts", "boxes")
WORDS = "Donaudampfschifffahrtsgesellschaft und Straßenbahnhaltestelle liegen nebeneinander am Ufer. "


def _sheet(body: str, direction: str = "ltr") -> Sheet:
    return Sheet(f"<html lang='de' dir='{direction}'><head><title>T</title></head><body>{body}</body></html>", "")


def _odd_sheet(direction: str = "ltr") -> Sheet:
    names = (
        "logical",
        "part",
        "sized",
        "struck",
        "drawn",
        "hidden",
        "right",
        "figures",
        "float",
        "flex",
        "grid",
        "columns",
    )
    blocks = "".join(
        f'<div class="{name}"><p>{WORDS * 3}<b>fett</b> <i lang="en">through</i></p></div>' for name in names
    )
    cells = f"<tr><td>{WORDS}</td><td>kurz</td></tr>" * 2
    tables = f"<table>{cells}</table><table class='apart'>{cells}</table>"
    named = "".join(
        f'<h2 id="h-{n}" data-n="{n}">Titel {n}</h2><p id="p-{n}">{WORDS}<em>{n}</em></p>'
        f'<p><a href="#h-1" id="l-{n}">hin</a></p>'
        f'<ul class="{kind}"><li id="i-{n}">eins</li><li>zwei<span class="note" id="f-{n}">Fuß {n}</span></li></ul>'
        for n, kind in enumerate(("stars", "plain", "stars", "plain"), start=1)
    )
    named += '<p id="own" style="margin-left: 3mm" lang="en">through</p><p><a name="ziel" id="anders">hier</a></p>'
    named += f"<section class='wide'><p id='p-1'>{WORDS * 9}</p></section>"
    signs = "fi ﬂ H<sub>2</sub>O 😀 \u2603 שלום \u1f00 a\u0301 x\u200by"
    body = (
        f"{blocks}{named}{tables}<p class='set'>gesetzt<span>drüben</span></p><p class='cut'>{WORDS}</p><p>{signs}</p>"
    )
    return _sheet(body, direction)


def _take_long_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let WeasyPrint be as it comes."""
    monkeypatch.setattr(border, "misfits", lambda: QUICK)
    monkeypatch.setattr(lines, "draw_first_line", lines._draw_first_line)
    for place, name, way, _ in (*styles.WAYS, *texts.WAYS, *boxes.WAYS):
        monkeypatch.setattr(place, name, way)


def _print(styles: str, files: dict[str, bytes], sheets: Sequence[Sheet]) -> list[Typeset]:
    engine = Engine(styles, files)
    return [engine.typeset(sheet) for sheet in sheets]


def _both_ways(
    monkeypatch: pytest.MonkeyPatch, styles: str, files: dict[str, bytes], sheets: Sequence[Sheet]
) -> tuple[list[Typeset], list[Typeset]]:
    short = _print(styles, files, sheets)
    with monkeypatch.context() as patch:
        _take_long_ways(patch)
        long = _print(styles, files, sheets)
    assert {one.extent.unfit for one in long} == {QUICK}
    return short, [Typeset(replace(one.extent, unfit=()), one.data) for one in long]


@pytest.mark.slow
def test_every_sheet_of_the_sample_comes_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = default_theme()
    press = prepare(book(), theme)
    sheets = [make_sheet(press, section, "recto", {}) for section in press.book.sections]
    styles = theme.files["styles/print.css"].decode()
    short, long = _both_ways(monkeypatch, styles, printing_files(book(), theme, MemoryCache(), Workshop()), sheets)
    assert short == long


def test_where_the_page_of_a_target_is_asked_for_styles_are_weasyprints(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = "a::after { content: target-counter(attr(href), page) }"
    page = "<p style='break-before: page' id='{0}'>x <a href='#{0}'>y</a></p>"
    (short, other), (long, _) = _both_ways(
        monkeypatch, ODD + asking, {}, [_sheet(page.format("eins")), _sheet(page.format("zwei"))]
    )
    assert short == long
    assert short != other


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_what_no_sheet_of_ours_asks_for_comes_out_the_same(monkeypatch: pytest.MonkeyPatch, direction: str) -> None:
    short, long = _both_ways(monkeypatch, ODD, {}, [_odd_sheet(direction)])
    assert short == long


@pytest.mark.parametrize(
    ("room", "name", "wrong"),
    every(
        3,
        [
            (boxes, "_used", lambda *_: 1),
            (boxes, "_is_fixed", lambda value: True),
            (boxes, "_is_in_normal_flow", lambda box: True),
            (styles, "_name", lambda element: None),
            (styles, "_written", lambda html: {}),
            (styles.Styles, "_matched", lambda styles, page_type: ()),
            (texts, "_strut", lambda style: (9.0, 5.0)),
            (lines, "_characters", lambda text, item, nth: "?"),
        ],
    ),
)
def test_a_short_way_that_leads_elsewhere_would_be_seen(
    monkeypatch: pytest.MonkeyPatch, room: object, name: str, wrong: Callable[..., object]
) -> None:
    monkeypatch.setattr(room, name, wrong)
    short, long = _both_ways(monkeypatch, ODD, {}, [_odd_sheet()])
    assert short != long


def test_texts_that_were_set_leave_no_memory_behind() -> None:
    resource = pytest.importorskip("resource")  # no Windows
    page = weasyprint.HTML(string='<p lang="de" style="font-variant-numeric: tabular-nums">Wort</p>').render()
    style = page.pages[0]._page_box.children[0].children[0].children[0].style

    def grown(count: int) -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(count):
            texts.setup(line_break.Layout.__new__(line_break.Layout), style)
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

    grown(1000)
    # A hundred bytes of each were six megabytes.
    assert grown(60_000) < 2_000

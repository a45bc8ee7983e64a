"""Numbers left open in a section and set in the merge are drawn as if the section had been written with them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import pikepdf
import pytest

from pipeline.book.model import Book, Section
from pipeline.cache import MemoryCache
from pipeline.render.pdf import Printed, printing_files, render
from pipeline.render.typesetting.engine import Engine
from pipeline.render.typesetting.model import Sheet, Written
from pipeline.render.typesetting.numerals import OPEN, set_numbers
from pipeline.render.typesetting.workers import Workshop
from pipeline.theme import default_theme
from tests.render import sample

ONE, TWO = '<span class="page-number" data-page-of="eins">000</span>', "<span data-page-of='zwei'>000</span>"
TEXT = f"<p>Siehe (S. {ONE}) und <b class='page-number'>auch (S. {TWO})</b>.</p><p class='group'>Matt {ONE}</p>"
PAGE = f"<html lang='de'><head><title>T</title></head><body>{TEXT}</body></html>"
SHEET = Sheet(PAGE, ".group { opacity: 0.5 } .roman .page-number { color: red }", refers_to=("eins", "zwei"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    theme = default_theme("de")
    return Engine(
        theme.files["styles/print.css"].decode(), printing_files(sample.book(), theme, MemoryCache(), Workshop(1))
    )


def write(engine: Engine, numbers: Mapping[str, str], style: str = "", closed: bool = False) -> Written:
    layout, _ = engine.lay_out(replace(SHEET, style=SHEET.style + style))
    if closed:
        layout.fonts.embeddable = frozenset()
    return engine.write(layout, numbers)


def drawn(written: Written, numbers: Mapping[str, str]) -> list[bytes]:
    """The content of the first page and of the groups on it, when open numbers are set."""
    with pikepdf.open(io.BytesIO(written.data)) as pdf:
        page = pdf.pages[0].obj
        groups = page.Resources.get("/XObject", {})
        streams = [page.Contents, *(groups[name] for name in sorted(groups.keys()))]
        for stream in streams:
            set_numbers(stream, numbers)
            assert OPEN not in stream
        return [stream.read_bytes() for stream in streams]


@pytest.mark.parametrize(("first", "second"), [("7", "37"), ("112", "98"), ("xii", "206"), ("iv", "v")])
def test_numbers_set_late_are_drawn_as_if_they_had_been_written(engine: Engine, first: str, second: str) -> None:
    numbers = {"eins": first, "zwei": second}
    late, at_once = write(engine, numbers), write(engine, numbers, closed=True)
    assert late.is_open
    assert (b"% page of" in b"".join(drawn(at_once, {}))) is False
    assert drawn(late, numbers) == drawn(at_once, {})
    assert len(drawn(late, numbers)) == 2


def test_what_is_written_hangs_on_the_figures_only(engine: Engine) -> None:
    assert write(engine, {"eins": "7", "zwei": "37"}) == write(engine, {"eins": "8", "zwei": "10"})
    late = write(engine, {"eins": "7", "zwei": "37"})
    other = write(engine, {"eins": "8", "zwei": "10"}, closed=True)
    assert drawn(late, {"eins": "8", "zwei": "10"}) == drawn(other, {})
    assert drawn(late, {"eins": "8", "zwei": "11"}) != drawn(other, {})


@pytest.mark.parametrize(
    "style",
    [
        ".page-number { font-variant-numeric: proportional-nums }",
        ".page-number { font-family: monospace }",
    ],
    ids=["figures of many widths", "a font that is not the book's"],
)
def test_numbers_that_cannot_stay_open_are_written_as_they_are(engine: Engine, style: str) -> None:
    numbers = {"eins": "71", "zwei": "38"}
    written = write(engine, numbers, style)
    assert not written.is_open
    assert written.data != write(engine, {"eins": "17", "zwei": "38"}, style).data
    assert drawn(written, {}) == drawn(write(engine, numbers, style, closed=True), {})


def book(words: int, style: str = "") -> tuple[Book, dict[str, bytes]]:
    """Five chapters of which the last names the page of the third; the first has so many words."""
    texts = ["Wort " * words, "Text.", "Text.", "Text.", '<a class="xref" href="#k2">Kapitel 3</a>']
    bodies = (f'<p id="p{n}">{text}</p>' for n, text in enumerate(texts))
    sections = tuple(
        Section(id=f"k{n}", kind="chapter", title=f"Titel {n}", number=str(n + 1), part=1, body=body)
        for n, body in enumerate(bodies)
    )
    files = default_theme("de").files
    own = {**files, "styles/print.css": files["styles/print.css"] + style.encode()}
    return replace(sample.book(), sections=sections), own


def printed(cache: MemoryCache, words: int, style: str = "") -> Printed:
    contents, files = book(words, style)
    return render(contents, replace(default_theme("de"), files=files), cache, Workshop(1)).value


@pytest.mark.parametrize(
    ("style", "anew"), [("", {"k0"}), (".page-number { font-variant-numeric: proportional-nums }", {"k0", "k4"})]
)
def test_a_section_whose_references_moved_is_set_again_if_its_numbers_are_closed(style: str, anew: set[str]) -> None:
    cache = MemoryCache()
    before, after = printed(cache, 10, style), printed(cache, 900, style)
    assert (before.pages.folios["k2"], after.pages.folios["k2"]) == ("5", "7")
    assert set(after.made) == anew
    assert after.artifacts == printed(MemoryCache(), 900, style).artifacts
    # And back: what is kept of numbers that were closed serves for just these.
    assert printed(cache, 10, style).artifacts == before.artifacts

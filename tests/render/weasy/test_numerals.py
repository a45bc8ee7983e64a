"""Numbers set when the book is bound are drawn as if the section had been set with them."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from pipeline.book.model import Book, Section
from pipeline.cache import MemoryCache
from pipeline.pdflink.late_numbers import Setter
from pipeline.render.layout import Sheet, Typeset
from pipeline.render.pdf import Printed, render
from pipeline.render.pdf.furnishing import printing_files
from pipeline.render.weasy.engine import Engine
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.pdflink.bound import bound
from tests.render import sample
from tests.sampling import every

STYLE = """.before .page-number::before { content: "S. " } .group { opacity: 0.5 } .right { text-align: right }
.toc { display: flex } .toc a { flex: 1 } .toc .page-number { width: 15mm; text-align: right }"""
NUMBER = r"-?\d+(?:\.\d+)?"


@cache
def files() -> dict[str, bytes]:
    return printing_files(sample.book(), default_theme("de"), MemoryCache(), Workshop())


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(default_theme("de").files["styles/print.css"].decode(), files())


def sheet(numbers: Mapping[str, str] = {}, style: str = "", more: str = "") -> Sheet:
    """A sheet with room for two numbers, or with the numbers in it."""

    def place(target: str) -> str:
        attribute = "" if numbers else f" data-page-of='{target}'"
        return f"<span class='page-number'{attribute}>{numbers.get(target, '000')}</span>"

    one, two = place("eins"), place("zwei")
    text = (
        f"<p>Siehe (S. {one}) und <b>auch (S. {two})</b>, danach <a href='https://example.org'>ein Link</a>.</p>"
        f"<p><a href='https://example.org/2'>Seite {one} hier</a> und <i>mehr <b>davon</b></i></p>"
        f"<p class='before'>Wort davor {two}.</p><p class='group'>Matt {one}.</p>"
        f"<p class='toc'><a href='#a'>Kapitel</a>{one}</p>"
        f"<p class='right' id='a'>Ganz <a href='#a'>rechts</a> {two}</p>"
        f"<p class='right'>{one} und <a href='#a'>{two} oder</a></p>{more.format(one=one)}"
    )
    return Sheet(f"<html lang='de'><head><title>T</title></head><body>{text}</body></html>", STYLE + style)


def drawn(section: Typeset, numbers: Mapping[str, str]) -> tuple[list[float], str, list[float]]:
    """All numbers in the content of the page and its groups, its operators with all glyphs, and where its links are."""
    with pikepdf.open(io.BytesIO(bound(section, numbers, files()))) as pdf:
        page = pdf.pages[0].obj
        groups = page.Resources.get("/XObject", {})
        streams = [page.Contents, *(groups[name] for name in sorted(groups.keys()))]
        boxes = [float(value) for annotation in page.get("/Annots", []) for value in annotation.Rect]
        content = "\n".join(stream.read_bytes().decode("latin-1") for stream in streams)
    assert "%" not in content
    values = [float(value) for value in re.findall(NUMBER, re.sub("<[^>]*>", "", content))]
    glyphs = "".join(re.findall("<([^>]*)>", content))
    return values, re.sub(NUMBER, "#", re.sub("<[^>]*>", "<>", content)) + glyphs, boxes


@pytest.mark.parametrize(("first", "second"), [("7", "37"), ("112", "8"), ("xii", "112"), ("206", "iv"), ("1206", "9")])
def test_numbers_set_late_are_drawn_as_if_they_had_been_known(engine: Engine, first: str, second: str) -> None:
    numbers = {"eins": first, "zwei": second}
    late, known = engine.typeset(sheet()), engine.typeset(sheet(numbers))
    assert late.extent.is_open
    one, other = drawn(late, numbers), drawn(known, {})
    assert one[1] == other[1]
    assert one[0] == pytest.approx(other[0], abs=0.02)
    assert one[2] == pytest.approx(other[2], abs=0.02)


def test_a_section_that_was_linked_is_not_linked_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    section, kept, set_contents = engine.typeset(sheet()), MemoryCache(), []
    content = Setter.content
    monkeypatch.setattr(Setter, "content", lambda self, data: set_contents.append(data) or content(self, data))

    def made(first: str) -> tuple[bytes, int]:
        set_contents.clear()
        return bound(section, {"eins": first, "zwei": "37"}, files(), kept), len(set_contents)

    one, streams = made("7")
    assert streams > 0
    assert made("7") == (one, 0)
    other, again = made("8")
    assert (other != one, again) == (True, streams)
    assert made("7") == (one, 0)


def test_a_wrong_number_would_be_seen(engine: Engine) -> None:
    late, known = engine.typeset(sheet()), engine.typeset(sheet({"eins": "7", "zwei": "37"}))
    one, other = drawn(late, {"eins": "7", "zwei": "38"}), drawn(known, {})
    assert one[1] != other[1]
    one = drawn(late, {"eins": "17", "zwei": "37"})
    assert one[0] != pytest.approx(other[0], abs=0.02)
    assert one[2] != pytest.approx(other[2], abs=0.02)


def test_figures_of_many_widths_take_their_own(engine: Engine) -> None:
    style = ".page-number { font-variant-numeric: proportional-nums }"
    numbers = {"eins": "111", "zwei": "48"}
    late, known = engine.typeset(sheet(style=style)), engine.typeset(sheet(numbers, style))
    assert drawn(late, numbers)[0] == pytest.approx(drawn(known, {})[0], abs=0.02)


CLOSED = {
    "a box that would move": ("", "<p>Seite {one} <span style='display: inline-block'>Kasten</span></p>"),
    "a picture that would move": ("", "<p>Seite {one} <img src='book:icons/goal.svg' alt='x'/></p>"),
    "a ground that would move": ("", "<p>Seite {one} <span style='background: #ccc'>grau</span></p>"),
    "a ground that would shrink": ("", "<p><span style='border-bottom: 1pt solid'>Seite {one}</span> hier</p>"),
    "a line in the middle": ("", "<p style='text-align: center'>Seite {one}</p>"),
    "a line that is justified": ("", "<p style='text-align: justify'>Seite {one} hier</p>"),
    "a last line in the middle": ("", "<p style='text-align-last: center'>Seite {one} hier</p>"),
    "a line from right to left": ("", "<p style='direction: rtl'>Seite {one} hier</p>"),
    "a line that would move": ("", "<p>Seite {one} <u style='text-decoration: underline'>strich</u></p>"),
}


@pytest.mark.parametrize("case", CLOSED)
def test_a_sheet_whose_numbers_cannot_stay_open_says_so(engine: Engine, case: str) -> None:
    style, more = CLOSED[case]
    closed = engine.typeset(sheet(style=style, more=more))
    assert (closed.extent.is_open, closed.data) == (False, b"")
    numbers = {"eins": "7", "zwei": "37"}
    assert engine.typeset(sheet(numbers, style, more)).extent.is_open


def test_what_stands_before_a_number_may_be_anything(engine: Engine) -> None:
    more = "<p><span style='display: inline-block; background: #ccc'>Kasten</span> Seite {one}</p>"
    assert engine.typeset(sheet(more=more)).extent.is_open


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


def printed(kept: MemoryCache, words: int, style: str = "") -> Printed:
    contents, own = book(words, style)
    return render(contents, replace(default_theme("de"), files=own), kept, Workshop()).value


@pytest.mark.parametrize(
    ("style", "anew"), [("", {"k0"}), ("p { text-align: justify }", {"k0", "k4"})], ids=["open", "closed"]
)
@pytest.mark.slow
@pytest.mark.parametrize("words", every(2, [900, 3500]))
def test_a_section_whose_references_moved_is_set_again_only_if_it_is_closed(
    style: str, anew: set[str], words: int
) -> None:
    kept = MemoryCache()
    before, after = printed(kept, 10, style), printed(kept, words, style)
    assert (before.pages.folios["k2"], after.pages.folios["k2"]) == ("5", {900: "7", 3500: "11"}[words])
    assert set(after.made) == anew
    assert after.artifacts == printed(MemoryCache(), words, style).artifacts
    assert printed(kept, 10, style).artifacts == before.artifacts

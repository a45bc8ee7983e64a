from __future__ import annotations

import io
import re
from base64 import b64decode
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

from pipeline.cache import MemoryCache
from pipeline.manuscript.drawings.vocabulary import COLOURS
from pipeline.render.epub.drawn import DARK, grounded, lettered
from pipeline.theme import default_theme

THEME = default_theme("de")


def drawn(inside: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'
    return lettered(svg.encode(), THEME, MemoryCache()).decode()


def test_a_drawing_carries_the_letters_that_it_shows_and_no_others() -> None:
    made = drawn('<text x="1">Größe &amp; Maß</text><text font-weight="800">7</text>')
    ElementTree.fromstring(made)
    faces = re.findall(r"font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]+)\)", made)
    assert [weight for weight, _ in faces] == ["400", "800"]
    known = TTFont(io.BytesIO(b64decode(faces[0][1]))).getBestCmap()
    assert set(map(chr, known)) >= set("Größe&Maß7")
    assert not set("bckxyzABC") & set(map(chr, known))
    assert made == drawn('<text x="1">Größe &amp; Maß</text><text font-weight="800">7</text>')


def test_a_drawing_lies_on_paper_of_its_own() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 2 9 8"{}/></svg>'
    plain, themed = (
        grounded(svg.format(inside).encode(), THEME).decode()
        for inside in ("><path", '><path class="figure-stroke-ink"')
    )
    assert 'viewBox="-9 -6 25 24"><rect x="-10" y="-6" width="27" height="24" fill="#ffffff" stroke="none"/>' in plain
    assert 'stroke="none" class="figure-fill-paper"/>' in themed
    style = themed.split("<style>")[1].split("</style>")[0]
    assert re.fullmatch(r"@media \(prefers-color-scheme: dark\) \{( \.figure-\S+ \{ \S+ \S+ \})+ \}", style)
    ElementTree.fromstring(themed)


def test_every_colour_of_the_interface_has_a_dark_one() -> None:
    rules = THEME.files[DARK].decode()
    for name in COLOURS:
        assert f".figure-fill-{name} {{ fill: #" in rules, name
        assert f".figure-stroke-{name} {{ stroke: #" in rules, name


def test_a_drawing_without_words_stays_as_it_is() -> None:
    assert "<style>" not in drawn('<path d="M0 0L9 9"/>')

"""A book's own style of print: what is wrong in it is told, and what it shows of the theme's folder is there."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from pipeline.book.model import Book
from pipeline.cache import MemoryCache
from pipeline.pdflink.fonts import to_truetype
from pipeline.render.pdf import render
from pipeline.render.pdf.furnishing import printing_files
from pipeline.render.weasy.fetching import BookFetcher
from pipeline.render.workers import Workshop
from pipeline.theme import Theme, default_theme, read_theme
from pipeline.workspace import MemoryWorkspace
from tests.render import sample

OURS = default_theme().files["styles/print.css"].decode()
LINES = OURS.count("\n")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#f0f"/></svg>'


def book() -> Book:
    whole = sample.book()
    return replace(whole, sections=tuple(one for one in whole.sections if one.kind == "imprint"))


def themed(style: str, **files: bytes) -> Theme:
    theme = default_theme()
    return replace(theme, files={**theme.files, "styles/print.css": (OURS + style).encode(), **files})


def told(theme: Theme, jobs: int = 0) -> list[tuple[str, str, int, int, str]]:
    with Workshop(jobs) as workshop:
        found = render(book(), theme, MemoryCache(), workshop).diagnostics
    return [(one.code, one.span.path, one.span.line - LINES, one.span.column, dict(one.facts)["what"]) for one in found]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("p { colr: red; }", [("f-076", 1, 5, "Ignored `colr: red`, unknown property.")]),
        ("\np { color: reed; }", [("f-076", 2, 5, "Ignored `color: reed`, invalid value.")]),
        ("p { background: url(images/no.png) }", [("f-077", 1, 17, "images/no.png")]),
        ('p { background: url("https://example.org/a.png") }', [("f-077", 1, 17, "https://example.org/a.png")]),
        ("p { background: url(/etc/passwd) }", [("f-077", 1, 17, "/etc/passwd")]),
        ("p { background: url(../../secret.svg) }", [("f-077", 1, 17, "../../secret.svg")]),
        ("@font-face { font-family: Own; src: url(fonts/own.ttf) }", [("f-077", 1, 37, "fonts/own.ttf")]),
        ("/* { */ p::before { content: '}' }\np { color: red", [("f-078", 2, 3, "{")]),
        ("p { color: red } }\n", [("f-078", 1, 18, "}")]),
        ("p { background: url(data:image/png;base64,xx) }", []),
        ("p { color: red }", []),
    ],
)
def test_what_is_wrong_in_a_style_is_told_with_its_place(style: str, expected: list[tuple[str, int, int, str]]) -> None:
    found = told(themed(style))
    if expected:
        ((code, line, column, what),) = expected
        assert (code, "templates/styles/print.css", line, column, what) in found
    else:
        assert found == []


def test_our_own_style_is_not_looked_at_and_has_nothing_wrong() -> None:
    assert told(themed("")) == told(themed("\n")) == []


def test_what_was_told_once_is_told_again_from_the_cache() -> None:
    theme, cache = themed("p { colr: red }"), MemoryCache()
    first, second = (render(book(), theme, cache, Workshop()).diagnostics for _ in range(2))
    assert [one.code for one in first] == ["f-076"]
    assert first == second
    assert told(theme, jobs=2) == told(theme)


@pytest.mark.parametrize(
    "address", ["images/seal.svg", "../images/seal.svg", "'images/seal.svg'", "./../images/seal.svg"]
)
def test_a_picture_of_the_theme_is_shown(address: str) -> None:
    theme = read_theme(MemoryWorkspace({"templates/images/seal.svg": DRAWING}), "de").value
    style = f"{OURS} body {{ background: url({address}) }}"
    own = replace(theme, files={**theme.files, "styles/print.css": style.encode()})
    made = render(book(), own, MemoryCache(), Workshop())
    assert made.diagnostics == ()
    (data,) = made.value.artifacts.values()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        drawn = b"".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and is_text(one))
    assert b"1 0 1 rg" in drawn


def is_text(stream: pikepdf.Stream) -> bool:
    return "/Length1" not in stream and stream.get("/Subtype") != "/Image" and stream.get("/Type") != "/Metadata"


@pytest.mark.parametrize("path", ["fonts/own.ttf", "fonts/own.woff2"])
def test_a_font_of_the_theme_is_set(path: str) -> None:
    packed = default_theme().files["fonts/bricolage-grotesque-latin-800-normal.woff2"]
    style = f"@font-face {{ font-family: Own; src: url({path}) }} p {{ font-family: Own !important }}"
    data = packed if path.endswith("woff2") else to_truetype(packed)
    assert told(themed(style, **{path: data})) == []


def test_nothing_but_the_theme_and_the_book_is_served() -> None:
    theme = themed("", **{"images/seal.svg": DRAWING, "html/secret.js": b"x"})
    fetcher = BookFetcher(printing_files(sample.book(), theme, MemoryCache(), Workshop()))
    assert fetcher.path_of("images/seal.svg") == "templates/images/seal.svg"
    for address in ("html/secret.js", "file:///etc/passwd", "/etc/passwd", "http://example.org/", "../book.yaml", ""):
        assert fetcher.path_of(address) is None

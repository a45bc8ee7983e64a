"""A drawing that was written anew looks as it did: before and after, drawn by a browser, as a picture and in a page,
and by WeasyPrint, pixel by pixel. The drawings are our book's, and three in the manner of Inkscape, Illustrator and
draw.io."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import weasyprint
from lxml import etree

from pipeline.manuscript.model import Asset
from pipeline.manuscript.pictures import read_svg
from pipeline.render.html.drawings import inline_drawings
from pipeline.render.markup import to_html5
from pipeline.trees import parse

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted((ROOT / "chapters" / "images").glob("*.svg"))
PROGRAMS = sorted(Path(__file__).with_name("drawn").glob("*.svg"))
PLAIN = "<style>body,figure{margin:0}svg,img{display:block}</style>"
# What a program keeps for itself is told as that, and nothing as harm.
TOLD = {"inkscape": ["f-030"], "illustrator": ["f-030"], "drawio": ["f-030"]}


def cleaned(path: Path, data: bytes) -> Asset:
    seen = read_svg(path.name, data)
    assert [one.code for one in seen.found] == TOLD.get(path.stem, []), seen.found
    assert seen.asset is not None
    return seen.asset


def before(path: Path) -> bytes:
    """The drawing as it was, but for the words in HTML that no paper has: before and after show the words in SVG."""
    return re.sub(rb"<foreignObject.*?</foreignObject>", b"", with_colours(path.read_bytes()), flags=re.DOTALL)


def with_colours(drawing: bytes) -> bytes:
    """A drawing with the colours that it has where no theme gives others; WeasyPrint 70 knows no variables in one."""
    return re.sub(rb"var\(--figure-[\w-]+, *(#\w+)\)", rb"\1", drawing)


def printed(drawing: bytes) -> bytes:
    """What WeasyPrint draws, as rows of pixels."""
    address = f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}"
    page = f'<style>@page{{size:700px 600px;margin:0}}</style>{PLAIN}<img src="{address}">'
    pdf = weasyprint.HTML(string=page).write_pdf()
    with pypdfium2.PdfDocument(pdf) as document:
        return bytes(document[0].render(scale=1.5).buffer)


@pytest.mark.parametrize("path", [*OURS, *PROGRAMS], ids=lambda path: path.stem)
def test_print_draws_the_same(path: Path) -> None:
    # WeasyPrint 70 draws all that is in a switch, takes no background and knows no light-dark; browsers do.
    given = before(path) if path.stem != "drawio" else plain_drawio(path)
    after = printed(cleaned(path, path.read_bytes()).data)
    assert after == printed(given)
    assert len(set(after)) > 3, "there is something to see"
    assert after != printed(given.replace(b"<path", b"<g").replace(b"<rect", b"<g")), "and it is looked at"


def plain_drawio(path: Path) -> bytes:
    given = re.sub(rb"<switch><g .*?</switch>", b"", before(path), flags=re.DOTALL)
    given = given.replace(b"fill: light-dark(#dae8fc, var(--ge-dark-color, #121212))", b"fill: #dae8fc")
    return given.replace(b"<defs/>", b'<rect x="-.5" y="-.5" width="281" height="121" fill="#fff"/>')


@pytest.mark.slow
@pytest.mark.parametrize("path", [*OURS, *PROGRAMS], ids=lambda path: path.stem)
def test_a_browser_draws_the_same_as_a_picture_and_in_a_page(path: Path, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 700, "height": 600})
    page = context.new_page()
    asset = cleaned(path, path.read_bytes())

    def shot(inside: str) -> bytes:
        page.set_content(f"{PLAIN}<body>{inside}</body>")
        page.wait_for_function("[...document.images].every(one => one.complete)")
        taken: bytes = page.screenshot()
        return taken

    def picture(data: bytes) -> str:
        return f'<img src="data:image/svg+xml;base64,{base64.b64encode(data).decode()}">'

    as_it_was = shot(picture(before(path)))
    assert shot(picture(asset.data)) == as_it_was
    assert shot("") != as_it_was
    tree = parse('<figure id="abb"><img src="a.svg" alt=""/></figure>')
    inline_drawings(tree, {"a.svg": asset})
    inline = to_html5(tree)
    assert "<svg" in inline
    assert not re.search("<style|\\sstyle=", inline)
    own = re.sub(rb"^.*?(?=<svg\b)", b"", etree.tostring(etree.fromstring(before(path))), flags=re.DOTALL).decode()
    assert shot(inline) == shot(f"<figure>{own}</figure>")
    context.close()

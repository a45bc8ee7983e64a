"""What a section's structure tree says to those who do not see its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest

from pipeline.render.layout import Sheet
from pipeline.render.weasy.engine import Engine
from tests.conformance.linear import Element, TagReader
from tests.pdflink.bound import bound

STYLES = """@page { size: 100mm 120px; margin: 0 } html { font: 10px/1 sans-serif } body, p, ol { margin: 0 }
small { float: footnote } .flex { display: flex }"""
FILLING = "<p>Zeile</p>" * 9


def _written(body: str, language: str = "de", style: str = "") -> bytes:
    engine = Engine(STYLES + style, {})
    page = f"<html lang='{language}'><head><title>T</title></head><body>{body}</body></html>"
    return bound(engine.typeset(Sheet(page, "")))


def _read(body: str, style: str = "") -> list[Element | str]:
    with pikepdf.open(io.BytesIO(_written(body, style=style))) as file:
        (section,) = TagReader(file).sections()
        return section.kids


def _outline(element: Element | str) -> str:
    if isinstance(element, str):
        return element
    return f"{element.role}({' '.join(_outline(kid) for kid in element.kids)})"


def _links(data: bytes) -> list[tuple[str, int]]:
    """What each link leads to, and how many places of it there are to click."""

    def below(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
        for kid in node.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    with pikepdf.open(io.BytesIO(data)) as file:
        links = [node for node in below(file.Root.StructTreeRoot) if node.S == "/Link"]
        places = [[kid.Obj for kid in link.K if not isinstance(kid, int) and "/Obj" in kid] for link in links]
        assert len([1 for page in file.pages for _ in page.obj.get("/Annots", [])]) == sum(map(len, places))
        return [(str(place[0].Contents) if place else "", len(place)) for place in places]


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_section_names_its_language(language: str) -> None:
    with pikepdf.open(io.BytesIO(_written("<p>Text</p>", language))) as file:
        assert str(file.Root.StructTreeRoot.K[0].K[0].Lang) == language


def test_a_note_is_read_after_its_paragraph_though_the_page_ends_before() -> None:
    words = "Ein Satz, der auf der nächsten Seite weitergeht. " * 6
    body = f"{FILLING}<p>Wort<small id='n1'>Notiz</small> und {words}</p>"
    *_, paragraph = _read(body)
    kinds = [kid.role if isinstance(kid, Element) else "text" for kid in paragraph.kids]
    assert kinds[0] == "text"
    assert kinds[1] == "Reference"
    assert kinds[-1] == "Note"
    assert set(kinds[2:-1]) == {"text"}


def test_a_note_of_a_list_item_stands_in_the_body_of_the_item() -> None:
    (listed,) = _read("<ul><li>Punkt<small id='n1'>Notiz</small></li></ul>")
    (item,) = listed.kids
    assert isinstance(item, Element)
    assert [kid.role for kid in item.kids if isinstance(kid, Element)] == ["Lbl", "LBody"]


def test_white_space_at_the_end_of_a_line_is_no_content() -> None:
    tree = _read("<div><b>Vor</b> <p>Absatz</p></div>")
    assert [_outline(one) for one in tree] == ["P(Vor)", "P(Absatz)"]


def test_a_number_before_an_item_is_its_label() -> None:
    (listed,) = _read("<ol style='list-style: none'><li><span class='shortcut-number'>7</span><p>Satz</p></li></ol>")
    assert _outline(listed) == "L(LI(Lbl(7) LBody(P(Satz))))"


def test_a_link_is_one_place_to_click_whatever_stands_in_it() -> None:
    data = _written("<p id='a'>Zu <a href='#a'><b>Teil</b> <i>zwei</i></a></p>")
    assert _links(data) == [("Teil zwei", 1)]


def test_a_link_over_two_lines_is_two_places() -> None:
    data = _written(f"<p id='a'>Zu <a href='#a'>{'weit ' * 20}weg</a></p>")
    assert [places for _, places in _links(data)] == [2]


def test_weasyprint_forgets_a_link_that_is_a_flex_item() -> None:
    """That is why sheets hold the links of contents lines in a span: when this fails, they need not."""
    assert _links(_written("<p id='a' class='flex'><a href='#a'>Zu</a></p>")) == [("", 0)]
    assert _links(_written("<p id='a' class='flex'><span><a href='#a'>Zu</a></span></p>")) == [("Zu", 1)]


def test_the_foot_of_a_sheet_is_read_once_and_its_head_never() -> None:
    style = '@page { margin: 20px; @top-left { content: "Kopf" } @bottom-left { content: "Fuß" } }'
    tree = _read("<p>Eins</p><p style='break-before: page'>Zwei</p>", style)
    assert [_outline(one) for one in tree] == ["P(Eins)", "P(Zwei)", "P(Fuß)"]


def test_the_box_of_a_figure_is_where_its_picture_is() -> None:
    """Left, bottom, right and top, in points from the lower left corner (ISO 32000-1, 14.8.5.4)."""
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20' viewBox='0 0 4 2'><title>Treppe</title>"
        "<path d='M0 0h4v2z'/></svg>"
    )
    data = _written(
        f"<p style='height: 30px'>Zeile</p><p style='line-height: 0'>{drawing}</p>", style="p { margin: 0 0 0 16px }"
    )
    with pikepdf.open(io.BytesIO(data)) as file:
        (figure,) = [
            thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert str(figure.Alt) == "Treppe"
        assert [float(edge) for edge in figure.A.BBox] == pytest.approx([12, 52.5, 42, 67.5], abs=0.1)

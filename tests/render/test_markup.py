"""Fragments go in and come out as they must."""

from __future__ import annotations

import pytest

from pipeline import trees
from pipeline.book.model import Book, Section
from pipeline.render import markup
from tests.render import sample

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><linearGradient id="g"/><path d="M0 0"/></svg>'


def html(body: str) -> str:
    return markup.to_html5(trees.parse(body))


def test_void_elements_have_no_slash_and_empty_ones_keep_their_end_tag() -> None:
    assert html('<p>a<br/>b</p><td/><span class="x"/>') == '<p>a<br>b</p><td></td><span class="x"></span>'


def test_boolean_attributes_stand_alone() -> None:
    assert html('<input type="checkbox" checked="checked"/>') == '<input type="checkbox" checked>'


def test_svg_keeps_its_case_and_closes_itself() -> None:
    assert html(f"<p>{SVG}</p>") == f"<p>{SVG}</p>"


def test_svg_names_its_namespace_once() -> None:
    assert html(SVG).count("xmlns=") == 1


def test_text_is_escaped_and_special_spaces_stay() -> None:
    assert html("<p title='a&lt;\"b'>1 &lt; 2 &amp; z.\u00a0B.</p>") == (
        '<p title="a&lt;&quot;b">1 &lt; 2 &amp; z.\u00a0B.</p>'
    )


def test_a_link_gets_its_place_and_one_without_place_becomes_text() -> None:
    tree = trees.parse('<p><a href="#a">A</a> <a class="xref" href="#b" role="doc-noteref">B</a></p>')
    markup.rewrite_links(tree, lambda name: {"a": "kapitel.html#a"}.get(name, ""))
    assert markup.to_html5(tree) == '<p><a href="kapitel.html#a">A</a> <span class="xref">B</span></p>'


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JavaScript:x"])
def test_links_to_other_schemes_lose_their_address(address: str) -> None:
    tree = trees.parse(f'<a href="{address}">x</a>')
    markup.rewrite_links(tree, lambda name: name)
    assert markup.to_html5(tree) == "<span>x</span>"


def test_what_is_for_other_formats_goes_and_the_text_after_it_stays() -> None:
    tree = trees.parse('<p>a<b data-only="pdf">P</b>b<i data-only="epub html">H</i>c</p>')
    markup.drop_other_formats(tree, "html")
    assert markup.to_html5(tree) == "<p>ab<i>H</i>c</p>"


def test_page_references_vanish_where_there_are_no_pages() -> None:
    tree = trees.parse('<p><a href="#x">X</a><span class="page-ref" data-target="x"/>, gut</p>')
    markup.drop_page_references(tree)
    assert markup.to_html5(tree) == '<p><a href="#x">X</a>, gut</p>'


def test_section_names_are_safe_and_unique() -> None:
    sections = tuple(Section(name, "chapter", name) for name in ("index", "Größe", "groesse", "a/../b"))
    names = markup.section_names(Book(sample.MANIFEST, sections))
    assert list(names.values()) == ["index-2", "groesse", "groesse-2", "a-b"]


def test_an_id_is_at_home_in_its_section() -> None:
    homes = markup.home_of_ids({"a": trees.parse('<p id="x"/>'), "b": trees.parse('<p id="y"/>')})
    assert homes == {"a": "a", "b": "b", "x": "a", "y": "b"}


def test_cells_have_their_own_columns_name_where_others_are_merged() -> None:
    table = trees.parse(
        '<table><thead><tr><th colspan="2">Messung</th><th>Wert</th></tr></thead><tbody>'
        '<tr><td rowspan="2">Temperatur</td><td>kleinste</td><td>3</td></tr><tr><td>größte</td><td>28</td></tr>'
        '<tr><td colspan="2">Summe</td><td>31</td></tr></tbody></table>'
    )[0]
    markup.name_cells(table)
    assert [(cell.text, cell.get("data-column")) for cell in table.iter("td")] == [
        ("Temperatur", "Messung"),
        ("kleinste", "Messung"),
        ("3", "Wert"),
        ("größte", "Messung"),
        ("28", "Wert"),
        ("Summe", "Messung"),
        ("31", "Wert"),
    ]


def test_heads_above_each_other_are_read_from_the_top() -> None:
    table = trees.parse(
        '<table><thead><tr><th rowspan="2">Ort</th><th colspan="2">Zeit</th></tr>'
        "<tr><th>von</th><th>bis</th></tr></thead>"
        "<tbody><tr><td>Halle</td><td>9</td><td>17</td></tr></tbody></table>"
    )[0]
    markup.name_cells(table)
    assert [cell.get("data-column") for cell in table.iter("td")] == ["Ort", "Zeit – von", "Zeit – bis"]

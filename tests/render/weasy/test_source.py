from __future__ import annotations

from typing import Any

import weasyprint

from pipeline.render.layout import SCHEME
from pipeline.render.markup import to_polyglot
from pipeline.render.weasy.fetching import BookFetcher
from pipeline.render.weasy.source import Page
from pipeline.trees import parse

BODY = (
    '<p id="a">Ein <b>Wort</b> &amp; „noch“ eines<br/>neue <span class="leer"/>Zeile</p>'
    '<table><tbody><tr><td/><td>x</td></tr></tbody></table><img src="book:a.svg" alt=""/>'
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Bild</title><path d="M0 0h1"/></svg>'
)


def _sheet(body: str) -> str:
    head = '<head><meta charset="utf-8"/><title>T</title></head>'
    return f'<!DOCTYPE html>\n<html lang="de">{head}<body><main>{body}</main></body></html>'


def _shape(element: Any) -> tuple[Any, ...]:
    children = tuple((_shape(child), child.tail or "") for child in element)
    # To the rules of HTML the declaration of a namespace is an attribute, too.
    attributes = {name: value for name, value in element.attrib.items() if not name.endswith("}xmlns")}
    return element.tag, attributes, element.text or "", children


def test_a_fragment_reads_the_same_as_xml_and_as_html() -> None:
    html = _sheet(to_polyglot(parse(BODY)))
    known = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=BookFetcher({}))
    assert _shape(Page(html, BookFetcher({})).etree_element) == _shape(known.etree_element)


def test_a_fragment_that_is_only_xml_does_not() -> None:
    html = _sheet(BODY)
    known = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=BookFetcher({}))
    assert _shape(Page(html, BookFetcher({})).etree_element) != _shape(known.etree_element)


def test_a_template_in_looser_html_is_read_by_the_rules_of_html() -> None:
    page = Page("<html lang=de><body><p>eins<p>zwei&nbsp;drei<br>", BookFetcher({}))
    assert [element.text for element in page.etree_element.iter("p")] == ["eins", "zwei\u00a0drei"]

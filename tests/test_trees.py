"""Fragments are read, changed and written, and nothing of their text is lost."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline import trees
from tests.render import sample


@pytest.mark.parametrize("text", ['a "b" c', "a 'b' c", "\"'", "a\nb\tc\rd", "<a> & </a>", "&quot;", ""])
def test_an_attribute_says_what_was_put_into_it(text: str) -> None:
    (link,) = trees.elements_of(f"<a href={trees.attribute(text)}></a>")
    assert link.get("href") == text


def test_words_are_without_numbers_of_notes_and_pages_and_a_text_has_them() -> None:
    title = trees.parse(
        '<h2>Zwei <em>Wege<a class="footnote-ref">1</a></em> hin, <span class="page-ref">S. 7</span> einer</h2>'
    )
    assert trees.words_of(title) == "Zwei Wege hin, einer"
    assert trees.text_of(title) == "Zwei Wege1 hin, S. 7 einer"


def test_what_is_taken_out_leaves_the_text_behind_it() -> None:
    tree = trees.parse("<p>1<b>2</b>3<i>4</i>5</p>")
    for element in trees.elements(tree, "b", "i"):
        trees.remove(element)
    assert trees.write(tree) == "<p>135</p>"


def test_classes_are_found_whole_and_in_their_order() -> None:
    tree = trees.parse('<p class="box tip"/><p class="tips"/><div class="tip"><b class="x tip"/></div>')
    assert [one.tag for one in trees.by_class(tree, "tip")] == ["p", "div", "b"]
    assert trees.first_by_class(tree, "ti") is None


def test_xhtml_of_the_sample_parses_to_the_same_again() -> None:
    for section in sample.book().sections:
        once = trees.write(trees.parse(section.body))
        assert trees.write(trees.parse(once)) == once


def test_entities_of_a_document_type_cannot_be_smuggled_in() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        trees.parse("&nbsp;")


def test_unwrapping_keeps_text_children_and_order() -> None:
    tree = trees.parse("<p>1<b>2<i>3</i>4</b>5</p>")
    trees.unwrap(tree[0][0])
    assert trees.write(tree) == "<p>12<i>3</i>45</p>"


def test_replacing_keeps_the_text_after() -> None:
    tree = trees.parse("<p>1<b>2</b>3</p>")
    trees.replace(tree[0][0], trees.make("i", {"id": "x"}, "zwei"))
    assert trees.write(tree) == '<p>1<i id="x">zwei</i>3</p>'

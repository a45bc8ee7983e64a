"""Markup that is put together by hand is read as what was meant."""

import pytest

from pipeline.book.fragments import attribute, elements_of


@pytest.mark.parametrize("text", ['a "b" c', "a 'b' c", "\"'", "a\nb\tc\rd", "<a> & </a>", "&quot;", ""])
def test_an_attribute_says_what_was_put_into_it(text: str) -> None:
    (link,) = elements_of(f"<a href={attribute(text)}></a>")
    assert link.get("href") == text

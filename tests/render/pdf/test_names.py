"""Names in capitals become small capitals, and only they."""

from __future__ import annotations

import pytest

from pipeline import trees
from pipeline.render.pdf.names import set_names


def marked(body: str) -> list[str]:
    tree = trees.parse(body)
    before = trees.text_of(tree)
    set_names(tree)
    assert trees.text_of(tree) == before
    return [trees.text_of(one) for one in trees.by_class(tree, "caps")]


def test_names_of_two_words_and_more_are_marked_wherever_they_stand_in_a_text() -> None:
    body = "<p>WIR GESTALTEN DRESDEN und <em>CROSS INNOVATION MADE IN SAXONY</em> sowie ÄRZTE UND ÖKOS.</p>"
    assert marked(body) == ["WIR GESTALTEN DRESDEN", "CROSS INNOVATION MADE IN SAXONY", "ÄRZTE UND ÖKOS"]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Ein PDF, die DIN, ein A B C.</p>",
        "<p><code>GET OUT</code></p>",
        '<p class="box-label">AM RAND</p>',
        "<h2>ZWEI WORTE</h2>",
    ],
)
def test_single_words_code_and_headings_stay_as_they_are(body: str) -> None:
    assert marked(body) == []

"""Lines of code in print."""

from __future__ import annotations

from pipeline import trees
from pipeline.render.code_lines import part_lines


def lines_of(code: str) -> list[str]:
    tree = trees.parse(f"<pre><code>{code}</code></pre>")
    part_lines(tree)
    return [trees.write(line) for line in trees.by_class(tree, "code-line")]


def test_each_line_is_a_block_with_its_words() -> None:
    assert lines_of("eins\n\n  zwei &lt; 3\n") == ["eins", "", "  zwei &lt; 3"]


def test_what_words_are_stays_with_them_over_lines() -> None:
    code = 'a = <span data-token="st">"x\ny"</span> + <span data-token="dv">1</span>\nb'
    assert lines_of(code) == [
        'a = <span data-token="st">"x</span>',
        '<span data-token="st">y"</span><span> + </span><span data-token="dv">1</span>',
        "b",
    ]


def test_code_in_a_sentence_is_left_alone() -> None:
    tree = trees.parse("<p>Ein <code>Wort</code>.</p>")
    part_lines(tree)
    assert trees.write(tree) == "<p>Ein <code>Wort</code>.</p>"

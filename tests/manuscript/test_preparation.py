"""The source made ready: whatever is typed, lines stay where they are, and what is right is left in peace."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Diagnostic
from pipeline.manuscript.preparation import prepare
from pipeline.manuscript.scanner import Kind, scan

PIECES = (
    *("# A", "##B", "- c", "-d", "• e", "1. f", "z. B. g", "15. Mai", "    h", "\t- i", "| j | k |", "|---|", "> l"),
    *("::: tipp", ":::", "    :::", "```", "~~~", "<!--", "-->", "<b>m</b>", "<table>", "</table>", "[n]: o", "$p$"),
    *(
        "q*r",
        "*s*",
        "~t~",
        ":   u",
        "[^v]: w",
        "---",
        "",
        "",
        "x\ty",
        "\u2028",
        "\u00a0",
        "\\",
        "`",
        "{++z++}",
        "[",
        "]",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("\n".join)
# At most so many messages for a thousand lines of Markdown that is right.
MOST = 1.0


def found_in(text: str) -> tuple[Diagnostic, ...]:
    return prepare(text, "a.md", draft=True).diagnostics


@given(TEXTS | st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_lines_stay_and_places_lie_in_the_text(text: str) -> None:
    made = prepare(text, "a.md", draft=True)
    lines = text.split("\n")
    assert len(made.value.seen.split("\n")) == len(lines) == len(scan(text).lines)
    for one in made.diagnostics:
        for place in (one.span, *(edit.span for edit in one.fix)):
            assert 1 <= place.line <= place.end_line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def mended(text: str) -> str:
    """Apply all cures, the last ones first."""
    lines = text.split("\n")
    edits = {edit for one in found_in(text) for edit in one.fix}
    for edit in sorted(edits, reverse=True):
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "##Titel\n\n• a\n• b\n\n1.Eins\n2.Zwei",
        "    - Stift\n    - Papier",
        "\tEin eingerückter Absatz ist ein Absatz.",
        "1. Stift\n  - rot\n  - blau\n2. Papier",
        "| A | B |\n| 1 | 2 |\n\nText.\n\n| A | B |\n|———|———|\n| 1 | 2 |",
        "Format\tZiel\nVortrag\tverstehen",
        "Ein Absatz.\n---\n\nNoch einer.",
        ":: tipp\nEin Rat.\n::",
    ],
)
def test_a_cure_leaves_nothing_to_cure_and_reads_the_same(text: str) -> None:
    cured = mended(text)
    assert cured != text
    assert mended(cured) == cured
    squeezed = [
        "\n".join(line.rstrip() for line in prepare(one, "a.md", draft=True).value.read.split("\n") if line.strip())
        for one in (text, cured)
    ]
    assert squeezed[0] == squeezed[1]


CODE = {
    "    git add <file>": [Kind.CODE],
    "- a\n\n      b = c": [Kind.ITEM, Kind.BLANK, Kind.CODE],
    "- a\n\n    Text, der dazugehört.": [Kind.ITEM, Kind.BLANK, Kind.TEXT],
    "```\n# a\n\n- b\n```\nc": [Kind.CODE] * 5 + [Kind.TEXT],
    "> ```\n> a\n> ```\nb": [Kind.CODE] * 3 + [Kind.TEXT],
    "* ```\n  # a\n  ```\n* b": [Kind.ITEM, Kind.CODE, Kind.CODE, Kind.ITEM],
    "Text\n    b = c": [Kind.TEXT, Kind.TEXT],
    "```\na\n\n## B\n\nc": [Kind.CODE, Kind.CODE, Kind.BLANK, Kind.HEADING, Kind.BLANK, Kind.TEXT],
}


@pytest.mark.parametrize("text", CODE)
def test_code_is_what_its_author_means_for_code(text: str) -> None:
    kinds = [line.kind for line in scan(text).lines]
    assert [Kind.BLANK if not line else kind for line, kind in zip(text.split("\n"), kinds, strict=True)] == [
        Kind.BLANK if not line else kind for line, kind in zip(text.split("\n"), CODE[text], strict=True)
    ]


def test_markdown_of_other_authors_that_is_right_gets_hardly_a_message() -> None:
    files = sorted(Path(sysconfig.get_paths()["purelib"]).rglob("*.md"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    lines = sum(text.count("\n") for text in texts)
    assert lines > 1000
    told = [
        (path.name, one.code, one.span.line) for path, text in zip(files, texts, strict=True) for one in found_in(text)
    ]
    assert len(told) <= MOST * lines / 1000, told

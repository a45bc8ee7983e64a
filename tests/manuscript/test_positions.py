"""Places are found again in the source, and never in code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diagnostics import Span
from pipeline.manuscript.positions import bare, locate, without_code

TEXT = """---
status: entwurf
---
# Titel *fett*

`[](#x)` und [](#x) und [](#x), [c](c.md), ![b](b.svg) [Wort]{.begriff zu="W"} [@q1]

```
[](#x)
# kein Titel
```

::: {.tipp #t1}
- [ ] Punkt **!**
:::

[Feld]{.feld} Note[^n]
"""

PLACES = [
    ("xref", "x", 1, (6, 17)),
    ("xref", "x", 2, (6, 28)),
    ("file", "c.md", 1, (6, 37)),
    ("picture", "b.svg", 1, (6, 49)),
    ("term", "Wort", 1, (6, 57)),
    ("term", "W", 1, (6, 76)),
    ("cite", "q1", 1, (6, 81)),
    ("heading", "Titel fett", 1, (4, 3)),
    ("div", "tipp", 1, (13, 1)),
    ("item", "Punkt", 1, (14, 7)),
    ("span", "feld", 1, (17, 1)),
    ("field", "Feld", 1, (17, 1)),
    ("footnote", "n", 1, (17, 19)),
    ("id", "t1", 1, (13, 12)),
]


@pytest.mark.parametrize(("kind", "name", "nth", "place"), PLACES)
def test_a_use_is_found(kind: str, name: str, nth: int, place: tuple[int, int]) -> None:
    span = locate(TEXT, kind, name, nth, "a.md")
    assert (span.line, span.column) == place
    assert span.path == "a.md"


def test_what_is_not_there_is_at_the_start() -> None:
    assert locate(TEXT, "xref", "nirgends", 1, "a.md") == Span("a.md")


def test_too_many_uses_give_the_last() -> None:
    assert locate(TEXT, "xref", "x", 9) == locate(TEXT, "xref", "x", 2)


@given(st.text(alphabet="a `~\n-:#[]({.^)}<!>|", max_size=120), st.sampled_from([kind for kind, *_ in PLACES]))
def test_places_lie_inside_the_file(text: str, kind: str) -> None:
    assert len(bare(text)) == len(text)
    span = locate(text, kind, "a", 1)
    lines = text.split("\n")
    assert 1 <= span.line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert span.column < span.end_column


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "~~~~"])
def test_code_ends_with_the_sign_and_the_length_that_it_begins_with(fence: str) -> None:
    other = "~~~" if fence[0] == "`" else "```"
    shorter = fence[:-1] if len(fence) > 3 else other
    text = f"davor\n{fence} py\nx = 1\n{other}\n{shorter}\n{fence} y\n{fence}\ndanach"
    lines = without_code(text).split("\n")
    assert [line.strip() for line in lines] == ["davor", "", "", "", "", "", "", "danach"]
    assert list(map(len, lines)) == [len(line) for line in text.split("\n")]

"""What is set at pictures, code and bare words takes effect, or is told."""

import pytest

from tests.manuscript.reading import body_of, read_text


@pytest.mark.parametrize(
    ("written", "width"),
    [
        ("width=30mm", "30mm"),
        ("breite=3cm", "30mm"),
        ("width=50%", "50%"),
        ("width=96", "25.4mm"),
        ("width=1in", "25.4mm"),
    ],
)
def test_a_picture_is_as_wide_as_its_author_wants(written: str, width: str) -> None:
    assert f'data-width="{width}"' in body_of(f'![Plan](images/x.svg){{{written} alt="Plan"}}')


@pytest.mark.parametrize("value", ["-60mm", "drei", "0mm", "60Millimeter"])
def test_a_width_that_is_none_is_told(value: str) -> None:
    _, found = read_text(f'![Plan](images/x.svg){{width={value} alt="Plan"}}')
    assert [(one.code, one.span.line, dict(one.facts)["value"]) for one in found] == [("k-003", 3, value)]


@pytest.mark.parametrize("value", ["60mm", "7.5cm", "0.5in", "50%", "100", "120px", '"30mm"'])
def test_a_width_that_is_one_is_not_told(value: str) -> None:
    assert not read_text(f'![Plan](images/x.svg){{width={value} alt="Plan"}}')[1]


def test_a_caption_stands_above_its_code() -> None:
    body = body_of('```{.python caption="So geht es"}\na\n```')
    assert body.index('class="code-caption"') < body.index("<pre")
    assert "data-caption" not in body


@pytest.mark.parametrize(
    ("written", "line", "key"),
    [
        ('![Plan](images/x.svg){farbe=rot alt="Plan"}', 3, "farbe"),
        ('![Plan](images/x.svg){.gross alt="Plan"}', 3, ".gross"),
        ("Text.\n\nEin [Wort]{farbe=rot}.", 5, "farbe"),
    ],
)
def test_what_has_no_effect_is_told_at_its_place(written: str, line: int, key: str) -> None:
    _, found = read_text(written)
    assert [(one.code, one.span.line, dict(one.facts)["key"]) for one in found] == [("s-020", line, key)]


def test_a_language_at_a_word_is_no_mistake() -> None:
    _, found = read_text("Ein [word]{lang=en} und ein [Wort]{#hier}.")
    assert found == ()

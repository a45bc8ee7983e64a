"""Every field and every tick is a native input with a name of its own."""

# ruff: noqa: E501 (fragments are one line a block)
from __future__ import annotations

import pytest

from pipeline.render.html.fields import Field, fields_of, make_fillable
from pipeline.render.markup import to_html5
from pipeline.theme import default_theme
from pipeline.trees import Element, by_class, parse, text_of
from tests.render import sample

LABELS = default_theme().labels


def fill(body: str) -> str:
    tree = parse(body)
    make_fillable(tree, LABELS)
    return to_html5(tree)


def field(kind: str, rest: str = "", label: str = "Wer?", tag: str = "div") -> str:
    return f'<{tag} class="field" id="x" data-kind="{kind}" {rest}><span class="field-label">{label}</span></{tag}>'


def inputs(tree: Element) -> list[Element]:
    return list(tree.iter("input", "textarea"))


def test_one_line_is_an_area_of_one_row_with_its_label() -> None:
    assert fill(field("line")) == (
        '<div class="field line" id="x"><label class="field-label" for="x--input">Wer?</label>'
        '<textarea rows="1" class="one-line" id="x--input" name="x" data-answer="x" autocomplete="off"></textarea></div>'
    )


def test_four_lines_are_an_area_of_four_rows() -> None:
    assert '<textarea rows="4" id="x--input"' in fill(field("line", 'data-lines="4"'))


def test_an_area_is_as_high_as_it_is_printed() -> None:
    assert '<textarea rows="8"' in fill(field("area", 'data-height="70mm"'))
    assert '<textarea rows="8"' in fill(field("area", 'data-height="7cm"'))


def test_a_choice_is_a_group_with_its_question() -> None:
    made = fill(field("choice", 'data-options="zu eng; passt"'))
    assert made.startswith('<fieldset class="field choice" id="x"><legend class="field-label">Wer?</legend>')
    assert made.count('type="radio"') == 2
    assert 'value="zu eng"' in made


def test_several_choices_can_be_ticked() -> None:
    assert fill(field("choice", 'data-options="a; b; c" data-multiple="multiple"')).count('type="checkbox"') == 3


def test_the_ends_of_a_scale_belong_to_its_first_and_last_step() -> None:
    tree = parse(field("scale", 'data-from="1" data-to="5" data-left="geraten" data-right="belegt"'))
    make_fillable(tree, LABELS)
    labels = [text_of(label) for label in tree.iter("label")]
    assert labels == ["1geraten", "2", "3", "4", "5belegt"]


def test_a_scale_without_end_has_an_end() -> None:
    assert fill(field("scale", 'data-from="1" data-to="999999"')).count("<input") == 20


@pytest.mark.parametrize("kind", ["gap", "cell"])
def test_inline_fields_have_a_name_for_assistive_technology(kind: str) -> None:
    assert 'aria-label="Datum"' in fill(f"<p>am {field(kind, label='Datum', tag='span')} dort</p>")


def test_a_gap_keeps_the_sentence_around_it() -> None:
    tree = parse(f"<p>am {field('gap', tag='span')} dort</p>")
    make_fillable(tree, LABELS)
    assert text_of(tree) == "am dort"


def test_a_team_field_stays_a_gap_that_everybody_sees() -> None:
    made = fill('<div class="field team" id="x" data-kind="line"><span class="field-label">Anschrift</span></div>')
    assert "<input" not in made
    assert "Vom Projektteam zu ergänzen" in made


def test_a_tick_says_in_words_that_it_must_be_done() -> None:
    made = fill(
        '<ul class="checks"><li class="check must short" id="c"><span class="check-text">Siehe <a href="#k">K</a>.</span></li></ul>'
    )
    assert (
        '<input type="checkbox" id="c--input" name="c" data-answer="c"><label class="check-text" for="c--input">'
        in made
    )
    assert made.index("K</a>.") < made.index("Halt-Punkt") < made.index("Kurzfassung")


def test_the_title_of_a_canvas_cell_is_the_label_of_its_field() -> None:
    made = fill(
        f'<section class="canvas" id="k"><div class="cell" id="k1"><p class="cell-title">Wer?</p>{field("area")}</div></section>'
    )
    assert '<label class="cell-title" for="x--input">Wer?</label>' in made
    assert made.count("Wer?") == 1


def test_every_input_of_the_sample_has_a_label_and_an_id_of_its_own() -> None:
    for section in sample.book().sections:
        tree = parse(section.body)
        make_fillable(tree, LABELS)
        labelled = {label.get("for") for label in tree.iter("label")}
        made = inputs(tree)
        assert all(one.get("id") in labelled or one.get("aria-label") for one in made)
        assert len({one.get("id") for one in made}) == len(made)


def test_cells_know_their_column() -> None:
    tree = parse(sample.WORKSHEET)
    make_fillable(tree, LABELS)
    columns = [cell.get("data-column") for cell in by_class(tree, "fill")[0].iter("td")]
    assert columns[:3] == ["Wort", "bei uns", "bei euch"]


def test_fields_are_named_as_on_the_page_without_their_badges() -> None:
    tree = parse(
        field("choice", 'data-options="a; b" data-multiple="multiple"', "Was?")
        + '<ul class="checks"><li class="check must" id="t"><span class="check-text">Raum <b>buchen</b></span></li></ul>'
    )
    make_fillable(tree, LABELS)
    assert list(fields_of(tree)) == [Field("x", "Was?", "many"), Field("t", "Raum buchen", "tick")]

"""A section's text in the EPUB: nothing to fill in, everything to read, in one column."""

from __future__ import annotations

import pytest

from pipeline.book.model import PageMap
from pipeline.render.epub.body import page_mark, parse, prepare, to_xhtml
from pipeline.render.page_marks import mark_pages
from pipeline.theme import default_theme


def ready(body: str) -> str:
    """A fragment after preparation; every link stays where it is."""
    tree = parse(body)
    prepare(tree, default_theme(), lambda id: f"#{id}", lambda path: f"../pictures/{path}")
    return to_xhtml(tree)


def field(kind: str, label: str = "Frage", **marks: str) -> str:
    """A field as the canonical fragment has it."""
    tag = "span" if kind in ("gap", "cell") else "div"
    extra = "".join(f' data-{name}="{value}"' for name, value in marks.items())
    inner = f'<span class="field-label">{label}</span>'
    return f'<{tag} class="field" id="f" data-kind="{kind}"{extra}>{inner}</{tag}>'


def test_a_field_is_a_question_with_lines() -> None:
    text = ready(field("lines", lines="3"))

    assert '<p class="field-label">Frage</p>' in text
    assert text.count('<div class="rule"/>') == 3


def test_a_field_with_absurdly_many_lines_has_a_few() -> None:
    assert ready(field("lines", lines="999")).count("rule") == 12


def test_an_area_is_a_frame_of_its_height() -> None:
    assert 'class="space height-7"' in ready(field("area", height="70mm"))
    assert 'class="space height-10"' in ready(field("area", height="400mm"))


def test_a_number_stays_with_its_word_in_links_of_the_book() -> None:
    text = ready('<p><a class="xref" href="#a">Kapitel 9 „Am Tag 2“</a> <a href="https://a.example/">Seite 3</a></p>')

    assert ">Kapitel\u00a09 „Am Tag\u00a02“<" in text
    assert ">Seite 3<" in text


def table(columns: int, kind: str = "") -> str:
    """A table with heads, a row and a sum."""
    heads = "".join(f"<th>Kopf {n}</th>" for n in range(columns))
    named = f' class="{kind}"' if kind else ""
    cells = "<td>w</td>" * columns
    return f"<table{named}><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


@pytest.mark.parametrize(("columns", "kind"), [(2, "pairs"), (3, "stacked"), (4, "wide"), (7, "wide")])
def test_a_table_can_stand_in_one_column(columns: int, kind: str) -> None:
    text = ready(table(columns))

    assert f'<table class="{kind}">' in text
    assert text.count("data-column=") == (columns if columns > 2 else 0)


def test_steps_and_empty_tables_have_ways_of_their_own() -> None:
    text = ready(table(3, "steps") + table(7, "fill"))

    assert '<table class="steps">' in text
    assert '<table class="fill">' in text
    assert "data-column" not in text


def test_a_choice_is_a_list_of_boxes() -> None:
    text = ready(field("choice", options="zu eng; passt"))

    assert text.count('<span class="tick" role="img" aria-label="offen"/>') == 2
    assert "<input" not in text


def test_a_scale_names_its_ends() -> None:
    text = ready(field("scale", **{"from": "1", "to": "3", "left": "geraten", "right": "belegt"}))

    assert "1 – geraten" in text
    assert "3 – belegt" in text
    assert text.count("<li>") == 3


@pytest.mark.parametrize(("start", "end"), [("5", "1"), ("x", "y"), ("0", "9999")])
def test_a_scale_with_strange_ends_is_still_a_scale(start: str, end: str) -> None:
    assert 1 <= ready(field("scale", **{"from": start, "to": end})).count("<li>") <= 21


def test_gaps_and_cells_are_blanks_with_a_name() -> None:
    assert 'class="blank gap width-4" id="f" role="img" aria-label="Lücke: Datum"' in ready(
        field("gap", "Datum", width="35mm")
    )
    assert 'class="blank cell" id="f" role="img" aria-label="Feld: Wort, Zeile 2"' in ready(
        field("cell", "Wort, Zeile 2")
    )


def test_a_cell_of_a_canvas_says_its_title_once() -> None:
    cell = f'<div class="cell" id="c"><p class="cell-title">Beweis</p><p>Woran?</p>{field("area", "Beweis")}</div>'

    assert ready(cell).count("Beweis") == 1


def test_a_team_field_says_who_fills_it() -> None:
    text = ready('<div class="field team" id="f" data-kind="line"><span class="field-label">Anschrift</span></div>')

    assert text.index("Vom Projektteam zu ergänzen") < text.index("Anschrift")


def test_a_point_has_a_box_with_a_name_and_its_marks_as_words() -> None:
    text = ready('<ul class="checks"><li class="check must short" id="c"><span class="check-text">Ja.</span></li></ul>')

    assert '<span class="tick" role="img" aria-label="offen"/> <span class="check-text">Ja.</span> ' in text
    assert text.index("Halt-Punkt") < text.index("Kurzfassung")


def test_notes_terms_and_sources_have_their_roles() -> None:
    text = ready(
        '<p id="p"><a class="footnote-ref" href="#n" id="r"><sup>1</sup></a><a class="term" href="#t">Wort</a>'
        '<a class="cite" href="#s">Muster</a></p><section class="footnotes" id="e"><h2 id="h">Anmerkungen</h2>'
        '<ol><li id="n"><p>Text <a class="footnote-back" href="#r">↩</a></p></li></ol></section>'
    )

    for role in ("noteref", "glossref", "biblioref", "endnotes"):
        assert f'epub:type="{role}"' in text
        assert f'role="doc-{role}"' in text
    assert '<li id="n" epub:type="endnote">' in text
    assert 'role="doc-backlink"' in text
    assert 'aria-label="Zurück">↩' in text


def test_boxes_are_no_landmarks_and_are_named() -> None:
    text = ready('<aside class="box tip" id="b"><p class="box-label">Tipp</p><p class="box-title">Geh hin</p></aside>')

    assert text.startswith('<div class="box tip" id="b" role="doc-tip" aria-label="Tipp: Geh hin">')


def test_a_long_description_follows_its_figure() -> None:
    text = ready(
        '<figure id="a"><img src="x.svg" alt="X"/><figcaption>Bild</figcaption>'
        '<div class="description"><p id="d">Lang.</p></div></figure><p id="q">Weiter.</p>'
    )

    assert '</figcaption></figure><div class="description"><p class="box-label">Bildbeschreibung</p>' in text
    assert text.endswith('</div><p id="q">Weiter.</p>')


def test_marks_of_earlier_stages_are_gone() -> None:
    text = ready(f'<p id="p">{field("gap")}<span class="index-mark" id="m" data-headword="X">x</span></p>')

    assert "data-" not in text


def test_references_to_printed_pages_are_gone() -> None:
    assert ready('<p id="p">siehe<span class="page-ref" data-target="x"></span>.</p>') == '<p id="p">siehe.</p>'


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ('<p id="x">Text</p>', '<p id="x">{}Text</p>'),
        ('<ul id="x"><li>a</li></ul>', '{}<ul id="x"><li>a</li></ul>'),
        ('<ul><li id="x">a</li></ul>', '<ul><li id="x">{}a</li></ul>'),
        (
            '<table><tbody><tr id="x"><td>a</td></tr></tbody></table>',
            '{}<table><tbody><tr id="x"><td>a</td></tr></tbody></table>',
        ),
    ],
)
def test_a_page_mark_stands_where_its_page_begins(body: str, marked: str) -> None:
    tree = parse(body)

    pages = PageMap(pages=(("12", "x"), ("13", ""), ("14", "elsewhere")))
    placed = mark_pages(tree, pages, lambda folio: page_mark(folio, "Seite"))

    mark = '<span id="page-12" epub:type="pagebreak" role="doc-pagebreak" aria-label="Seite 12"/>'
    assert placed == ("12",)
    assert to_xhtml(tree) == marked.format(mark)

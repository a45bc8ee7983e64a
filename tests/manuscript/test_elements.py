"""Every element of docs/autorenleitfaden.md, from the author's Markdown to the canonical fragment."""

from __future__ import annotations

import re

import pytest

from tests.manuscript.reading import body_of, codes_of, read_book, read_text


@pytest.mark.parametrize(
    ("alias", "name", "word"),
    [
        ("tipp", "tip", "Tipp"),
        ("stolperstelle", "pitfall", "Stolperstelle"),
        ("praxisbeispiel", "example", "Praxisbeispiel"),
        ("ausgedacht", "fiction", "Ausgedacht"),
        ("quelle", "source", "Woher das bekannt ist"),
        ("einladung", "invitation", "Einladungssatz"),
        ("offen", "todo", "Offen (nur Entwurf)"),
    ],
)
def test_a_box_has_its_label_and_an_id(alias: str, name: str, word: str) -> None:
    for written in (alias, name):
        body = body_of(f"::: {written}\nText.\n:::")
        assert body == f'<aside class="box {name}" id="k--{alias}"><p class="box-label">{word}</p><p>Text.</p></aside>'


def test_the_first_heading_of_a_box_is_its_title() -> None:
    body = body_of("::: {.tipp #t1}\n### Titel *fett*\nText.\n:::")
    assert '<p class="box-title">Titel <em>fett</em></p><p>Text.</p>' in body
    assert 'id="t1"' in body


def test_boxes_stand_in_boxes() -> None:
    body = body_of(":::: tipp\nA\n\n::: einladung\nB\n:::\n::::")
    assert body.startswith('<aside class="box tip"')
    assert '<p>A</p><aside class="box invitation"' in body


def test_a_shortcut_keeps_its_id() -> None:
    assert '<aside id="s03" class="box shortcut">' in body_of("::: {.shortcut #s03}\nGeh hin.\n:::")


def test_questions_become_fields() -> None:
    body = body_of("::: reflexion\n- Mit wem?\n- Was **genau**?\n:::")
    assert body.count('class="field" data-kind="lines" data-lines="3"') == 2
    assert '<span class="field-label">Was <strong>genau</strong>?</span>' in body


def test_facts_of_a_method_are_known_by_their_word() -> None:
    body = body_of("::: {.methode #m}\n### Abend\n\nZiel\n:   Eins\n\nVorlauf\n:   Zwei\n:::")
    assert body.startswith(
        '<section id="m" class="method"><p class="box-label">Steckbrief</p><p class="box-title">Abend</p>'
    )
    assert '<div class="fact" data-fact="goal"><dt>Ziel</dt><dd>' in body
    assert 'data-fact="lead"' in body


def test_an_unknown_fact_is_reported_where_it_stands() -> None:
    assert codes_of("::: methode\n### A\n\nZile\n:   Eins\n:::") == [("s-029", 6, 1)]


def test_the_run_sheet_is_summed() -> None:
    table = "| Min. | Was | Wer |\n|---:|---|---|\n| 20 | A | B |\n| 130 | C | |"
    body = body_of(f"::: {{.ablauf dauer=150}}\n{table}\n:::")
    assert body.startswith('<table class="steps" data-duration="150" id="k--ablauf">')
    assert '<th class="right" scope="col">Min.</th>' in body
    assert '<tfoot><tr><td class="minutes">150</td><td colspan="2">Summe</td></tr></tfoot>' in body
    assert codes_of(f"::: {{.ablauf dauer=90}}\n{table}\n:::") == [("k-006", 3, 1)]
    assert codes_of("::: ablauf\n| Min. | Was |\n|---|---|\n| bald | A |\n:::") == [("k-008", 6, 1)]


def test_items_carry_their_marks_and_ids() -> None:
    body = body_of("- [ ] Wir sagen es. **!**\n- [ ] Kurz **+**\n- [x] Beides **+** **!**\n- [ ] [Eigen]{#e1}")
    assert '<li class="check must" id="k--wir-sagen-es"><span class="check-text">Wir sagen es.</span></li>' in body
    assert '<li class="check short" id="k--kurz">' in body
    assert '<li class="check must short" id="k--beides">' in body
    assert '<li class="check" id="e1">' in body
    assert body.startswith('<ul class="checks">')


def test_equal_items_get_different_ids() -> None:
    body = body_of("- [ ] Kaffee\n- [ ] Kaffee")
    assert 'id="k--kaffee"' in body
    assert 'id="k--kaffee-2"' in body


def test_a_checklist_stands_in_the_chapter() -> None:
    body = body_of("::: {.checkliste #ml}\n### Vor der Tür\n- [ ] eins\n:::")
    head = '<section id="ml" class="checklist"><p class="box-label">Checkliste</p><p class="box-title">Vor der Tür</p>'
    assert body.startswith(head + '<ul class="checks">')
    assert codes_of("::: checkliste\n- eins\n:::") == [("k-013", 3, 1)]


def test_a_file_is_named_for_inclusion() -> None:
    assert body_of('::: {.checkliste file="checklists/c.md"}\n:::') == '<div data-include="checklists/c.md"/>'


FIELDS = {
    "[Wer?]{.feld zeilen=4}": 'data-kind="lines" data-lines="4"',
    "[Wer?]{.feld}": 'data-kind="line" data-lines="1"',
    "[Wer?]{.fläche höhe=70mm}": 'data-kind="area" data-height="70mm"',
    '[Wer?]{.auswahl optionen="a; b"}': 'data-kind="choice" data-options="a; b"',
    '[Wer?]{.auswahl optionen="a; b" mehrfach=ja}': 'data-kind="choice" data-options="a; b" data-multiple="multiple"',
    '[Wer?]{.skala von=1 bis=5 links="x"}': 'data-kind="scale" data-from="1" data-to="5" data-left="x"',
}


@pytest.mark.parametrize("written", FIELDS)
def test_a_field_is_a_block_of_its_kind(written: str) -> None:
    assert body_of(written) == (
        f'<div class="field" {FIELDS[written]} id="k--wer"><span class="field-label">Wer?</span></div>'
    )
    assert codes_of(written) == []


def test_fields_of_one_paragraph_stand_side_by_side() -> None:
    body = body_of("[A]{.feld} [B]{.feld}")
    assert body.startswith('<div class="fields"><div class="field"')
    assert body.count('class="field"') == 2


def test_a_gap_stays_in_its_sentence() -> None:
    label = '<span class="field-label">Datum</span>'
    gap = f'<span class="field" data-kind="gap" data-width="35mm" id="k--datum">{label}</span>'
    assert body_of("Am [Datum]{.lücke}.") == f"<p>Am {gap}.</p>"


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("Da.\n\n[x]{.teamfeld}\n\nDort.", "<p>Da.</p><p>Dort.</p>"),
        ("Da.\n\nDas fehlt:\n\n[x]{.teamfeld}\n\n[y]{.teamfeld} [z]{.teamfeld}\n\nDort.", "<p>Da.</p><p>Dort.</p>"),
        ("Die Stellen:\n\n[x]{.teamfeld}\n\n- A\n", "<p>Die Stellen:</p><ul><li>A</li></ul>"),
        ("Das fehlt:\n\n[x]{.teamfeld}\n\n## B", '<h2 id="k--b">B</h2>'),
        ("Das fehlt:\n\n[x]{.teamfeld}\n\n> Zitat", "<blockquote>\n<p>Zitat</p>\n</blockquote>"),
        ("Da.\n\nWir sitzen in [Ort]{.teamfeld}.", "<p>Da.</p>"),
        ("Da.\n\n## Team\n\n### Adresse\n\n[x]{.teamfeld}\n\n## B", '<p>Da.</p><h2 id="k--b">B</h2>'),
        ("Da.\n\n::: tipp\n### Anruf\nDas fehlt:\n\n[x]{.teamfeld}\n:::", "<p>Da.</p>"),
        ("Da.\n\n- [x]{.teamfeld}\n- [y]{.teamfeld}\n", "<p>Da.</p>"),
        ("Ort\n:   hier\n\nZeit\n:   [x]{.teamfeld}\n", "<dl><dt>Ort</dt><dd>\nhier\n</dd></dl>"),
    ],
)
def test_an_edition_has_no_gap_for_the_team_and_nothing_that_leads_to_one(text: str, edition: str) -> None:
    assert 'class="field team"' in body_of(text)
    assert body_of(text, draft=False) == edition


def test_a_field_of_readers_stays_beside_one_of_the_team() -> None:
    body = body_of("Das notieren wir:\n\n[a]{.feld} [b]{.teamfeld}\n\n[c]{.feld}", draft=False)
    assert "Das notieren wir:" in body and body.count('class="field"') == 2


def test_a_note_keeps_its_call() -> None:
    body = body_of("Da.[^n]\n\n[^n]: Mehr in [Ort]{.teamfeld}.", draft=False)
    assert 'class="footnote-ref"' in body and 'class="footnote-back"' in body


def test_the_team_fills_its_own_fields() -> None:
    assert '<div class="field team"' in body_of("[Anschrift]{.teamfeld}")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("[]{.feld}", "k-001"),
        ('[A]{.auswahl optionen="x"}', "k-002"),
        ("[A]{.feld zeilen=viele}", "k-003"),
        ("[A]{.skala von=5 bis=1}", "k-004"),
        ("Mitten [A]{.feld} drin", "k-005"),
        ('[A]{.auswahl optionen="x; x; y"}', "k-007"),
        ("[A]{.feld zeile=4}", "s-020"),
        ("[A]{.fled}", "s-017"),
        ("[A]{.tipp}", "s-019"),
        ("::: begriff\nA\n:::", "s-018"),
        ("::: tip\n:::", "s-025"),
        ("[A]{.nur}", "s-021"),
        ("[A]{.nur format=docx}", "s-022"),
        ("::: bildbeschreibung\nA\n:::", "s-023"),
        ("::: ablauf\nA\n:::", "s-024"),
        ("::: rollen\nA\n:::", "s-027"),
        ("::: {.methode}\nZiel\n:   A\n:::", "s-028"),
        ("A [b]{#3x} c", "s-030"),
        ("::: {.ausfülltabelle}\n| A |\n|---|\n:::", "k-009"),
        ("- [ ] **!**", "k-011"),
        ("::: reflexion\nA\n:::", "k-012"),
        ("::: canvas\nA\n:::", "k-014"),
        ("[]{.begriff}", "g-010"),
        ("[]{.register}", "i-010"),
        ("![](images/x.svg)", "a-001"),
        ("![A](images/y.svg)", "f-015"),
        ("![A](../../y.svg)", "f-014"),
        ("![A](https://example.org/y.svg)", "f-014"),
        ("[A](javascript:x)", "x-021"),
        ("[A](datei.pdf)", "x-022"),
        ("[](#)", "x-023"),
        ("[@niemand]", "x-024"),
        ("{++neu++}", "t-002"),
        ("<b>x", "s-010"),
        ("x[^a]", "s-011"),
        ("[^a]: x", "s-012"),
        ("::: tipp\nx", "s-014"),
        (":::", "s-015"),
        ("::: tipp zwei\nx\n\n", "s-016"),
    ],
)
def test_a_mistake_is_reported_in_its_line(written: str, code: str) -> None:
    found = codes_of(written)
    assert [one[0] for one in found] == [code]
    assert found[0][1] in (3, 5)


def test_a_near_miss_is_suggested() -> None:
    _, diagnostics = read_text("::: tip\nA\n:::\n\n::: tipps\nB\n:::")
    assert [(one.code, one.suggestion, one.span.line) for one in diagnostics] == [("s-017", "tipp", 7)]


def test_what_is_unknown_stays_as_text() -> None:
    assert body_of("::: quatsch\nText.\n:::") == "<p>Text.</p>"
    assert body_of("Ein [Wort]{.quatsch}.") == "<p>Ein Wort.</p>"


def test_empty_cells_of_a_fill_table_become_fields() -> None:
    body = body_of("::: {.ausfülltabelle #w zeilen=1}\n| Wort | bei uns |\n|---|---|\n| Entwurf | |\n:::")
    assert body.startswith('<table id="w" class="fill">')
    assert (
        '<span class="field" data-kind="cell" id="w--1-2"><span class="field-label">bei uns, Entwurf</span></span>'
        in body
    )
    assert 'id="w--2-1"><span class="field-label">Wort, Zeile 2</span>' in body


def test_headings_of_a_canvas_are_cells() -> None:
    body = body_of("::: {.canvas #cc}\n### Lage\nWas ist los?\n\n### Wer?\nUnd wer nicht?\n:::")
    cell = '<div class="cell" id="cc--lage"><p class="cell-title">Lage</p><p>Was ist los?</p>'
    assert body.startswith(f'<section id="cc" class="canvas">{cell}')
    assert body.count('data-kind="area"') == 2


def test_a_figure_has_alt_caption_and_description() -> None:
    body = body_of('![Stufen](images/x.svg){#abb alt="Eine Treppe"}\n\n::: bildbeschreibung\nLang.\n:::')
    assert body == (
        '<figure id="abb"><img src="chapters/images/x.svg" alt="Eine Treppe"/><figcaption>Stufen</figcaption>'
        '<div class="description"><p>Lang.</p></div></figure>'
    )


def test_decoration_and_captions_need_no_other_text() -> None:
    assert codes_of('![](images/x.svg){alt=""}') == []
    assert 'alt=""' in body_of('![](images/x.svg){alt=""}')
    assert 'alt="Stufen"' in body_of("![Stufen](images/x.svg)")


def test_a_missing_picture_leaves_a_labelled_frame() -> None:
    frame = '<span class="missing picture">Bild fehlt: chapters/images/y.svg</span>'
    assert frame in body_of("![A](images/y.svg)")


def test_tables_have_scope_alignment_and_caption() -> None:
    body = body_of("| a | b |\n|---|--:|\n| 1 | 2 |\n\n: Titel {#tab}")
    assert body == (
        '<table id="tab"><caption>Titel</caption><thead><tr><th scope="col">a</th><th class="right" scope="col">b</th>'
        '</tr></thead><tbody><tr><td>1</td><td class="right">2</td></tr></tbody></table>'
    )


def test_terms_index_marks_and_keys() -> None:
    body = body_of(
        '[Challenges]{.begriff zu="Große Challenge"} []{.register als="Pitch!unbezahlter" siehe="X"} [Strg]{.taste}'
    )
    assert '<a class="term" href="#term-grosse-challenge" data-term="Große Challenge">Challenges</a>' in body
    assert 'class="index-mark" data-headword="Pitch" data-sub="unbezahlter" data-see="X"' in body
    assert "<kbd>Strg</kbd>" in body


def test_index_marks_alone_move_into_what_follows() -> None:
    body = body_of('[]{.register als="A"}\n\n::: tipp\nText\n:::')
    assert '<p><span class="index-mark" data-headword="A" id="k--index-a"/>Text</p>' in body
    assert not body.startswith("<p>")


def test_no_link_stands_in_a_link() -> None:
    assert body_of("[A [B]{.begriff}](#x)") == '<p><a href="#x" class="xref">A B</a></p>'
    assert body_of("[A^[N]](#x)").startswith('<p>A<a href="#k--fn1"')


def test_references_lead_to_ids() -> None:
    files = {"chapters/a.md": "# A\n\n[](#x) [](b.md) [B](chapters/b.md#y) [](c.md)", "chapters/b.md": "# B"}
    document = read_book(files).value.documents["chapters/a.md"]
    assert (
        '<a href="#x" class="xref"/> <a href="#b" class="xref"/> <a href="#y" data-home="b" class="xref">B</a>'
        in document.body
    )
    assert [(one.kind, one.name) for one in document.references] == [
        ("xref", "x"),
        ("xref", "b"),
        ("xref", "y"),
        ("file", "c.md"),
    ]


def test_footnotes_are_of_their_document() -> None:
    body = body_of("Text[^a].\n\n[^a]: Note.")
    assert '<a href="#k--fn1" class="footnote-ref" id="k--fnref1" role="doc-noteref"><sup>1</sup></a>' in body
    assert (
        '<section class="footnotes" role="doc-endnotes"><h2 id="k--notes">Anmerkungen</h2><ol><li id="k--fn1">' in body
    )
    assert '<a href="#k--fnref1" class="footnote-back" role="doc-backlink">↩</a>' in body


def test_team_notes_are_in_drafts_only() -> None:
    text = "Text [weg]{.kommentar}.\n\n::: offen\nTeam\n:::\n\n{>>auch weg<<}"
    assert '<span class="comment">weg</span>' in body_of(text)
    assert body_of(text, draft=False) == "<p>Text.</p>"


def test_suggestions_show_in_drafts_and_leave_the_old_text_in_editions() -> None:
    text = "Das {++neue++}{--alte--} {~~a~>b~~} {==d==}"
    assert body_of(text) == "<p>Das <ins>neue</ins><del>alte</del> <del>a</del><ins>b</ins> <mark>d</mark></p>"
    assert body_of(text, draft=False) == "<p>Das alte a d</p>"


def test_only_chooses_by_variant_and_marks_formats() -> None:
    text = "[A]{.nur variante=schule}B\n\n::: {.nur format=html}\nC\n:::"
    assert body_of(text) == '<p>B</p><div data-only="html"><p>C</p></div>'
    assert body_of(text, variant="schule").startswith("<p>AB</p>")


def test_headings_are_mended_and_reported() -> None:
    assert codes_of("### Drei") == [("s-005", 3, 5)]
    assert codes_of("# Zwei") == [("s-004", 3, 3)]
    assert codes_of("## A\n\n#### B") == [("s-005", 5, 6)]
    assert codes_of("## A\n\n##### B") == [("s-006", 5, 7)]
    assert body_of("### Drei") == '<h2 id="k--drei">Drei</h2>'
    assert body_of("## Übergröße & Maß") == '<h2 id="k--uebergroesse-mass">Übergröße &amp; Maß</h2>'


def test_an_id_that_stands_twice_is_reported_at_its_second_place() -> None:
    assert codes_of("## A {#x}\n\n::: {.tipp #x}\nB\n:::") == [("x-020", 5, 12)]
    assert body_of("## A {#x}\n\n::: {.tipp #x}\nB\n:::").count('id="x"') == 1


def test_german_typography() -> None:
    body = body_of('"Ja", z. B. 14 Termine, 30 mm, 2026 Tage, S. 4; Kolleg:innen und Partner:in `z. B.`')
    assert "„Ja“, z.\u00a0B. 14\u00a0Termine, 30\u00a0mm, 2026 Tage, S.\u00a04; " in body
    assert 'Kolleg:<span class="nohyphen">innen</span> und Partner:<span class="nohyphen">in</span>' in body
    assert "<code>z. B.</code>" in body


def test_nothing_from_outside_reaches_a_reader() -> None:
    body = body_of("[A]{onclick=x style=y .taste} [B](https://example.org){onclick=x} <script>x</script>")
    assert body == '<p><kbd>A</kbd> <a href="https://example.org">B</a> &lt;script&gt;x&lt;/script&gt;</p>'


def test_no_cell_of_a_table_is_dropped() -> None:
    for text in (
        "| Wer | Was |\n|---|---|\n| Ben | kommt | Juni |\n",
        "| Wer | Was | Wann |\n|---|---|\n| Ben | kommt | Juni |\n",
        "> Wer | Was\n> --|--\n> Ben | kommt | Juni\n",
    ):
        body = body_of(text)
        assert "<td>Juni</td>" in body and body.count("<th ") == 3, text


def test_a_question_of_several_paragraphs_is_one_label_without_blocks() -> None:
    body = body_of("::: reflexion\n- Mit wem?\n\n  Denk nach.\n\n  - einer\n\n  - zwei\n- Was?\n:::")
    labels = re.findall(r'<span class="field-label">(.*?)</span>', body, re.DOTALL)
    assert [re.sub(r"\s+", " ", label).strip() for label in labels] == [
        "Mit wem? <br/>Denk nach. <br/>einer <br/>zwei",
        "Was?",
    ]


def test_a_note_in_a_note_stands_in_brackets() -> None:
    body = body_of("Satz[^a].\n\n[^a]: Siehe Rand[^b].\n[^b]: Dort auch[^a].\n")
    assert "Siehe Rand (Dort auch" in body and "[^" not in body


def test_the_number_of_a_note_is_in_no_id_and_no_title() -> None:
    document, _ = read_text("## Ablauf[^a]\n\nText.\n\n![Bild[^b]](images/x.svg)\n\n[^a]: Eine.\n[^b]: Zwei.\n")
    named = {target.id: target.title for target in document.targets}
    assert named == {"k--ablauf": "Ablauf", "k--abb-bild": "Bild"}
    assert 'alt="Bild"' in document.body


TWO = '![vorher](images/x.svg){alt="A"} ![nachher](images/x.svg){alt="B"}'


@pytest.mark.parametrize(
    ("text", "captions", "paragraphs"),
    [
        (TWO, ["vorher", "nachher"], []),
        (TWO.replace(" ![", "\n!["), ["vorher", "nachher"], []),
        ("Ein Satz.\n![Bild](images/x.svg){alt=A}", ["Bild"], ["Ein Satz."]),
        ("![Bild](images/x.svg){alt=A}\nEin Satz.", ["Bild"], ["Ein Satz."]),
        ("Satz ![](images/x.svg){alt=A} geht\nweiter.", [], ["Satz geht weiter."]),
    ],
)
def test_no_caption_is_lost(text: str, captions: list[str], paragraphs: list[str]) -> None:
    body = body_of(text)
    found = re.findall(r"<figcaption>(.*?)</figcaption>", body)
    assert found == captions and body.count("<figure") == len(captions)
    said = [
        " ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<p\b[^>]*>(.*?)</p>", body, re.DOTALL)
    ]
    assert said == paragraphs


def test_a_figure_below_a_text_can_be_named() -> None:
    document, _ = read_text("Satz.\n![Bild](images/x.svg){#abb-x alt=A}\n")
    assert [target.id for target in document.targets] == ["abb-x"]

"""What everybody's Markdown has is read: titles, ids, addresses from the root, harmless HTML, checklists."""

from __future__ import annotations

import pytest

from pipeline.book import resolve
from pipeline.theme import default_theme
from tests.manuscript.reading import SVG, body_of, codes_of, read_book, read_text

LIST = "checklists/liste.md"


def titled(text: str) -> tuple[str, str, list[str]]:
    result = read_book({"chapters/k.md": text})
    document = result.value.documents["chapters/k.md"]
    return document.title, document.body, [one.code for one in result.diagnostics]


def test_the_title_in_the_head_stands_in_for_a_heading() -> None:
    title, body, found = titled("---\ntitle: Vom Anfang\nstatus: entwurf\n---\nText.\n\n## Weiter\n\nText.\n")
    assert (title, found) == ("Vom Anfang", [])
    assert "<h2" in body
    assert titled("---\ntitel: Vom Anfang\n---\nText.\n")[0] == "Vom Anfang"


def test_a_heading_of_the_first_level_wins_over_the_head() -> None:
    assert titled("---\ntitle: Kopf\n---\n# Text\n\nText.\n")[0] == "Text"


def test_the_first_heading_of_any_level_is_the_title_and_the_others_follow() -> None:
    title, body, found = titled("### Vom Anfang\n\nText.\n\n#### Weiter\n\nText.\n")
    assert (title, found) == ("Vom Anfang", [])
    assert "<h2" in body


def test_headings_beside_the_first_stay() -> None:
    title, body, found = titled("## Eins\n\nText.\n\n## Zwei\n\nText.\n")
    assert (title, found) == ("Eins", [])
    assert '<h2 id="k--zwei">' in body


def test_two_files_of_one_name_are_called_by_their_folders() -> None:
    files = {f"chapters/{name}.md": "# T\n\nText.\n" for name in ("a/README", "b/README", "a/eins", "b/eins", "zwei")}
    result = read_book(files, chapters=tuple(files))
    assert result.diagnostics == ()
    ids = [one.id for one in result.value.documents.values()]
    assert ids == ["chapters-a", "chapters-b", "chapters-a-eins", "chapters-b-eins", "zwei"]


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("[so](#what-to-do-next)", "k--what-to-do-next"),
        ("[so](#größe-der-halle)", "k--groesse-der-halle"),
        ("[so](#whats-new)", "neu"),
        ("[so](#titel)", "k"),
        ("[so](#zweimal-1)", "k--zweimal-2"),
        ("[so](k.md#what-to-do-next)", "k--what-to-do-next"),
        ("[so](/chapters/k.md)", "k"),
    ],
)
def test_a_heading_is_found_by_its_usual_name(link: str, place: str) -> None:
    headings = ("What to do next", "Größe der Halle", "What’s new? {#neu}", "Zweimal", "Zweimal")
    text = f"# Titel\n\nSiehe {link}.\n\n" + "\n\nText.\n\n".join(f"## {one}" for one in headings) + "\n\nText.\n"
    read = read_book({"chapters/k.md": text})
    assert read.diagnostics == ()
    resolved = resolve(read.value, default_theme().labels)
    assert [one for one in resolved.diagnostics if one.code.startswith("x")] == []
    section = next(one for one in resolved.value.sections if one.id == "k")
    assert f'href="#{place}"' in section.body


def test_what_is_no_heading_is_still_missing() -> None:
    read = read_book({"chapters/k.md": "# Titel\n\nSiehe [](#weg-finden).\n\n## Weg\n\nText.\n"})
    resolved = resolve(read.value, default_theme().labels)
    assert [one.code for one in resolved.diagnostics if one.code.startswith("x")] == ["x-003"]


def test_an_address_with_a_slash_counts_from_the_root_of_the_book() -> None:
    files = {"chapters/k.md": '# T\n\n![Ein Bild](/images/y.svg){alt="y"}\n', "images/y.svg": SVG}
    result = read_book(files)
    assert [one.code for one in result.diagnostics] == []
    assert 'src="images/y.svg"' in result.value.documents["chapters/k.md"].body


HTML = {
    "Drücke <kbd>Enter</kbd>.<br>H<sub>2</sub>O": "Drücke <kbd>Enter</kbd>.<br/>H<sub>2</sub>O",
    "m<sup>2</sup>, <b>fett</b>, <i>schräg</i>": "m<sup>2</sup>, <strong>fett</strong>, <em>schräg</em>",
    'Ein <a href="https://example.org/">Link</a>.': 'Ein <a href="https://example.org/">Link</a>.',
    "<code>a | b</code>": "<code>a | b</code>",
    "Die Liste List<T> und <datei>": "List&lt;T&gt; und &lt;datei&gt;",
    "<details><summary>Mehr</summary>verborgen</details>": "<strong>Mehr</strong><br/>verborgen",
}


@pytest.mark.parametrize("text", HTML)
def test_harmless_html_is_read(text: str) -> None:
    assert HTML[text] in body_of(text)
    assert codes_of(text) == []


def test_a_picture_and_a_table_in_html_are_ours() -> None:
    table = "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>eins<br>zwei</td>\n<td>c | d</td></tr>\n</table>"
    assert "<td>eins<br/>zwei</td><td>c | d</td>" in body_of(table)
    assert codes_of(f'{table}\n\n<img src="images/x.svg" alt="Etwas" width="150">') == []
    assert 'alt="Etwas"' in body_of('<img src="images/x.svg" alt="Etwas">')


def test_every_other_kind_of_html_is_told_once() -> None:
    assert codes_of("<font color=red>a</font> <font>b</font>\n\n<center>c</center>") == [
        ("s-010", 3, 1),
        ("s-010", 5, 1),
    ]


def test_a_fourth_level_is_a_small_heading() -> None:
    text = "## A\n\nText.\n\n### B\n\nText.\n\n#### C\n\nText."
    assert '<h4 id="k--c">C</h4>' in body_of(text)
    assert codes_of(text) == []


def sheet(text: str) -> tuple[str, list[tuple[str, int]]]:
    result = read_book({"chapters/k.md": "# K\n\nText.\n", LIST: f"# Liste\n\n{text}\n"}, checklists=(LIST,))
    return result.value.documents[LIST].body, [(one.code, one.span.line) for one in result.diagnostics]


def test_every_point_of_a_checklist_file_is_one_to_tick() -> None:
    body, found = sheet("- [] Erstens.\n-[ ] Zweitens.\n• Drittens.\n- Viertens.\n- [ ] Fünftens. **!**")
    assert body.count('class="check"') == 4
    assert body.count('class="check must"') == 1
    assert found == [("s-080", 3), ("s-080", 4), ("s-080", 5)]


def test_a_ticked_point_is_told_and_a_sheet_without_points_too() -> None:
    assert sheet("- [x] Erstens.\n- [ ] Zweitens.")[1] == [("k-101", 3)]
    assert sheet("Nur Text.")[1] == [("k-100", 1)]


def test_abbreviations_and_dates_are_text_in_the_glossary_too() -> None:
    glossary = "- term: Krug\n  definition: z. B. ein Becher\n- term: Mai\n  definition: 15. Mai und *5*\n"
    terms = read_book({"chapters/k.md": "# K\n\nText.\n", "glossary.yaml": glossary}).value.glossary
    assert [one.definition_html for one in terms] == ["z.\u00a0B. ein Becher", "15. Mai und <em>5</em>"]


TEXT = {
    "z. B. ein Stuhl": "z. B. ein Stuhl",
    "- d. h. ohne Schrauben": "d. h. ohne",
    "> 1989. Damals begann es.": "1989. Damals",
    "15. Mai: Der Sprint beginnt.": "15. Mai: Der",
    "2. und 3. Juni: Ende.": "2. und 3. Juni",
    "(c) 2020 Ute": "(c) 2020 Ute",
    "B. Traven schrieb.": "B. Traven",
    "i. d. R. reicht das.": "i. d. R. reicht",
    "Ein Satz.[^n]\n\n[^n]: z. B. hier.": "z. B. hier.",
    "Wort\n:   u. a. dies": "u. a. dies",
    "Handwerker*innen und Gestalter*innen": "Handwerker*innen und Gestalter*innen",
    "3*4*5 ist 60": "3*4*5 ist",
    "Preis 12 Euro*, ermäßigt 8 Euro*": "12 Euro*, ermäßigt 8 Euro*",
    "Das kostet 5$, später 6$ und 7$.": "5$, später 6$ und 7$.",
    "Das kostet $5 und das$ 6 mehr.": "$5 und das$ 6",
    "Es kosten ~20,dann~ 30 Euro.": "~20,dann~ 30",
    "[Hinweis]: Die Halle ist im Winter kalt.": "[Hinweis]: Die Halle",
}


@pytest.mark.parametrize("text", TEXT)
def test_what_looks_like_markup_and_is_text_stays_text(text: str) -> None:
    body = body_of(text)
    assert TEXT[text] in body.replace("\u00a0", " ").replace('<span class="nohyphen">', "").replace("</span>", "")
    assert "<ol" not in body.partition("<section")[0]
    assert codes_of(text) == []


READ = {
    "c) drei\nd) vier": '<ol start="3" type="a">',
    "a. eins\nb. zwei": '<ol type="a">',
    "3. Holz leimen.\n4. Warten.": '<ol start="3"',
    "Wir:\n1. kommen\n2. reden": "<p>Wir:</p><ol",
    "Text\n## Überschrift\n\nText.": "<h2",
    "$a^2 + b^2$ und $x$": "<math",
    "Es gilt $\\frac{1}{2}$.": "<mfrac>",
    "H~2~O und m^2^": "<sub>2</sub>",
    "*ein* und **zwei** und *Hand*": "<em>Hand</em>",
    "Davor.\n\n    <!-- bleibt -->\n    - item\n    ::: tipp": "&lt;!-- bleibt --&gt;\n- item\n::: tipp",
    "Ein [Link][eins].\n\n[eins]: https://example.org/eins": 'href="https://example.org/eins"',
    "Ein Absatz.\n| a | b |\n|---|---|\n| 1 | 2 |": "<table",
}


@pytest.mark.parametrize("text", READ)
def test_what_is_markup_is_read(text: str) -> None:
    assert READ[text] in body_of(text)


@pytest.mark.parametrize("closing", [":::", "  :::", "    :::", "\t:::"])
@pytest.mark.parametrize("opening", ["::: tipp", "  ::: tipp", "    ::: tipp"])
def test_a_box_ends_where_it_is_closed_however_far_in(opening: str, closing: str) -> None:
    body = body_of(f"{opening}\nEin Rat.\n{closing}\n\n## B\n\nText.")
    assert body.index("</aside>") < body.index("<h2")


def test_an_open_box_ends_before_the_next_section() -> None:
    body = body_of("::: tipp\nEin Rat.\n\n## B\n\nText.")
    assert body.index("</aside>") < body.index("<h2")
    assert codes_of("::: tipp\nEin Rat.\n\n## B\n\nText.") == [("s-014", 3, 1)]


def test_no_cell_of_a_table_is_lost() -> None:
    body = body_of("| Wer | Was | Wann |\n|---|---|\n| Ben | kommt | Juni | 5 |\n| Ute |")
    for word in ("Wann", "Juni", "5", "Ute"):
        assert f">{word}</t" in body


def test_messages_stand_at_the_written_column() -> None:
    text = "z. B. ein [Wort]{.begrif} hier."
    _, found = read_text(text)
    assert [(one.code, one.span.line, one.span.column) for one in found] == [("s-017", 3, text.index("[") + 1)]

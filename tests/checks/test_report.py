"""The report counts what is there and measures sentences as a reader would."""

import json

import pytest

from pipeline.book.model import Book, Section
from pipeline.checks.report import Report, as_json, as_text, count, measure, running_text, split
from pipeline.manuscript.model import Manifest


def chapter(body: str, id: str = "a", number: str = "1", **changes: str) -> Section:
    kind = changes.pop("kind", "chapter")
    return Section(id, kind, id.upper(), id.upper(), number=number, body=body, path=f"chapters/{id}.md", **changes)


def counted(*sections: Section) -> Report:
    return count(Book(Manifest("Probe", "de", ()), sections))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Geh hin. Frag nach!", 2),
        ("Wer fragt? „Ich.“ Er geht.", 3),
        ("Das gilt z. B. für Betriebe, vgl. Kapitel 3.", 1),
        ("Am 17. Mai 2023 war Schluss.", 1),
        ("Der Verein heißt Kreativ Kreis Meißen e. V. und tagt.", 1),
        ("Es dauert: eine Stunde … oder zwei.", 1),
        ("Nummer 5 ist es. Das war 2026. Siehe Abbildung 4.2. Wirklich.", 4),
        ("", 1),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, sentences: int) -> None:
    assert len(split(text)) == sentences
    assert " ".join(split(text)) == text


def test_words_sentences_and_lix_are_those_counted_by_hand() -> None:
    prose = measure(["Wir gehen hin. Niemand fragt die Werkstatt nach Kleinigkeiten", "Fertig."])
    assert (prose.words, prose.sentences, prose.median, prose.ninetieth) == (10, 3, 3, 6)
    # 10 words in 3 sentences; Niemand, Werkstatt and Kleinigkeiten have more than six letters, Fertig has six.
    assert prose.lix == round(10 / 3 + 100 * 3 / 10)


def test_a_median_between_two_sentences_is_their_middle() -> None:
    assert measure(["Eins zwei.", "Eins zwei drei."]).median == 2.5
    assert measure(["– …"]).words == measure([]).sentences == 0


def test_running_text_is_what_is_read_aloud() -> None:
    body = """
        <h2 id="h">Weg</h2><p>Geh <a href="#x" class="term">hin</a> <span class="citation">[1]</span>.</p>
        <aside class="box tip"><p class="box-label">Tipp</p><p class="box-title">Los</p><p>Frag.</p></aside>
        <ul><li>Eins</li><li><p>Zwei</p><ul><li>Drei</li></ul></li></ul>
        <dl><dt>Wer</dt><dd>Alle</dd></dl>
        <table><tbody><tr><td>Zelle</td></tr></tbody></table>
        <div class="field"><span class="field-label">Feld</span></div>
        <section class="method"><dl><div class="fact"><dt>Ziel</dt><dd>Z</dd></div></dl></section>
        <ul class="checks"><li class="check">Punkt</li></ul>
        <figure><figcaption>Bild</figcaption><div class="description"><p>Lang</p></div></figure>
        <section class="footnotes"><ol><li><p>Anmerkung</p></li></ol></section>
    """
    assert running_text(chapter(body)) == ["Geh hin .", "Frag.", "Eins", "Zwei", "Drei", "Wer", "Alle"]


def test_everything_in_the_book_is_counted_once() -> None:
    body = """
        <p>Text <span class="citation" data-cites="q1 q2"/><span class="citation" data-cites="q2"/>
        <a class="footnote-ref" href="#f">1</a></p>
        <aside class="box shortcut" id="s01" data-number="1"><p>Geh.</p></aside>
        <figure data-number="1.1"/><figure/><table data-number="1.1"/><table/>
        <div class="field team"/><div class="field"/>
    """
    sheet = '<ul class="checks"><li class="check must"/><li class="check short"/><li class="check"/></ul>'
    lists = '<div class="entry"/><div class="entry"/><span class="headword" id="i"/><span class="headword"/>'
    report = counted(
        chapter(body),
        chapter("<p>Rahmen.</p>", "region", ""),
        chapter("<p>Vorwort.</p>", "vor", "", matter="front"),
        chapter(sheet, "check", kind="checklist", matter="back"),
        chapter('<div class="field"/><span class="field"/>', "blatt", kind="worksheet", matter="back"),
        Section("lists", "glossary", "Listen", body=lists),
    )
    assert [one.id for one in report.chapters] == ["a"]
    assert [(one.id, one.prose.words) for one in report.profiles] == [("region", 1)]
    assert [(sheet.entries, sheet.short) for sheet in report.checklists] == [(3, 2)]
    assert [sheet.entries for sheet in report.worksheets] == [2]
    assert report.shortcuts == ("s01",)
    assert (report.terms, report.headwords, report.sources, report.footnotes) == (2, 1, 2, 1)
    assert (report.figures, report.tables, report.team_fields) == (1, 1, 1)


def test_a_checklist_printed_inside_a_chapter_is_one_of_the_checklists() -> None:
    body = '<section class="checklist" id="c-x" data-number="2"><p class="box-title">X</p><p class="check"/></section>'
    inline = '<section class="checklist" id="y"><p class="box-title">Y</p><p class="check"/></section>'
    assert [(sheet.id, sheet.title) for sheet in counted(chapter(body + inline)).checklists] == [("c-x", "X")]


def plan(*minutes: int) -> str:
    rows = "".join(f'<tr><td class="minutes">{one}</td><td>Was</td></tr>' for one in minutes)
    return f'<table class="steps"><tbody>{rows}</tbody><tfoot><tr><td class="minutes">999</td></tr></tfoot></table>'


def method(title: str, duration: str) -> str:
    fact = f'<div class="fact" data-fact="duration"><dt>Dauer</dt><dd>{duration}</dd></div>'
    return f'<section class="method"><p class="box-title">{title}</p><dl>{fact}</dl></section>'


def test_the_minutes_of_a_format_are_added_up_without_its_variants() -> None:
    camp = method("Camp", "zwei Tage") + "<h2>Ablauf</h2>" + plan(30, 60) + "<h3>Tag 2</h3>" + plan(40)
    body = method("Abend", "20 Minuten") + plan(15, 5) + camp + "<h2>Varianten</h2>" + plan(7)
    methods = counted(chapter(body + method("Tandem", "12 Wochen"))).methods
    assert [(one.title, one.duration, one.minutes) for one in methods] == [
        ("Abend", "20 Minuten", (20,)),
        ("Camp", "zwei Tage", (90, 40)),
        ("Tandem", "12 Wochen", ()),
    ]


def test_people_and_programs_read_the_same_numbers() -> None:
    report = counted(chapter("<p>Geh hin.</p>" + method("Abend", "20 Minuten") + plan(15, 5)))
    assert json.loads(as_json(report))["chapters"][0]["prose"]["words"] == 2
    german, english = as_text(report, "de"), as_text(report, "en")
    assert "     1  Kapitel mit Nummer" in german and "     1  numbered chapters" in english
    assert "20  Abend: 20 Minuten" in german

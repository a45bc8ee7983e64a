"""The index: order, groups, sub-entries, see and see also."""

from __future__ import annotations

import re

import pytest

from pipeline.book import resolve
from pipeline.book.index import sort_key
from pipeline.book.model import Book
from pipeline.diagnostics import Checked
from pipeline.theme import Labels, default_theme
from tests.book.samples import document, manuscript

LABELS = default_theme().labels


def mark(headword: str, text: str = "x", **attributes: str) -> str:
    extra = "".join(f' data-{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<p><span class="index-mark" data-headword="{headword}"{extra}>{text}</span></p>'


def index_of(*chapters: str, labels: Labels = LABELS) -> tuple[str, Checked[Book]]:
    documents = [document(f"chapters/{number}.md", body) for number, body in enumerate(chapters)]
    checked = resolve(manuscript({"": documents}), labels)
    return next(one.body for one in checked.value.sections if one.kind == "index"), checked


def headwords(body: str) -> list[str]:
    return re.findall(r'<span class="headword"[^>]*>(.*?)</span>', body)


def test_words_sort_as_din_5007_1() -> None:
    words = ["Zug", "Ökologie", "Ofen", "Straße", "Strasse", "ärgern", "Arbeit", "Apfel", "E-Mail", "Ebene", "oben"]
    ordered = ["Apfel", "Arbeit", "ärgern", "E-Mail", "Ebene", "oben", "Ofen", "Ökologie", "Strasse", "Straße", "Zug"]
    assert sorted(words, key=sort_key) == ordered
    assert sorted(["Lot", "Łódź", "Ofen", "Lupe", "Ost", "Øre"], key=sort_key) == [
        *("Łódź", "Lot", "Lupe", "Ofen", "Øre", "Ost")
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("cs", "cena čas hora chata Chrudim iniciativa řeka řízek strana škola zítra žába"),
        ("pl", "aula ąs Łódź łuk mama nora ńska zupa źrebię żaba"),
        ("hsb", "cyła čas ćmowy hród chěža kniha łuka lud"),
        ("es", "nube nzara ñandú oso"),
        ("de", "Ecke oft Ökologie Zug"),
    ],
)
def test_letters_of_their_own_stand_where_the_language_has_them(language: str, words: str) -> None:
    letters = default_theme(language).labels.word("sorting.letters")
    assert " ".join(sorted(words.split(), key=lambda word: sort_key(word, letters))) == words


def test_a_letter_of_two_signs_has_its_own_group() -> None:
    body, _ = index_of(mark("hora") + mark("chata") + mark("čas") + mark("cena"), labels=default_theme("cs").labels)
    assert re.findall(r"<h2 id=[^>]*>(.*?)</h2>", body) == ["C", "Č", "H", "Ch"]


def test_headwords_are_grouped_by_letter_and_numbers_come_first() -> None:
    body, _ = index_of(mark("Ökologie") + mark("Ofen") + mark("5-Minuten-Gespräch") + mark("Apfel"))
    assert re.findall(r"<h2 id=[^>]*>(.*?)</h2>", body) == ["0–9", "A", "O"]
    assert headwords(body) == ["5-Minuten-Gespräch", "Apfel", "Ofen", "Ökologie"]


def test_locators_stand_in_reading_order_and_name_the_chapter() -> None:
    body, checked = index_of(mark("Wort") + mark("Wort"), mark("Wort"))
    texts = re.findall(r'<a class="locator" href="#[^"]+">(.*?)</a>', body)
    assert texts == ["Kapitel 1", "Kapitel 1 (2)", "Kapitel 2"]
    assert checked.diagnostics == ()


def test_a_mark_without_headword_takes_its_text() -> None:
    body, _ = index_of('<p><span class="index-mark">Augenhöhe</span></p>')
    assert headwords(body) == ["Augenhöhe"]


def test_sub_entries_stand_below_their_headword() -> None:
    body, _ = index_of(mark("Pitch", sub="unbezahlter") + mark("Pitch!bezahlter") + mark("Pitch"))
    assert headwords(body) == ["Pitch", "bezahlter", "unbezahlter"]
    assert '</a><ul><li><span class="headword">bezahlter</span>' in body


def test_see_leads_to_the_headword_and_is_no_place_itself() -> None:
    body, checked = index_of(mark("Urheberrecht", text="", see="Nutzungsrechte") + mark("Nutzungsrechte"))
    assert checked.diagnostics == ()
    assert (
        '>Urheberrecht</span> <em class="see">siehe</em> '
        '<a class="index-see" href="#index-nutzungsrechte">Nutzungsrechte</a>' in body
    )
    assert body.count("locator") == 1


def test_see_also_stands_after_the_locators() -> None:
    body, _ = index_of(mark("Honorar", see_also="Recht!am Bild; Geld") + mark("Recht") + mark("Geld"))
    assert '<em class="see">siehe auch</em> <a class="index-see" href="#index-recht">Recht, am Bild</a>; <a' in body
    assert body.index("locator") < body.index("siehe auch")


def test_see_also_without_a_place_of_its_own_reads_see() -> None:
    body, _ = index_of(mark("Honorar", text="", see_also="Geld") + mark("Geld"))
    assert '>Honorar</span> <em class="see">siehe</em> <a class="index-see" href="#index-geld">Geld</a></li>' in body


def test_see_to_a_missing_headword_is_reported_and_stays_text() -> None:
    body, checked = index_of(mark("Urheberrecht", text="", see="Nutzungsrecht") + mark("Nutzungsrechte"))
    (lost,) = checked.diagnostics
    assert (lost.code, lost.suggestion) == ("i-001", "Nutzungsrechte")
    assert '<em class="see">siehe</em> Nutzungsrecht</li>' in body


def test_headwords_that_differ_by_signs_alone_have_ids_of_their_own() -> None:
    body, _ = index_of(mark("C") + mark("C++") + mark("C#"))
    ids = re.findall(r'id="(index-[^"]*)"', body)
    assert len(ids) == 3
    assert len(set(ids)) == 3

"""Calendars, letters, scripts, cards and micro-methods, from the author's Markdown to the canonical fragment."""

from __future__ import annotations

import re

import pytest

from tests.manuscript.reading import body_of, codes_of

CALENDAR = "::: kalender\n| Wann | Was |\n|---|---|\n"


def offsets(*cells: str) -> list[str]:
    body = body_of(CALENDAR + "".join(f"| {cell} | Tun |\n" for cell in cells) + ":::")
    return re.findall(r'data-offset="([^"]+)"', body)


def codes(*cells: str) -> list[str]:
    return [code for code, _, _ in codes_of(CALENDAR + "".join(f"| {cell} | Tun |\n" for cell in cells) + ":::")]


def test_times_are_counted_from_the_day() -> None:
    written = ("3 Monate vorher", "8 Wochen vorher", "1 Tag davor", "am Tag", "1 Woche danach", "12 Monate später")
    assert offsets(*written) == ["-3m", "-8w", "-1d", "0d", "1w", "12m"]
    assert codes(*written) == []


@pytest.mark.parametrize("cell", ["bald", "8 Wochen", "vorher", "acht Wochen vorher", "8 Wochen vorhin"])
def test_what_is_no_time_is_told(cell: str) -> None:
    assert codes(cell) == ["k-072"]


def test_rows_stand_in_order_whatever_their_unit() -> None:
    assert codes("1 Woche vorher", "10 Tage vorher") == ["k-073"]
    assert codes("5 Wochen vorher", "1 Monat vorher", "1 Monat vorher", "am Tag") == []
    assert codes("am Tag", "1 Tag vorher") == ["k-073"]


def test_a_letter_has_its_subject_and_its_words() -> None:
    body = body_of('::: {.brief #b betreff="Ein Abend"}\n### Einladung\nHallo [Name]{.lücke},\n\nkommst du?\n:::')
    assert body.startswith('<section id="b" class="box letter"><p class="box-label">Zum Verschicken</p>')
    assert '<p class="letter-subject"><span class="letter-word">Betreff: </span>Ein Abend</p>' in body
    assert '<div class="letter-text"><p>Hallo <span class="field" data-kind="slot"' in body
    assert 'id="b--name"' in body


def test_words_without_a_subject_are_said() -> None:
    assert '<p class="box-label">Zum Sagen</p>' in body_of("::: brief\n### Gruß\nSchön, dass ihr da seid.\n:::")


def test_gaps_of_two_letters_keep_their_names_when_a_third_is_put_between() -> None:
    letters = [f"::: {{.brief #b{nth}}}\nHallo [Name]{{.lücke}}\n:::" for nth in range(3)]
    last = re.compile(r'id="(b2--name)"')
    assert last.findall(body_of("\n\n".join([letters[0], letters[2]]))) == ["b2--name"]
    assert last.findall(body_of("\n\n".join(letters))) == ["b2--name"]


def test_a_script_is_a_run_of_show_with_words() -> None:
    text = "| Min. | Was | Worte |\n|---:|---|---|\n| 5 | Ankommen | „Hallo [Name]{.lücke}.“ |\n"
    body = body_of(f"::: {{.drehbuch #d dauer=5}}\n### Anfang\n{text}:::")
    assert body.startswith('<section id="d" class="box script"><p class="box-label">Drehbuch</p>')
    assert 'class="steps"' in body
    assert 'data-duration="5"' in body
    assert 'data-kind="slot"' in body
    assert [code for code, _, _ in codes_of(f"::: {{.drehbuch dauer=6}}\n{text}:::")] == ["k-006"]


def test_a_card_says_how_many_go_on_a_sheet() -> None:
    assert 'class="box card"' in body_of("::: {.karte anzahl=8}\nText.\n:::")
    assert 'data-count="8"' in body_of("::: {.karte anzahl=8}\nText.\n:::")
    assert [code for code, _, _ in codes_of("::: {.karte anzahl=3}\nText.\n:::")] == ["k-091"]


def test_a_micro_method_has_facts_like_a_format_and_is_none() -> None:
    body = body_of("::: {.minimethode #m}\n### Interview\n\nZiel\n:   Hören.\n\n> „Erzähl.“\n:::")
    assert body.startswith('<section id="m" class="micro-method"><p class="box-label">Mini-Methode</p>')
    assert '<div class="fact" data-fact="goal">' in body

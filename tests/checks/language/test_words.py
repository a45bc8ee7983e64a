"""Words that stand twice, and twice on purpose; sentences that are too long."""

from __future__ import annotations

import pytest

from pipeline.checks import cures
from pipeline.checks.language import Asked, look
from pipeline.checks.language.unwanted import Unwanted
from pipeline.diagnostics import Diagnostic
from pipeline.manuscript.model import LanguageRules

PATH = "chapters/a.md"
SLIPS = """
Wir gehen in in die Stadt. → Wir gehen in die Stadt.
Er nimmt die die Tasche. → Er nimmt die Tasche.
Das hilft dem dem Team. → Das hilft dem Team.
Das ist ist gut. →
Wir gehen mit einem einem Plan. → Wir gehen mit einem Plan.
Das machen wir wir morgen. →
Das Team Team baut. →
Wir sind nicht nicht da. → Wir sind nicht da.
- [ ] Der Raum für für alle → - [ ] Der Raum für alle
> Auch im im Zitat. → > Auch im Zitat.
| a | und und | → | a | und |
Brot und\u00a0und Salz. → Brot und Salz.
"""
RIGHT = """
Die Idee, mit der der Verein arbeitet.
Das Haus, das das Team baut.
Die Frau, die die Runde leitet.
Leute, denen den Tag über nichts fehlt.
Wir wissen, dass die die Kosten tragen.
Wenn sie sie sehen, gehen sie.
Sie wissen, dass ihr ihr helft.
Das, was wir haben haben sie nicht.
Das ist sehr sehr gut.
Ja ja, sagt er.
Nein, nein, nein.
Tick tick tick.
Niemand weiß, welches welches ist.
Baden-Baden baden.
Der Der-die-das-Test.
Das das war, weiß niemand.
`der der` und ``im im``
Ein [the the]{lang=en} Wort.
Ein Tippfehler wie „im im“.
[die](https://example.org/die-die) die
Er sagt: die die kommen, wissen es.
die. Die Leute
{--der--} der Text
<!-- im im -->
Schritt für Schritt, Wort um Wort.
$x x$ und @der der
"""


def told(text: str, language: str = "de", longest_sentence_words: int = 0) -> list[Diagnostic]:
    return list(look(PATH, text, language, Asked(LanguageRules(longest_sentence_words))))


@pytest.mark.parametrize("row", SLIPS.strip("\n").split("\n"))
def test_a_doubled_word_is_told_and_dropped_where_it_is_a_slip(row: str) -> None:
    text, better = (half.strip(" ") for half in row.split("→"))
    found = told(text)
    assert [one.code for one in found] == ["l-060"]
    if better:
        assert cures.apply({PATH: text}, found)[0] == {PATH: better}


@pytest.mark.parametrize("text", RIGHT.strip().splitlines())
def test_what_stands_twice_on_purpose_is_not_told(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(("text", "codes"), [
    ("A list of of files.", ["l-060"]), ("All that that man had had was the file file descriptor.", []),
    ('Fix the "the the" typo.', []), ("The the.", ["l-060"]),
])  # fmt: skip
def test_english_has_rules_of_its_own(text: str, codes: list[str]) -> None:
    assert [one.code for one in told(text, "en")] == codes


def test_a_box_in_another_language_is_left_out() -> None:
    assert told("::: {.hinweis lang=en}\nGo in und und.\n\n::: beispiel\nim im\n:::\n:::\n\nDas ist im im Weg.\n") != []
    assert told("::: {.hinweis lang=en}\nGo in und und.\n\n::: beispiel\nim im\n:::\n:::\n") == []


def test_the_place_is_that_of_the_second_word() -> None:
    (one,) = told("# Kopf\n\nZeile eins.\n- Punkt\n  geht weiter im\n  im Text\n")
    assert (one.span.line, one.span.column, one.span.end_column) == (6, 3, 5)
    assert not one.fix


def test_a_sentence_over_the_limit_is_told_once_at_its_start() -> None:
    text = "Kurz z. B. hier. Dieser Satz hat am 15. Mai, wie du siehst, viel mehr Wörter.\n\n## Eine Überschrift"
    text += " mit sehr vielen Wörtern hat keine Grenze\n"
    assert [(one.code, one.span.column, dict(one.facts)["words"]) for one in told(text, longest_sentence_words=8)] == [
        ("l-061", 18, "12")
    ]
    assert told(text) == []


@pytest.mark.parametrize(("text", "codes"), [
    ("Im Endeffekt gut.", ["l-062"]), ("Das ist im  Endeffekt gut.", ["l-062"]), ("Ein Checkin.", ["l-063"]),
    ("Das ist „im Endeffekt“ gut.", []), ("Checkins und Checkin-Karten", []), ("`Checkin`", []), ("kein checkin", []),
    ("[Checkin](#checkin){.x}", ["l-063"]), ("[Checkin]{lang=en}", []), ("Sich Ein Checken", ["l-063"]),
])  # fmt: skip
def test_unwanted_words_are_told_as_they_are_listed(text: str, codes: list[str]) -> None:
    names = (Unwanted("Checkin", "Check-in"), Unwanted("Ein Checken", "Check-in"))
    asked = Asked(unwanted=(Unwanted("im Endeffekt"), *names))
    assert [one.code for one in look(PATH, text, "de", asked)] == codes

"""Whom a paragraph addresses, and up to when it was checked."""

from __future__ import annotations

import pytest

from pipeline.checks.language import Asked, look
from pipeline.manuscript.model import LanguageRules

RULES = Asked(LanguageRules(one_address=True, oldest_as_of="2025-06"))
MIXED = """
Du rufst an, dann trefft ihr euch.
Was dir fehlt, das könnt, wenn ihr wollt, mitbringen.
Euer Haus ist offen. Nimm deinen Schlüssel mit.
Wenn ihr müsst, geh du vor.
Dein Team braucht eure Zeit.
"""
ALIKE = """
Du gibst ihr deinen Plan.
Ihr habt Zeit, und euer Haus ist offen.
Du fragst: „Könnt ihr kommen, und passt es euch?“
Ihr Haus hat dich gefragt.
Du kennst ihre Werkstatt und ihren Namen.
Das Duo und der Eurorechner, neue Treue.
Dein `euer` und [euch](https://example.org/euch)…
"""
OLD = """
Stand: Mai 2025
Stand Mai 2025
Stand 05/2025
Stand: 31.12.2024
Stand vom 3. März 2021
Stand: 2024
Stand: 2025-05-31
(Stand Dezember 2019)
"""
CURRENT = """
Stand: Juni 2025
Stand 2025
Stand: 1.6.2025
Stand: 2026-01
Der Standort 2019
Stand Juni, 2019
Stand: 2019–2026
Im Stand waren 2020 Leute.
`Stand: 2019` <!-- Stand: 2019 -->
"""


def codes(text: str, language: str = "de") -> list[str]:
    return [one.code for one in look("chapters/a.md", text, language, RULES)]


def rows(table: str) -> list[str]:
    return table.strip("\n").split("\n")


@pytest.mark.parametrize("text", rows(MIXED))
def test_du_and_ihr_in_one_paragraph_are_told_once(text: str) -> None:
    assert codes(text) == ["l-190"]
    assert codes(text.replace(" ", "\n")) == ["l-190"] and codes("# " + text) == [] == codes(text, "en")


@pytest.mark.parametrize("text", [*rows(ALIKE), "Du.\n\nEuch."])
def test_who_is_not_addressed_does_not_count(text: str) -> None:
    assert codes(text.replace("[euch]", "[dich]")) == []


@pytest.mark.parametrize("text", rows(OLD))
def test_an_old_date_is_told(text: str) -> None:
    assert codes(text) == ["l-191"]


@pytest.mark.parametrize("text", rows(CURRENT))
def test_a_date_that_may_be_is_not(text: str) -> None:
    assert codes(text) == []


def test_english_and_heads_have_dates_too() -> None:
    assert codes("As of May 2024, all is well; as of 2026 too.", "en") == ["l-191"]
    assert codes("---\nhinweis: Stand Mai 2024\n---\n# Titel\n") == ["l-191"]
    nothing = Asked(LanguageRules())
    assert not list(look("chapters/a.md", "Du, euch. Stand 1999", "de", nothing))

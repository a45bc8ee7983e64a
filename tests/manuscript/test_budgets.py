"""Budgets: what is reckoned, what is checked, and how amounts are read and written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.manuscript.elements.budgets import parse_amount, write_amount
from pipeline.trees import text_of
from tests.manuscript.reading import body_of, codes_of

HEAD = "::: kostenplan\n| Posten | Rechnung | Euro |\n|---|---|---:|\n"


def rows_of(*rows: str) -> list[list[str]]:
    """The rows of a budget as they are printed."""
    table = etree.fromstring(body_of(HEAD + "".join(f"| {row} |\n" for row in rows) + ":::"))
    return [[text_of(cell) for cell in row] for row in table.iter("tr")][1:]


def test_products_percentages_and_sums_are_reckoned() -> None:
    assert rows_of("Beiträge | 4 × 60 |", "Essen | für alle | 120", "Raum | geliehen | 0", "Reserve | 10 % |") == [
        ["Beiträge", "4 × 60", "240"],
        ["Essen", "für alle", "120"],
        ["Raum", "geliehen", "0"],
        ["Zwischensumme", "360"],
        ["Reserve", "10 %", "36"],
        ["Summe", "396"],
    ]


def test_units_between_the_factors_are_read_over() -> None:
    assert rows_of("Kreative | 2 Menschen × 24 Std. × 60 Euro |")[0][-1] == "2.880"


def test_every_percentage_is_of_the_plain_rows() -> None:
    rows = rows_of("A | | 100", "Reserve | 10 % |", "Steuer | 7 % |")
    assert [row[-1] for row in rows] == ["100", "100", "10", "7", "117"]


def test_cents_stand_everywhere_or_nowhere() -> None:
    rows = rows_of("A | | 1.000,50", "B | 3 × 0,50 |")
    assert [row[-1] for row in rows] == ["1.000,50", "1,50", "1.002,00"]


def test_a_currency_beside_an_amount_stands_beside_all() -> None:
    rows = rows_of("A | | 1000 €", "B | | € 20", "C | 3 × 60 |", "Reserve | 10 % |")
    assert [row[-1] for row in rows] == ["1.000 €", "20 €", "180 €", "1.200 €", "120 €", "1.320 €"]


def test_currencies_that_differ_stay_where_they_are() -> None:
    assert [row[-1] for row in rows_of("A | | 10 €", "B | | 20 CHF", "C | | 30")] == ["10 €", "20 CHF", "30", "60"]


def test_half_a_cent_is_rounded_up() -> None:
    assert rows_of("A | | 0,25", "Reserve | 10 % |")[2][-1] == "0,03"


def test_a_right_sum_of_an_author_is_the_one_that_is_printed() -> None:
    rows = ("A | | 100", "B | 2 × 60 | 120", "Zwischensumme | | 220", "Reserve | 10 % | 22", "Summe | | 242")
    assert codes_of(HEAD + "".join(f"| {row} |\n" for row in rows) + ":::") == []
    assert [row[0] for row in rows_of(*rows)] == ["A", "B", "Zwischensumme", "Reserve", "Summe"]


@pytest.mark.parametrize("row", ["B | 2 × 60 | 121", "Zwischensumme | | 99", "Reserve | 10 % | 11", "Summe | | 100,01"])
def test_every_wrong_amount_of_an_author_is_told(row: str) -> None:
    assert [code for code, _, _ in codes_of(f"{HEAD}| A | | 100 |\n| {row} |\n:::")] == ["k-071"]


@pytest.mark.parametrize("cell", ["", "viel", "12,345", "1.23", "-5"])
def test_what_is_no_amount_is_told(cell: str) -> None:
    assert [code for code, _, _ in codes_of(f"{HEAD}| A | | {cell} |\n:::")] == ["k-070"]


def test_a_budget_without_a_table_is_told() -> None:
    assert [code for code, _, _ in codes_of("::: kostenplan\nNichts.\n:::")] == ["s-024"]


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([(",", "."), (".", ","), (",", "\xa0")]))
def test_what_is_written_is_read_again(amount: Decimal, marks: tuple[str, str]) -> None:
    assert parse_amount(write_amount(amount, cents=True, marks=marks), marks=marks) == amount


def test_thousands_may_be_parted_by_the_space_that_people_type() -> None:
    assert parse_amount("1 200,50 Kč", marks=(",", "\xa0")) == Decimal("1200.50")
    assert parse_amount("12 00", marks=(",", "\xa0")) is None

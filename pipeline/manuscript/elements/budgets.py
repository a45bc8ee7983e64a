"""Budgets: tables of money. Every sum is computed here, to the cent; one that an author wrote is only checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from lxml.etree import _Element as Element

from ...trees import make, parent_of, remove, text_of, unwrap
from ..parse_state import ParseState
from .tables import only_table

CENT = Decimal("0.01")
TIMES = re.compile(r"\s*[×x*·]\s*")
# "1.200,50 Euro", "24 Std.": a number and what it counts.
_FACTOR = re.compile(r"(?P<number>\d[\d.,\xa0]*)(?:\s*[^\d\s.,%][^\d%]*)?")
# All but what stands beside the figures of an amount: its currency.
_FIGURES = re.compile(r"[\d\s.,%−-]+")
_PERCENT = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*%")
# Between thousands people type the space that they see.
_SPACED = re.compile(r"(?<=\d)[ \u202f](?=\d{3}(?!\d))")
_SHOWN = 60
# What stands before the cents, and between thousands.
Marks = tuple[str, str]


@dataclass(slots=True)
class _Account:
    """What was added up so far: `plain` without percentages, `total` with them; `parted` once a subtotal stands."""

    plain: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    parted: bool = False
    amounts: list[tuple[Element, Decimal]] = field(default_factory=list)


def make_budget(state: ParseState, block: Element) -> None:
    """Compute a budget: its last column holds the amounts, the one before may say how each is reckoned."""
    table = only_table(state, block)
    if table is None:
        return
    table.set("class", "budget")
    table.set("data-slug", state.labels.word("elements.budget.alias"))
    account = _Account()
    for row in [row for row in table.iter("tr") if len(row) > 1 and row[0].tag == "td"]:
        _reckon(state, row, account)
    if account.amounts:
        columns = len(parent_of(account.amounts[0][0]))
        total = make("td", {"class": "amount"})
        table.append(make("tfoot", children=[_sum_row(state, "budget.total", columns, total)]))
        account.amounts.append((total, account.total))
    _write_amounts(state, account)
    unwrap(block)


def parse_amount(text: str, *, marks: Marks) -> Decimal | None:
    """Read an amount as it is written in the book's language; None when it is none."""
    point, mark = marks
    written = text.strip().removeprefix("€").strip()
    match = _FACTOR.fullmatch(_SPACED.sub(mark, written) if mark.isspace() else written)
    if match is None:
        return None
    number = match["number"].rstrip(".,")
    whole, _, cents = number.partition(point)
    if not re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}})+|\d+", whole) or not re.fullmatch(r"\d{0,2}", cents):
        return None
    return Decimal(f"{whole.replace(mark, '')}.{cents or 0}")


def write_amount(amount: Decimal, *, cents: bool, marks: Marks) -> str:
    """Write an amount in the book's language."""
    written = f"{amount:,.2f}" if cents else f"{amount:,.0f}"
    point, mark = marks
    return written.translate({ord("."): point, ord(","): mark})


def _reckon(state: ParseState, row: Element, account: _Account) -> None:
    name, how, cell = text_of(row[0]), " ".join(text_of(one) for one in list(row)[1:-1]), row[-1]
    given = parse_amount(text_of(cell), marks=state.labels.number_marks)
    if name.rstrip(":") == state.labels.word("budget.total"):
        _check(state, row, given, account.total)
        remove(row)
    elif name.rstrip(":") == state.labels.word("budget.subtotal"):
        _check(state, row, given, account.total)
        _part(row, cell, account)
    elif percent := _PERCENT.search(how) or _PERCENT.search(text_of(cell)):
        share = Decimal(percent["number"].replace(",", "."))
        _add_share(state, row, account, (account.plain * share / 100).quantize(CENT, ROUND_HALF_UP))
    else:
        amount = _product(how, marks=state.labels.number_marks)
        if amount is None and given is None:
            state.report("k-070", row, cell=text_of(cell), row=text_of(row)[:_SHOWN])
        elif amount is not None:
            _check(state, row, given, amount)
        _enter(cell, amount if amount is not None else given or Decimal(0), account)
        account.plain += account.amounts[-1][1]


def _add_share(state: ParseState, row: Element, account: _Account, amount: Decimal) -> None:
    """A percentage of all plain rows above it; the first one has their sum before it."""
    if not account.parted:
        sum_cell = make("td", {"class": "amount"})
        subtotal = _sum_row(state, "budget.subtotal", len(row), sum_cell)
        row.addprevious(subtotal)
        _part(subtotal, sum_cell, account)
    if _PERCENT.search(text_of(row[-1])) is None:
        _check(state, row, parse_amount(text_of(row[-1]), marks=state.labels.number_marks), amount)
    _enter(row[-1], amount, account)


def _product(how: str, *, marks: Marks) -> Decimal | None:
    """What `4 × 60` or `2 × 24 Std. × 60 Euro` comes to; None where it is no product."""
    factors = TIMES.split(how)
    if len(factors) == 1:
        return None
    product = Decimal(1)
    for factor in factors:
        number = parse_amount(factor, marks=marks)
        if number is None:
            return None
        product *= number
    return product.quantize(CENT, ROUND_HALF_UP)


def _enter(cell: Element, amount: Decimal, account: _Account) -> None:
    account.total += amount
    account.amounts.append((cell, amount))


def _part(row: Element, cell: Element, account: _Account) -> None:
    row.set("class", "subtotal")
    account.parted = True
    account.amounts.append((cell, account.total))


def _check(state: ParseState, row: Element, given: Decimal | None, right: Decimal) -> None:
    if given is not None and given != right:
        cents = any(one != one.to_integral_value() for one in (given, right))
        written = [write_amount(one, cents=cents, marks=state.labels.number_marks) for one in (given, right)]
        state.report("k-071", row, row=text_of(row)[:_SHOWN], given=written[0], right=written[1])


def _sum_row(state: ParseState, word: str, columns: int, amount: Element) -> Element:
    words = make("td", text=state.labels.word(word))
    if columns > 2:
        words.set("colspan", str(columns - 1))
    return make("tr", children=[words, amount])


def _write_amounts(state: ParseState, account: _Account) -> None:
    """Put every amount down in one way: with cents all or none, and where one has a currency, with it."""
    cents = any(amount != amount.to_integral_value() for _, amount in account.amounts)
    units = [_unit_of(text_of(cell)) for cell, _ in account.amounts]
    known = set(filter(None, units))
    common = min(known) if len(known) == 1 else ""
    for (cell, amount), unit in zip(account.amounts, units, strict=True):
        for child in list(cell):
            cell.remove(child)
        figures = write_amount(amount, cents=cents, marks=state.labels.number_marks)
        cell.text = f"{figures} {unit or common}".rstrip()
        cell.set("class", "amount")


def _unit_of(text: str) -> str:
    return " ".join(_FIGURES.sub(" ", text).split()) if any(letter.isdigit() for letter in text) else ""

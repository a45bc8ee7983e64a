"""What `check --fix` writes: what was wanted, and not a byte more."""

from pipeline.cache import MemoryCache
from pipeline.checks import marks
from pipeline.checks.cures import apply
from pipeline.diagnostics import Edit, Span, diagnose
from tests.manuscript.reading import read_book

PATH = "chapters/a.md"


def fix(text: str, *edits: tuple[int, int, int, int, str]) -> str:
    found = [diagnose("s-112", Span(PATH), fix=(Edit(Span(PATH, *place), new),)) for *place, new in edits]
    return apply({PATH: text}, found)[0].get(PATH, text)


def test_a_stretch_is_replaced_and_the_rest_stays_as_it_is() -> None:
    assert fix("eins\n\n• zwei\ndrei ", (3, 1, 3, 2, "-")) == "eins\n\n- zwei\ndrei "


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    assert fix("\ufeffab\r\ncd\r\n", (1, 1, 1, 2, "x\ny"), (2, 2, 2, 3, "z")) == "\ufeffx\r\nyb\r\ncz\r\n"
    assert fix("ab\rcd", (2, 1, 2, 1, "-")) == "ab\r-cd"


def test_columns_count_letters_however_they_are_spelt() -> None:
    spelt = "Gro\u0308\u00dfe [x] (y)"
    assert fix(spelt, (1, 7, 1, 14, "z")) == "Gro\u0308\u00dfe z"
    assert fix("u\u0308b", (1, 1, 1, 2, "U")) == "Ub"


def test_of_two_cures_for_one_place_the_first_is_done() -> None:
    assert fix("abcd", (1, 1, 1, 3, "x"), (1, 2, 1, 4, "y")) == "xcd"


def test_a_place_behind_the_end_is_the_end() -> None:
    assert fix("ab", (1, 3, 1, 3, "c"), (9, 1, 9, 1, "d")) == "abcd"


def test_what_is_cured_is_not_found_again() -> None:
    text = (
        "# Titel\n\nIhr braucht:\n\n• Stifte\n• Karten\n\n[Wer?]{.feld, zeilen=3}\n\nEin [Weg] (https://example.org/).\n\n"
        "FÃ¼r alle ** fett ** gesagt.\n\n- [ ] a\n- [] b\n\n## Ort (#ort)\n\nUnd \\textbf{so}.\n"
    )
    book = read_book({PATH: text})
    found = (*book.diagnostics, *marks.check(book.value, book.diagnostics, MemoryCache()))
    changed, done = apply({PATH: text}, found)
    assert changed[PATH] == (
        "# Titel\n\nIhr braucht:\n\n- Stifte\n- Karten\n\n[Wer?]{.feld, zeilen=3}\n\nEin [Weg](https://example.org/).\n\n"
        "Für alle **fett** gesagt.\n\n- [ ] a\n- [ ] b\n\n## Ort {#ort}\n\nUnd **so**.\n"
    )
    assert [cure.span.line for cure in done] == [5, 6, 10, 12, 12, 15, 17, 19]
    again = read_book(changed)
    left = marks.check(again.value, again.diagnostics, MemoryCache())
    assert [one.code for one in left] == ["s-114"]
    assert apply(changed, left) == ({}, ())

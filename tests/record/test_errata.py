"""Errors are listed with the page of each edition that has them, and never for one that has it right."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.blocks import Block
from pipeline.record.edition import Edition, Record
from pipeline.record.errata import FILE, Erratum, add_erratum, list_errata, read_errata
from tests.record.samples import files_of, named, read, shelve

SLIP = Erratum("a.1", "Feler", "Fehler")


def edition(version: str, *blocks: Block) -> Edition:
    return Edition(Record(version, "Probe", "2027-03-01", "0" * 40), blocks, {"a": "Kapitel 1, Anfang"})


def says(text: str, folio: str = "1") -> Block:
    return named("a.1", text, folio=folio)


WRONG, AGAIN = edition("1.0", says("Ein Feler hier", "7")), edition("1.1", says("Ein Feler dort", "9"))
RIGHT = edition("1.2", says("Ein Fehler hier", "9"))


def lines(*editions: Edition) -> list[tuple[str, str, str]]:
    return [(one.version, one.folio, one.corrected) for one in list_errata((SLIP,), editions)]


def test_each_edition_with_the_error_has_its_own_page_and_the_right_ones_none() -> None:
    assert lines(WRONG, AGAIN, RIGHT) == [("1.1", "9", "1.2"), ("1.0", "7", "1.2")]
    assert lines(WRONG) == [("1.0", "7", "")]
    assert lines(RIGHT) == lines() == []


def test_a_block_that_is_gone_is_corrected_and_one_that_came_later_never_wrong() -> None:
    assert lines(WRONG, edition("1.1")) == [("1.0", "7", "1.1")]
    assert lines(edition("0.9"), WRONG) == [("1.0", "7", "")]


def test_an_error_that_comes_back_is_listed_again() -> None:
    assert lines(WRONG, RIGHT, edition("1.3", says("Ein Feler", "3"))) == [("1.3", "3", ""), ("1.0", "7", "1.2")]


def test_right_words_that_contain_the_wrong_ones_are_no_error() -> None:
    slip = Erratum("a.1", "10 Uhr", "10 Uhr 30")
    assert list_errata((slip,), (edition("1", says("Um 10 Uhr 30 beginnt es")),)) == ()
    assert len(list_errata((slip,), (edition("1", says("Um 10 Uhr beginnt es")),))) == 1


@given(st.lists(st.sampled_from(["Ein Feler", "Ein Fehler", "Feler Fehler", ""]), max_size=6))
def test_exactly_the_editions_with_the_wrong_words_are_listed(texts: list[str]) -> None:
    editions = [edition(f"1.{number}", *([says(text)] if text else [])) for number, text in enumerate(texts)]
    listed = {one.version for one in list_errata((SLIP,), editions)}
    assert listed == {f"1.{number}" for number, text in enumerate(texts) if "Feler" in text}


def test_an_erratum_is_added_at_the_end_and_what_stands_there_stays() -> None:
    first = add_erratum(b"", SLIP, (WRONG,)).value
    assert first is not None
    other = Erratum("a.1", "Ein", "Kein: „so“ #")
    second = add_erratum(first + b"# von Hand\n", other, (WRONG,)).value
    assert second is not None
    assert second.startswith(first) and b"# von Hand" in second
    assert read_errata(second).value == (SLIP, other)


def test_the_place_in_the_book_stands_for_the_block() -> None:
    added = add_erratum(b"", Erratum("a--b", "Feler", "Fehler"), (WRONG,)).value
    assert added is not None
    assert read_errata(added).value == (SLIP,)


@pytest.mark.parametrize("wrong", ["Irrtum", "feler"])
def test_words_that_stand_nowhere_are_refused(wrong: str) -> None:
    done = add_erratum(b"", Erratum("a.1", wrong, "x"), (WRONG, RIGHT))
    assert (done.value, [one.code for one in done.diagnostics]) == (None, ["e-030"])


@pytest.mark.parametrize(("wrong", "right"), [("", "x"), (" ", " "), ("Feler", ""), ("Feler", "Feler ")])
def test_what_corrects_nothing_is_refused(wrong: str, right: str) -> None:
    done = add_erratum(b"", Erratum("a.1", wrong, right), (WRONG,))
    assert (done.value, [one.code for one in done.diagnostics]) == (None, ["e-033"])


def test_only_whole_words_are_wrong_and_their_page_is_not_that_of_the_right_ones() -> None:
    text = "Bis S. 12 steht Tipp, am 18. ein Tip, am 8. nichts (8)."
    turns = tuple((letters, str(letters)) for letters in range(40))
    block = replace(named("a.1", text), turns=turns)
    wrong = replace(WRONG, blocks=(block,))

    def pages(slip: str, right: str) -> list[str]:
        return [one.folio for one in list_errata((Erratum("a.1", slip, right),), (wrong,))]

    before = "Bis S. 12 steht Tipp, am 18. ein "
    assert pages("Tip", "Tipp") == [str(sum(sign.isalnum() for sign in before))]
    assert pages("8.", "9.") == [str(sum(sign.isalnum() for sign in text.partition("8. n")[0]))]
    assert pages("(8)", "(9)") != []
    assert pages("S. 1", "S. 2") == pages("Ti", "To") == []


def test_what_is_listed_is_not_listed_twice() -> None:
    first = add_erratum(b"", SLIP, (WRONG,)).value or b""
    assert [one.code for one in add_erratum(first, SLIP, (WRONG,)).diagnostics] == ["e-032"]


@pytest.mark.parametrize(
    "value",
    [
        "9999-99-99",
        "1e999999",
        "190:20:30",
        "!!int ''",
        "!!bool x",
        "!!timestamp x",
        "!!binary '!'",
        "!!python/name:os.x",
        "1" * 5000,
        "'a\\x01b'",
        "&" + "x" * 900 + " a",
        "&a a, right: *a",
        "!<tag:x,2026:y> z",
        "~",
    ],
)
def test_whatever_yaml_takes_a_value_for_it_is_a_text_or_told(value: str) -> None:
    read = read_errata(f"- {{block: x, wrong: {value}, right: b}}\n- {{block: x, wrong: y, right: z}}".encode())
    assert len(read.value) + len(read.diagnostics) in (1, 2)
    assert all("\x01" not in erratum.wrong for erratum in read.value)


def test_a_list_that_nests_or_repeats_itself_without_end_is_told() -> None:
    bomb = "- &a0 [x]\n" + "\n".join(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    for text in ("[" * 40_000, "- " * 40_000, bomb, "- &a [*a]"):
        assert {one.code for one in read_errata(text.encode()).diagnostics} == {"e-031"}


@pytest.mark.parametrize(
    "text",
    [
        *("a: b", "- block: x", "- [", "- {block: [1], wrong: a, right: b}"),
        *("- {block: x, wrong: '', right: y}", "- {block: x, wrong: y, right: ' '}"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_and_never_overwritten(text: str) -> None:
    assert [one.code for one in read_errata(text.encode()).diagnostics] == ["e-031"]
    assert read_errata(text.encode()).diagnostics[0].span.path == FILE
    assert add_erratum(text.encode(), SLIP, (WRONG,)).value is None


BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n"
TEXT = "# Anfang\n\nEin Satz mit einem Feler darin, er ist lang & breit.\n\nNoch ein Feler.\n"
LIST = "- {block: a--b1, wrong: Feler, right: Fehler}\n- {block: a--b2, wrong: Feler, right: Fehler}\n"


def errata_in(text: str, *editions: Edition, slips: str = LIST) -> list[str]:
    """What the book with this text says below "Berichtigungen", as lines."""
    kept = {path: data for one in editions for path, data in files_of(one).items()}
    known = add_ids(slips, editions[0]) if editions else slips
    book = read({"book.yaml": BOOK, "chapters/a.md": text, FILE: known, **kept})
    body = "".join(section.body for section in book.sections if section.kind == "news")
    part = body.partition(">Berichtigungen</h2>")[2]
    return [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<h3.*?</h3>|<li.*?</li>", part)]


def add_ids(slips: str, edition: Edition) -> str:
    for block in edition.blocks:
        slips = slips.replace(f"block: {block.anchor},", f"block: {block.id},")
    return slips


def test_a_book_tells_which_errors_of_the_last_edition_are_mended_in_it() -> None:
    files: dict[str, str | bytes] = {"book.yaml": BOOK, "chapters/a.md": TEXT}
    first = shelve("1.0", read(files))
    assert errata_in(TEXT, first) == []
    mended = TEXT.replace("Feler darin", "Fehler darin")
    page = first.blocks[-1].folio
    line = f"Seite {page}, Kapitel 1, Anfang: statt „Feler“ richtig „Fehler“"
    assert errata_in(mended, first) == ["In Ausgabe 1.0", line]
    assert errata_in(mended) == []
    second = shelve("1.1", read({**files, **files_of(first)}), first)
    assert errata_in(mended, first, second) == [
        "In Ausgabe 1.1",
        line.replace(page, second.blocks[-1].folio),
        "In Ausgabe 1.0",
        line,
    ]
    third = shelve("1.2", read({**files, "chapters/a.md": mended, **files_of(second)}), second)
    assert errata_in(mended, first, second, third) == []


def test_the_place_of_an_error_is_linked_and_the_contents_of_words_are_escaped() -> None:
    first = shelve("1.0", read({"book.yaml": BOOK, "chapters/a.md": TEXT}))
    slip = f"- {{block: {first.blocks[1].id}, wrong: lang & breit, right: <b>kurz</b>}}\n"
    mended = TEXT.replace("lang & breit", "kurz")
    book = read({"book.yaml": BOOK, "chapters/a.md": mended, FILE: slip, **files_of(first)})
    body = next(section.body for section in book.sections if section.kind == "news")
    assert '<a href="#a--b1">Kapitel 1, Anfang</a>: statt „lang &amp; breit“ richtig „&lt;b&gt;kurz&lt;/b&gt;“' in body

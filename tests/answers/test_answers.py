from __future__ import annotations

import io
import json
import re

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.answers import Answers, Value, read_answers, write_answers
from pipeline.answers.desk import put_in, take_out
from pipeline.answers.sheet import fill_sheet, read_sheet
from tests.render import sample


def _ids(sheet: bytes) -> dict[str, list[str]]:
    """Every field's id with its words: none for text, one for each choice."""
    ids: dict[str, list[str]] = {}
    with pikepdf.open(io.BytesIO(sheet)) as book:
        for field in book.Root.AcroForm.Fields:
            name = str(field.T)
            if "/Opt" in field and "/Kids" not in field:
                name = name.rpartition(".")[0]
            words = [str(word) for word in field.get("/Opt", [])]
            ids.setdefault(name, []).extend(words or (["\0tick"] if field.FT == "/Btn" else []))
    return ids


def _several(sheet: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(sheet)) as book:
        fields = [field for field in book.Root.AcroForm.Fields if "/Opt" in field and "/Kids" not in field]
        return {str(field.T).rpartition(".")[0] for field in fields}


TEXT = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\näöüß€„“–😀Łěλ한\u200d()\\"),
    min_size=1,
    max_size=400,
)
NO_FONT = "f-102"


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_filled_in_is_read_again(sheet: bytes, data: st.DataObject) -> None:
    several = _several(sheet)
    values: dict[str, Value] = {}
    for name, words in _ids(sheet).items():
        if words == ["\0tick"]:
            value: Value = data.draw(st.booleans())
        elif name in several:
            value = tuple(word for word in words if data.draw(st.booleans()))
        elif words:
            value = data.draw(st.sampled_from(words))
        else:
            value = data.draw(TEXT)
        if value not in (False, ()):
            values[name] = value
    answers = Answers(sample.book().manifest.slug, sample.book().manifest.edition, values)
    filled = fill_sheet(sheet, "blatt.pdf", answers)
    assert {one.code for one in filled.diagnostics} <= {NO_FONT, "k-270", "k-271"}
    assert filled.value is not None
    assert read_sheet(filled.value, "blatt.pdf").value == answers


def test_five_thousand_characters_survive(sheet: bytes) -> None:
    name = next(name for name, words in _ids(sheet).items() if not words)
    answers = Answers(values={name: "Übergrößenträger 😀\n" * 265})
    filled = fill_sheet(sheet, "blatt.pdf", answers).value
    assert filled is not None
    read = read_sheet(filled, "blatt.pdf").value
    assert read is not None
    assert read.values == answers.values


def test_answers_without_a_field_are_named(sheet: bytes) -> None:
    found = fill_sheet(sheet, "blatt.pdf", Answers(edition="1.0", values={"nirgends": "x"})).diagnostics
    assert [diagnostic.code for diagnostic in found] == ["k-084"]


def test_answers_of_another_book_are_not_filled_in(sheet: bytes) -> None:
    filled = fill_sheet(sheet, "blatt.pdf", Answers("anderes-buch", "1.0", {}))
    assert filled.value is None
    assert [diagnostic.code for diagnostic in filled.diagnostics] == ["k-085"]


def test_another_edition_is_a_warning(sheet: bytes) -> None:
    filled = fill_sheet(sheet, "blatt.pdf", Answers("", "0.9", {}))
    assert filled.value is not None
    assert [diagnostic.code for diagnostic in filled.diagnostics] == ["k-086"]


@pytest.mark.parametrize(("text", "code"), [("{", "k-080"), ("[1]", "k-080"), ('{"answers": {"a": 7}}', "k-081")])
def test_a_file_that_holds_no_answers_is_refused(text: str, code: str) -> None:
    assert [diagnostic.code for diagnostic in read_answers(text.encode(), "answers.json").diagnostics] == [code]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 cut", b"{}"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert [diagnostic.code for diagnostic in read_sheet(data, "x.pdf").diagnostics] == ["k-082"]


def test_a_file_of_answers_reads_as_it_was_written() -> None:
    answers = Answers("buch", "1.0", {"a": True, "b": "Ä\n😀", "c": ("x", "y")})
    assert read_answers(write_answers(answers).encode(), "answers.json").value == answers


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_that_an_editor_saved_anew_is_read(encoding: str) -> None:
    answers = Answers("buch", "1.0", {"a": "Übergröße 😀"})
    assert read_answers(write_answers(answers).encode(encoding), "answers.json").value == answers


@pytest.mark.parametrize("data", ["Ü".encode("latin-1").join([b'{"answers": {"a": "', b'"}}']), b"[" * 200_000])
def test_what_would_be_misread_is_refused_whole(data: bytes) -> None:
    read = read_answers(data, "answers.json")
    assert read.value is None
    assert [diagnostic.code for diagnostic in read.diagnostics] == ["k-080"]


def test_half_a_sign_does_not_stop_the_rest(sheet: bytes) -> None:
    name = next(name for name, words in _ids(sheet).items() if not words)
    data = f'{{"answers": {{"{name}": "vorher \\ud83d nachher \\ud83d\\ude00"}}}}'.encode()
    filled = put_in(sheet, "blatt.pdf", data, "answers.json").value
    assert filled is not None
    taken = take_out(filled, "blatt.pdf").value
    assert taken is not None
    assert json.loads(taken)["answers"] == {name: "vorher \ufffd nachher 😀"}


def test_answers_of_a_whole_book_are_told_in_one_line_sheet_by_sheet(sheet: bytes) -> None:
    strange = {**{f"check-a--{nth}": True for nth in range(40)}, "b--1": "x", "frage": "y"}
    (found,) = fill_sheet(sheet, "blatt.pdf", Answers("", "1.0", strange)).diagnostics
    assert dict(found.facts) == {"count": "42", "names": "`b--1`, `frage`, `check-a--…` (40)"}


NAMES = "Łódź, Příliš, ě, ć, Жанна, λόγος ✅"


def _drawn(sheet: bytes, name: str) -> tuple[bytes, dict[str, str]]:
    """How a field is drawn, and the fonts of that with their encodings."""
    with pikepdf.open(io.BytesIO(sheet)) as book:
        field = next(field for field in book.Root.AcroForm.Fields if str(field.T) == name)
        fonts = field.AP.N.Resources.Font
        return field.AP.N.read_bytes(), {key: str(font.Encoding) for key, font in fonts.items()}


def _written(sheet: bytes, text: str) -> tuple[bytes, str, list[str]]:
    """A sheet with this text in a field, the field's name, and the codes of what is told."""
    name = next(name for name, words in _ids(sheet).items() if not words)
    manifest = sample.book().manifest
    filled = fill_sheet(sheet, "blatt.pdf", Answers(manifest.slug, manifest.edition, {name: text}))
    assert filled.value is not None
    return filled.value, name, [one.code for one in filled.diagnostics]


@pytest.mark.slow
def test_every_letter_of_an_answer_is_drawn_with_a_font_that_the_sheet_has(sheet: bytes) -> None:
    made, name, told = _written(sheet, NAMES)
    look, fonts = _drawn(made, name)
    assert told == []
    assert b"?" not in look
    assert fonts["/F0"] == "/WinAnsiEncoding"
    assert {encoding for key, encoding in fonts.items() if key != "/F0"} == {"/Identity-H"}
    with pikepdf.open(io.BytesIO(made)) as book:
        maps = b"".join(one.read_bytes() for one in book.objects if _says_letters(one))
    lacking = [letter for letter in "Łźřšěćλ" if f"<{ord(letter):04x}>".encode() not in maps]
    assert lacking == []
    assert made == _written(sheet, NAMES)[0]


def _says_letters(one: object) -> bool:
    return isinstance(one, pikepdf.Stream) and b"begincmap" in one.read_bytes()[:200]


def test_an_answer_in_letters_of_western_europe_needs_no_other_font(sheet: bytes) -> None:
    made, name, _ = _written(sheet, "Größe – 1 €")
    assert list(_drawn(made, name)[1]) == ["/F0"]


def test_a_letter_of_an_answer_that_no_font_has_is_a_box_and_told(sheet: bytes) -> None:
    made, name, told = _written(sheet, "한국어")
    assert told == [NO_FONT]
    assert read_sheet(made, "blatt.pdf").value.values == {name: "한국어"}  # type: ignore[union-attr]
    assert list(_drawn(made, name)[1]) == ["/F0", "/L1"]


def _lined(sheet: bytes) -> tuple[str, float, int]:
    """A field on printed lines: its name, how far they are apart and how many they are."""
    with pikepdf.open(io.BytesIO(sheet)) as book:
        for field in book.Root.AcroForm.Fields:
            if found := re.search(r"([\d.]+) TL", str(field.get("/DA", ""))):
                height = float(field.Rect[3]) - float(field.Rect[1])
                return str(field.T), float(found[1]), round(height / float(found[1]))
    raise LookupError("no field on lines")


@pytest.mark.parametrize("words", [3, 40, 90, 160])
def test_filled_in_text_stands_on_the_printed_lines(sheet: bytes, words: int) -> None:
    name, rule, count = _lined(sheet)
    manifest = sample.book().manifest
    filled = fill_sheet(sheet, "blatt.pdf", Answers(manifest.slug, manifest.edition, {name: "genau so " * words})).value
    assert filled is not None
    look = _drawn(filled, name)[0].decode("latin-1")
    size, leading, first = (
        float(re.search(rf"([\d.]+) {sign}", look)[1])  # type: ignore[index]
        for sign in ("Tf", "TL", "Td")
    )
    for lines in (rule / leading, (count * rule - first + 0.3 * size) / leading):
        assert lines == pytest.approx(round(lines), abs=0.02)


def test_answers_that_can_hardly_be_read_are_told(sheet: bytes) -> None:
    name, _, count = _lined(sheet)
    manifest = sample.book().manifest

    def told(text: str) -> list[str]:
        filled = fill_sheet(sheet, "blatt.pdf", Answers(manifest.slug, manifest.edition, {name: text}))
        return [one.code for one in filled.diagnostics]

    assert told("genau so " * 10 * count) == []
    assert told("genau so " * 70 * count) == ["k-270"]
    assert told("genau so " * 1000) == ["k-271"]

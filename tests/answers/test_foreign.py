"""Sheets that other programs saved, or that were damaged on their way: what can be read is read, the rest is told."""

from __future__ import annotations

import io
import json
import time
import warnings
from collections.abc import Callable
from random import Random
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.answers import Answers, Value
from pipeline.answers.desk import put_in, take_out
from pipeline.answers.form import RADIO
from pipeline.answers.sheet import fill_sheet, read_sheet
from pipeline.diagnostics import Diagnostic

Change = Callable[[pikepdf.Pdf], object]
VALUES: dict[str, Value] = {
    "w--name": "Ülkü „A“",
    "w--frage": "eins\nzwei",
    "w--haken": True,
    "w--art": "b",
    "w--viele": ("x", "z"),
}


def _widget(sheet: pikepdf.Pdf, **facts: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[10, 10, 200, 60], F=4, **facts)


def _button(sheet: pikepdf.Pdf, state: str, **facts: Any) -> Dictionary:
    looks = Dictionary({state: sheet.make_stream(b""), "/Off": sheet.make_stream(b"")})
    return _widget(sheet, AS=Name.Off, AP=Dictionary(N=looks), **facts)


def _form() -> pikepdf.Pdf:
    """A sheet with every kind of field, as the pipeline writes it."""
    sheet = pikepdf.new()
    page = sheet.add_blank_page()
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.F, FirstChar=32, Widths=[500] * 224)
    fields = [
        _widget(sheet, FT=Name.Tx, T="w--name", V=""),
        _widget(sheet, FT=Name.Tx, T="w--frage", V="", Ff=1 << 12),
        _button(sheet, "/on", FT=Name.Btn, T="w--haken", V=Name.Off),
        *(
            _button(sheet, "/on", FT=Name.Btn, T=f"w--viele.{nth}", V=Name.Off, Opt=[word])
            for nth, word in enumerate("xyz", 1)
        ),
    ]
    shown = [sheet.make_indirect(field) for field in fields]
    group = sheet.make_indirect(Dictionary(FT=Name.Btn, Ff=RADIO | 1 << 14, T="w--art", V=Name.Off, Opt=["a", "b"]))
    kids = [sheet.make_indirect(_button(sheet, f"/o{nth}", Parent=group)) for nth in (1, 2)]
    group.Kids = Array(kids)
    page.Annots = Array([*shown, *kids])
    resources = Dictionary(Font=Dictionary(F0=sheet.make_indirect(font)))
    sheet.Root.AcroForm = sheet.make_indirect(Dictionary(Fields=[*shown, group], DR=resources))
    sheet.docinfo["/Book"], sheet.docinfo["/Edition"] = "probe", "1.0"
    return sheet


def _saved(sheet: pikepdf.Pdf, **options: object) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet.save(target, deterministic_id="encryption" not in options, **options)  # type: ignore[arg-type]
    return target.getvalue()


def _filled() -> bytes:
    filled = fill_sheet(_saved(_form()), "blatt.pdf", Answers("probe", "1.0", VALUES))
    assert filled.diagnostics == ()
    assert filled.value is not None
    return filled.value


def _changed(data: bytes, change: Change) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as sheet:
        change(sheet)
        return _saved(sheet)


def _read(data: bytes) -> tuple[dict[str, Value], list[str]]:
    read = read_sheet(data, "blatt.pdf")
    codes = [one.code for one in read.diagnostics]
    return dict(read.value.values) if read.value else {}, codes


def _field(sheet: pikepdf.Pdf, name: str) -> pikepdf.Object:
    return next(field for field in sheet.Root.AcroForm.Fields if str(field.get("/T")) == name)


def test_the_sheet_of_these_tests_is_one_of_ours() -> None:
    assert _read(_filled()) == (VALUES, [])


# Changes by other programs -------------------------------------------------------------------------------------------


def _nest(sheet: pikepdf.Pdf) -> None:
    """Save `w--viele.1` as a field `1` in a field `w--viele`, with what they have in common in that."""
    fields = list(sheet.Root.AcroForm.Fields)
    inner = [field for field in fields if ".viele" in "." + str(field.T).replace("--", ".")]
    outer = sheet.make_indirect(Dictionary(T="w--viele", FT=Name.Btn))
    for field in inner:
        field.T = String(str(field.T).rpartition(".")[2])
        field.Parent = outer
        del field["/FT"]
    outer.Kids = Array(inner)
    sheet.Root.AcroForm.Fields = Array([field for field in fields if "/Parent" not in field] + [outer])


def _nest_twice(sheet: pikepdf.Pdf) -> None:
    """Put everything into fields without a name, and widgets apart from their fields."""
    _nest(sheet)
    for name in ("w--name", "w--frage", "w--haken"):
        field = _field(sheet, name)
        widget = sheet.make_indirect(Dictionary({key: value for key, value in field.items() if key in SHOWN}))
        for key in SHOWN & set(field.keys()):
            del field[key]
        widget.Parent, field.Kids = field, Array([widget])
    root = sheet.make_indirect(Dictionary(Kids=sheet.Root.AcroForm.Fields))
    sheet.Root.AcroForm.Fields = Array([root])


SHOWN = {"/Type", "/Subtype", "/Rect", "/F", "/AP", "/AS"}


def _lose_fields(sheet: pikepdf.Pdf) -> None:
    del sheet.Root.AcroForm["/Fields"]


def _lose_form(sheet: pikepdf.Pdf) -> None:
    del sheet.Root["/AcroForm"]


def _empty_fields(sheet: pikepdf.Pdf) -> None:
    sheet.Root.AcroForm.Fields = Array()


def _lose_looks(sheet: pikepdf.Pdf) -> None:
    for field in sheet.Root.AcroForm.Fields:
        for one in (field, *field.get("/Kids", [])):
            if "/AP" in one:
                del one["/AP"]


def _show_only(sheet: pikepdf.Pdf) -> None:
    """Keep the state in what is shown, as programs do that know only widgets."""
    del _field(sheet, "w--haken")["/V"]
    del _field(sheet, "w--art")["/V"]


def _write_streams(sheet: pikepdf.Pdf) -> None:
    field = _field(sheet, "w--frage")
    field.V = sheet.make_stream("eins\rzwei".encode("utf-16-be").join([b"\xfe\xff", b""]))


def _add_xfa(sheet: pikepdf.Pdf) -> None:
    sheet.Root.AcroForm.XFA = sheet.make_stream(b"<xdp:xdp/>")


def _say_less(sheet: pikepdf.Pdf) -> None:
    """Lose what only drawing needs."""
    del sheet.Root.AcroForm["/DR"]


SAVED_OTHERWISE = [
    *(_nest, _nest_twice, _lose_fields, _lose_form, _empty_fields),
    *(_lose_looks, _show_only, _write_streams, _add_xfa, _say_less),
]


@pytest.mark.parametrize("change", SAVED_OTHERWISE)
def test_answers_are_read_whichever_way_they_are_saved(change: Change) -> None:
    assert _read(_changed(_filled(), change)) == (VALUES, [])


@pytest.mark.parametrize("change", [one for one in SAVED_OTHERWISE if one is not _show_only])
def test_a_sheet_is_filled_whichever_way_it_is_saved(change: Change) -> None:
    filled = fill_sheet(_changed(_saved(_form()), change), "blatt.pdf", Answers("probe", "1.0", VALUES))
    assert filled.diagnostics == ()
    assert filled.value is not None
    assert _read(filled.value) == (VALUES, [])


def test_what_another_form_in_the_file_would_show_is_gone_after_filling() -> None:
    filled = fill_sheet(_changed(_saved(_form()), _add_xfa), "blatt.pdf", Answers("probe", "1.0", VALUES)).value
    assert filled is not None
    with pikepdf.open(io.BytesIO(filled)) as sheet:
        assert "/XFA" not in sheet.Root.AcroForm


# Damage --------------------------------------------------------------------------------------------------------------


def _lose_words(sheet: pikepdf.Pdf) -> None:
    del _field(sheet, "w--art")["/Opt"]


def _lose_a_word(sheet: pikepdf.Pdf) -> None:
    del _field(sheet, "w--viele.1")["/Opt"]


def _loop(sheet: pikepdf.Pdf) -> None:
    field = _field(sheet, "w--name")
    field.Kids = Array([field])


def _number_for_name(sheet: pikepdf.Pdf) -> None:
    _field(sheet, "w--haken").T = 7


def _list_for_text(sheet: pikepdf.Pdf) -> None:
    _field(sheet, "w--name").V = Array([1, 2])


def _no_kind(sheet: pikepdf.Pdf) -> None:
    del _field(sheet, "w--name")["/FT"]


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (_lose_words, {"w--art"}),
        (_lose_a_word, set()),
        (_loop, {"w--name"}),
        (_number_for_name, {"w--haken"}),
        (_list_for_text, {"w--name"}),
        (_no_kind, {"w--name"}),
    ],
)
def test_a_damaged_field_is_named_and_the_others_are_read(change: Change, lost: set[str]) -> None:
    values, codes = _read(_changed(_filled(), change))
    wanted = {name: value for name, value in VALUES.items() if name not in lost}
    if change is _lose_a_word:
        wanted["w--viele"] = ("z",)
    assert values == wanted
    assert codes == ["k-088"]


def test_a_name_of_a_state_is_a_word_where_words_are_lost() -> None:
    def change(sheet: pikepdf.Pdf) -> None:
        group = _field(sheet, "w--art")
        group.V = group.Kids[1].AS = Name("/Täglich")
        group.Kids[1].AP.N = Dictionary({"/Täglich": sheet.make_stream(b""), "/Off": sheet.make_stream(b"")})
        del group["/Opt"]

    assert _read(_changed(_filled(), change)) == ({**VALUES, "w--art": "Täglich"}, [])


@pytest.mark.parametrize("odd", [7, Name.Fields, String("x"), Dictionary(), Array([7, Name.X, None, Array()])])
def test_an_odd_list_of_fields_is_told_and_pages_are_read(odd: object) -> None:
    def change(sheet: pikepdf.Pdf) -> None:
        sheet.Root.AcroForm.Fields = odd

    values, codes = _read(_changed(_filled(), change))
    assert values == VALUES
    assert codes == ["k-088"]


def _widths(widths: object) -> Change:
    def change(sheet: pikepdf.Pdf) -> None:
        font = sheet.Root.AcroForm.DR.Font["/F0"]
        if widths is None:
            del font["/Widths"]
        else:
            font.Widths = widths

    return change


@pytest.mark.parametrize("widths", [None, Array(), Array([500] * 3), Array([Name.X, -1, 0]), 7])
def test_text_is_drawn_where_the_font_does_not_say_how_wide_it_is(widths: object) -> None:
    filled = fill_sheet(_changed(_saved(_form()), _widths(widths)), "blatt.pdf", Answers("probe", "1.0", VALUES))
    assert filled.diagnostics == ()
    assert filled.value is not None
    assert _read(filled.value) == (VALUES, [])


def test_a_field_without_a_place_keeps_its_text_and_is_named() -> None:
    def change(sheet: pikepdf.Pdf) -> None:
        del _field(sheet, "w--name")["/Rect"]

    filled = fill_sheet(_changed(_saved(_form()), change), "blatt.pdf", Answers("probe", "1.0", VALUES))
    assert [one.code for one in filled.diagnostics] == ["k-088"]
    assert filled.value is not None
    assert _read(filled.value)[0] == VALUES


def test_a_password_is_asked_for_in_words_and_one_of_the_owner_is_none() -> None:
    with _form() as sheet:
        locked = _saved(sheet, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    assert _read(locked) == ({}, ["k-089"])
    assert [one.code for one in fill_sheet(locked, "blatt.pdf", Answers()).diagnostics] == ["k-089"]
    with pikepdf.open(io.BytesIO(_filled())) as sheet:
        owned = _saved(sheet, encryption=pikepdf.Encryption(user="", owner="geheim"))
    assert _read(owned) == (VALUES, [])


def test_fields_in_fields_without_end_are_told() -> None:
    def change(sheet: pikepdf.Pdf) -> None:
        node = Dictionary(T="a", FT=Name.Tx, V="tief")
        for _ in range(200):
            node = Dictionary(Kids=[sheet.make_indirect(node)])
        sheet.Root.AcroForm.Fields.append(sheet.make_indirect(node))

    assert _read(_changed(_filled(), change)) == (VALUES, ["k-088"])


def test_a_file_that_was_mended_while_it_was_read_is_told() -> None:
    filled = _filled()
    start = filled.rindex(b"startxref")
    values, codes = _read(filled[:start] + b"startxref\n7\n%%EOF\n")
    assert (values, codes) == (VALUES, ["k-090"])


def _told(found: tuple[Diagnostic, ...]) -> bool:
    return any(one.code in ("k-082", "k-083", "k-088", "k-089", "k-090") for one in found)


@pytest.mark.slow
def test_flipped_bytes_never_stop_the_reading(sheet: bytes, thorough: bool) -> None:
    chance = Random(500)
    for source in (_filled(), sheet):
        for _ in range(250 if thorough else 80):
            spoilt = bytearray(source)
            for _ in range(chance.randint(1, 4)):
                spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
            read = read_sheet(bytes(spoilt), "blatt.pdf")
            assert read.value is not None or _told(read.diagnostics)
            filled = fill_sheet(bytes(spoilt), "blatt.pdf", Answers(values=VALUES))
            assert filled.value is not None or _told(filled.diagnostics)


def test_objects_of_another_kind_never_stop_the_reading() -> None:
    chance = Random(501)
    odd = (7, -1, 10**18, Name.X, String("x"), Array(), Dictionary(), Array([Dictionary(T=1)]), True, 0.5)
    plain = _filled()
    for _ in range(500):
        with pikepdf.open(io.BytesIO(plain)) as sheet:
            places = [one for one in sheet.objects if isinstance(one, Dictionary | pikepdf.Stream)]
            for place in chance.sample(places, 2):
                key = chance.choice(sorted(place.keys()) or ["/T"])
                if chance.random() < 0.3 and key in place and key != "/Length":
                    del place[key]
                elif key != "/Length":
                    place[key] = chance.choice(odd)
            try:
                data = _saved(sheet)
            except (pikepdf.PdfError, RuntimeError, TypeError, ValueError):
                continue
        read = read_sheet(data, "blatt.pdf")
        assert read.value is not None or _told(read.diagnostics)
        filled = fill_sheet(data, "blatt.pdf", Answers(values=VALUES))
        assert filled.value is not None or _told(filled.diagnostics)


# Size ----------------------------------------------------------------------------------------------------------------

LONG = ["Größe und (Maß) \\ ", "x", "ab\n", " "]


@pytest.mark.parametrize("name", ["w--name", "w--frage"])
@pytest.mark.parametrize("words", LONG)
def test_two_million_signs_are_filled_in_and_read_in_seconds(name: str, words: str) -> None:
    text = (words * (2_000_000 // len(words))) + "."
    begun = time.process_time()
    filled = fill_sheet(_saved(_form()), "blatt.pdf", Answers("probe", "1.0", {name: text})).value
    assert filled is not None
    assert _read(filled)[0] == {name: text}
    assert time.process_time() - begun < 5
    with pikepdf.open(io.BytesIO(filled)) as sheet:
        assert len(_field(sheet, name).AP.N.read_bytes()) < 50_000


def test_signs_that_take_no_room_are_drawn_up_to_an_end() -> None:
    data = _changed(_saved(_form()), _widths(Array([0] * 224)))
    begun = time.process_time()
    filled = fill_sheet(data, "blatt.pdf", Answers("probe", "1.0", {"w--frage": "x " * 500_000})).value
    assert filled is not None
    assert time.process_time() - begun < 5


# Files of answers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b'{"answers": {"\\ud800": 7}}', ["k-081"]),
        (b'{"answers": {"\\ud800": "x"}, "book": "\\udc00"}', ["k-085"]),
        (b'{"answers": {"a\\u0000b": "x\\u0000"}, "book": 7, "edition": ["1.0"]}', ["k-086", "k-084"]),
        (b'{"answers": {"a": NaN}}', ["k-081"]),
        (b'{"answers": {"a": ' + b"9" * 10_000 + b"}}", ["k-080"]),
        (b"%FDF-1.2", ["k-080"]),
        (b"", ["k-080"]),
        (b'{"answers": []}', ["k-080"]),
    ],
)
def test_odd_files_of_answers_are_told_in_signs_that_every_terminal_takes(data: bytes, codes: list[str]) -> None:
    filled = put_in(_saved(_form()), "blatt.pdf", data, "answers.json")
    assert [code for one in filled.diagnostics if (code := one.code) in codes] == codes
    for one in filled.diagnostics:
        str(one.facts).encode()


def test_half_a_sign_in_a_pdf_becomes_a_whole_one() -> None:
    def change(sheet: pikepdf.Pdf) -> None:
        _field(sheet, "w--name").V = sheet.make_stream(b"\xfe\xff\xd8\x3d\x00a")

    taken = take_out(_changed(_filled(), change), "blatt.pdf").value
    assert taken is not None
    assert json.loads(taken.encode())["answers"]["w--name"]

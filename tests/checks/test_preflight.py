"""Preflight refuses what a printing house would send back; each rule is proved by a file that it refuses."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.checks import validators
from pipeline.checks.preflight import Expected, look_at, preflight
from pipeline.render import prepress
from pipeline.render.prepress.claim import Facts
from pipeline.theme import default_theme
from tests.render import sample

FACTS = Facts("Probe", "2026-11-30T00:00:00Z", "urn:x#1.0", default_theme().files[prepress.PROFILE])
PATH = "buch-print.pdf"
Spoil = Callable[[pikepdf.Pdf], None]


def _sound() -> bytes:
    with pikepdf.new() as book:
        book.add_blank_page(page_size=(200, 300))
        book.add_blank_page(page_size=(200, 300))
        target = io.BytesIO()
        book.save(target)
    return prepress.prepare(target.getvalue(), FACTS)


SOUND = _sound()


def _spoilt(spoil: Spoil) -> bytes:
    with pikepdf.open(io.BytesIO(SOUND)) as book:
        spoil(book)
        target = io.BytesIO()
        book.save(target)
    return target.getvalue()


def _codes(data: bytes, expected: Expected | None = None) -> set[str]:
    return {one.code for one in look_at(PATH, data, expected)}


def test_a_file_of_ours_passes() -> None:
    assert _codes(SOUND) == set()


def _add(book: pikepdf.Pdf, content: bytes) -> None:
    book.pages[1].contents_add(book.make_stream(content))


def _add_resource(book: pikepdf.Pdf, group: str, thing: pikepdf.Object) -> None:
    book.pages[1].obj.Resources = Dictionary({group: Dictionary({"/X": book.make_indirect(thing)})})


def _picture(book: pikepdf.Pdf) -> None:
    _add_resource(book, "/XObject", book.make_stream(b"abc", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
                                                     ColorSpace=Name.DeviceRGB))  # fmt: skip


def _link(book: pikepdf.Pdf) -> None:
    book.pages[1].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])])


def _screen_profile(book: pikepdf.Pdf) -> None:
    book.Root.OutputIntents[0].DestOutputProfile = book.make_stream(b"x" * 200, N=3)


def _named_space(book: pikepdf.Pdf) -> None:
    _add_resource(book, "/ColorSpace", Array([Name.ICCBased, book.make_stream(b"", N=3)]))
    _add(book, b"/X cs 1 0 0 sc")


def _in_form(book: pikepdf.Pdf) -> None:
    _add_resource(book, "/XObject", book.make_stream(b"1 0 0 rg", Subtype=Name.Form, BBox=[0, 0, 9, 9]))


def _font(book: pikepdf.Pdf) -> None:
    _add_resource(book, "/Font", Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def _without(key: str) -> Spoil:
    def spoil(book: pikepdf.Pdf) -> None:
        del book.Root[key]

    return spoil


SPOILT: dict[str, tuple[str, Spoil]] = {
    "no intent": ("v-030", _without("/OutputIntents")),
    "a profile of screens": ("v-030", _screen_profile),
    "no claim": ("v-031", _without("/Metadata")),
    "the claim of another standard": (
        "v-031",
        lambda book: book.Root.Metadata.write(book.Root.Metadata.read_bytes().replace(b"X-4", b"X-1")),
    ),
    "no word on trapping": ("v-031", lambda book: book.docinfo.__delitem__("/Trapped")),
    "no trim": ("v-032", lambda book: book.pages[1].obj.__delitem__("/TrimBox")),
    "no bleed": ("v-032", lambda book: book.pages[1].obj.__delitem__("/BleedBox")),
    "too little bleed": ("v-032", lambda book: book.pages[0].obj.__setitem__("/BleedBox", Array([-5, -5, 205, 305]))),
    "a colour in RGB": ("v-033", lambda book: _add(book, b"1 0 0 rg 0 0 9 9 re f")),
    "a line in RGB": ("v-033", lambda book: _add(book, b"1 0 0 RG 0 0 m 9 9 l S")),
    "a colour in RGB by another name": ("v-033", _named_space),
    "a colour in RGB in a form": ("v-033", _in_form),
    "a picture in RGB": ("v-033", _picture),
    "a link": ("v-034", _link),
    "fields": ("v-034", lambda book: book.Root.__setitem__("/AcroForm", Dictionary(Fields=[]))),
    "an action": (
        "v-034",
        lambda book: book.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1"))),
    ),
    "a font that is not there": ("v-035", _font),
    "text in a mixed black": ("v-036", lambda book: _add(book, b"0.6 0.5 0.5 0.9 k BT (x) Tj ET")),
    "pages of two sizes": ("v-038", lambda book: book.pages[1].obj.__setitem__("/TrimBox", Array([0, 0, 190, 300]))),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_is_refused(name: str) -> None:
    code, spoil = SPOILT[name]
    assert _codes(_spoilt(spoil)) == {code}


def test_a_locked_file_is_refused() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(SOUND)) as book:
        book.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert _codes(target.getvalue()) == {"v-034"}


def test_what_is_no_pdf_is_refused() -> None:
    assert _codes(b"no PDF") == {"v-031"}


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        (Expected(pages_by=4), "v-037"),
        (Expected(least_pages=24), "v-037"),
        (Expected(most_pages=1), "v-037"),
        (Expected(width=210, height=300), "v-038"),
        (Expected(bleed=20), "v-032"),
    ],
)
def test_what_a_house_does_not_take_is_refused(expected: Expected, code: str) -> None:
    assert _codes(SOUND, expected) == {code}


def test_validators_leave_print_files_to_preflight() -> None:
    found, said = validators.judge({PATH: b"no PDF"}, sample.book(), lambda path: "")
    assert ([one.code for one in found], said) == (["v-031"], {"preflight": "failed"})
    assert validators.judge({PATH: SOUND}, sample.book(), lambda path: "") == ((), {"preflight": "passed"})


def test_only_files_for_print_are_looked_at_and_each_says_where() -> None:
    bad = _spoilt(_link)
    assert preflight({"buch.pdf": bad, "buch.epub": b""}) == ()
    (found,) = preflight({PATH: bad, "buch-cover.pdf": SOUND})
    assert (found.span.path, dict(found.facts)["page"], dict(found.facts)["what"]) == (PATH, "2", "/Link")

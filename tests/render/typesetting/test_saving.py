"""A book is packed, and none of its packed streams ends in a carriage return."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from pipeline.render.typesetting.saving import saved


def _ending_badly() -> bytes:
    """Page content whose packed form ends in a carriage return."""
    return next(text for n in range(1, 257) if zlib.compress(text := b"q" * n, 9).endswith(b"\r"))


def _book(*streams: pikepdf.Stream) -> pikepdf.Pdf:
    book = pikepdf.new()
    book.add_blank_page()
    book.pages[0].obj.Held = book.make_indirect(pikepdf.Array([book.copy_foreign(one) for one in streams]))
    return book


def _bad_streams(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as book:
        streams = [thing for thing in book.objects if isinstance(thing, pikepdf.Stream)]
        assert streams
        return [str(one.get("/Type")) for one in streams if one.read_raw_bytes().endswith(b"\r")]


def _filled(first: int) -> pikepdf.Pdf:
    """A book of a thousand objects that say something else for every number."""
    book = _book()
    book.Root.Things = pikepdf.Array(
        [book.make_indirect(Dictionary(Text=String(_said(first, nth)))) for nth in range(1000)]
    )
    return book


def _said(first: int, nth: int) -> str:
    return f"{nth}{'q' * (first * nth % 13)}"


def test_streams_of_objects_end_well_whatever_they_hold() -> None:
    ended = set()
    for first in range(40):
        book, plain = _filled(first), io.BytesIO()
        book.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        ended.update(_bad_streams(plain.getvalue()))
        data = saved(book)
        assert _bad_streams(data) == []
        with pikepdf.open(io.BytesIO(data)) as again:
            assert [str(thing.Text) for thing in again.Root.Things] == [_said(first, nth) for nth in range(1000)]
    assert "/ObjStm" in ended


def test_streams_that_hold_arrays_only_are_packed_too() -> None:
    ended = set()
    for first in range(60):
        book, plain = _book(), io.BytesIO()
        things = [book.make_indirect(pikepdf.Array([nth, nth * first])) for nth in range(1000)]
        book.Root.Things = pikepdf.Array(things)
        book.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        ended.update(_bad_streams(plain.getvalue()))
        data = saved(book)
        assert _bad_streams(data) == []
        assert len(data) < len(plain.getvalue()) * 1.1
    assert "/ObjStm" in ended


def test_objects_are_packed() -> None:
    assert len(saved(_filled(1))) < sum(len(f"<</Text({_said(1, nth)})>>") for nth in range(1000))


@pytest.mark.parametrize("extra", [{}, {"Subtype": Name.Form}])
def test_page_content_that_ends_badly_gets_a_space(extra: dict[str, object]) -> None:
    held = _kept(_ending_badly(), extra)
    assert held == (_ending_badly() + b" ", True)


@pytest.mark.parametrize("extra", [{"Length1": 7}, {"N": 3}, {"Subtype": Name.Image}])
def test_what_is_no_page_content_is_packed_in_runs_too(extra: dict[str, object]) -> None:
    assert _kept(_ending_badly(), extra) == (_ending_badly(), True)


def test_a_picture_in_runs_keeps_how_its_rows_are_packed() -> None:
    rows = {"DecodeParms": Dictionary(Predictor=15, Columns=2)}
    packed = next(one for n in range(2560) if (one := _rows(n)).endswith(b"\r"))
    told, _ = _kept(packed, {"Subtype": Name.Image, **rows}, packed=True)
    assert told == b"".join(bytes([n % 256, 7]) for n in range(int(told[-2]) + 1))


def _rows(count: int) -> bytes:
    return zlib.compress(b"".join(bytes([0, n % 256, 7]) for n in range(count)), 9)


def _kept(text: bytes, extra: dict[str, object], *, packed: bool = False) -> tuple[bytes, bool]:
    """What a stream of a saved book says, and whether it is packed."""
    source = pikepdf.new()
    held = source.make_stream(text if packed else zlib.compress(text, 9), Filter=Name.FlateDecode, **extra)
    data = saved(_book(held))
    assert _bad_streams(data) == []
    with pikepdf.open(io.BytesIO(data)) as book:
        held = book.pages[0].obj.Held[0]
        return bytes(held.read_bytes(pikepdf.StreamDecodeLevel.specialized)), "/Filter" in held


def test_what_is_not_packed_yet_ends_well_too() -> None:
    source = pikepdf.new()
    data = saved(_book(source.make_stream(_ending_badly())))
    assert _bad_streams(data) == []
    assert b"/FlateDecode" in data


def test_the_table_of_objects_ends_well_and_leads_to_all_of_them() -> None:
    first = next(first for first in range(3000) if _table(_little(first)).endswith(b"\r"))
    data = saved(_little(first))
    assert _bad_streams(data) == []
    with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as again:
        assert again.get_warnings() == [] == again.check_pdf_syntax()
        assert [str(thing.Text) for thing in again.Root.Things] == [_said(first, nth) for nth in range(5)]


def _little(first: int) -> pikepdf.Pdf:
    book = _book()
    book.Root.Things = pikepdf.Array(
        [book.make_indirect(Dictionary(Text=String(_said(first, nth)))) for nth in range(5)]
    )
    for nth in range(first % 50):
        book.Root[Name(f"/More{nth}")] = book.make_stream(b"00" * (first * nth % 31), Filter=Name.ASCIIHexDecode)
    return book


def _table(book: pikepdf.Pdf) -> bytes:
    """The packed table of all objects, the last stream of a file."""
    target = io.BytesIO()
    book.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        min_version="1.7",
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return target.getvalue().rpartition(b"endstream")[0].removesuffix(b"\n")


def test_the_same_book_gives_the_same_bytes() -> None:
    assert saved(_filled(7)) == saved(_filled(7))

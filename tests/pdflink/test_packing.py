"""No packed stream ends in a carriage return, and none loses a byte that counts."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import pydyf
import pytest

from pipeline.pdflink.linking import link
from pipeline.pdflink.packing import deflated, ended, packed, packed_whole
from pipeline.pdflink.pieces import Piece, Stream
from pipeline.pdflink.saving import saved

CARRIAGE_RETURN = b"\r"
BAD = next(text for n in range(1, 257) if zlib.compress(text := b"q" * n).endswith(CARRIAGE_RETURN))


def read(stream: Stream) -> bytes:
    """What a reader of PDF sees in a stream."""
    piece = Piece.of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], [stream])
    with pikepdf.open(io.BytesIO(saved([link(piece, 1, ())], 1, 2))) as book:
        held: Any = book.get_object(3, 0)
        return bytes(held.read_bytes(pikepdf.StreamDecodeLevel.specialized))


@pytest.mark.parametrize("content", [b"", b"q Q", BAD])
def test_drawings_may_get_a_space(content: bytes) -> None:
    stream = packed(content, {"Type": "/XObject"})
    assert read(stream).rstrip(b" ") == content
    assert not stream.content.endswith(CARRIAGE_RETURN)
    assert stream == packed(content, {"Type": "/XObject"})


@pytest.mark.parametrize("make", [packed_whole, lambda content, extra: ended(zlib.compress(content), flate(extra))])
@pytest.mark.parametrize("content", [b"", b"font", BAD])
def test_other_things_keep_every_byte(make: Callable[[bytes, Mapping[str, Any]], Stream], content: bytes) -> None:
    stream = make(content, {"Length1": 7})
    assert read(stream) == content
    assert not stream.content.endswith(CARRIAGE_RETURN)


def flate(extra: Mapping[str, Any]) -> dict[str, Any]:
    return {**extra, "Filter": "/FlateDecode", "Length": 4}


def test_what_is_not_packed_stays_so() -> None:
    assert ended(b"jpeg", {"Filter": "/DCTDecode"}) == Stream(b"<</Filter /DCTDecode>>", b"jpeg")
    assert b"RunLengthDecode" in ended(b"text\r", {}).entries
    assert read(ended(b"text\r", {})) == b"text\r"


def test_a_picture_in_runs_keeps_how_its_rows_are_packed() -> None:
    rows = pydyf.Dictionary({"Predictor": 15, "Columns": 2})
    data, values = next((one, n) for n in range(2560) if (one := _rows(n)).endswith(CARRIAGE_RETURN))
    stream = ended(data, {"Filter": "/FlateDecode", "DecodeParms": rows})
    assert read(stream) == b"".join(bytes([n % 256, 7]) for n in range(values))


def _rows(count: int) -> bytes:
    return zlib.compress(b"".join(bytes([0, n % 256, 7]) for n in range(count)), 9)


def test_all_ends_are_well_whatever_is_packed() -> None:
    contents = [b"q" * n for n in range(1, 600)]
    assert any(zlib.compress(content).endswith(CARRIAGE_RETURN) for content in contents)
    assert not any(deflated(content).endswith(CARRIAGE_RETURN) for content in contents)

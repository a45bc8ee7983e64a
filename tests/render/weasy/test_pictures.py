"""Pictures look as before, whichever way they came into the PDF."""

from __future__ import annotations

import base64
import io
import random
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from pipeline.render.layout import Sheet
from pipeline.render.weasy import pictures
from pipeline.render.weasy.engine import Engine
from tests.pdflink.bound import bound

SIZE = (9, 7)


def png(mode: str, change: Callable[[bytes], bytes] = lambda data: data, **options: object) -> bytes:
    """A picture of chance colours."""
    target, chance = io.BytesIO(), random.Random(4)
    made = Image.frombytes("RGBA", SIZE, chance.randbytes(4 * SIZE[0] * SIZE[1])).convert(mode)
    made.save(target, "PNG", **options)
    return change(target.getvalue())


def interlaced(data: bytes) -> bytes:
    """Say that a picture is interlaced; of one pixel, the rows are the same (ISO 15948, 8.2)."""
    head = bytearray(data[16:29])
    head[12] = 1
    return data[:16] + bytes(head) + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + data[33:]


def shown(picture: bytes) -> tuple[Image.Image, bytes]:
    """What a reader of the PDF sees, and the bytes that are in it."""
    engine = Engine("@page { size: 50mm 50mm }", {"a.png": picture})
    sheet = Sheet("<html lang='de'><head><title>T</title></head><body><img src='book:a.png' alt='x'></body></html>", "")
    with pikepdf.open(io.BytesIO(bound(engine.typeset(sheet)))) as book:
        (image,) = book.pages[0].Resources.XObject.values()
        return pikepdf.PdfImage(image).as_pil_image().convert("RGB"), bytes(image.read_raw_bytes())


def rows_of(picture: bytes) -> bytes:
    return b"".join(content for kind, content in pictures._chunks(picture) if kind == b"IDAT")


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_plain_pictures_are_embedded_as_they_are(mode: str) -> None:
    picture = png(mode)
    seen, data = shown(picture)
    assert seen.tobytes() == Image.open(io.BytesIO(picture)).convert("RGB").tobytes()
    assert data == rows_of(picture)


OTHERS = {
    "palette": png("P"),
    "black and white": png("1"),
    "transparent": png("RGBA"),
    "one colour transparent": png("RGB", transparency=(1, 2, 3)),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_all_others_are_left_to_weasyprint(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = shown(OTHERS[kind])
    monkeypatch.setattr(pictures, "png_rows", pictures._packed_anew)
    theirs = shown(OTHERS[kind])
    assert (ours[0].tobytes(), ours[1]) == (theirs[0].tobytes(), theirs[1])


@pytest.mark.parametrize(
    "change",
    [
        interlaced,
        lambda data: data[:-30],
        lambda data: data[:40],
        lambda data: data.replace(b"IDAT", b"IDXT"),
        lambda data: b"GIF" + data,
        lambda data: b"",
    ],
    ids=["interlaced", "cut off", "no rows", "no data", "no PNG", "empty"],
)
def test_what_cannot_be_unpacked_is_not_embedded(change: Callable[[bytes], bytes]) -> None:
    assert pictures._rows(png("RGB"))
    assert pictures._rows(png("RGB", change)) == b""


@pytest.mark.parametrize("mode", ["I;16", "LA", "P"])
def test_pixels_of_other_sizes_are_not_embedded(mode: str) -> None:
    assert pictures._rows(png(mode)) == b""


def test_rows_that_no_filter_made_are_not_embedded() -> None:
    picture = png("L")
    packed = rows_of(picture)
    rows = bytearray(zlib.decompress(packed))
    rows[SIZE[0] + 1] = 5
    wrong = zlib.compress(rows)
    assert pictures._rows(picture.replace(struct.pack(">I", len(packed)) + b"IDAT" + packed, b"")) == b""
    assert pictures._rows(picture.replace(struct.pack(">I", len(packed)) + b"IDAT" + packed, _idat(wrong))) == b""


def _idat(packed: bytes) -> bytes:
    return struct.pack(">I", len(packed)) + b"IDAT" + packed


def _grey(depth: int) -> bytes:
    """A picture of one light grey, with so many bits."""
    target = io.BytesIO()
    value = 200 if depth == 8 else 200 * 257
    Image.new("L" if depth == 8 else "I;16", SIZE, value).save(target, "PNG")
    return target.getvalue()


def test_a_grey_of_sixteen_bits_is_as_light_as_one_of_eight() -> None:
    assert shown(_grey(16))[0].convert("RGB").getpixel((4, 3)) == (200, 200, 200)
    assert shown(_grey(8))[0].convert("RGB").getpixel((4, 3)) == (200, 200, 200)


def test_a_bitmap_in_a_drawing_is_drawn_and_not_interpolated() -> None:
    inside = base64.b64encode(png("RGB")).decode()
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 7" width="90" height="70">'
        f'<image width="9" height="7" href="data:image/png;base64,{inside}"/></svg>'
    )
    engine = Engine("@page { size: 50mm 50mm }", {"a.svg": drawing.encode()})
    page = "<html lang='de'><head><title>T</title></head><body><p><img src='book:a.svg' alt='x'/></p></body></html>"
    layout, _ = engine.lay_out(Sheet(page, ""))
    with pikepdf.open(io.BytesIO(layout.write_pdf())) as pdf:
        found = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert [(int(one.Width), bool(one.Interpolate)) for one in found] == [(9, False)]

"""Pictures are recognised by their bytes, measured from their headers and limited."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from pipeline import rasters
from pipeline.cache import MemoryCache
from pipeline.manuscript.elements.figures import resolve_path
from pipeline.manuscript.pictures import MOST_BYTES, Gallery, read_bitmap, read_picture, read_svg
from pipeline.workspace import MemoryWorkspace

PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480) + b"\x08\x02\x00\x00\x00" + PNG_END
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + b"\x03" * 12 + b"\xff\xd9"
GIF = b"GIF89a" + struct.pack("<HH", 640, 480) + b"\x00\x00\x00\x3b"
WEBP = b"RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00" + bytes([127, 2, 0, 223, 1, 0])


def photo(kind: str, mode: str, size: tuple[int, int] = (3000, 20), **given: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 90).save(file, kind, **given)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.jpg", "RGB"), ("a.jpg", "CMYK"), ("a.jpg", "L"), ("a.png", "RGBA"), ("a.png", "P"), ("a.png", "I;16")],
)
def test_a_picture_has_no_more_pixels_than_a_page_can_show(name: str, mode: str) -> None:
    data = photo({"jpg": "JPEG", "png": "PNG"}[name[2:]], mode)
    cache = MemoryCache()
    asset = Gallery(MemoryWorkspace({name: data}), cache).look(name).asset
    assert asset is not None
    assert (asset.width, asset.height) == (2400, 16)
    assert Gallery(MemoryWorkspace({name: data}), cache).look(name).asset == asset


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 7"><script/><g onload="x"/></svg>',
        b"<svg",
    ],
)
def test_a_drawing_that_is_kept_looks_and_tells_as_before(data: bytes) -> None:
    cache = MemoryCache()
    first = Gallery(MemoryWorkspace({"a/B.svg": data}), cache).look("a/B.svg")
    again = Gallery(MemoryWorkspace({"a/B.svg": data}), cache).look("a/B.svg")
    assert again == first == read_svg("a/B.svg", data)
    assert [*cache.entries] and first.found


def test_a_picture_that_is_scaled_is_turned_as_it_says_and_says_no_more_of_its_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (51.0, 3.0, 0.0)}
    data = photo("JPEG", "RGB", exif=exif)
    asset = Gallery(MemoryWorkspace({"a.jpg": data}), MemoryCache()).look("a.jpg").asset
    assert asset is not None
    assert (asset.width, asset.height, b"Exif" in data, b"Exif" in asset.data) == (16, 2400, True, False)


def test_a_small_picture_and_one_that_nobody_can_read_stay_as_they_are() -> None:
    broken = photo("JPEG", "RGB")[:400] + b"\xff\xd9"
    files = {"small.jpg": photo("JPEG", "RGB", (2400, 100)), "broken.jpg": broken}
    gallery = Gallery(MemoryWorkspace(files), MemoryCache())
    assert {name: asset.data for name in files if (asset := gallery.look(name).asset)} == files


@pytest.mark.parametrize(
    ("data", "media_type"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (GIF, "image/gif"), (WEBP, "image/webp")]
)
def test_bitmaps_are_measured(data: bytes, media_type: str) -> None:
    asset = read_bitmap("a", data).asset
    assert asset is not None
    assert (asset.media_type, asset.width, asset.height) == (media_type, 640, 480)


@pytest.mark.parametrize("data", [b"", b"text", PNG[:18], JPEG[:9], b"\xff\xd8\xff"])
def test_what_is_no_picture_is_reported(data: bytes) -> None:
    assert read_bitmap("a.png", data).found[0][0] == "f-016"


@pytest.mark.parametrize("data", [PNG, JPEG, GIF, WEBP])
def test_a_picture_without_its_end_is_reported(data: bytes) -> None:
    assert read_bitmap("a.png", data[:-1]).found[0][0] == "f-016"


def test_a_bomb_of_pixels_is_refused() -> None:
    assert (
        read_bitmap("a.png", PNG.replace(struct.pack(">I", 640), struct.pack(">I", 2**31 - 1))).found[0][0] == "f-018"
    )
    assert (
        Gallery(MemoryWorkspace({"a.png": PNG + b"\0" * MOST_BYTES}), MemoryCache()).look("a.png").found[0][0]
        == "f-018"
    )


def test_entities_of_a_drawing_are_not_expanded() -> None:
    text = (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyy">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm"><text>&x;&y;</text></svg>'
    )
    seen = read_svg("a.svg", text)
    assert seen.asset is not None
    assert b"ENTITY" not in seen.asset.data
    assert b"root:" not in seen.asset.data
    assert (seen.asset.width, seen.asset.height) == (151, 76)


def test_a_harmless_drawing_is_as_it_was_but_for_its_ids() -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"><g id="a"/><use href="#a"/></svg>'
    seen = read_svg("a/Bär.svg", data)
    assert seen.asset is not None
    assert seen.found == ()
    assert seen.asset.data == data.replace(b'"a"', b'"baer.a"').replace(b"#a", b"#baer.a")
    assert seen.asset.height == 20


def test_what_was_left_out_is_told_with_its_lines() -> None:
    data = '<svg xmlns="http://www.w3.org/2000/svg"\n onload="a()">\n<script/><script/>\n<metadata/></svg>'
    found = {one.code: (dict(one.facts)["dropped"], one.lines) for one in read_svg("a.svg", data.encode()).found}
    assert found == {"f-017": ("onload, script", (2, 3)), "f-030": ("metadata", (4,))}


def test_every_kind_of_file_that_is_no_picture_is_told() -> None:
    told = {name: read_picture(name, b"x").found[0][0] for name in ("a.docx", "a.MP4", "a.eps", "a.pdf", "a.x", "a")}
    assert told == {
        "a.docx": "f-033",
        "a.MP4": "f-033",
        "a.eps": "f-034",
        "a.pdf": "f-035",
        "a.x": "f-016",
        "a": "f-016",
    }
    assert read_picture("a.png", b"%!PS-Adobe-3.0 EPSF-3.0").found[0][0] == "f-034"


def test_paths_stay_in_the_book() -> None:
    assert resolve_path("images/a b.svg", "chapters") == "chapters/images/a b.svg"
    assert resolve_path("../pictures/a.svg", "chapters") == "pictures/a.svg"
    for path in ("../../a.svg", "/../etc/a.svg", "file:///a.svg", "https://x/a.svg", "c:\\a.svg", ""):
        assert resolve_path(path, "chapters") == ""


def test_a_drawing_with_a_mask_is_a_bitmap_in_every_format_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><mask id="m"><path d="M0 0h9v9z"/></mask>%b</svg>'
    )
    path, words = b'<path d="M0 0h40v20z" mask="url(#m)"/>', b"<text y='9'>Wort</text>"
    files = {"a.svg": drawing % path, "b.svg": drawing % (path + words)}
    cache = MemoryCache()
    seen = Gallery(MemoryWorkspace(files), cache).look("a.svg")
    assert seen.asset is not None
    assert (seen.asset.path, seen.asset.media_type, seen.asset.width, seen.asset.height) == (
        "a.svg.png",
        "image/png",
        1772,
        886,
    )
    assert not seen.found
    # Where there is nobody who draws, what was drawn before is still there; with words it stays a drawing.
    monkeypatch.setattr(rasters, "DRAWING", Path("nowhere.py"))
    again = Gallery(MemoryWorkspace(files), cache)
    assert again.look("a.svg") == seen
    assert [one.code for one in again.look("b.svg").found] == ["f-121"]

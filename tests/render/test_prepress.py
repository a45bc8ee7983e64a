"""The print file: the pages of the inside with bleed and marks, without anything to click, in the inks of a profile."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from pipeline.cache import MemoryCache
from pipeline.checks.preflight import look_at
from pipeline.manuscript.model import ChapterEntry
from pipeline.render import pdf, prepress
from pipeline.render.prepress.separation import Inks
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.conftest import FindProgram
from tests.render import sample

MM = 72 / 25.4
DPI = 96


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book as a PDF and as a print file."""
    made = tmp_path_factory.mktemp("print")
    cache, theme = MemoryCache(), default_theme("de")
    for name, artifacts in (
        ("screen.pdf", pdf.render(sample.book(), theme, cache, Workshop()).value.artifacts),
        ("print.pdf", prepress.render(sample.book(), theme, cache, Workshop()).value),
    ):
        (data,) = artifacts.values()
        (made / name).write_bytes(data)
    return made


def test_its_name_says_what_it_is() -> None:
    (name,) = prepress.render(sample.book(), default_theme("de"), MemoryCache(), Workshop()).value
    assert name == f"{sample.book().manifest.slug}-print.pdf"


def test_sheet_bleed_and_trim_are_right_on_every_page(folder: Path) -> None:
    with pikepdf.open(folder / "screen.pdf") as screen, pikepdf.open(folder / "print.pdf") as printed:
        assert len(printed.pages) == len(screen.pages) - 1 > 10
        for before, page in zip(list(screen.pages)[1:], printed.pages, strict=True):
            trim = [float(edge) for edge in before.obj.MediaBox]
            assert [float(edge) for edge in page.obj.TrimBox] == pytest.approx(trim)
            for box, beyond in ((page.obj.BleedBox, 5 * MM), (page.obj.MediaBox, 12 * MM)):
                wider = [trim[0] - beyond, trim[1] - beyond, trim[2] + beyond, trim[3] + beyond]
                assert [float(edge) for edge in box] == pytest.approx(wider, abs=0.01)
            assert "/CropBox" not in page.obj


def test_text_and_page_names_are_those_of_the_pdf(folder: Path, find_program: FindProgram) -> None:
    texts = [
        subprocess.run(
            [find_program("pdftotext"), "-layout", "-f", first, str(folder / name), "-"],
            capture_output=True,
            check=True,
        )
        for name, first in (("screen.pdf", "2"), ("print.pdf", "1"))
    ]
    assert len(texts[0].stdout) > 5000
    assert texts[0].stdout == texts[1].stdout
    with pikepdf.open(folder / "screen.pdf") as screen, pikepdf.open(folder / "print.pdf") as printed:
        assert [page.label for page in printed.pages] == [page.label for page in screen.pages][1:]


def test_nothing_in_it_is_to_click_or_to_fill_in(folder: Path) -> None:
    with pikepdf.open(folder / "print.pdf") as printed:
        assert not {"/AcroForm", "/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names"} & set(printed.Root.keys())
        assert not any("/Annots" in page.obj for page in printed.pages)


def test_preflight_finds_nothing_in_it_and_much_in_the_pdf_for_screens(folder: Path) -> None:
    assert list(look_at("a-print.pdf", (folder / "print.pdf").read_bytes())) == []
    found = {one.code for one in look_at("a-print.pdf", (folder / "screen.pdf").read_bytes())}
    assert found >= {"v-030", "v-031", "v-032", "v-033", "v-034"}


def test_its_ids_and_dates_are_those_of_the_edition(folder: Path) -> None:
    with pikepdf.open(folder / "print.pdf") as printed:
        packet = printed.Root.Metadata.read_bytes().decode()
        assert str(printed.docinfo["/CreationDate"]) == f"D:{sample.MANIFEST.date.replace('-', '')}000000Z"
    assert f"<xmp:ModifyDate>{sample.MANIFEST.date}T00:00:00Z</xmp:ModifyDate>" in packet


def _pixels(path: Path, page: int, program: str) -> tuple[int, int, bytes]:
    command = [program, "-r", str(DPI), "-f", str(page), "-l", str(page), "-aa", "no", "-cropbox", str(path)]
    drawn = subprocess.run(command, capture_output=True, check=True).stdout
    head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", drawn)
    assert head
    return int(head[1]), int(head[2]), drawn[head.end() :]


def _inked_in_the_bleed(path: Path, page: int, program: str) -> set[str]:
    """The sides of a page on which colour stands between trim and bleed."""
    width, height, pixels = _pixels(path, page, program)
    near, far = round(7.5 * MM * DPI / 72), round(9.5 * MM * DPI / 72)
    strips = {
        "left": [(x, y) for x in range(near, far) for y in range(far, height - far)],
        "right": [(width - 1 - x, y) for x in range(near, far) for y in range(far, height - far)],
        "top": [(x, y) for y in range(near, far) for x in range(far, width - far)],
        "bottom": [(x, height - 1 - y) for y in range(near, far) for x in range(far, width - far)],
    }
    return {
        side
        for side, places in strips.items()
        if any(pixels[3 * (y * width + x) : 3 * (y * width + x) + 3] != b"\xff\xff\xff" for x, y in places)
    }


def test_the_band_at_the_fore_edge_runs_into_the_bleed_outside_and_nothing_inside(
    folder: Path, find_program: FindProgram
) -> None:
    program = find_program("pdftoppm")
    with pikepdf.open(folder / "print.pdf") as printed:
        labels = [page.label for page in printed.pages]
    for label, side in (("3", "right"), ("4", "left")):
        assert _inked_in_the_bleed(folder / "print.pdf", labels.index(label) + 1, program) == {side}


def test_a_file_whose_colour_ends_at_the_trim_is_seen(folder: Path, find_program: FindProgram, tmp_path: Path) -> None:
    with pikepdf.open(folder / "print.pdf") as printed:
        number = [page.label for page in printed.pages].index("3")
        page = printed.pages[number]
        edges = [float(edge) for edge in page.obj.TrimBox]
        clip = f"{edges[0]} {edges[1]} {edges[2]} {edges[3]} re W n"
        page.contents_add(printed.make_stream(clip.encode()), prepend=True)
        printed.save(tmp_path / "cut.pdf")
    assert _inked_in_the_bleed(tmp_path / "cut.pdf", number + 1, find_program("pdftoppm")) == set()


def _colours(path: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    with pikepdf.open(path) as book:
        forms = [thing for thing in book.objects if isinstance(thing, pikepdf.Stream) and "/BBox" in thing]
        for drawing in [*book.pages, *forms]:
            for operands, operator in pikepdf.parse_content_stream(drawing):
                if str(operator) in ("rg", "RG", "g", "G", "k", "K"):
                    yield str(operator), tuple(float(one) for one in operands)


def test_black_and_grey_are_drawn_with_black_ink_alone(folder: Path) -> None:
    assert ("rg", (0.105882, 0.105882, 0.141176)) in set(_colours(folder / "screen.pdf"))
    printed = set(_colours(folder / "print.pdf"))
    assert {operator for operator, _ in printed} == {"k", "K"}
    assert ("k", (0.0, 0.0, 0.0, 1.0)) in printed
    assert any(max(values[:3]) > 0.5 for _, values in printed)


def test_the_same_pdf_gives_the_same_bytes(folder: Path) -> None:
    data = (folder / "screen.pdf").read_bytes()
    facts = prepress.facts_of(sample.book(), default_theme("de"))
    assert prepress.prepare(data, facts, cover=1) == (folder / "print.pdf").read_bytes()


FACTS = prepress.facts_of(sample.book(), default_theme("de"))


def _prepared(content: bytes, pages_by: int = 1, **resources: object) -> pikepdf.Pdf:
    """A page of a hundred points square, as it goes to print."""
    source = pikepdf.new()
    source.add_blank_page(page_size=(100, 100))
    made = {name: pikepdf.Dictionary({"/F": source.make_indirect(one(source))}) for name, one in resources.items()}  # type: ignore[operator]
    source.pages[0].obj.Resources = pikepdf.Dictionary({f"/{name}": one for name, one in made.items()})
    source.pages[0].obj.Contents = source.make_stream(content)
    target = io.BytesIO()
    source.save(target)
    return pikepdf.open(io.BytesIO(prepress.prepare(target.getvalue(), FACTS, pages_by=pages_by)))


def test_a_group_that_blends_in_rgb_loses_its_space() -> None:
    def form(source: pikepdf.Pdf) -> pikepdf.Object:
        group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)
        return source.make_stream(b"0 0 0 rg 0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                                  BBox=[0, 0, 9, 9], Group=group)  # fmt: skip

    with _prepared(b"/F Do", XObject=form) as printed:
        drawn = printed.pages[0].obj.Resources.XObject.F
        assert "/CS" not in drawn.Group
        assert bytes(drawn.read_bytes()).startswith(b"0 0 0 1 k")


def test_pictures_are_separated() -> None:
    def picture(source: pikepdf.Pdf) -> pikepdf.Object:
        return source.make_stream(b"\xff\x00\x00" * 4, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=2,
                                  Height=2, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB)  # fmt: skip

    with _prepared(b"/F Do", XObject=picture) as printed:
        drawn = printed.pages[0].obj.Resources.XObject.F
        cyan, magenta, yellow, _ = drawn.read_bytes()[:4]
        assert drawn.ColorSpace == "/DeviceCMYK"
        assert cyan < 30 and magenta > 200 and yellow > 200


def test_a_photograph_stays_one_and_keeps_its_colours() -> None:
    def photograph(source: pikepdf.Pdf) -> pikepdf.Object:
        target = io.BytesIO()
        Image.new("RGB", (8, 8), (0, 160, 60)).save(target, "JPEG")
        return pikepdf.Stream(source, target.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=8,
                              Height=8, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB,
                              Filter=pikepdf.Name.DCTDecode)  # fmt: skip

    with _prepared(b"100 0 0 100 0 0 cm /F Do", XObject=photograph) as printed:
        target = io.BytesIO()
        printed.save(target)
    with pypdfium2.PdfDocument(target.getvalue()) as shown:
        page = shown[0].render(scale=1).to_pil().convert("RGB")
        assert isinstance(colour := page.getpixel((page.width // 2, page.height // 2)), tuple)
        assert colour[1] > colour[0] + 60 and colour[1] > colour[2] + 30


def test_gradients_are_separated_and_those_that_are_calculated_are_told() -> None:
    def gradient(source: pikepdf.Pdf) -> pikepdf.Object:
        between = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
        both = pikepdf.Dictionary(FunctionType=3, Domain=[0, 1], Functions=[between, between], Bounds=[0.5],
                                  Encode=[0, 1, 0, 1])  # fmt: skip
        return pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=both)

    def calculated(source: pikepdf.Pdf) -> pikepdf.Object:
        function = source.make_stream(b"{ dup dup }", FunctionType=4, Domain=[0, 1], Range=[0, 1] * 3)
        return pikepdf.Dictionary(
            ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=function
        )

    with _prepared(b"/F sh", Shading=gradient) as printed:
        shading = printed.pages[0].obj.Resources.Shading.F
        assert shading.ColorSpace == "/DeviceCMYK"
        assert [len(shading.Function.Functions[0][name]) for name in ("/C0", "/C1")] == [4, 4]
    with _prepared(b"/F sh", Shading=calculated) as printed:
        target = io.BytesIO()
        printed.save(target)
        assert [one.code for one in look_at("a-print.pdf", target.getvalue())] == ["v-033"]


def test_sheets_are_filled_up_to_a_multiple() -> None:
    with _prepared(b"", pages_by=4) as printed:
        assert len(printed.pages) == 4
        assert {tuple(map(float, page.obj.TrimBox)) for page in printed.pages} == {(0, 0, 100, 100)}


def test_a_printing_houses_own_profile_is_named_and_embedded() -> None:
    book = replace(sample.book(), profile=FACTS.profile)
    named = replace(book, manifest=replace(book.manifest, print_profile=ChapterEntry("druck/haus.icc")))
    facts = prepress.facts_of(named, default_theme("de"))
    assert (facts.named, facts.profile) == ("haus.icc", FACTS.profile)


def test_no_ink_is_more_than_the_paper_takes() -> None:
    inks = Inks(FACTS.profile)
    levels = (0, 0.25, 0.5, 0.75, 1)
    assert max(sum(inks.of((r, g, b))) for r in levels for g in levels for b in levels) <= 3.05
    assert inks.of((1, 1, 1)) == (0, 0, 0, 0)
    assert inks.of((0,)) == (0, 0, 0, 1)

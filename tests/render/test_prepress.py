"""The print file: the pages of the PDF, with bleed and crop marks, without anything to click, black in black ink."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from pipeline.cache import MemoryCache
from pipeline.render import pdf, prepress
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
        assert len(printed.pages) == len(screen.pages) > 10
        for before, page in zip(screen.pages, printed.pages, strict=True):
            trim = [float(edge) for edge in before.obj.MediaBox]
            assert [float(edge) for edge in page.obj.TrimBox] == pytest.approx(trim)
            for box, beyond in ((page.obj.BleedBox, 3 * MM), (page.obj.MediaBox, 10 * MM)):
                wider = [trim[0] - beyond, trim[1] - beyond, trim[2] + beyond, trim[3] + beyond]
                assert [float(edge) for edge in box] == pytest.approx(wider, abs=0.01)
            assert "/CropBox" not in page.obj


def test_text_and_page_names_are_those_of_the_pdf(folder: Path, find_program: FindProgram) -> None:
    texts = [
        subprocess.run([find_program("pdftotext"), "-layout", str(folder / name), "-"], capture_output=True, check=True)
        for name in ("screen.pdf", "print.pdf")
    ]
    assert len(texts[0].stdout) > 5000
    assert texts[0].stdout == texts[1].stdout
    with pikepdf.open(folder / "screen.pdf") as screen, pikepdf.open(folder / "print.pdf") as printed:
        assert [page.label for page in printed.pages] == [page.label for page in screen.pages]


def test_nothing_in_it_is_to_click_or_to_fill_in_and_it_claims_nothing(folder: Path) -> None:
    with pikepdf.open(folder / "print.pdf") as printed:
        assert not {"/AcroForm", "/StructTreeRoot", "/MarkInfo", "/Metadata"} & set(printed.Root.keys())
        assert not any("/Annots" in page.obj for page in printed.pages)
        assert str(printed.trailer.Info.Title).startswith(sample.book().manifest.title)


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


def test_the_cover_runs_into_the_bleed(folder: Path, find_program: FindProgram) -> None:
    program = find_program("pdftoppm")
    assert {"left", "right"} <= _inked_in_the_bleed(folder / "print.pdf", 1, program)


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
        page = printed.pages[0]
        edges = [float(edge) for edge in page.obj.TrimBox]
        clip = f"{edges[0]} {edges[1]} {edges[2]} {edges[3]} re W n"
        page.contents_add(printed.make_stream(clip.encode()), prepend=True)
        printed.save(tmp_path / "cut.pdf")
    assert _inked_in_the_bleed(tmp_path / "cut.pdf", 1, find_program("pdftoppm")) == set()


def _colours(path: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    with pikepdf.open(path) as book:
        forms = [thing for thing in book.objects if isinstance(thing, pikepdf.Stream) and "/BBox" in thing]
        for drawing in [*book.pages, *forms]:
            for operands, operator in pikepdf.parse_content_stream(drawing):
                if str(operator) in ("rg", "RG", "g", "G"):
                    yield str(operator), tuple(float(one) for one in operands)


def test_black_and_grey_are_drawn_with_black_ink_alone(folder: Path) -> None:
    assert ("rg", (0.105882, 0.105882, 0.141176)) in set(_colours(folder / "screen.pdf"))
    printed = set(_colours(folder / "print.pdf"))
    assert ("g", (0.0,)) in printed
    coloured = [values for operator, values in printed if operator in ("rg", "RG")]
    assert coloured
    assert all(max(values) - min(values) > 0.04 for values in coloured)


def test_all_other_colours_are_said_to_be_srgb(folder: Path) -> None:
    with pikepdf.open(folder / "print.pdf") as printed:
        spaces = {page.obj.Resources.ColorSpace.DefaultRGB[0] for page in printed.pages}
    assert spaces == {pikepdf.Name.ICCBased}


def test_the_same_pdf_gives_the_same_bytes(folder: Path) -> None:
    data = (folder / "screen.pdf").read_bytes()
    assert prepress.prepare(data) == prepress.prepare(data) == (folder / "print.pdf").read_bytes()


def test_a_group_that_blends_in_rgb_loses_its_space() -> None:
    source = pikepdf.new()
    source.add_blank_page(page_size=(100, 100))
    group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)
    form = source.make_stream(b"0 0 0 rg 0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                              BBox=[0, 0, 9, 9], Group=group)  # fmt: skip
    source.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    source.pages[0].obj.Contents = source.make_stream(b"/F Do")
    target = io.BytesIO()
    source.save(target)
    with pikepdf.open(io.BytesIO(prepress.prepare(target.getvalue()))) as printed:
        drawn = printed.pages[0].obj.Resources.XObject.F
        assert "/CS" not in drawn.Group
        assert bytes(drawn.read_bytes()).startswith(b"0 g")

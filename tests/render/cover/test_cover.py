"""The cover: the front as a picture, and the sheet around the book."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from pipeline.cache import MemoryCache
from pipeline.manuscript.model import Isbn, Manifest, Page
from pipeline.render import cover
from pipeline.render.cover.drawing import MM_TO_PT, Drawing, Shape, rectangle, to_jpeg, to_pdf
from pipeline.render.cover.front import INK, Design, design, draw_front
from pipeline.render.cover.wrap import LEAST_SPINE_MM, draw_wrap, spine_mm
from pipeline.render.motif import COVER_PALETTES
from pipeline.theme import default_theme
from tests.render import sample

THEME = default_theme("de")
PROMISES = ("Du planst einen Abend.", "Du führst ein Gespräch.", "Du baust ein Modell.")


def _design(**facts: object) -> Design:
    manifest = replace(sample.MANIFEST, **facts)  # type: ignore[arg-type]
    return design(replace(sample.book(), manifest=manifest, draft=False), THEME, MemoryCache())


def _luminance(colour: str) -> float:
    levels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", COVER_PALETTES)
def test_ink_can_be_read_wherever_it_stands(palette: tuple[str, ...]) -> None:
    assert all((_luminance(colour) + 0.05) / (_luminance(INK) + 0.05) >= 5.5 for colour in palette)


def test_shops_get_a_picture_that_is_large_enough_and_has_the_books_shape() -> None:
    data = cover.picture_of_front(sample.book(), THEME, MemoryCache())
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    assert picture.width >= 1600 and picture.height >= 2560
    assert picture.width / picture.height == pytest.approx(170 / 240, abs=0.01)
    assert cover.picture_of_front(sample.book(), THEME, MemoryCache()) == data


def test_a_wide_page_is_at_least_as_high_too() -> None:
    picture = Image.open(io.BytesIO(to_jpeg(Drawing(297, 210, (rectangle(0, 0, 1, 1, INK),)), 1600, 2560)))
    assert picture.height >= 2560


def test_another_edition_has_other_bands_and_the_same_has_the_same() -> None:
    first, again, second = (draw_front(_design(edition=edition)) for edition in ("1.0", "1.0", "1.1"))
    assert first == again != second


def _reach(shapes: tuple[Shape, ...]) -> tuple[float, float, float, float]:
    xs = [x for shape in shapes for _, points in shape.steps for x in points[::2]]
    ys = [y for shape in shapes for _, points in shape.steps for y in points[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("edition", ["1.0", "1.1", "2.0", "3.4", "2027.1"])
def test_bands_lie_over_the_whole_sheet(edition: str) -> None:
    made = _design(edition=edition)
    left, top, right, bottom = _reach(tuple(made.bands()))
    assert left < -made.width - 20 and right > made.width + 3 and top < -3 and bottom > made.height + 3


def test_letters_that_the_face_of_titles_lacks_are_drawn_with_others() -> None:
    facts = {"subtitle": "", "publisher": "", "edition": ""}
    whole = draw_front(_design(title="Łódź λ ✅", **facts))
    without = draw_front(_design(title="ód", **facts))
    assert _steps(whole) > _steps(without) + 20


def _steps(drawing: Drawing) -> int:
    return sum(len(shape.steps) for shape in drawing.shapes)


@pytest.mark.parametrize(("pages", "paper", "wide"), [(240, 0.11, 13.2), (241, 0.1, 12.1), (2, 0.09, 0.09)])
def test_the_spine_is_as_wide_as_the_leaves_are_thick(pages: int, paper: float, wide: float) -> None:
    assert spine_mm(pages, paper) == pytest.approx(wide)


def _in_spine(drawing: Drawing, width: float, spine: float) -> list[Shape]:
    found = []
    for shape in drawing.shapes:
        left, _, right, _ = _reach((shape,))
        if shape.fill == INK and width <= left <= right <= width + spine:
            found.append(shape)
    return found


def test_title_and_publisher_stand_inside_the_spine_and_not_on_a_narrow_one() -> None:
    made = _design(publisher="Verlag")
    assert len(_in_spine(draw_wrap(made, 12, PROMISES), made.width, 12)) == 2
    assert _in_spine(draw_wrap(made, LEAST_SPINE_MM - 0.1, PROMISES), made.width, LEAST_SPINE_MM) == []


def test_everything_written_stays_inside_the_trim() -> None:
    made = _design(title="Ein langer Titel mit Wörtern", publisher="Ein Verlag", description="Wort " * 400)
    drawing = draw_wrap(made, 20, PROMISES)
    for shape in drawing.shapes:
        if shape.fill == INK and shape.steps:
            left, top, right, bottom = _reach((shape,))
            assert left > 0 and top > 0 and right < drawing.width and bottom < drawing.height


def test_a_sheet_of_another_size_is_as_large_as_its_parts() -> None:
    made = _design(page=Page(210, 297))
    drawing = draw_wrap(made, 10, PROMISES)
    assert (drawing.width, drawing.height) == (430, 297)
    with pikepdf.open(io.BytesIO(to_pdf(drawing))) as book:
        assert [float(edge) for edge in book.pages[0].MediaBox][2:] == pytest.approx([430 * MM_TO_PT, 297 * MM_TO_PT])


def test_promises_are_the_manifests_or_those_of_the_first_chapters() -> None:
    book = sample.book()
    told = [section.front.promise for section in book.sections if section.front.promise]
    assert set(cover.promises_of(book)) <= set(told)
    own = replace(book, manifest=replace(book.manifest, promises=("eins", "zwei", "drei", "vier")))
    assert cover.promises_of(own) == ("eins", "zwei", "drei")


def _codes(pages: int, **facts: object) -> list[str]:
    return [one.code for one in cover.told(_design(**facts), PROMISES, pages, 10)]


def test_what_the_cover_lacks_is_told() -> None:
    whole = {"paper_mm": 0.1, "isbn": Isbn(print="978-3-16-148410-0"), "description": "Kurz."}
    assert _codes(200, **whole) == []
    assert _codes(200, **{**whole, "paper_mm": 0.0}) == ["m-139"]
    assert _codes(200, **{**whole, "description": "Wort " * 400}) == ["m-140"]
    assert _codes(200, **{**whole, "isbn": Isbn()}) == ["m-141"]


def test_a_book_without_facts_has_a_cover() -> None:
    bare = design(replace(sample.book(), manifest=Manifest("Titel", "de", ())), THEME, MemoryCache())
    assert draw_wrap(bare, 10, ()).shapes

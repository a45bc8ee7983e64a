"""What `benchmarks.page` counts, on pages and trees by hand: each measure sees what it is there for."""

from __future__ import annotations

import pytest

from benchmarks.page import (
    CARRIED,
    FOOT_MM,
    PT_TO_MM,
    SHEET_HEAD_MM,
    Ink,
    Leaf,
    Piece,
    Report,
    count_broken,
    count_pages,
    count_type,
    is_spread,
    used,
)

HEIGHT = 680.0
NAMES = {name: name for name in CARRIED}


def line(top: float, *, mark: int = 0, size: float = 10.0, text: str = "Wort", font: str = "Source-Serif") -> Ink:
    """A line whose baseline is so far below the head of the page."""
    return Ink(mark, 50, HEIGHT - top, 200, HEIGHT - top + 8, text, font, size, HEIGHT - top)


def leaf(*inks: Ink) -> Leaf:
    return Leaf(HEIGHT, inks, ())


def piece(role: str, *marks: tuple[int, int], kids: tuple[Piece, ...] = ()) -> Piece:
    pages = {page for page, _ in marks}.union(*(kid.pages for kid in kids))
    return Piece(role, list(kids), list(marks), pages, sum(kid.forms for kid in kids))


def counted(*leaves: Leaf, parts: tuple[Piece, ...] = ()) -> Report:
    report = Report(len(leaves))
    count_pages(report, list(parts), list(leaves))
    count_broken(report, list(parts), list(leaves), NAMES)
    count_type(report, list(leaves))
    return report


def test_a_page_with_a_running_head_alone_is_blank() -> None:
    assert counted(leaf(line(20, mark=-1)), leaf(line(590))).blank == [1]


def test_a_gap_is_inside_a_chapter_or_at_its_end() -> None:
    chapter = piece("Part", (0, 0), (1, 0))
    report = counted(leaf(line(400)), leaf(line(200)), parts=(chapter,))
    assert (list(report.gaps_inside), list(report.gaps_at_end)) == ([1], [2])
    assert report.under_half == [2]


def test_a_box_on_two_pages_is_broken_and_one_on_a_page_is_not() -> None:
    label = piece("P", (0, 0))
    broken = piece("Sect", kids=(label, piece("P", (1, 1))))
    whole = piece("Sect", kids=(label, piece("P", (0, 1))))
    pages = (leaf(line(500, text="roles"), line(590, mark=1)), leaf(line(90, mark=1)))
    assert counted(*pages, parts=(piece("Part", kids=(broken, whole)),)).broken == {"roles": [1]}


def test_a_colon_is_not_parted_from_what_follows() -> None:
    part = piece("Part", kids=(piece("P", (0, 0)), piece("L", (1, 0))))
    assert counted(leaf(line(590, text="Das gilt:")), leaf(line(90)), parts=(part,)).broken == {"colon": [1]}
    assert counted(leaf(line(590, text="Das gilt.")), leaf(line(90)), parts=(part,)).broken == {}


def test_lines_register_with_most_of_the_others() -> None:
    report = counted(leaf(line(80), line(94), line(115)), leaf(line(80), line(87, font="Bricolage")))
    assert (report.registered, report.lines) == (3, 4)


def test_the_smallest_type_is_what_is_seen() -> None:
    assert counted(leaf(line(80, size=6.0), line(94, size=1.0))).smallest_type_pt == (6.0, 1, "Wort")


def test_a_spread_is_a_verso_and_its_recto() -> None:
    assert is_spread([2, 3])
    assert not is_spread([3, 4])


def test_a_sheet_is_used_down_to_its_last_line_or_box() -> None:
    head, foot = SHEET_HEAD_MM / PT_TO_MM, FOOT_MM / PT_TO_MM
    middle = (head + HEIGHT - foot) / 2
    assert used(leaf(line(head), line(middle))) == pytest.approx(0.5)
    box = ("/Tx", 50.0, 8.0, foot)
    assert used(Leaf(HEIGHT, (line(head),), (box,))) == pytest.approx(1)

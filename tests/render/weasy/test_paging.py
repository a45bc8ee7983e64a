"""Where pages end best: what a typesetter would do, on a few numbers."""

from __future__ import annotations

from pipeline.render.weasy.paging import BROKEN, BROKEN_CARRIED, Area, Block, plan

LINE = 20.0
AREA = Area(40 * LINE, LINE)


def text(lines: int) -> Block:
    return Block(lines * LINE, price=0.0, stops=tuple(LINE * nth for nth in range(2, lines - 1)), yields=True)


def piece(lines: float, **more: object) -> Block:
    return Block(lines * LINE, moves=True, **more)  # type: ignore[arg-type]


HEADING = Block(LINE, LINE, keeps=True, is_heading=True)


def test_what_fits_stays_as_it_is() -> None:
    found = plan([text(30), piece(10), text(30)], AREA)
    assert found == ((0, 1, 2), frozenset(), frozenset(), frozenset())


def test_text_comes_before_a_piece_that_has_no_room() -> None:
    assert plan([text(20), piece(25), text(10), text(8), text(30)], AREA).order == (0, 2, 3, 1, 4)


def test_a_piece_passes_no_heading_but_a_figure_does() -> None:
    blocks = [text(20), piece(25), HEADING, text(16), text(30)]
    assert plan(blocks, AREA).order == (0, 1, 2, 3, 4)
    blocks[1] = piece(25, may_pass=True)
    assert plan(blocks, AREA).order == (0, 2, 3, 1, 4)


def test_nothing_moves_from_what_announces_it() -> None:
    announces = Block(LINE, price=0.0, keeps=True, yields=True)
    assert plan([text(20), announces, piece(25), text(30)], AREA).order == (0, 1, 2, 3)


def test_a_page_is_a_line_longer_where_that_is_all_that_lacks() -> None:
    assert plan([text(20), piece(21), text(30)], AREA).lines == {(0, 1)}


def test_a_box_breaks_rather_than_leave_half_a_page_and_what_is_carried_does_not_for_a_small_gap() -> None:
    broken = plan([text(20), piece(30, price=BROKEN, stops=(200.0, 400.0))], AREA).broken
    assert broken == {1}
    assert plan([text(35), piece(30, price=BROKEN_CARRIED, stops=(60.0,))], AREA).broken == frozenset()


def test_a_page_ends_early_where_the_next_one_would_be_half_empty_else() -> None:
    ((page, lines),) = plan([text(72), Block(30 * LINE)], AREA).lines
    assert page == 0 and lines < 0


def test_what_is_higher_than_a_page_is_set_all_the_same() -> None:
    assert sorted(plan([text(10), piece(100), text(10)], AREA).order) == [0, 1, 2]
    assert plan([HEADING, piece(100)], AREA).order == (0, 1)


def test_a_long_section_is_planned_in_the_end() -> None:
    blocks = [text(7) if nth % 3 else piece(22, price=BROKEN, stops=(220.0,)) for nth in range(200)]
    assert sorted(plan(blocks, AREA).order) == list(range(200))

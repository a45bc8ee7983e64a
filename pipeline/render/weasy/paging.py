"""Where the pages of a section end best: searched in numbers, before anything is set again.

In: its blocks in reading order, as high as they were set, and a page. Out: what a typesetter would do, the cheapest of
all that was tried:

1. A page a line longer, where that is all that a piece lacks; a page that ends a few lines early, in a text or before a
   heading, where the next one would be half empty else.
2. The text behind a piece comes before it: a box, a picture or a table moves, never behind a heading but for figures,
   which are referred to, and each at most twice.
3. A piece breaks, at a price: what is carried into a room costs more than a small gap, and less than a page half empty.

All heights are pixels.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MM = 96 / 25.4
# A small gap at the foot is none; a great one counts as much more than its height.
LEAST_GAP, GREAT_GAP, GREAT = 30 * MM, 34 * MM, 80 * MM
PAGE, LINE, EARLY, MOVED, PASSED = 40 * MM, 2 * MM, 4 * MM, 6 * MM, 1 * MM
# Of two small gaps the smaller one is better.
EMPTY = 0.1
# What it costs that a box or a table breaks, and one that is carried into a room.
BROKEN, BROKEN_CARRIED = 25 * MM, 110 * MM
WHOLE = float("inf")
MOST_MOVES, MOST_PASSED = 2, 5
# So many lines shorter may a page be.
SHORTER = (2, 4)
# A section of many pages is not tried in all ways.
MOST_STATES = 600
ROUNDING = 0.5


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a section: its height and the margins around it. `price` is what it costs that it breaks: nothing for
    text, WHOLE for what never does; `stops` are where it may, and `again` stands at the head of every further page.
    `moves` and `may_pass` say whether it may go behind text that follows, and headings; `yields`, whether it may come
    before what moves."""

    height: float
    above: float = 0.0
    below: float = 0.0
    price: float = WHOLE
    stops: tuple[float, ...] = ()
    again: float = 0.0
    notes: float = 0.0
    keeps: bool = False
    begins: bool = False
    is_heading: bool = False
    moves: bool = False
    may_pass: bool = False
    yields: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """The pages of a section: how high they are, and a line; `on_grid` says whether blocks end on lines."""

    height: float
    line: float
    on_grid: bool = True


class Plan(NamedTuple):
    """The order of the blocks, those that break, those that begin a page, and the pages that are some lines longer or
    shorter, each with its lines; all from 0."""

    order: tuple[int, ...]
    broken: frozenset[int] = frozenset()
    begins: frozenset[int] = frozenset()
    lines: frozenset[tuple[int, int]] = frozenset()


class _State(NamedTuple):
    """What is still to be set: blocks in their order, how much of the first is set already, and all pieces moved,
    as often as they were."""

    order: tuple[int, ...]
    done: float
    moved: tuple[int, ...]


class _Move(NamedTuple):
    """What it costs that a piece comes behind some of what follows, and what is to be set then."""

    cost: float
    state: _State


class _End(NamedTuple):
    """A way to end a page: what it costs, what is left, and what is done for it."""

    cost: float
    state: _State
    set: tuple[int, ...]
    broken: int | None = None
    begins: int | None = None
    lines: int = 0


def gap_cost(gap: float) -> float:
    """How bad it is that so much is free at the foot of a page."""
    return max(0.0, gap - LEAST_GAP) + (GREAT if gap > GREAT_GAP else 0.0)


def plan(blocks: Sequence[Block], area: Area) -> Plan:
    """The best plan for the pages of a section."""
    start = _State(tuple(range(len(blocks))), 0.0, ())
    queue: list[tuple[float, int, float, _State, Plan, int]] = [(0.0, 0, 0.0, start, Plan(()), 0)]
    seen: set[_State] = set()
    serial = 0
    while queue:
        _, _, cost, state, so_far, number = heapq.heappop(queue)
        if not state.order:
            return so_far
        if state in seen:
            continue
        seen.add(state)
        ends = list(_all_ends(blocks, area, state))
        for end in ends if len(seen) < MOST_STATES else [min(ends, key=lambda end: end.cost)]:
            serial += 1
            so_dear = cost + end.cost + PAGE
            so_good = so_dear + _rest(blocks, area, end.state)
            heapq.heappush(queue, (so_good, serial, so_dear, end.state, _joined(so_far, end, number), number + 1))
    raise AssertionError("a page that nothing ends")


def _rest(blocks: Sequence[Block], area: Area, state: _State) -> float:
    """What all that is left costs at least: its pages, if they were full."""
    return PAGE * (sum(blocks[number].height for number in state.order) - state.done) / (area.height + area.line)


def _joined(so_far: Plan, end: _End, number: int) -> Plan:
    return Plan(
        (*so_far.order, *end.set),
        so_far.broken | ({end.broken} if end.broken is not None else set()),
        so_far.begins | ({end.begins} if end.begins is not None else set()),
        so_far.lines | ({(number, end.lines)} if end.lines else set()),
    )


def _all_ends(blocks: Sequence[Block], area: Area, state: _State) -> Iterator[_End]:
    """All ways to end a page that begins with this. By many ways pieces come into one order: it is tried by the
    cheapest of them, once."""
    queue, tried, serial = [(0.0, 0, state)], set[_State](), 0
    while queue:
        cost, _, one = heapq.heappop(queue)
        if one in tried:
            continue
        tried.add(one)
        for found in _ends(blocks, area, one):
            if isinstance(found, _End):
                yield found._replace(cost=found.cost + cost)
            elif found.state not in tried:
                serial += 1
                heapq.heappush(queue, (cost + found.cost, serial, found.state))


def _ends(blocks: Sequence[Block], area: Area, state: _State) -> Iterator[_End | _Move]:
    """The ways to end a page that begins with this, and how the first piece that has no room may move."""
    order, bottom, foot = state.order, 0.0, area.height
    for place, number in enumerate(order):
        block = blocks[number]
        before = blocks[order[place - 1]] if place else None
        top = bottom + (max(before.below, block.above) if before else 0.0)
        if before and (block.begins or (block.is_heading and not before.keeps and foot - bottom <= LEAST_GAP)):
            yield _ended(state, place, 0.0 if block.begins else EARLY, begins=None if block.begins else number)
            if block.begins:
                return
        height = _height(block, state.done if not place else 0.0)
        end = _snapped(top + height, area)
        if end > foot - block.notes + ROUNDING:
            yield from _full(blocks, area, state, place, top, height, foot - block.notes)
            return
        bottom, foot = end, foot - block.notes
    yield _ended(state, len(order), 0.0)


def _full(
    blocks: Sequence[Block], area: Area, state: _State, place: int, top: float, height: float, foot: float
) -> Iterator[_End | _Move]:
    """All ways to end a page on which this block has no room, and to move it."""
    number = state.order[place]
    block, done = blocks[number], state.done if not place else 0.0
    room = foot - top - (block.again if done else 0.0)
    stop = _stop(block, done, room)
    if stop and block.price == 0:
        yield _ended(state, place, 0.0, done=stop)
        for lines in SHORTER:
            if less := _stop(block, done, room - lines * area.line):
                yield _ended(state, place, lines * LINE, done=less, lines=-lines)
        return
    first = place
    while first and blocks[state.order[first - 1]].keeps:
        first -= 1
    if not first:
        # It is higher than a page, or stands below nothing but headings: it breaks where the page ends.
        yield _ended(state, place, 0.0, done=stop or done + max(room, area.line))
        return
    gap = foot - _bottom(blocks, area, state, first)
    yield _ended(state, first, gap_cost(gap) + gap * EMPTY)
    if 0 < _snapped(top + height, area) - foot <= area.line + ROUNDING and block.price:
        yield _ended(state, place + 1, LINE, lines=1)
    if stop and block.price < WHOLE:
        yield _ended(state, place, block.price, done=stop, broken=number)
    if gap >= LEAST_GAP and block.moves and state.moved.count(number) < MOST_MOVES:
        yield from _moves(blocks, state, place)


def _moves(blocks: Sequence[Block], state: _State, place: int) -> Iterator[_Move]:
    """The piece at this place comes behind some of what follows."""
    order, piece = state.order, state.order[place]
    before = blocks[order[place - 1]]
    if before.keeps and not before.is_heading:
        return
    for count in range(1, MOST_PASSED + 1):
        last = order[place + count] if place + count < len(order) else None
        if last is None or not _passes(blocks[piece], blocks[last]):
            return
        if blocks[last].keeps:
            continue
        passed = order[place + 1 : place + count + 1]
        changed = (*order[:place], *passed, piece, *order[place + count + 1 :])
        yield _Move(MOVED + PASSED * count, _State(changed, state.done, tuple(sorted((*state.moved, piece)))))


def _passes(piece: Block, other: Block) -> bool:
    return not other.begins and (other.yields or (other.is_heading and piece.may_pass))


def _ended(
    state: _State,
    place: int,
    cost: float,
    *,
    done: float = 0.0,
    broken: int | None = None,
    begins: int | None = None,
    lines: int = 0,
) -> _End:
    rest = _State(state.order[place:], done, state.moved)
    return _End(cost, rest, state.order[:place], broken, begins, lines)


def _stop(block: Block, done: float, room: float) -> float:
    """How much of a block is set when its page is full; nothing where it must not break there."""
    return max((stop for stop in block.stops if done + ROUNDING < stop <= done + room + ROUNDING), default=0.0)


def _height(block: Block, done: float) -> float:
    """How high the rest of a block is."""
    return block.height - done + (block.again if done else 0.0)


def _bottom(blocks: Sequence[Block], area: Area, state: _State, place: int) -> float:
    """Where the blocks before this place end."""
    bottom, before = 0.0, None
    for nth, number in enumerate(state.order[:place]):
        block = blocks[number]
        top = bottom + (max(before.below, block.above) if before else 0.0)
        bottom, before = _snapped(top + _height(block, 0.0 if nth else state.done), area), block
    return bottom


def _snapped(end: float, area: Area) -> float:
    off = end % area.line
    return end + area.line - off if area.on_grid and ROUNDING < off < area.line - ROUNDING else end

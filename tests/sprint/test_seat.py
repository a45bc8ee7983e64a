"""Who sends too much waits; who takes too little loses the seat, and the room never waits for either."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pipeline.sprint import socket as seats
from pipeline.sprint.people import MOST_NAME, clean_name


def test_a_burst_is_free_and_what_comes_after_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, waited = [0.0], list[float]()

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(seats.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(seats.asyncio, "sleep", sleep)

    async def story() -> None:
        pace = seats.Pace(10, 5)
        for _ in range(10):
            await pace.spend(1)
        assert waited == []
        for _ in range(50):
            await pace.spend(1)

    asyncio.run(story())
    assert clock[0] == pytest.approx(10)


def test_a_slow_browser_loses_its_seat_and_costs_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    class Line:
        closed = 0

        async def send_bytes(self, data: bytes) -> None:
            await asyncio.sleep(0.01)

        async def close(self, code: int) -> None:
            self.closed = code

    async def story() -> None:
        line: Any = Line()
        seat = seats.Seat(line, None, True)
        assert not seat.may_write
        for _ in range(50):
            seat.send(b"x")
        await asyncio.wait_for(seat.deliver(), 5)
        assert line.closed == seats.SLOW

    monkeypatch.setattr(seats, "MOST_WAITING", 20)
    asyncio.run(story())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Anna\n\tB. ", "Anna B."),
        ("\u202eevil\u200b", "evil"),
        ("x" * 99, "x" * MOST_NAME),
        ("\0\x07", ""),
        ("😀 Ü", "😀 Ü"),
    ],
)
def test_a_name_is_one_line_that_shows_what_it_is(given: str, kept: str) -> None:
    assert clean_name(given) == kept

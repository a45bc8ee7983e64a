"""A proof that somebody in the room asks for is made by a process of its own, and ends with it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from pipeline.sprint import press
from pipeline.sprint.dropped import Unwilling
from pipeline.sprint.press import Press


def test_what_cannot_be_printed_is_said_and_the_next_may_try(tmp_path: Path) -> None:
    async def twice() -> list[str]:
        printer = Press(tmp_path / "no-book")
        tried = await asyncio.gather(*(printer.print_proof(()) for _ in range(2)), return_exceptions=True)
        return [problem.reason for problem in tried if isinstance(problem, Unwilling)]

    assert asyncio.run(twice()) == ["proof", "proof"]


def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "MOST_S", 0.01)
    begun = time.monotonic()
    with pytest.raises(Unwilling):
        asyncio.run(Press(tmp_path).print_proof(("kapitel",)))
    assert time.monotonic() - begun < 60

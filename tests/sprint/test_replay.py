"""A small sprint, replayed: `python -m tests.sprint.replay 12 2000 2` is a whole one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from .replay import replay


@pytest.mark.slow
def test_a_sprint_loses_nothing_doubles_nothing_and_knows_who_wrote_what(tmp_path: Path) -> None:
    seen = asyncio.run(replay(tmp_path, writers=6, edits=120, kills=2))
    assert (seen.wrong, seen.strange, seen.unequal) == ([], [], [])
    assert seen.written > 500
    assert seen.forgotten
    assert seen.by_editor

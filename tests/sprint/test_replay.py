"""A small sprint, replayed: `python -m tests.sprint.replay 12 2000 2 20` is a whole one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from .replay import replay


@pytest.mark.slow
def test_a_sprint_loses_nothing_doubles_nothing_and_knows_who_wrote_what(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    seen = asyncio.run(replay(tmp_path / "book", writers=6, edits=120, kills=2, pulls_s=1))
    assert (seen.wrong, seen.strange, seen.unequal) == ([], [], [])
    assert seen.written > 500
    assert seen.forgotten
    assert seen.by_editor and seen.by_git and seen.pulls and seen.cuts

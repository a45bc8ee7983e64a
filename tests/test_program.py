"""What the program is does not hang on what else is installed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from pipeline.program import LOCK, libraries

ROOT = Path(__file__).resolve().parents[1]


def test_every_library_of_the_lock_counts_and_no_other() -> None:
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", (ROOT / LOCK).read_text(), re.MULTILINE)}
    counted = {name.partition("-")[0].lower().replace("_", "-") for name in libraries()}
    assert counted == {name.replace("_", "-") for name in locked}
    assert "pytest" not in counted


def test_another_library_makes_no_difference_and_another_version_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / LOCK
    lock.write_text("Own.Thing==1.0 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    (tmp_path / "own_thing-1.0.dist-info").mkdir()
    before = libraries([lock])
    (tmp_path / "other-9.dist-info").mkdir()
    assert libraries([lock]) == before == ("own_thing-1.0.dist-info",)
    (tmp_path / "own_thing-1.0.dist-info").rename(tmp_path / "own_thing-1.1.dist-info")
    assert libraries([lock]) == ("own_thing-1.1.dist-info",)
    assert libraries([tmp_path / "none"]) == ("other-9.dist-info", "own_thing-1.1.dist-info")

"""The table of attacks and faults names tests that exist, and guards that can still be taken out."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests import attacks
from tests.attacks import GUARDS, ROOT, ROWS, collected, held_without, without
from tests.threats import ATTACK, FAULT

LEAST = {ATTACK: 120, FAULT: 80}


@pytest.mark.slow
def test_every_row_has_its_tests_and_they_are_many() -> None:
    counts = Counter(row.kind for row in collected().values())
    assert {kind: counts[kind] >= least for kind, least in LEAST.items()} == dict.fromkeys(LEAST, True), counts


def test_every_guard_has_a_row_and_every_row_a_guard_that_is_there() -> None:
    assert {row.guard for row in ROWS} - {""} == set(GUARDS)


@pytest.mark.parametrize("name", GUARDS)
def test_every_guard_stands_where_the_table_says(name: str, tmp_path: Path) -> None:
    module = Path("pipeline", GUARDS[name].module)
    (tmp_path / module).parent.mkdir(parents=True)
    shutil.copy2(ROOT / module, tmp_path / module)
    without(GUARDS[name], tmp_path)
    compile((tmp_path / module).read_text(encoding="utf-8"), module.name, "exec")


@pytest.mark.slow
def test_without_its_guard_an_attack_works() -> None:
    assert list(held_without("other sites")) == []


def test_a_case_that_fails_with_its_guard_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attacks, "_outcomes", lambda place, rows: {"PASSED": [], "FAILED": ["tests/x.py::test_y"]})
    with pytest.raises(ValueError, match="fail with their guard"):
        list(held_without("other sites"))

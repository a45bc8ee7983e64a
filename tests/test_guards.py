"""What is measured without guards has none of them, and is a program still."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.guards import GUARDS, ROOT, interval, without


@pytest.mark.parametrize("name", GUARDS)
def test_a_guard_can_be_taken_out(name: str, tmp_path: Path) -> None:
    module = Path("pipeline", GUARDS[name].module)
    (tmp_path / module).parent.mkdir(parents=True)
    shutil.copy2(ROOT / module, tmp_path / module)
    without(GUARDS[name], tmp_path)
    changed = (tmp_path / module).read_text(encoding="utf-8")
    compile(changed, module.name, "exec")
    assert changed != (ROOT / module).read_text(encoding="utf-8")
    if GUARDS[name].text not in GUARDS[name].instead:
        with pytest.raises(ValueError, match="0 ×"):
            without(GUARDS[name], tmp_path)


def test_an_interval_is_that_of_student() -> None:
    # Five values with a standard deviation of 1 and t = 2.776.
    middle, half = interval([-1.2649110640673518, -0.6324555320336759, 0.0, 0.6324555320336759, 1.2649110640673518])
    assert middle == pytest.approx(0)
    assert half == pytest.approx(2.776 / 5**0.5)

"""The measure of false alarms reads each text once, and counts what is told of its Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.precision import find, main


def test_what_is_told_is_counted_by_code_for_each_thousand_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("# A\n\nDas ist \\*\\*wichtig\\*\\* hier.\n\n![B](fehlt.svg)\n", encoding="utf-8")
    main([str(tmp_path), "--show", "s-121"])
    printed = capsys.readouterr().out
    assert f"{tmp_path / 'a.md'}:3: s-121 Das ist" in printed
    assert "f-015" not in printed
    assert "1 files, 6 lines: " in printed


def test_a_text_in_two_packages_is_read_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / "b" / "empty.md").write_text("\n", encoding="utf-8")
    assert [*find([tmp_path])] == [tmp_path / "a" / "README.md"]

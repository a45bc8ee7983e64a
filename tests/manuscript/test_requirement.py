from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import program
from pipeline.cli import main
from pipeline.manuscript.requirement import NEW, OLD, unmet
from pipeline.manuscript.typed import fault

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("wanted", "verdict"),
    [
        ("1.2", ""), ("1.3", OLD), ("1", ""), ("2", OLD),
        (">=1.2.3", ""), (">=1.2.4", OLD), (">1.2.3", OLD), (">1.2", ""),
        ("<1.2.3", NEW), ("<=1.2.3", ""), ("<=1.2", NEW), ("<1.3", ""), ("<2", ""),
        ("==1.2.3", ""), ("==1.2", NEW), ("==1.2.4", OLD),
        ("~=1.2", ""), ("~=1.2.0", ""), ("~=1.1", ""), ("~=1.1.0", NEW), ("~=1.3", OLD), ("~=0.9", NEW),
        (">=1, <2", ""), (">=1.3,<2", OLD), (">= 1, < 1.2", NEW), (">=1.10", OLD),
    ],
)  # fmt: skip
def test_a_version_is_wanted_too_old_or_too_new(wanted: str, verdict: str) -> None:
    assert unmet(wanted, "1.2.3") == verdict


@pytest.mark.parametrize("value", ["neu", ">=", "1.x", "1,", ">=1,,<2", "=1", "1 2", "", "1.2.3.4.5", "v1"])
def test_what_is_no_version_is_refused(value: str) -> None:
    assert fault(value, "version") == "m-100"


def test_our_own_version_fits_itself_and_heads_the_list_of_changes() -> None:
    assert unmet(program.VERSION) == ""
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(head for head in heads if head != "Unreleased").split(" ")[0] == program.VERSION


def test_the_program_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"{program.NAMED}\n"

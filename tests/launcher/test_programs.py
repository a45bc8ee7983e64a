"""A book gets the program that it asks for: from the folder that it names, by its digest, each version in a place of
its own.

The wheels here hold a program of three lines, so that pip works as it does with ours and no library is needed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from launcher import programs, start
from launcher.wanted import LOCK, Asked, Pin, is_own, lock_text, pinned
from launcher.words import Stop, Voice
from tests.wheels import write_wheel

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "line",
    [
        'requires: ">=0.2, <1"',
        "requires: '>=0.2, <1'  # seit Herbst",
        "requires: ~=0.2.0",
        "requires: 0.2 # so",
        "requires:\t==0.2",
        'other: {requires: ">=9"}',
        "  requires: 3",
    ],
)
def test_the_line_says_what_yaml_reads_there(line: str, tmp_path: Path) -> None:
    text = f"title: x\r\n{line}\r\nprogram_from: programs\r\n" if not line.startswith(" ") else f"a:\n{line}\n"
    (tmp_path / "book.yaml").write_bytes(text.encode())
    read = yaml.load(text.replace("\t", " "), Loader=yaml.BaseLoader)
    assert Asked(str(tmp_path)).requires == read.get("requires", "")
    assert Asked(str(tmp_path)).place == read.get("program_from", "")


def test_a_pin_counts_for_what_it_was_chosen_for(tmp_path: Path) -> None:
    asked = _ask(tmp_path, ">=0.1")
    assert pinned(str(tmp_path), asked) is None
    (tmp_path / LOCK).write_text(lock_text(asked, Pin("0.1.9", "ab" * 32)))
    found = pinned(str(tmp_path), asked)
    assert found is not None
    assert (found.version, found.digest) == ("0.1.9", "ab" * 32)
    assert pinned(str(tmp_path), _ask(tmp_path, ">=0.2")) is None


@pytest.mark.parametrize(
    ("requires", "place", "told"),
    [
        (">=0.1", "", "no-place"),
        (" @ https://example.org/x.whl", "programs", "no-range"),
        (">=0.1; os_name == 'posix'", "programs", "no-range"),
        (">=0.1", "nowhere", "no-folder"),
    ],
)
def test_what_cannot_be_fetched_is_told(
    requires: str, place: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_home(monkeypatch, tmp_path)
    with pytest.raises(Stop) as stop:
        programs.fetch(str(tmp_path), _ask(tmp_path, requires, place), Voice())
    assert stop.value.key == told


def test_the_program_beside_the_launcher_is_its_own(tmp_path: Path) -> None:
    assert is_own(str(ROOT))
    assert not is_own(str(tmp_path))


@pytest.mark.slow
def test_a_book_gets_the_version_it_asks_for_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _at_home(monkeypatch, tmp_path)
    wheels = tmp_path / "programs"
    for version in ("0.1.9", "0.2.0", "0.3.0"):
        write_wheel(wheels, version)
    became: list[tuple[str, ...]] = []
    monkeypatch.setattr(start, "become", lambda python, package, words: became.append((python, package, *words)))

    _ask(tmp_path, "~=0.1.0")
    assert start.main(str(tmp_path), ["build"]) == 3, "it would have become the program"
    (old, package, *words) = became[-1]
    assert (package, words) == ("workbook_pipeline", ["build"])
    assert _says(old) == "workbook-pipeline 0.1.9"
    lock = (tmp_path / LOCK).read_text()
    assert "workbook-pipeline==0.1.9 --hash=sha256:" in lock

    # What is there needs nothing any more, not even the folder.
    asked = _ask(tmp_path, "~=0.1.0", "gone")
    monkeypatch.setattr(programs, "fetch", lambda *some: pytest.fail("it is there"))
    start.main(str(tmp_path), ["check"])
    assert became[-1] == (old, "workbook_pipeline", "check")
    monkeypatch.undo()
    _at_home(monkeypatch, tmp_path)

    # Another range chooses anew, beside the old one.
    newer = programs.fetch(str(tmp_path), _ask(tmp_path, ">=0.2, <0.3"), Voice())
    assert (newer.version, _says(newer.python), _says(old)) == ("0.2.0", "workbook-pipeline 0.2.0", _says(old))

    # A wheel that is not the pinned one is refused, and nothing is left of it.
    asked = _ask(tmp_path, ">=0.3")
    (tmp_path / LOCK).write_text(lock_text(asked, Pin("0.3.0", "0" * 64)))
    with pytest.raises(Stop) as stop:
        programs.fetch(str(tmp_path), asked, Voice())
    assert stop.value.key == "not-fetched"
    assert "HASHES" in stop.value.gaps["reason"].upper()
    homes = sorted(path.name.split("-")[0] for path in (tmp_path / "cache/workbook/programs").iterdir())
    assert homes == ["0.1.9", "0.2.0"]


@pytest.mark.slow
def test_a_wheel_that_says_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _at_home(monkeypatch, tmp_path)
    write_wheel(tmp_path / "programs", "0.4.0", says="0.9.9")
    with pytest.raises(Stop) as stop:
        programs.fetch(str(tmp_path), _ask(tmp_path, ">=0.4"), Voice())
    assert stop.value.key == "no-program"
    assert not (tmp_path / LOCK).exists()


def _ask(root: Path, requires: str, place: str = "programs") -> Asked:
    (root / "book.yaml").write_text(f'requires: "{requires}"\nprogram_from: "{place}"\n')
    return Asked(str(root))


def _says(python: str) -> str:
    return subprocess.run(
        [python, "-m", "workbook_pipeline", "--version"], capture_output=True, text=True
    ).stdout.strip()


def _at_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """A cache of its own; pip is the one of this environment, which spares three seconds."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setattr(programs, "add_pip", _lend_pip)


def _lend_pip(new: Path) -> None:
    packages = next(new.glob("lib/python*/site-packages"))
    ours = next(Path(place) for place in sys.path if (Path(place) / "pip").is_dir())
    (packages / "pip").symlink_to(ours / "pip")

"""The environment is made whole or not at all, by one start at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from launcher import environment, ready, selftest
from launcher.words import Stop, Voice


def test_an_environment_is_built_aside_and_moved_into_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ready.LOCKS[0]).write_text("")
    seen: list[str] = []
    monkeypatch.setattr(environment, "add_pip", lambda new: seen.append(new.name))
    monkeypatch.setattr(environment, "install", _mark)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline/program.py").write_text("")

    environment.build(tmp_path)

    assert seen == [".venv.new"]
    assert [*tmp_path.glob("pipeline/__pycache__/program.*.pyc")]
    assert ready.is_ready(str(tmp_path), ready.LOCKS[:1])
    assert sorted(path.name for path in tmp_path.glob(".venv*")) == [".venv"]
    assert b".venv.new" not in (tmp_path / ".venv/bin/activate").read_bytes()
    found = subprocess.run(
        [ready.python_of(str(tmp_path)), "-P", "-c", "import sys; print(sys.path[-1])"], capture_output=True, text=True
    )
    assert found.stdout.strip() == str(tmp_path)


def test_a_failed_set_up_leaves_the_old_environment_and_the_next_one_starts_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/kept").touch()
    (tmp_path / ".venv.new").mkdir()
    (tmp_path / ".venv.new/leftover").touch()
    monkeypatch.setattr(environment, "add_pip", _fail)

    with pytest.raises(Stop):
        environment.build(tmp_path)

    assert (tmp_path / ".venv/kept").exists()
    assert not (tmp_path / ".venv.new/leftover").exists()


def test_a_package_that_cannot_be_installed_is_told_and_leaves_no_marker(tmp_path: Path) -> None:
    (tmp_path / ready.LOCKS[0]).write_text("this is no lock\n")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    Path(ready.python_of(str(tmp_path))).symlink_to(sys.executable)

    with pytest.raises(Stop) as stop:
        environment.install(tmp_path / ".venv", tmp_path, ready.LOCKS[0])

    assert stop.value.key == "not-installed"
    assert not Path(ready.marker_of(str(tmp_path / ".venv"), ready.LOCKS[0])).exists()


def test_a_second_start_waits_for_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = (
        "import sys; from launcher.environment import alone; from launcher.words import Voice\n"
        "with alone(sys.argv[1], Voice(['--lang', 'en'])): print('mine', flush=True)"
    )
    root = Path(__file__).parents[2]
    with environment.alone(str(tmp_path), Voice()):
        second = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stderr is not None
        assert "another start" in second.stderr.readline()
        assert second.poll() is None
    out, _ = second.communicate(timeout=30)

    assert out == "mine\n"


def test_the_locks_have_hashes_and_no_address() -> None:
    for lock in ready.LOCKS:
        text = (Path(__file__).parents[2] / lock).read_text("utf-8")
        pins = [line for line in text.splitlines() if line[:1].isalpha()]

        assert all("==" in line and line.endswith("\\") for line in pins)
        assert text.count("--hash=sha256:") >= len(pins) > 10
        assert "://" not in text
        assert "index" not in text


def test_the_tests_lock_shares_no_package_in_another_version() -> None:
    root = Path(__file__).parents[2]
    first, second = (
        dict(
            line.split(" ")[0].split("==")
            for line in (root / lock).read_text("utf-8").splitlines()
            if line[:1].isalpha()
        )
        for lock in ready.LOCKS
    )

    assert {name for name in first.keys() & second.keys() if first[name] != second[name]} == set()


def test_all_tools_run_when_nothing_is_asked_and_pytest_comes_last() -> None:
    assert [selftest.name_of(tool) for tool in selftest.plan([])] == ["ruff check", "ruff format", "mypy", "pytest"]
    assert selftest.plan(["--quick"])[-1] == ("pytest", *selftest.SHARED_OUT, "-m", "not slow")


def test_words_of_ones_own_go_to_pytest_alone() -> None:
    assert selftest.plan(["tests/book", "-k", "index"]) == [("pytest", "tests/book", "-k", "index")]


def _mark(new: Path, root: Path, lock: str) -> None:
    Path(ready.marker_of(str(new), lock)).write_bytes(ready.expected(str(root), lock))


def _fail(new: Path) -> None:
    raise Stop("no-pip", reason="")

"""The start: which Python is good enough, and when nothing has to be set up."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import ready, start
from launcher.words import TEXTS

ROOT = Path(__file__).parents[2]
WORKBOOK = ROOT / "workbook"


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10)])
def test_an_old_python_gets_a_sentence(
    version: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)

    with pytest.raises(SystemExit) as stop:
        exec(compile(WORKBOOK.read_text("utf-8"), "workbook", "exec"), {"__name__": "__main__"})

    assert stop.value.code == 3
    assert f"Python {version[0]}.{version[1]}" in capsys.readouterr().err


def test_the_first_file_has_nothing_that_python_2_cannot_read() -> None:
    source = WORKBOOK.read_text("utf-8")
    tree = ast.parse(source)

    assert not any(isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.AsyncFunctionDef) for node in ast.walk(tree))
    assert not any(isinstance(node, ast.FunctionDef) for node in ast.walk(tree))
    assert source.isascii()


def test_the_launcher_imports_the_standard_library_only() -> None:
    modules = set()
    for path in (WORKBOOK, *sorted((ROOT / "launcher").glob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                modules.add((node.module or "").partition(".")[0])

    assert modules - sys.stdlib_module_names == {"launcher"}


def test_a_start_that_is_ready_imports_nothing_heavy() -> None:
    code = "import sys; import launcher.start; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert not {"subprocess", "urllib.request", "ssl", "ctypes", "hashlib"} & set(done.stdout.split())


def test_an_environment_is_ready_when_its_marker_holds_the_lock(tmp_path: Path) -> None:
    _pretend_installed(tmp_path)

    assert ready.is_ready(str(tmp_path), ready.LOCKS[:1])
    assert not ready.is_ready(str(tmp_path), ready.LOCKS)


@pytest.mark.parametrize("damage", ["lock", "marker", "python", "place"])
def test_an_environment_is_not_ready_after(damage: str, tmp_path: Path) -> None:
    root = tmp_path / "book"
    root.mkdir()
    _pretend_installed(root)
    if damage == "lock":
        (root / ready.LOCKS[0]).write_text("b==2\n")
    elif damage == "marker":
        Path(ready.marker_of(str(root / ".venv"), ready.LOCKS[0])).unlink()
    elif damage == "python":
        Path(ready.python_of(str(root))).unlink()
    else:
        root = root.rename(tmp_path / "moved")

    assert not ready.is_ready(str(root), ready.LOCKS[:1])


def test_a_ready_start_becomes_the_program_with_all_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend_installed(tmp_path)
    _have_program(tmp_path)
    called: list[tuple[str, list[str]]] = []
    monkeypatch.setattr("os.execve", lambda program, words, environment: called.append((program, words)))

    start.main(str(tmp_path), ["build", "--strict"])

    python = ready.python_of(str(tmp_path))
    assert called == [(python, [python, "-P", "-m", "pipeline", "build", "--strict"])]


def test_both_languages_of_a_sentence_have_the_same_gaps() -> None:
    for german, english in TEXTS.values():
        assert re.findall(r"\{\w+\}", german) == re.findall(r"\{\w+\}", english)


def _have_program(root: Path) -> None:
    (root / "pipeline").mkdir()
    (root / "pipeline/__main__.py").touch()


def _pretend_installed(root: Path) -> None:
    (root / ready.LOCKS[0]).write_text("a==1\n")
    (root / ready.LOCKS[1]).write_text("c==1\n")
    python = Path(ready.python_of(str(root)))
    python.parent.mkdir(parents=True)
    python.write_text("")
    Path(ready.marker_of(str(root / ".venv"), ready.LOCKS[0])).write_bytes(ready.expected(str(root), ready.LOCKS[0]))


def test_the_word_that_forbids_the_system_reaches_the_set_up_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(start, "is_ready", lambda root, locks: False)
    monkeypatch.setattr("launcher.environment.prepare", lambda root, locks, voice, may: heard.append(may))
    monkeypatch.setattr(start, "become", lambda python, package, arguments: heard.append(list(arguments)))
    _have_program(tmp_path)
    start.main(str(tmp_path), ["--no-system", "build", "--fresh"])
    start.main(str(tmp_path), ["build"])
    assert heard == [False, ["build", "--fresh"], True, ["build"]]

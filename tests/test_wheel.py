"""What the world would install: the wheel, in an environment of its own, away from the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.program import LOCK, VERSION, libraries

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "tests/books/minimal"
NAME = "workbook_pipeline"
ASK = f"""
import json
import {NAME}
from {NAME} import former, program
print(json.dumps([{NAME}.__file__, sorted(former.program()), program.libraries(), bool(program.lock_file())]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    # From a copy of what git knows: nothing that lies about here is needed.
    names = _run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"]).splitlines()
    wanted = [name for name in names if name.startswith(("pipeline/", "templates/", "launcher/")) or "/" not in name]
    for name in (one for one in wanted if (ROOT / one).is_file()):
        (place / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "source" / name).write_bytes((ROOT / name).read_bytes())
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(place)]
    _run([sys.executable, "-m", "pip", "wheel", str(place / "source"), *options])
    (made,) = place.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_the_program_under_a_name_of_its_own(wheel: Path) -> None:
    assert wheel.name == f"workbook_pipeline-{VERSION}-py3-none-any.whl"
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names} == {NAME, f"{NAME}-{VERSION}.dist-info"}
    assert {f"{NAME}/py.typed", f"{NAME}/_requirements.lock", f"{NAME}/_theme/labels/de.yaml"} <= names
    assert zipfile.ZipFile(wheel).read(f"{NAME}/_requirements.lock") == (ROOT / LOCK).read_bytes()


@pytest.mark.slow
def test_an_installed_program_makes_the_same_book(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    venv.create(home, with_pip=False)
    packages = next(home.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(packages)
    # The libraries are those of this environment; nothing of the checkout is on the way.
    (packages / "others.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    python = str(home / "bin/python")
    program, files, known, has_lock = json.loads(_run([python, "-c", ASK], cwd=tmp_path))
    assert Path(program).is_relative_to(packages)
    assert has_lock
    assert tuple(known) == libraries()
    assert files == sorted(_here())
    out = {place: tmp_path / place for place in ("installed", "checkout")}
    _run([python, "-m", NAME, "build", "--book", str(BOOK), "--out", str(out["installed"]), "--fresh"], cwd=tmp_path)
    _run([sys.executable, "-m", "pipeline", "build", "--book", str(BOOK), "--out", str(out["checkout"]), "--fresh"])
    assert _files(out["installed"]) == _files(out["checkout"]) != {}


def _here() -> list[str]:
    ours = (
        path.relative_to(ROOT).as_posix() for name in ("pipeline", "templates") for path in (ROOT / name).rglob("*")
    )
    return [path for path in ours if (ROOT / path).is_file() and "__pycache__" not in path]


def _files(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _run(command: list[str], cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout

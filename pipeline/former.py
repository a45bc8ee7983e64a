"""The pipeline as it was in another commit, run on the book of that commit. The only module that runs it.

A verified edition must not differ because the program has grown since; so its own program makes it again, with the
libraries that are installed now. It is somebody's program all the same: it runs behind a fence, where there is one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .fence import fence, surroundings
from .programs import PACKAGE
from .workspace import FolderWorkspace, ToolFailed

_HOME = Path(__file__).resolve().parent
HERE = _HOME.parent
# What this program consists of. Inside an installed wheel the theme lies in the package, in a checkout beside it.
PROGRAM = {"pipeline": (_HOME,), "templates": (_HOME / "_theme", _HOME.parent / "templates")}
# What only a wheel has in the package.
_CARRIED = ("_theme/", "_launcher/", "_requirements.lock", "__pycache__/")
TIMEOUT_S = 1800


def home_of(copy: Path, way: str) -> Path:
    """Find the program that comes with the book in a folder: beside it, or where its repository begins, `way` above."""
    top = copy.parents[len(Path(way).parts) - 1] if way else copy
    return copy if _has_program(copy) else top


def is_other(copy: Path) -> bool:
    """Say whether a folder holds a pipeline that is not this one."""
    return _has_program(copy) and program(copy) != program()


def program(folder: Path | None = None) -> dict[str, bytes]:
    """Read the files that this pipeline consists of, or the one in a folder, by their paths in a checkout."""
    return _files({name: (folder / name,) for name in PROGRAM} if folder else PROGRAM)


def packaged(python: Path) -> dict[str, bytes]:
    """Read the files of the pipeline that is installed as a package for a Python, by their paths in a checkout."""
    home = next(python.parents[1].glob(f"lib/python*/site-packages/{PACKAGE}"))
    return _files({"pipeline": (home,), "templates": (home / "_theme",)})


def _files(parts: Mapping[str, tuple[Path, ...]]) -> dict[str, bytes]:
    found = {}
    for name, places in parts.items():
        home = next((place for place in places if place.is_dir()), places[-1])
        files = FolderWorkspace(home)
        for path in files.files(".") if home.is_dir() else ():
            if not any(part in path for part in _CARRIED):
                found[f"{name}/{path}"] = files.read(path)
    return found


def press(
    copy: Path,
    version: str,
    out: Path,
    jobs: int,
    *,
    book: Path | None = None,
    inside: str = ".",
    python: Path | None = None,
) -> dict[str, bytes]:
    """Let the pipeline in `copy`, or the package of another Python, make the files of an edition into `out`, whose
    text is `inside`; raise ToolFailed.

    It has no network and cannot change `book`, the folder that the copy belongs to, where this machine has a `fence`.
    """
    program = (str(python), "-P", "-m", PACKAGE) if python else (sys.executable, "-m", "pipeline")
    command = [*program, "--book", inside, "edition", "press", version]
    command += ["--out", str(out), "--jobs", str(jobs)]
    with tempfile.TemporaryDirectory() as home:
        words = fence(book or copy, (out, Path(home)))
        try:
            done = subprocess.run(
                [*words, *command],
                cwd=copy,
                env=surroundings(Path(home)),
                capture_output=True,
                timeout=TIMEOUT_S,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as problem:
            raise ToolFailed(f"pipeline: {problem}") from problem
    if done.returncode:
        raise ToolFailed(f"pipeline: {(done.stderr or done.stdout).decode('utf-8', 'replace').strip()}")
    made = FolderWorkspace(out)
    return {path: made.read(path) for path in made.files(".")}


def is_fenced(book: Path) -> bool:
    """Say whether a program can be kept from the network and from changing the book's folder on this machine."""
    with tempfile.TemporaryDirectory() as home:
        return bool(fence(book, (Path(home),)))


def _has_program(folder: Path) -> bool:
    return (folder / "pipeline" / "__main__.py").is_file()

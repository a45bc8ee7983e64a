"""The pipeline as it was in another commit, run on the book of that commit. The only module that runs it.

A verified edition must not differ because the program has grown since; so its own program makes it again, with the
libraries that are installed now. It is somebody's program all the same: it runs behind a fence, where there is one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from .fence import fence, surroundings
from .workspace import FolderWorkspace, ToolFailed

HERE = Path(__file__).resolve().parents[1]
PROGRAM = ("pipeline", "templates")
TIMEOUT_S = 1800


def is_other(copy: Path) -> bool:
    """Say whether a folder holds a pipeline that is not this one."""
    return (copy / "pipeline" / "__main__.py").is_file() and program(copy) != program(HERE)


def program(folder: Path = HERE) -> dict[str, bytes]:
    """Read the files that a pipeline consists of, by path."""
    files = FolderWorkspace(folder)
    paths = (path for place in PROGRAM for path in files.files(place))
    return {path: files.read(path) for path in paths if "__pycache__" not in path and "/_theme/" not in path}


def press(copy: Path, version: str, out: Path, jobs: int, book: Path | None = None) -> dict[str, bytes]:
    """Let the pipeline in `copy` make the files of an edition into `out`; raise ToolFailed.

    It has no network and cannot change `book`, the folder that the copy belongs to, where this machine has a `fence`.
    """
    command = [sys.executable, "-m", "pipeline", "--book", ".", "edition", "press", version]
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

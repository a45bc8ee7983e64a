"""The program that a book asks for, where that is another version than this: whether it is there, and what fetches it.

program.lock names it, and the launcher, which comes with this program, fetches it; see launcher/.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from .program import VERSION
from .workspace import FolderWorkspace, ToolFailed

LOCK = "program.lock"
PACKAGE = "workbook_pipeline"
STARTER = "workbook"
_HOME = Path(__file__).resolve().parent
# Inside an installed wheel the launcher lies in the package, in a checkout beside it.
LAUNCHER = next(place for place in (_HOME / "_launcher", _HOME.parent) if (place / "launcher").is_dir())
_PIN = re.compile(r"^workbook-pipeline==(\S+) --hash=sha256:[0-9a-f]{64}\r?$", re.MULTILINE)


def other_version(book: Path) -> str:
    """The version that a book has chosen, where it is not this program's; empty else."""
    try:
        text = FolderWorkspace(book).read(LOCK).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    found = _PIN.search(text)
    return found[1] if found and found[1] != VERSION else ""


def find(book: Path) -> Path | None:
    """The Python of the program that a book has chosen, if it was fetched before."""
    done = _launch(book, "--kept")
    return Path(done.stdout.strip()) if done.returncode == 0 else None


def fetch(book: Path, language: str) -> Path:
    """Fetch the program that a book asks for, and keep the choice in its program.lock; the launcher says on the way
    what it does. Raises ToolFailed."""
    done = _launch(book, "--lang", language, stderr=None)
    if done.returncode:
        raise ToolFailed("launcher")
    return Path(done.stdout.strip())


def become(python: Path, arguments: Sequence[str]) -> None:
    """Go on as another version of this program."""
    sys.stdout.flush()
    os.execv(python, [str(python), "-P", "-m", PACKAGE, *arguments])


def starter_files() -> Mapping[str, bytes]:
    """The launcher as a book carries it, by path."""
    home = FolderWorkspace(LAUNCHER)
    return {path: home.read(path) for path in (STARTER, *home.files("launcher", (".py",)))}


def _launch(book: Path, *words: str, stderr: int | None = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "launcher.programs", str(book.resolve()), *words]
    try:
        return subprocess.run(
            command, cwd=LAUNCHER, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, text=True
        )
    except OSError as problem:
        raise ToolFailed(f"launcher: {problem}") from problem

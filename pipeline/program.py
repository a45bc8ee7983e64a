"""What this program is: a digest of its sources and of the libraries that it works with, so that nothing made by
another version is taken for this one's. What else is installed, such as tools for tests, makes no difference."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from .workspace import FolderWorkspace

# Versions of the program are tagged program-X.Y.Z: tags of editions have no word before their number.
VERSION = "0.2.0"
NAMED = f"workbook-pipeline {VERSION}"
SOURCES = (".py", ".lua")
LOCK = "requirements.lock"
_HOME = Path(__file__).resolve().parent
# Inside an installed wheel the lock lies in the package, in a checkout beside it.
_LOCKS = (_HOME / "_requirements.lock", _HOME.parent / LOCK)


@cache
def fingerprint() -> str:
    """Hash the program's files, by name and content, with Python's version and the libraries' names."""
    home = FolderWorkspace(_HOME)
    total = hashlib.sha256("\n".join((sys.version, *libraries())).encode())
    for path in home.files(".", SOURCES):
        total.update(hashlib.sha256(path.encode()).digest() + hashlib.sha256(home.read(path)).digest())
    return total.hexdigest()


def libraries(locks: Sequence[Path] = _LOCKS) -> tuple[str, ...]:
    """List the libraries that the lock names, as they are installed, name and version: that is how their folders of
    facts are called (PEP 376). Without a lock all that are installed."""
    found = {folder.name for place in sys.path for folder in Path(place).glob("*.dist-info")}
    lock = lock_file(locks)
    if lock is None:
        return tuple(sorted(found))
    text = FolderWorkspace(lock.parent).read(lock.name).decode()
    wanted = set(map(_normal, re.findall(r"^([\w.-]+)==", text, re.MULTILINE)))
    return tuple(sorted(name for name in found if _normal(name.partition("-")[0]) in wanted))


def lock_file(locks: Sequence[Path] = _LOCKS) -> Path | None:
    """The list of the libraries that the program was written for, if it is there."""
    return next((path for path in locks if path.is_file()), None)


def _normal(name: str) -> str:
    """A name as all spellings of it are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()

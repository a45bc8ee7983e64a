"""What this program is: a digest of its sources and of the libraries beside it, so that nothing made by another version
is taken for this one's."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

from pipeline.workspace import FolderWorkspace

SOURCES = (".py", ".lua")


@cache
def fingerprint() -> str:
    """Hash the program's files, by name and content, with Python's version and the libraries' names."""
    home = FolderWorkspace(Path(__file__).parent)
    total = hashlib.sha256("\n".join((sys.version, *libraries())).encode())
    for path in home.files(".", SOURCES):
        total.update(hashlib.sha256(path.encode()).digest() + hashlib.sha256(home.read(path)).digest())
    return total.hexdigest()


def libraries() -> tuple[str, ...]:
    """List the installed libraries, name and version: that is how their folders of facts are called (PEP 376)."""
    return tuple(sorted({folder.name for place in sys.path for folder in Path(place).glob("*.dist-info")}))

"""What this program is: a digest of its sources, so that nothing made by another version is taken for this one's."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pipeline.workspace import FolderWorkspace

SOURCES = (".py", ".lua")


@cache
def fingerprint() -> str:
    """Hash the program's files, by name and content."""
    home = FolderWorkspace(Path(__file__).parent)
    total = hashlib.sha256()
    for path in home.files(".", SOURCES):
        total.update(hashlib.sha256(path.encode()).digest() + hashlib.sha256(home.read(path)).digest())
    return total.hexdigest()

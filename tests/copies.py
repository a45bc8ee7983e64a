"""A copy of the checkout, in which a program may be made wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = (".git", ".venv*", "build", "node_modules", "__pycache__", ".*_cache", ".hypothesis")


def copy_checkout(place: Path) -> None:
    """Copy all that tests may read to a place that is not there yet: a part of it makes some fail."""
    shutil.copytree(ROOT, place, ignore=shutil.ignore_patterns(*LEFT_OUT))

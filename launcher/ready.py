"""Whether .venv holds what the locks ask for. Asked at every start, so it imports next to nothing.

A marker file in .venv, written last, holds everything that the environment depends on: the Python, the place and the
lock itself. If it differs, or is not there, the environment is made anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

LOCKS = ("requirements.lock", "requirements-test.lock")
FOLDER = ".venv"
# Where macOS package managers put libraries; the system itself does not look there.
MAC_LIBRARIES = ("/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib")


def is_ready(root: str, locks: Sequence[str]) -> bool:
    """Whether all these locks are installed."""
    return os.path.exists(python_of(root)) and all(
        read(marker_of(os.path.join(root, FOLDER), lock)) == expected(root, lock) for lock in locks
    )


def expected(root: str, lock: str) -> bytes:
    """What the marker of this lock says when it is installed here."""
    # A place whose name this Python cannot read, in a locale of ASCII, still has its bytes.
    head = b"%d.%d %s\n" % (*sys.version_info[:2], os.fsencode(root))
    return head + read(os.path.join(root, lock))


def marker_of(environment: str, lock: str) -> str:
    """Where an environment keeps the marker of a lock."""
    return os.path.join(environment, lock + ".installed")


def python_of(root: str) -> str:
    """The environment's Python."""
    return os.path.join(root, FOLDER, "bin", "python")


def read(path: str) -> bytes:
    """A file's bytes; a missing file has none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""

"""The book's cache, as far as it is our own: what is in it is believed, so nobody else may have filled it.

Its files are sealed with a secret of this machine (`cache`). A cache that git keeps came with the book; one behind a
symbolic link is somebody else's folder.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from . import cache, history
from .diagnostics import Checked, Span, diagnose
from .workspace import Linked, WorkspaceError, unlinked

PLACE = f"{history.OUTPUT}/.cache"
# https://specifications.freedesktop.org/basedir-spec: what a program keeps between two runs.
STATE, STATE_AT_HOME = "XDG_STATE_HOME", ".local/state"
SECRET = "workbook/cache-secret"
SECRET_BYTES = 32


def open_cache(root: Path) -> Checked[cache.FolderCache | cache.MemoryCache]:
    """Open the cache of the book below `root`; one that ends with this run where the book's is not to be used."""
    try:
        place = unlinked(root / PLACE)
    except Linked:
        return Checked(cache.MemoryCache(), (diagnose("f-047", Span(PLACE), path=PLACE),))
    if place.is_dir() and history.tracks(root, PLACE):
        return Checked(cache.MemoryCache(), (diagnose("f-048", Span(PLACE), path=PLACE),))
    secret = machine_secret()
    if not secret:
        return Checked(cache.MemoryCache(), (diagnose("f-049", Span(PLACE)),))
    return Checked(cache.FolderCache(place, secret))


def machine_secret() -> bytes:
    """Read what only this user of this machine knows, or make it up; empty where there is no place for it."""
    state, home = os.environ.get(STATE, ""), os.environ.get("HOME", "")
    file = Path(state if os.path.isabs(state) else f"{home}/{STATE_AT_HOME}") / SECRET
    if not (os.path.isabs(state) or os.path.isabs(home)):
        return b""
    with suppress(OSError, WorkspaceError):
        if secret := _read(file):
            return secret
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(fresh := f"{file}.{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(secrets.token_bytes(SECRET_BYTES))
        if file.exists() and not _read(file):
            os.replace(fresh, file)
        else:
            # Of two that start at once, one wins.
            with suppress(FileExistsError):
                os.link(fresh, file)
            os.unlink(fresh)
        return _read(file)
    return b""


def _read(file: Path) -> bytes:
    """Read the secret; empty where there is none, or others could read or change it."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return b""
    with os.fdopen(handle, "rb") as opened:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or facts.st_mode & 0o077 or facts.st_uid != os.getuid():
            return b""
        secret = opened.read(SECRET_BYTES + 1)
    return secret if len(secret) == SECRET_BYTES else b""

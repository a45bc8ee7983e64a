"""The files of an edition as they lie below build/editions/, or as an archive has them, below build/deposits/: read,
and held against their checksums."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from ..artifacts import Artifacts
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..history import OUTPUT
from ..record.edition import FOLDER, Edition
from ..workspace import Workspace, WorkspaceError
from .deposit import FOLDER as DEPOSITS


def files_of(workspace: Workspace, edition: Edition) -> Checked[Artifacts]:
    """Read an edition's files; nothing goes out that is not what was cut."""
    record = edition.record
    files: dict[str, bytes] = {}
    deposit = _Deposit(workspace, f"{OUTPUT}/{DEPOSITS}/{record.version}")
    wrong: list[str] = []
    for path, total in record.outputs.items():
        data = _read(workspace, f"{OUTPUT}/{FOLDER}/{record.version}/{path}")
        if data is None:
            data = deposit.read(path)
        files |= {} if data is None else {path: data}
        if data is None or hashlib.sha256(data).hexdigest() != total:
            wrong.append(path)
    found: tuple[Diagnostic, ...] = ()
    if wrong:
        place = Span(f"{OUTPUT}/{FOLDER}/{record.version}")
        found = (diagnose("e-041", place, version=record.version, count=len(wrong), file=wrong[0]),)
    return Checked(files, found)


class _Deposit:
    """The files of an edition as `deposit` makes them for an archive: each folder is a zip."""

    def __init__(self, workspace: Workspace, place: str) -> None:
        self._workspace, self._place = workspace, place
        self._folders: dict[str, ZipFile | None] = {}

    def read(self, path: str) -> bytes | None:
        folder, inside, _ = path.partition("/")
        if not inside:
            return _read(self._workspace, f"{self._place}/{path}")
        if folder not in self._folders:
            self._folders[folder] = self._open(f"{self._place}/{folder}.zip")
        kept = self._folders[folder]
        with suppress(KeyError, BadZipFile, OSError, ValueError):
            return kept.read(path) if kept else None
        return None

    def _open(self, place: str) -> ZipFile | None:
        with suppress(BadZipFile, ValueError):
            data = _read(self._workspace, place)
            return ZipFile(BytesIO(data)) if data is not None else None
        return None


def _read(workspace: Workspace, path: str) -> bytes | None:
    try:
        return workspace.read(path)
    except (FileNotFoundError, WorkspaceError):
        return None

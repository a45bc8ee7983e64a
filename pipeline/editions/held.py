"""The files of an edition as they lie below build/editions/: read, and held against their checksums."""

from __future__ import annotations

import hashlib

from ..artifacts import Artifacts
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..history import OUTPUT
from ..record.edition import FOLDER, Edition
from ..workspace import Workspace, WorkspaceError


def files_of(workspace: Workspace, edition: Edition) -> Checked[Artifacts]:
    """Read an edition's files; nothing goes out that is not what was cut."""
    record = edition.record
    files: dict[str, bytes] = {}
    wrong: list[str] = []
    for path, total in record.outputs.items():
        try:
            files[path] = workspace.read(f"{OUTPUT}/{FOLDER}/{record.version}/{path}")
        except (FileNotFoundError, WorkspaceError):
            wrong.append(path)
            continue
        if hashlib.sha256(files[path]).hexdigest() != total:
            wrong.append(path)
    found: tuple[Diagnostic, ...] = ()
    if wrong:
        place = Span(f"{OUTPUT}/{FOLDER}/{record.version}")
        found = (diagnose("e-041", place, version=record.version, count=len(wrong), file=wrong[0]),)
    return Checked(files, found)

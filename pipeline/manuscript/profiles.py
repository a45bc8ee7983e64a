"""The colour profile that a printing house gave: a path in, its bytes out (ICC.1, 7.2: the header of a profile)."""

from __future__ import annotations

from ..diagnostics import Checked, diagnose
from ..spelling import nearest_path
from ..workspace import Workspace, WorkspaceError
from .model import ChapterEntry

HEADER, SPACE, CLASS, SIGNATURE = 128, slice(16, 20), slice(12, 16), slice(36, 40)
ENDINGS = (".icc", ".icm")
PRINTS, INKS, PROFILE = b"prtr", b"CMYK", b"acsp"


def read_profile(workspace: Workspace, entry: ChapterEntry) -> Checked[bytes]:
    """Read a profile; nothing where none is named, where it is not there (m-138), or for other colours (m-131)."""
    if not entry.path:
        return Checked(b"")
    try:
        data = workspace.read(entry.path)
    except (FileNotFoundError, WorkspaceError):
        folder = entry.path.rpartition("/")[0]
        near = nearest_path(entry.path, workspace.files(folder, ENDINGS)) if folder else ""
        return Checked(b"", (diagnose("m-138", entry.span, path=entry.path, suggestion=near),))
    if not is_for_inks(data):
        return Checked(b"", (diagnose("m-131", entry.span, path=entry.path),))
    return Checked(data)


def is_for_inks(data: bytes) -> bool:
    """Whether these are the bytes of a profile that says how four inks come out on paper."""
    head = len(data) > HEADER and data[SIGNATURE] == PROFILE
    return head and data[SPACE] == INKS and data[CLASS] == PRINTS

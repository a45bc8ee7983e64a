"""The editions that were cut, as their records in editions/ tell."""

from __future__ import annotations

from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..workspace import Workspace, WorkspaceError
from .edition import BLOCKS, FOLDER, RECORD, BrokenRecord, Edition, order_of, read_edition

MOST_BYTES = 100_000_000


def read_editions(workspace: Workspace, before: str = "") -> Checked[tuple[Edition, ...]]:
    """Read every edition, or those before a version, oldest first; a damaged record is named and left out."""
    editions: list[Edition] = []
    found: list[Diagnostic] = []
    for path in workspace.files(FOLDER, (f"/{RECORD}",)):
        version = path.split("/")[1]
        if is_version(before) and is_version(version) and order_of(version) >= order_of(before):
            continue
        try:
            edition = read_edition(*(workspace.read(one, MOST_BYTES) for one in (path, f"{FOLDER}/{version}/{BLOCKS}")))
            if edition.record.version != version:
                raise BrokenRecord(edition.record.version)
            editions.append(edition)
        except (BrokenRecord, FileNotFoundError, WorkspaceError) as problem:
            found.append(diagnose("e-021", Span(path), version=version, problem=problem))
    return Checked(tuple(sorted(editions, key=lambda edition: order_of(edition.record.version))), tuple(found))


def is_version(text: str) -> bool:
    """Say whether a text is the number of an edition."""
    try:
        return bool(order_of(text))
    except ValueError:
        return False

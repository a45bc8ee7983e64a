"""What git asks before it commits: whether a picture is too large. A hook asks, which goes in and out by one line."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from . import history
from .diagnostics import Diagnostic, Span, diagnose
from .manuscript.pictures import ENDINGS, MANY_BYTES
from .workspace import FolderWorkspace, ToolFailed

HOOK = "pre-commit"
# What a camera or a drawing program saves; no book has them, but somebody may put them beside it.
PICTURES = (*ENDINGS, *(f".{one}" for one in ("tif", "tiff", "bmp", "heic", "heif", "avif", "psd", "xcf", "eps", "ai")))
SIGN = "# workbook: a picture that is too large is told before it is committed"
# Only what we have told stops a commit (status 1); a program that is not there or cannot run does not.
SCRIPT = """#!/bin/sh
{sign}; taken out again by `merge-driver remove`.
[ -x {program} ] || exit 0
{program} merge-driver staged "$GIT_INDEX_FILE"
[ $? -ne 1 ]
"""
SCOPES = ("--worktree", "--local", "--global", "--system")


def install(root: Path, program: str) -> tuple[Diagnostic, ...]:
    """Put the hook there; another's hook stays, and is told (f-431)."""
    place = _place(root)
    if place is None or (place.exists() and not _is_ours(place)):
        return (diagnose("f-431", Span(""), command=f"{program} merge-driver staged"),)
    place.parent.mkdir(parents=True, exist_ok=True)
    script = SCRIPT.format(sign=SIGN, program=shlex.quote(program))
    FolderWorkspace(place.parent).write(place.name, script.encode())
    place.chmod(0o755)
    return ()


def remove(root: Path) -> None:
    """Take ours away."""
    place = _place(root)
    if place is not None and place.exists() and _is_ours(place):
        place.unlink()


def told(top: Path, index: str) -> Iterator[Diagnostic]:
    """Name the pictures that are too large of those that are about to be committed (f-430); `index` is the file that
    git says it commits from, if it is another than usual. Raises ToolMissing or ToolFailed."""
    more = {"GIT_INDEX_FILE": str(Path(index).absolute())} if index else {}
    listed = history.must(
        top, "diff", "--cached", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=AM", "-z", more=more
    )
    # `:mode mode hash hash state`, then the path; what is in a repository inside is not ours.
    fields = listed.rstrip("\0").split("\0")
    blobs = {path: state.split()[3] for state, path in zip(fields[::2], fields[1::2], strict=False) if path}
    pictures = [path for path in sorted(blobs) if path.casefold().endswith(PICTURES)]
    asked = "".join(f"{blobs[path]}\n" for path in pictures).encode()
    said = history.must(top, "cat-file", "--batch-check=%(objectsize)", given=asked) if pictures else ""
    for path, size in zip(pictures, said.split("\n"), strict=False):
        if size.isdigit() and int(size) > MANY_BYTES:
            most, large = f"{MANY_BYTES / 1e6:.0f} MB", f"{int(size) / 1e6:.1f} MB"
            yield diagnose("f-430", Span(path), path=path, size=large, most=most)


def _place(root: Path) -> Path | None:
    """Where git looks for the hook; None where somebody has said another place, which other repositories may share."""
    if any(_setting(root, scope) for scope in SCOPES):
        return None
    return Path(root, history.must(root, "rev-parse", "--git-common-dir"), "hooks", HOOK)


def _setting(root: Path, scope: str) -> str:
    try:
        return history.must(root, "config", scope, "--get", "core.hooksPath")
    except ToolFailed:
        return ""  # not set, or no such scope


def _is_ours(place: Path) -> bool:
    return SIGN.encode() in FolderWorkspace(place.parent).read(place.name)

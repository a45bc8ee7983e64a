"""What git knows about the book's folder. The only module that runs git; without git, or outside a repository,
everything is empty."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class Revision:
    """The commit a draft was made from: short hash, "+" when files were changed since, and its ISO date."""

    commit: str = ""
    date: str = ""


def read_revision(root: Path) -> Revision:
    """Ask git for the last commit that touched the repository of `root`; never fails."""
    # %h is the short hash, %cs the committer's date as yyyy-mm-dd.
    line = _git(root, "log", "-1", "--format=%h %cs").strip()
    commit, _, date = line.partition(" ")
    if not commit:
        return Revision()
    changed = _git(root, "status", "--porcelain", "--", ".", ":(exclude)build").strip()
    return Revision(commit + ("+" if changed else ""), date)


def _git(root: Path, *arguments: str) -> str:
    # A repository from a stranger must not start a program of its own: no file-system monitor.
    command = ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", str(root), *arguments]
    try:
        result = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return result.stdout.decode("utf-8", "replace") if result.returncode == 0 else ""

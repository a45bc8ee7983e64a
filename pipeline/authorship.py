"""Who changed a file of the book last, and when, and who has commits, as git has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .history import STATUS, must, prefix, refuse_strange
from .workspace import ToolFailed, ToolMissing

# Umlauts in names as they are.
_PLAIN = ("-c", "core.quotePath=false")
PENDING = "+"


@dataclass(frozen=True, slots=True)
class Change:
    """When a file was changed last, as ISO date, with PENDING where something of it is not committed, and by whom."""

    date: str = ""
    name: str = ""


def last_changes(root: Path, folders: Iterable[str]) -> dict[str, Change]:
    """Ask git once for all files in these folders of the book; nothing without git or before the first commit."""
    try:
        refuse_strange(root)
        within = ("--", *folders)
        listed = must(root, *_PLAIN, "log", "--format=%x00%cs %aN", "--name-only", "--relative", *within)
        status = must(root, *STATUS, "-z", "--untracked-files=all", "--no-renames", *within)
        before = prefix(root)
    except (ToolMissing, ToolFailed):
        return {}
    pending = {line[3:].removeprefix(before) for line in status.split("\0") if line}
    found = {path: Change(PENDING) for path in pending}
    for commit in reversed(listed.split("\0")[1:]):
        head, *paths = commit.splitlines()
        date, _, name = head.partition(" ")
        found |= {path: Change(date + PENDING * (path in pending), name) for path in paths if path}
    return found


def commits_by(root: Path, folders: Iterable[str]) -> dict[str, int]:
    """Count the commits to these folders by who made them or is named as co-author; nothing without git."""
    try:
        refuse_strange(root)
        form = "--format=%x00%aN%n%(trailers:key=Co-authored-by,valueonly)"
        listed = must(root, *_PLAIN, "log", form, "--", *folders)
    except (ToolMissing, ToolFailed):
        return {}
    found: Counter[str] = Counter()
    for commit in listed.split("\0")[1:]:
        found.update({name for line in commit.splitlines() if (name := line.partition("<")[0].strip())})
    return dict(found)

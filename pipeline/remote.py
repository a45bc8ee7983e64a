"""Another copy of the repository, and the way there and back: what was committed there comes in, what was committed
here goes out. Nothing that somebody has staged is touched, and no merge is ever left open.

Git talks to the upstream of the branch and to nobody else, with the user's own way to sign in: what the repository says
of programs for that counts for nothing (`repository`). Raises ToolMissing or ToolFailed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import history
from .history import must
from .repository import FOREIGN_SCOPES
from .workspace import ToolFailed

PROTOCOLS = ("https", "ssh", "file")
SSH = "ssh -oBatchMode=yes"
ALLOWED = tuple(word for name in PROTOCOLS for word in ("-c", f"protocol.{name}.allow=always"))
PLAIN, EXECUTABLE = "100644", "100755"
GONE = "0" * 6
# base, ours, theirs → both put together; None when that is no text.
Settle = Callable[[str, bytes, bytes, bytes], bytes | None]


class Unsettled(Exception):
    """What cannot be put together by a program: the path, and why (`staged`, `special`, `both`)."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where the present branch comes from: the remote's name, and its name there."""

    remote: str
    branch: str

    @property
    def name(self) -> str:
        """The branch as people name it."""
        return self.branch.removeprefix("refs/heads/")

    @property
    def tracking(self) -> str:
        """What we call it."""
        return f"refs/remotes/{self.remote}/{self.name}"


@dataclass(frozen=True, slots=True)
class Change:
    """A file from the repository's top, before and after; None where there is none."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Move:
    """A file that has another name now, and what it says there."""

    path: str
    to: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Joined:
    """The commit that has both sides, the one that it is made on, and what differs between them.

    A file that moved is in `moves` and not in `changes`."""

    commit: str
    parent: str
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: str
    blob: str


# Path → what it was and what it became.
Sides = Mapping[str, tuple[_Entry | None, _Entry | None]]


def upstream_of(root: Path) -> Upstream | None:
    """Where the branch comes from and goes to; None when there is nothing such."""
    branch = history.branch(root).removeprefix("refs/heads/")
    try:
        remote, merge = (must(root, "config", f"branch.{branch}.{name}") for name in ("remote", "merge"))
    except ToolFailed:
        return None
    return Upstream(remote, merge) if branch and remote != "." and not remote.startswith("-") else None


def fetch(root: Path, upstream: Upstream) -> str:
    """Get what is there; return its commit, empty when there is none yet."""
    history.refuse_strange(root)
    there = _talk(root, "ls-remote", "--upload-pack=git-upload-pack", upstream.remote, upstream.branch)
    if not there:
        return ""
    way = ("--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--upload-pack=git-upload-pack")
    _talk(root, "fetch", "--quiet", *way, upstream.remote, f"+{upstream.branch}:{upstream.tracking}")
    return must(root, "rev-parse", "--verify", upstream.tracking)


def push(root: Path, upstream: Upstream) -> None:
    """Bring our commits there. Who was quicker is asked first, the next time."""
    way = ("--no-verify", "--receive-pack=git-receive-pack", "--no-signed", "--recurse-submodules=no")
    _talk(root, "push", "--quiet", *way, upstream.remote, f"HEAD:{upstream.branch}")


def join(root: Path, theirs: str, message: str, settle: Settle) -> Joined | None:
    """Put our commits and theirs together, in the repository alone; None when theirs are in ours, or somebody is in the
    middle of a merge. Raises Unsettled."""
    history.refuse_strange(root)
    top, ours = history.top(root), history.head(root)
    if not ours or history.is_in_between(root):
        return None
    base = must(top, "merge-base", ours, theirs)
    if base == theirs:
        return None
    commit = theirs if base == ours else _merge(top, (base, ours, theirs), message, settle)
    entries = {path: new for path, _, new in _between(top, ours, commit)}
    renamed = _renamed(top, ours, commit)
    moves = tuple(
        Move(path, renamed[path], _read(top, old) or b"", _read(top, entries[renamed[path]]) or b"")
        for path, old, _ in _between(top, ours, commit)
        if path in renamed
    )
    moved = {name for move in moves for name in (move.path, move.to)}
    changes = tuple(
        Change(path, _read(top, old), _read(top, new))
        for path, old, new in _between(top, ours, commit)
        if path not in moved
    )
    staged = set(must(top, "diff", "--cached", "--name-only", "--no-renames", "-z").split("\0"))
    for path in entries:
        if path in staged:
            raise Unsettled(path, "staged")
    return Joined(commit, ours, changes, moves, tuple(_line(path, entry) for path, entry in entries.items()))


def finish(root: Path, joined: Joined) -> None:
    """Let the branch be where both sides are; the files hold it already. Fails when somebody committed meanwhile."""
    top = history.top(root)
    if history.head(root) != joined.parent:
        raise ToolFailed("git: the branch has moved")
    must(top, "update-index", "-z", "--index-info", given="\0".join((*joined.entries, "")).encode())
    must(top, "update-ref", "-m", "sprint: join", "HEAD", joined.commit, joined.parent)


def _merge(top: Path, commits: tuple[str, str, str], message: str, settle: Settle) -> str:
    base, ours, theirs = commits
    mine = {path: (old, new) for path, old, new in _between(top, base, ours)}
    new_there = {path: (old, new) for path, old, new in _between(top, base, theirs)}
    settled = {
        **_follow(top, _renamed(top, base, theirs), mine, new_there, settle),
        **_follow(top, _renamed(top, base, ours), new_there, mine, settle),
    }
    for path, (old, new) in new_there.items():
        if path not in settled:
            settled[path] = _settled(top, path, old, mine[path][1], new, settle) if path in mine else new
    lines = [_line(path, entry) for path, entry in settled.items() if path not in mine or entry != mine[path][1]]
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        must(top, "read-tree", ours, more=index)
        must(top, "update-index", "-z", "--index-info", given="\0".join((*lines, "")).encode(), more=index)
        tree = must(top, "write-tree", more=index)
    return must(top, "commit-tree", tree, "-p", ours, "-p", theirs, given=message.encode())


def _follow(
    top: Path, renamed: Mapping[str, str], here: Sides, there: Sides, settle: Settle
) -> dict[str, _Entry | None]:
    """What becomes of files that were renamed `there` and written `here`: one file, under the new name."""
    found: dict[str, _Entry | None] = {}
    for path, to in renamed.items():
        old, written = here.get(path, (None, None))
        if written and to not in here:
            found |= {path: None, to: _settled(top, to, old, written, there[to][1], settle)}
    return found


def _renamed(top: Path, one: str, other: str) -> dict[str, str]:
    """The files that have another name in the other commit, old and new, as git finds them by what they say."""
    fields = iter(must(top, "diff-tree", "-r", "-z", "-M", "--diff-filter=R", one, other).split("\0"))
    return {next(fields): next(fields) for facts in fields if facts.startswith(":")}


def _settled(
    top: Path, path: str, base: _Entry | None, ours: _Entry | None, theirs: _Entry | None, settle: Settle
) -> _Entry | None:
    """What a file becomes that both sides changed: who writes wins over who deletes."""
    if ours is None or theirs is None or ours == theirs:
        return ours or theirs
    before = _read(top, base) or b""
    text = settle(path, before, _read(top, ours) or b"", _read(top, theirs) or b"")
    if text is None:
        raise Unsettled(path, "both")
    return _Entry(ours.mode, must(top, "hash-object", "-w", "--stdin", given=text))


def _between(top: Path, one: str, other: str) -> Iterator[tuple[str, _Entry | None, _Entry | None]]:
    """The files in which two commits differ. Raises Unsettled for what is no plain file."""
    fields = must(top, "diff-tree", "-r", "-z", "--no-renames", one, other).split("\0")
    for facts, path in zip(fields[::2], fields[1::2], strict=False):
        modes, blobs = facts.lstrip(":").split(" ")[:2], facts.split(" ")[2:4]
        if {*modes} - {PLAIN, EXECUTABLE, GONE} or ".sprint" in path.split("/"):
            raise Unsettled(path, "special")
        old, new = (_Entry(mode, blob) if mode != GONE else None for mode, blob in zip(modes, blobs, strict=True))
        yield path, old, new


def _line(path: str, entry: _Entry | None) -> str:
    return f"{entry.mode} {entry.blob}\t{path}" if entry else f"0 {'0' * 40}\t{path}"


def _read(top: Path, entry: _Entry | None) -> bytes | None:
    return history.read_blob(top, entry.blob) if entry else None


def _talk(root: Path, *arguments: str) -> str:
    """Let git speak to the remote, with the user's way to sign in."""
    listed = must(root, "config", "--list", "--show-scope", "-z")
    own = [
        (name, value) for name, value in _own(listed) if name == "credential.helper" or name.startswith("credential.")
    ]
    helpers = tuple(word for name, value in own for word in ("-c", f"{name}={value}"))
    ssh = dict(_own(listed)).get("core.sshcommand") or os.environ.get("GIT_SSH_COMMAND") or SSH
    more = {"GIT_ALLOW_PROTOCOL": ":".join(PROTOCOLS), "GIT_SSH_COMMAND": ssh}
    return must(root, *arguments, more=more, options=(*ALLOWED, *helpers))


def _own(listed: str) -> Iterator[tuple[str, str]]:
    fields = listed.split("\0")
    for scope, entry in zip(fields[::2], fields[1::2], strict=False):
        name, _, value = entry.partition("\n")
        if scope not in (*FOREIGN_SCOPES, "command"):
            yield name, value

"""What git knows about the book's folder, and what an edition adds to it. The only module that runs git.

Reading gives nothing without git or outside a repository; writing raises ToolMissing or ToolFailed and changes nothing.
A repository may be a stranger's: git starts no program of it and asks nobody for what is not there (`repository`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .repository import OPTIONS, Signing, signing_of, strange_place, strange_settings, surroundings, top_of
from .workspace import ToolFailed, ToolMissing, unlinked

TIMEOUT_S = 10
# Checking a whole repository out takes longer than asking it.
LONG_TIMEOUT_S = 300
OUTPUT = "build"
EVERYTHING = (":/", f":(exclude){OUTPUT}")
# The commits of repositories inside count, what else is in them does not: git would follow their settings.
STATUS = ("status", "--porcelain", "--ignore-submodules=dirty")
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Revision:
    """The commit a draft was made from: short hash, "+" unless nothing was changed since, and its ISO date.

    It is UNKNOWN where the repository has something `foreign`, a setting or a place; `slow` when git did not say in
    time whether anything was changed.
    """

    commit: str = ""
    date: str = ""
    foreign: str = ""
    slow: bool = False


def read_revision(root: Path) -> Revision:
    """Ask git for the last commit that touched the repository of `root`; never fails."""
    if foreign := strange(root):
        return Revision(UNKNOWN, foreign=foreign)
    # %h is the short hash, %cs the committer's date as yyyy-mm-dd.
    line = _git(root, "log", "-1", "--format=%h %cs").strip()
    commit, _, date = line.partition(" ")
    if not commit:
        return Revision()
    changed = _ask(root, *STATUS, "--untracked-files=normal", "--", ".", f":(exclude){OUTPUT}")
    # Who cannot say that nothing was changed must not.
    return Revision(commit + ("" if changed == b"" else "+"), date, slow=changed is None)


def strange(root: Path) -> str:
    """Name what of the repository of `root` would run a program or is another's: a setting, or a place; empty when
    there is nothing, or no repository or git."""
    if shutil.which("git") is None:
        return ""
    if place := strange_place(root):
        return place
    if top_of(root) is None:
        return ""
    listed = _ask(root, "config", "--list", "--show-scope", "-z")
    return ".git/config" if listed is None else strange_settings(root, os.fsdecode(listed))


def is_installed() -> bool:
    """Say whether there is a git."""
    return shutil.which("git") is not None


def is_in_repository(root: Path) -> bool:
    """Say whether the book came with its history; a download of its files alone has none."""
    return top_of(root) is not None


def branch(root: Path) -> str:
    """Name the branch that the next commit goes to; empty when there is none (a detached HEAD)."""
    return _git(root, "symbolic-ref", "--quiet", "HEAD").strip()


def why_nameless(root: Path) -> str:
    """Say why git knows nobody who commits; empty when it knows somebody."""
    for role in ("AUTHOR", "COMMITTER"):
        try:
            must(root, "var", f"GIT_{role}_IDENT")
        except ToolFailed as problem:
            return str(problem).strip().splitlines()[-1]
    return ""


def why_unsigned(root: Path) -> str:
    """Sign something that nobody sees; say why it cannot be done, empty when it can or is not wanted."""
    signing = _signing(root)
    if not (signing.commits or signing.tags):
        return ""
    try:
        with _aside(root) as more:
            tree = must(root, "hash-object", "-t", "tree", "-w", "--stdin", more=more)
            must(root, "commit-tree", "-S", tree, given=b"-\n", more=more, options=signing.options)
    except ToolFailed as problem:
        return " ".join(str(problem).split())
    return ""


def size_of(root: Path, commit: str) -> int:
    """Count the bytes of all files of a commit."""
    sizes = (line.split()[3] for line in _git(root, "ls-tree", "-r", "-l", "--full-tree", commit).splitlines())
    return sum(int(size) for size in sizes if size.isdigit())


def fork_of(root: Path, name: str) -> str:
    """Name the commit at which the present one parted from a branch, tag or commit; empty without such a name."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
    return (_git(root, "merge-base", "HEAD", commit).strip() or commit) if commit else ""


def paths_in(root: Path, commit: str) -> tuple[str, ...]:
    """List all files of a commit, from the repository's top."""
    return tuple(_git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).split("\0")[:-1])


def tracks(root: Path, path: str) -> bool:
    """Say whether git keeps a file or folder of the book."""
    return top_of(root) is not None and bool(_ask(root, "ls-files", "-z", "--", path))


def head(root: Path) -> str:
    """Name the present commit in full; empty outside a repository or before the first commit."""
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()


def commit_of(root: Path, name: str) -> str:
    """Name the commit that a tag stands for; empty when there is no such tag."""
    return _git(root, "rev-parse", "--verify", "--quiet", f"refs/tags/{name}^{{commit}}").strip()


def tags(root: Path) -> tuple[str, ...]:
    """List all tags, sorted by name."""
    return tuple(must(root, "tag", "--list").split())


def texts_before(root: Path, moment: str, paths: Iterable[str]) -> dict[str, str]:
    """Read files of the book as the last commit before a moment has them; nothing where there is none."""
    commit = _git(root, "rev-list", "-1", f"--before={moment}", "HEAD").strip()
    found = ((path, read_at(root, commit, path)) for path in paths) if commit else ()
    return {path: data.decode("utf-8", "replace") for path, data in found if data is not None}


def read_blob(root: Path, blob: str) -> bytes:
    """Read what is kept under a name."""
    data = _ask(root, "cat-file", "blob", blob)
    if data is None:
        raise ToolFailed(f"git cat-file: {blob}")
    return data


def uncommitted(root: Path) -> tuple[str, ...]:
    """List what is changed or new in the whole repository, from its top, without what was built."""
    # A status that could not be had is not a clean one.
    refuse_strange(root)
    entries = must(root, *STATUS, "-z", "--no-renames", "--untracked-files=all", "--", *EVERYTHING)
    return tuple(sorted(entry[3:] for entry in entries.split("\0") if entry))


def prefix(root: Path) -> str:
    """Give the way from the repository's top to the book: "" or "books/one/"."""
    return _git(root, "rev-parse", "--show-prefix").strip()


def read_at(root: Path, commit: str, path: str) -> bytes | None:
    """Read a file as it was in a commit; `path` counts from the book's folder."""
    return _ask(root, "cat-file", "blob", f"{commit}:./{path}")


def added_by(root: Path, path: str) -> str:
    """Name the last commit that brought a file, empty when none did."""
    return _git(root, "log", "-1", "--format=%H", "--diff-filter=A", "--", path).strip()


@contextmanager
def checked_out(root: Path, commit: str, name: str) -> Iterator[Path]:
    """Lay a commit out in a folder of its own below build/ and give the book's folder in it."""
    refuse_strange(root)
    place = unlinked(root / OUTPUT / name)
    _forget(root, place)
    try:
        must(root, "worktree", "add", "--quiet", "--detach", str(place), commit)
        yield place / prefix(root)
    finally:
        _forget(root, place)


def try_index(root: Path) -> None:
    """Raise ToolFailed while another git holds the index, or one that was killed has left its lock."""
    must(root, "update-index", "--force-write-index")


def stage(root: Path, paths: tuple[str, ...]) -> None:
    """Put files into the index."""
    refuse_strange(root)
    must(root, "add", "--force", "--", *paths)


def discard(root: Path, folder: str) -> None:
    """Take new files in a folder out of the index and off the disk; what is committed stays as it is."""
    must(root, "reset", "--quiet", "--", folder)
    must(root, "clean", "-d", "--force", "--quiet", "-x", "--", folder)


def restore(root: Path, paths: tuple[str, ...]) -> None:
    """Make files what they are in the last commit, on the disk and in the index."""
    if paths:
        must(root, "checkout", "--quiet", "HEAD", "--", *paths)


def commit_and_tag(root: Path, parent: str, files: Mapping[str, bytes], message: str, tag: str) -> str:
    """Commit files on top of `parent` and tag that, both in one step or neither; return the commit.

    The working folder and its index are not looked at. Fails when the branch has left `parent`, or the tag exists.
    """
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        must(root, "read-tree", parent, more=index)
        for path, data in sorted(files.items()):
            blob = must(root, "hash-object", "-w", "--stdin", given=data)
            must(root, "update-index", "--add", "--cacheinfo", f"100644,{blob},{prefix(root)}{path}", more=index)
        tree = must(root, "write-tree", more=index)
    signing = _signing(root)
    sign = ("-S",) if signing.commits else ()
    commit = must(root, "commit-tree", *sign, tree, "-p", parent, given=message.encode(), options=signing.options)
    _move(root, f"update HEAD {commit} {parent}\n", tag, commit, message)
    return commit


def commit_files(root: Path, paths: tuple[str, ...], message: str) -> str:
    """Commit files as they are on the disk and nothing else; return the commit, empty when there was nothing to do.

    What somebody has staged stays staged and is not in it, nor are files that somebody has staged a part of; while a
    merge or a rebase is open, nothing is done. Raises ToolFailed.
    """
    refuse_strange(root)
    if top_of(root) is None or is_in_between(root):
        return ""
    staged = set(must(root, "diff", "--cached", "--name-only", "--relative", "-z", "--", *paths).split("\0"))
    free = tuple(path for path in paths if path not in staged)
    entries = (
        must(root, *STATUS, "-z", "--no-renames", "--untracked-files=all", "--", *free).split("\0") if free else []
    )
    if not any(entries):
        return ""
    before = prefix(root)
    changed = [entry[3:].removeprefix(before) for entry in entries if entry]
    if new := [entry[3:].removeprefix(before) for entry in entries if entry.startswith("??")]:
        must(root, "add", "--intent-to-add", "--", *new)
    must(root, "commit", "--quiet", "--no-verify", "--only", f"--message={message}", "--", *changed)
    return head(root)


def is_in_between(root: Path) -> bool:
    """Whether somebody is in the middle of a merge, a rebase, a pick or a bisection."""
    begun = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG", "rebase-merge", "rebase-apply")
    return any((root / _git(root, "rev-parse", "--git-path", name).strip()).exists() for name in begun)


def tag_commit(root: Path, tag: str, commit: str, message: str) -> None:
    """Tag a commit that has lost its tag."""
    _move(root, "", tag, commit, message)


def top(root: Path) -> Path:
    """Where the repository begins. Raises ToolMissing or ToolFailed outside of one."""
    return Path(must(root, "rev-parse", "--show-toplevel"))


def set_merge_driver(root: Path, name: str, words: str, command: str) -> None:
    """Let this copy of the repository merge with a program; .gitattributes say what."""
    must(root, "config", "--local", f"merge.{name}.name", words)
    must(root, "config", "--local", f"merge.{name}.driver", command)


def remove_merge_driver(root: Path, name: str) -> None:
    """Undo that; what is not there need not go."""
    if _git(root, "config", "--local", "--get-regexp", rf"^merge\.{name}\."):
        must(root, "config", "--local", "--remove-section", f"merge.{name}")


def _move(root: Path, branch: str, tag: str, commit: str, message: str) -> None:
    """Move the branch and make an annotated tag: git does both or neither."""
    made = _make_tag(root, tag, commit, message)
    must(
        root,
        "update-ref",
        "-m",
        message.splitlines()[0],
        "--stdin",
        given=f"{branch}create refs/tags/{tag} {made}\n".encode(),
    )


def _make_tag(root: Path, tag: str, commit: str, message: str) -> str:
    """Make the object of a tag, signed if git is set up so, and give its name; no tag is there yet."""
    signing = _signing(root)
    if not signing.tags:
        tagger = must(root, "var", "GIT_COMMITTER_IDENT")
        text = f"object {commit}\ntype commit\ntag {tag}\ntagger {tagger}\n\n{message}"
        return must(root, "mktag", given=text.encode())
    # Git signs a tag only where it sets it, too: that is a repository that ends here, over the same objects.
    with _aside(root) as more:
        more = {**more, "GIT_OBJECT_DIRECTORY": str(root / must(root, "rev-parse", "--git-path", "objects"))}
        words = ("tag", "--sign", "--cleanup=verbatim", "--file=-", tag, commit)
        must(root, *words, given=message.encode(), more=more, options=signing.options)
        return must(root, "rev-parse", f"refs/tags/{tag}", more=more)


def _signing(root: Path) -> Signing:
    return signing_of(os.fsdecode(_ask(root, "config", "--list", "--show-scope", "-z") or b""))


@contextmanager
def _aside(root: Path) -> Iterator[dict[str, str]]:
    """Give the surroundings of an empty repository that goes away, with the name of who commits to that of `root`."""
    who, _, rest = must(root, "var", "GIT_COMMITTER_IDENT").rpartition(" <")
    address, _, _ = rest.partition("> ")
    names = {
        **{f"GIT_{role}_NAME": who for role in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{role}_EMAIL": address for role in ("AUTHOR", "COMMITTER")},
    }
    kind = must(root, "rev-parse", "--show-object-format")
    with tempfile.TemporaryDirectory() as folder:
        must(root, "init", "--quiet", "--bare", "--template=", f"--object-format={kind}", folder)
        yield {**names, "GIT_DIR": folder}


def _forget(root: Path, place: Path) -> None:
    """Remove a working tree, also one that an interrupted run left."""
    _git(root, "worktree", "remove", "--force", "--force", str(place))
    shutil.rmtree(place, ignore_errors=True)
    _git(root, "worktree", "prune")


def refuse_strange(root: Path) -> None:
    """Raise ToolFailed before git reads or writes working files, for which it may start filters."""
    if foreign := strange(root):
        raise ToolFailed(f"git: {foreign}")


def _git(root: Path, *arguments: str) -> str:
    return (_ask(root, *arguments) or b"").decode("utf-8", "surrogateescape")


def _ask(root: Path, *arguments: str) -> bytes | None:
    """Run git; None when it is not there or says no."""
    try:
        result = _run(root, arguments, TIMEOUT_S)
    except (OSError, subprocess.SubprocessError):
        return None
    return result.stdout if result.returncode == 0 else None


def must(
    root: Path,
    *arguments: str,
    given: bytes = b"",
    more: Mapping[str, str] | None = None,
    options: tuple[str, ...] = (),
) -> str:
    """Run git, which only reads and writes this repository unless `options` and `more` let it; raise ToolMissing or
    ToolFailed."""
    try:
        result = _run(root, (*options, *arguments), LONG_TIMEOUT_S, given, more)
    except subprocess.TimeoutExpired as problem:
        raise ToolFailed(f"git {arguments[0]}: {LONG_TIMEOUT_S} s") from problem
    except OSError as problem:
        raise ToolMissing(f"git ({problem.strerror})") from problem
    if result.returncode:
        raise ToolFailed(f"git {arguments[0]}: {result.stderr.decode('utf-8', 'replace').strip()}")
    return result.stdout.decode("utf-8", "surrogateescape").strip("\n")


def _run(
    root: Path, arguments: tuple[str, ...], timeout_s: int, given: bytes = b"", more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = ["git", *OPTIONS, "-C", str(root), *arguments]
    environment = surroundings(os.environ, more)
    return subprocess.run(command, capture_output=True, timeout=timeout_s, check=False, input=given, env=environment)

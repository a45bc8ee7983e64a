"""A git repository that a stranger may have made: how git is asked to only read it, and what in it is foreign.

What comes in a clone or a zip is `.git/config` and all that it names. Fixed settings take every program out of it that
has a fixed name (https://git-scm.com/docs/git-config); what has a name of its own, or leads elsewhere, is found here
before git is asked for anything that would follow it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

NOTHING = os.devnull
NO_PROGRAM = "false"
# Settings of the command line come after those of the repository.
SETTINGS = {
    # A monitor of the file system, and hooks.
    "core.fsmonitor": "false",
    "core.hooksPath": NOTHING,
    # A folder that only looks like a repository is none (git 2.38; before, `strange` finds it).
    "safe.bareRepository": "explicit",
    # Signatures are shown by a program, and so are passwords asked for and connections made.
    "log.showSignature": "false",
    "commit.gpgSign": "false",
    "tag.gpgSign": "false",
    **dict.fromkeys(("gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program"), NO_PROGRAM),
    **dict.fromkeys(("core.sshCommand", "core.askPass", "core.editor", "core.alternateRefsCommand"), NO_PROGRAM),
    **dict.fromkeys(("core.gitProxy", "credential.helper", "diff.external"), ""),
    "core.pager": "cat",
    "protocol.allow": "never",
    # Repositories inside have settings of their own.
    "submodule.recurse": "false",
    "status.submoduleSummary": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
}
OPTIONS = (
    *("--no-pager", "--no-optional-locks", "--no-replace-objects"),
    *(word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")),
)
SURROUNDINGS = {
    # Objects that are not there stay away: git asks nobody for them (2.39.4), and may not talk to anybody (all).
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": NO_PROGRAM,
    "SSH_ASKPASS": NO_PROGRAM,
    "GIT_SSH_COMMAND": NO_PROGRAM,
    "GIT_PAGER": "cat",
    "GIT_EDITOR": NO_PROGRAM,
    "GIT_GRAFT_FILE": NOTHING,
}
# They would have git look at another repository than the one around the book, as inside a hook.
ELSEWHERE = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_PROXY_COMMAND", "GIT_SSH"),
)
# How `git config --list --show-scope` calls what came with the repository.
FOREIGN_SCOPES = ("local", "worktree")
FILTER = re.compile(r"filter\..*\.(?:clean|smudge|process)", re.DOTALL)
GITDIR = "gitdir: "
MOST_BYTES = 4096
YES = ("", "true", "yes", "on", "1")
# What may say how to sign: everybody's words, but programs only where they are not the repository's.
SIGNING_WORDS = ("gpg.format", "user.signingkey")
SIGNING_PROGRAMS = {
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
    "gpg.ssh.defaultkeycommand": "",
}


@dataclass(frozen=True, slots=True)
class Signing:
    """Whether commits and tags are to be signed, and the options of git that do so with nobody else's program."""

    commits: bool = False
    tags: bool = False
    options: tuple[str, ...] = ()


def surroundings(given: Mapping[str, str], more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Change the environment of a process so that git only reads, and only the repository around the book."""
    return {**{name: value for name, value in given.items() if name not in ELSEWHERE}, **SURROUNDINGS, **(more or {})}


def top_of(root: Path) -> Path | None:
    """Find the folder whose repository the book stands in; None when there is none."""
    return next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)


def strange_place(root: Path) -> str:
    """Name what is foreign about where the repository lies; empty when it may lie where the book does."""
    top = top_of(root)
    for folder in (root, *root.parents):
        if _looks_bare(folder):
            return f"{folder.name}/HEAD"
        if folder == top:
            break
    if top is None:
        return ""
    home = _git_folder(top)
    linked = (top / ".git").is_file()
    shared = _first_line(home / "commondir")
    if (top / ".git").is_symlink() or (shared and not (linked and _at(home, shared) == home.parent.parent)):
        return ".git"
    back = _first_line(home / "gitdir") if linked else ""
    return ".git" if back and _at(home, back) != top / ".git" else ""


def strange_settings(root: Path, listed: str) -> str:
    """Name the first setting that would run a program or lead elsewhere, from `config --list --show-scope -z`."""
    top = top_of(root) or root
    home = _git_folder(top)
    # A submodule has its repository elsewhere, which names it in turn; a working tree does so in a file.
    owned = not (top / ".git").is_file() or bool(_first_line(home / "gitdir"))
    for name, value in _foreign(listed):
        if FILTER.fullmatch(name) and value:
            return name
        if name == "core.worktree":
            if (home / value).resolve() != top.resolve():
                return name
            owned = True
    return "" if owned else ".git"


def signing_of(listed: str) -> Signing:
    """Read how git is set up to sign, from `config --list --show-scope -z`; the last of several settings counts."""
    settings = [one for one in _settings(listed) if one[0] != "command"]
    said = {name: value for _, name, value in settings}
    own = {name: value for scope, name, value in settings if scope not in FOREIGN_SCOPES}
    commits, tags = (said.get(name, "no").lower() in YES for name in ("commit.gpgsign", "tag.gpgsign"))
    if not (commits or tags):
        return Signing()
    # An old name of the same setting, which the new one would win over.
    programs = {**SIGNING_PROGRAMS, "gpg.openpgp.program": own.get("gpg.program", "gpg")}
    chosen = {name: own.get(name) or usual for name, usual in programs.items()}
    chosen |= {name: said[name] for name in SIGNING_WORDS if name in said}
    return Signing(commits, tags, tuple(word for pair in chosen.items() for word in ("-c", "=".join(pair))))


def _foreign(listed: str) -> Iterator[tuple[str, str]]:
    return ((name, value) for scope, name, value in _settings(listed) if scope in FOREIGN_SCOPES)


def _settings(listed: str) -> Iterator[tuple[str, str, str]]:
    """Take a list of settings apart: where each was made, its name in the usual case, its value."""
    fields = listed.split("\0")
    for scope, entry in zip(fields[::2], fields[1::2], strict=False):
        name, _, value = entry.partition("\n")
        head, _, rest = name.partition(".")
        middle, dot, last = rest.rpartition(".")
        yield scope, f"{head.lower()}.{middle}{dot}{last.lower()}", value


def _looks_bare(folder: Path) -> bool:
    """Git takes a folder with these three for a repository, and its `config` for settings."""
    return all(os.path.lexists(folder / name) for name in ("HEAD", "objects", "refs"))


def _git_folder(top: Path) -> Path:
    written = _first_line(top / ".git")
    return _at(top, written.removeprefix(GITDIR)) if written else top / ".git"


def _at(folder: Path, path: str) -> Path:
    return Path(os.path.abspath(folder / path))


def _first_line(file: Path) -> str:
    """Read the line of a small file; empty where there is none."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as opened:
            return os.fsdecode(opened.read(MOST_BYTES)).partition("\n")[0].strip()
    except OSError:
        return ""

"""A repository from a stranger starts no program, asks nobody, and lends no other repository's name to a book.

Each row makes a trap whose program leaves a trace when it runs. `sprung` rows prove the trap: plain git runs into it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import history
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.history import UNKNOWN, Revision, read_revision
from pipeline.repository import OPTIONS, surroundings
from pipeline.workspace import FolderWorkspace, ToolFailed

WHO = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")


@dataclass(frozen=True)
class Trap:
    """A repository, the program that must not run, and the trace that it would leave."""

    root: Path
    program: Path
    trace: Path

    def git(self, *arguments: str, at: Path | None = None) -> str:
        command = ["git", *WHO, "-C", str(at or self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def has(self, name: str, value: str = "") -> None:
        self.git("config", name, value or str(self.program))


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trap:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    root, program, trace = tmp_path / "book", tmp_path / "program", tmp_path / "trace"
    program.write_text(f"#!/bin/sh\ntouch {trace}\ncat\n")
    program.chmod(0o755)
    made = Trap(root, program, trace)
    (root / "chapters").mkdir(parents=True)
    (root / "book.yaml").write_text("title: x\nlanguage: de\nparts: [{title: Eins, chapters: [chapters/a.md]}]\n")
    (root / "chapters/a.md").write_text("# A\n")
    (root / ".gitignore").write_text("/build/\n")
    made.git("init", "-q", "-b", "main")
    commit(made)
    return made


def commit(trap: Trap) -> None:
    trap.git("add", ".")
    trap.git("-c", "filter.x.clean=cat", "commit", "-q", "-m", "Write")


def touch(trap: Trap) -> None:
    """Let git look into a file again, whose content is what it was."""
    os.utime(trap.root / "chapters/a.md", (1, 1))


def filtered(trap: Trap) -> None:
    (trap.root / ".gitattributes").write_text("* filter=x\n")
    commit(trap)
    touch(trap)


def with_clean(trap: Trap) -> None:
    filtered(trap)
    trap.has("filter.x.clean")


def with_process(trap: Trap) -> None:
    filtered(trap)
    trap.has("FILTER.x.Process")


def with_smudge(trap: Trap) -> None:
    filtered(trap)
    trap.has("filter.x.smudge")


def with_included_filter(trap: Trap) -> None:
    filtered(trap)
    (trap.root / "more.ini").write_text(f'[filter "x"]\nclean = {trap.program}\n')
    trap.has("include.path", "../more.ini")


def with_filter_of_a_condition(trap: Trap) -> None:
    filtered(trap)
    (trap.root / "more.ini").write_text(f'[filter "x"]\nclean = {trap.program}\n')
    trap.has("includeIf.onbranch:main.path", "../more.ini")


def with_filter_of_the_working_tree(trap: Trap) -> None:
    filtered(trap)
    trap.has("extensions.worktreeConfig", "true")
    trap.git("config", "--worktree", "filter.x.clean", str(trap.program))


def with_worktree_elsewhere(trap: Trap) -> None:
    trap.has("core.worktree", "/")


def with_endless_settings(trap: Trap) -> None:
    trap.has("include.path", "/dev/zero")


def with_bare_repository_inside(trap: Trap) -> None:
    """`git clone` brings it along: three names in a folder of the book are a repository with settings."""
    inside = trap.root / "chapters"
    trap.git("init", "-q", "--bare", str(inside))
    trap.git("config", "core.bare", "false", at=inside)
    trap.git("config", "core.worktree", "..", at=inside)
    trap.git("config", "core.fsmonitor", str(trap.program), at=inside)


def other(trap: Trap) -> Path:
    """A repository of somebody else."""
    place = trap.root.parent / "other"
    trap.git("clone", "-q", str(trap.root), str(place))
    trap.git("commit", "-q", "--allow-empty", "-m", "Secret", at=place)
    return place


def without_own(trap: Trap) -> Path:
    subprocess.run(["rm", "-r", str(trap.root / ".git")], check=True)
    return trap.root / ".git"


def with_git_file(trap: Trap) -> None:
    place = other(trap)
    without_own(trap).write_text(f"gitdir: {place}/.git\n")


def with_git_link(trap: Trap) -> None:
    place = other(trap)
    without_own(trap).symlink_to(place / ".git")


def with_common_folder(trap: Trap) -> None:
    (trap.root / ".git/commondir").write_text(f"{other(trap)}/.git\n")


def with_working_tree_of_another(trap: Trap) -> None:
    """The folder says that it belongs to the book; what it has in common lies elsewhere."""
    place = other(trap)
    lair = trap.root / "lair"
    lair.mkdir()
    (lair / "HEAD").write_text("ref: refs/heads/main\n")
    (lair / "commondir").write_text(f"{place}/.git\n")
    (lair / "gitdir").write_text(f"{trap.root}/.git\n")
    without_own(trap).write_text("gitdir: lair\n")


FOREIGN = [
    with_clean,
    with_process,
    with_smudge,
    with_included_filter,
    with_filter_of_a_condition,
    with_filter_of_the_working_tree,
    with_worktree_elsewhere,
    with_bare_repository_inside,
    with_git_file,
    with_git_link,
    with_common_folder,
    with_working_tree_of_another,
]


@pytest.mark.parametrize("make", FOREIGN)
def test_where_a_repository_leads_elsewhere_its_revision_is_unknown(trap: Trap, make: Callable[[Trap], None]) -> None:
    make(trap)
    trap.trace.unlink(missing_ok=True)
    book = trap.root / "chapters" if make is with_bare_repository_inside else trap.root
    revision = read_revision(book)
    assert revision.commit == UNKNOWN
    assert revision.foreign
    for deed in (
        lambda: history.uncommitted(book),
        lambda: history.stage(book, ("a.md",)),
        lambda: history.checked_out(book, "HEAD", "copy").__enter__(),
    ):
        with pytest.raises(ToolFailed):
            deed()
    assert not trap.trace.exists()


def test_settings_that_never_end_make_the_revision_unknown(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "TIMEOUT_S", 1)
    with_endless_settings(trap)
    assert read_revision(trap.root).foreign == ".git/config"


def with_monitor(trap: Trap) -> None:
    trap.has("core.fsmonitor")


def with_hooks(trap: Trap) -> None:
    hooks = trap.root.parent / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "post-checkout", "reference-transaction", "pre-commit"):
        (hooks / name).symlink_to(trap.program)
    trap.has("core.hooksPath", str(hooks))


def with_signature(trap: Trap) -> None:
    """A commit that says it is signed; to show that, git asks a program."""
    told = trap.git("cat-file", "commit", "HEAD")
    head, _, text = told.partition("\n\n")
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{text}\n"
    command = ["git", "-C", str(trap.root), "hash-object", "-t", "commit", "-w", "--stdin"]
    made = subprocess.run(command, input=signed, capture_output=True, text=True, check=True).stdout.strip()
    trap.git("reset", "-q", "--hard", made)
    trap.has("log.showSignature", "true")
    trap.has("gpg.program")
    trap.has("gpg.ssh.program")


def with_pager(trap: Trap) -> None:
    for name in ("core.pager", "pager.log", "pager.status", "core.editor", "core.askPass", "diff.external"):
        trap.has(name)


def with_alias(trap: Trap) -> None:
    for name in ("log", "status", "config"):
        trap.has(f"alias.{name}", f"!{trap.program}")


def with_text_converter(trap: Trap) -> None:
    (trap.root / ".gitattributes").write_text("* diff=x merge=x\n")
    commit(trap)
    for name in ("diff.x.textconv", "diff.x.command", "merge.x.driver"):
        trap.has(name)


def with_submodule(trap: Trap) -> None:
    source = other(trap)
    trap.git("submodule", "add", "-q", str(source), "inside")
    commit(trap)
    inside = trap.root / "inside"
    (inside / ".gitattributes").write_text("* filter=x\n")
    trap.git("add", ".", at=inside)
    trap.git("config", "filter.x.clean", str(trap.program), at=inside)
    os.utime(inside / "chapters/a.md", (1, 1))


HARMLESS = [with_monitor, with_hooks, with_signature, with_pager, with_alias, with_text_converter, with_submodule]
SPRUNG = [with_monitor, with_signature, with_submodule, with_clean, with_process, with_included_filter]


@pytest.mark.parametrize("make", HARMLESS)
def test_what_is_switched_off_runs_nothing_and_the_revision_is_known(trap: Trap, make: Callable[[Trap], None]) -> None:
    make(trap)
    trap.trace.unlink(missing_ok=True)
    assert read_revision(trap.root).commit == trap.git("rev-parse", "--short", "HEAD")
    history.uncommitted(trap.root)
    with history.checked_out(trap.root, "HEAD", "copy"):
        pass
    assert not trap.trace.exists()


@pytest.mark.parametrize("make", SPRUNG)
def test_the_traps_would_have_caught_plain_git(trap: Trap, make: Callable[[Trap], None]) -> None:
    make(trap)
    trap.trace.unlink(missing_ok=True)
    for deed in (("log", "-1", "--format=%h"), ("status", "--porcelain")):
        subprocess.run(["git", "-C", str(trap.root), *deed], capture_output=True)
    assert trap.trace.exists()


PROMISES = {
    "core.sshCommand": ("ssh://host/x", "{program}"),
    "remote.o.uploadpack": ("{root}", "{program}"),
    "core.gitProxy": ("git://host/x", "{program}"),
    "remote.o.vcs": ("", "ext"),
    "credential.helper": ("https://127.0.0.1:1/x", "!{program}"),
    "remote.o.tagOpt": ("ext::{program}", "--no-tags"),
}


@pytest.mark.parametrize("setting", PROMISES)
@pytest.mark.parametrize("known", [True, False], ids=["this git", "an older git"])
def test_what_is_missing_is_fetched_from_nowhere(trap: Trap, setting: str, known: bool) -> None:
    """An older git does not know GIT_NO_LAZY_FETCH: the other settings must hold by themselves."""
    url, value = (text.format(program=trap.program, root=trap.root) for text in PROMISES[setting])
    trap.has("protocol.ext.allow", "always")
    trap.has("remote.o.url", url or str(trap.program))
    trap.has(setting, value)
    trap.has("remote.o.promisor", "true")
    trap.has("extensions.partialClone", "o")
    trap.has("core.repositoryFormatVersion", "1")
    head = trap.git("rev-parse", "HEAD")
    (trap.root / ".git/objects" / head[:2] / head[2:]).unlink()
    if known:
        assert read_revision(trap.root) == Revision()
    environment = surroundings(os.environ)
    if not known:
        del environment["GIT_NO_LAZY_FETCH"]
    command = ["git", *OPTIONS, "-C", str(trap.root), "log", "-1"]
    assert subprocess.run(command, env=environment, capture_output=True, timeout=60).returncode
    assert not trap.trace.exists()


def test_the_promise_would_have_caught_plain_git(trap: Trap) -> None:
    trap.has("remote.o.url", "ssh://host/x")
    trap.has("core.sshCommand")
    trap.has("remote.o.promisor", "true")
    trap.has("extensions.partialClone", "o")
    trap.has("core.repositoryFormatVersion", "1")
    head = trap.git("rev-parse", "HEAD")
    (trap.root / ".git/objects" / head[:2] / head[2:]).unlink()
    trap.program.write_text(f"#!/bin/sh\ntouch {trap.trace}\n")
    subprocess.run(["git", "-C", str(trap.root), "log", "-1"], capture_output=True, timeout=60)
    assert trap.trace.exists()


def test_a_commit_put_in_the_place_of_another_is_not_shown(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    told = read_revision(trap.root)
    head = trap.git("rev-parse", "HEAD")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-02-03T04:05:06Z")
    other_one = trap.git("commit-tree", "HEAD^{tree}", "-m", "Another")
    trap.git("replace", head, other_one)
    assert read_revision(trap.root) == told


def test_a_repository_that_the_environment_names_is_not_asked(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    told = read_revision(trap.root)
    monkeypatch.setenv("GIT_DIR", str(other(trap) / ".git"))
    assert read_revision(trap.root) == told


def test_working_trees_and_submodules_are_no_strangers(trap: Trap) -> None:
    beside = trap.root.parent / "beside"
    trap.git("worktree", "add", "-q", str(beside))
    assert read_revision(beside) == read_revision(trap.root)
    trap.git("submodule", "add", "-q", str(other(trap)), "inside")
    inside = read_revision(trap.root / "inside")
    assert inside.commit.isalnum() and not inside.foreign


def test_files_that_settings_hide_are_changes_all_the_same(trap: Trap) -> None:
    trap.has("status.showUntrackedFiles", "no")
    (trap.root / "new.md").write_text("new")
    assert read_revision(trap.root).commit.endswith("+")


def test_a_status_that_does_not_come_is_no_clean_one(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = history._ask
    monkeypatch.setattr(history, "_ask", lambda root, *words: None if words[0] == "status" else ask(root, *words))
    revision = read_revision(trap.root)
    assert revision.commit.endswith("+")
    assert revision.slow


def test_the_author_is_told_once_and_the_draft_says_so(trap: Trap) -> None:
    for make, told in ((None, ()), (with_clean, ("f-045",))):
        if make:
            make(trap)
        order = Order(revision=read_revision(trap.root))
        read = proofread(FolderWorkspace(trap.root), MemoryCache(), order, lambda stage: None)
        assert tuple(one.code for one in read.diagnostics if one.code in ("f-045", "f-046")) == told
    assert read.value is not None and read.value.book.revision == "unbekannt"


def test_the_author_is_told_that_git_did_not_answer(trap: Trap) -> None:
    order = Order(revision=Revision("abc1234+", "2026-11-28", slow=True))
    read = proofread(FolderWorkspace(trap.root), MemoryCache(), order, lambda stage: None)
    (told,) = (one for one in read.diagnostics if one.code == "f-046")
    assert dict(told.facts) == {"commit": "abc1234"}

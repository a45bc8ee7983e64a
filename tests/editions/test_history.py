"""What an edition asks of git, and what git must never do."""

from pathlib import Path

import pytest

from pipeline import history
from pipeline.editions.cut import cut
from pipeline.editions.readiness import Wanted
from pipeline.editions.verify import verify
from pipeline.workspace import ToolFailed, ToolMissing
from tests.editions.conftest import run, toolbox_at


def test_uncommitted_files_are_listed_by_their_names(repository: Path) -> None:
    (repository / "Maß & Ziel.txt").write_text("x")
    (repository / "book.yaml").write_text("x")
    (repository / "chapters/a.md").unlink()
    (repository / "build").mkdir()
    (repository / "build/x").write_text("x")
    assert history.uncommitted(repository) == ("Maß & Ziel.txt", "book.yaml", "chapters/a.md")


def test_a_status_that_cannot_be_had_is_no_clean_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ToolFailed, match="git status"):
        history.uncommitted(tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolMissing):
        history.uncommitted(tmp_path)


def test_commit_and_tag_come_together_or_not_at_all(repository: Path) -> None:
    parent = history.head(repository)
    run(repository, "tag", "v1")
    with pytest.raises(ToolFailed):
        history.commit_and_tag(repository, parent, {"a.txt": b"x"}, "Add\n", "v1")
    assert history.head(repository) == parent
    made = history.commit_and_tag(repository, parent, {"a.txt": b"x", "b/c.txt": b"y"}, "Add\n\nWhy\n", "v2")
    assert history.head(repository) == history.commit_of(repository, "v2") == made
    assert history.read_at(repository, made, "b/c.txt") == b"y"
    assert history.read_at(repository, parent, "b/c.txt") is None
    with pytest.raises(ToolFailed):
        history.commit_and_tag(repository, parent, {"d.txt": b"z"}, "Late\n", "v3")
    assert history.commit_of(repository, "v3") == ""


def test_a_file_that_grew_between_two_commits_is_read_as_it_was(repository: Path) -> None:
    first = history.head(repository)
    (repository / "chapters/a.md").write_text("later")
    run(repository, "commit", "-q", "-a", "-m", "Later")
    assert (history.read_at(repository, first, "chapters/a.md") or b"").startswith(b"---\nstatus")
    assert history.read_at(repository, "HEAD", "chapters/a.md") == b"later"


def test_a_commit_is_laid_out_also_over_what_was_left(repository: Path) -> None:
    left = repository / "build" / "copy"
    left.mkdir(parents=True)
    (left / "old").write_text("x")
    with history.checked_out(repository, "HEAD", "copy") as place:
        assert sorted(path.name for path in place.iterdir()) == [".git", ".gitignore", "book.yaml", "chapters"]
    assert not left.exists()
    with pytest.raises(ToolFailed), history.checked_out(repository, "nowhere", "copy"):
        pass


def test_new_files_are_taken_back_and_committed_ones_stay(repository: Path) -> None:
    (repository / "chapters/new.md").write_text("x")
    history.stage(repository, ("chapters/new.md",))
    history.discard(repository, "chapters")
    assert [path.name for path in (repository / "chapters").iterdir()] == ["a.md"]
    assert history.uncommitted(repository) == ()


def test_no_hook_of_the_repository_is_started(repository: Path) -> None:
    trace = repository.parent / "started"
    for name in ("post-checkout", "reference-transaction", "pre-commit", "post-index-change"):
        hook = repository / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {trace}\n")
        hook.chmod(0o755)
    with history.checked_out(repository, "HEAD", "copy"):
        history.commit_and_tag(repository, history.head(repository), {"a": b"x"}, "Add\n", "v1")
    assert not trace.exists()
    run(repository, "tag", "loud")
    assert trace.exists()  # the hooks would have worked


def test_no_edition_is_made_in_a_repository_with_programs_of_its_own(repository: Path) -> None:
    toolbox = toolbox_at(repository)
    assert cut(toolbox, Wanted("1.0")).value
    trace = repository.parent / "started"
    run(repository, "config", "filter.x.clean", f"touch {trace}; cat")
    for done in (cut(toolbox, Wanted("1.1")), verify(toolbox, "1.0")):
        assert done.value is None
        assert [one.code for one in done.diagnostics] == ["e-013"]
    assert not trace.exists()

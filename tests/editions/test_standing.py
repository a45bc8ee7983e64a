"""A cut asks git and the machine before it works, and leaves nothing when they say no."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import history
from pipeline.editions import standing
from pipeline.editions.cut import cut
from pipeline.editions.readiness import Wanted
from pipeline.editions.verify import verify
from tests.editions.conftest import run, toolbox_at

# What gpg says to git, and something that looks like a signature.
SIGNER = """#!/bin/sh
echo signed >> "{log}"
cat > /dev/null
echo "[GNUPG:] SIG_CREATED D" >&2
printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nMARK\\n-----END PGP SIGNATURE-----\\n'
"""


def refused(folder: Path, **more: object) -> list[str]:
    """Cut in vain: no stage but the first begins and nothing is left; give the codes."""
    heard: list[str] = []
    before = run(folder, "rev-parse", "HEAD"), run(folder, "tag"), run(folder, "status", "--porcelain")
    toolbox = replace(toolbox_at(folder, heard.append), **more)  # type: ignore[arg-type]
    done = cut(toolbox, Wanted("1.0"))
    assert done.value is None
    assert heard == ["look"]
    assert (run(folder, "rev-parse", "HEAD"), run(folder, "tag"), run(folder, "status", "--porcelain")) == before
    assert not (folder / "build/editions").exists() and not (folder / "build/deposits").exists()
    return [one.code for one in done.diagnostics]


def own_settings(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> Path:
    """Set git up as its owner does, outside of the repository: a__b for a.b."""
    place = folder.parent / "gitconfig"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(place))
    for name, value in settings.items():
        run(folder, "config", "--file", str(place), name.replace("__", "."), value)
    return place


def signer(folder: Path) -> tuple[str, Path]:
    """A program that signs as gpg does; and what it has written of that."""
    program, log = folder.parent / "signer", folder.parent / "log"
    program.write_text(SIGNER.format(log=log))
    program.chmod(0o755)
    return str(program), log


def test_without_a_name_for_git_nothing_begins(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME")
        monkeypatch.delenv(f"GIT_{role}_EMAIL")
    run(repository, "config", "user.useConfigOnly", "true")
    assert refused(repository) == ["e-061"]


def test_an_edition_belongs_to_a_branch(repository: Path) -> None:
    run(repository, "checkout", "-q", "--detach")
    assert refused(repository) == ["e-062"]


def test_files_that_nobody_can_check_are_refused_or_allowed_on_record(repository: Path) -> None:
    lacking = {"absent": lambda formats: ("EPUBCheck",)}
    assert refused(repository, **lacking) == ["e-063"]
    done = cut(replace(toolbox_at(repository), **lacking), Wanted("1.0", allowed=("unchecked",)))  # type: ignore[arg-type]
    assert done.value is not None
    assert done.value.allowed == ("unchecked",)


def test_only_validators_of_the_formats_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.checks.validators.find_spec", lambda name: None)
    assert standing.absent_for(("epub",)) == ("EPUBCheck",)
    assert standing.absent_for(("handouts", "html")) == ("Nu HTML Checker", "page-validation")
    monkeypatch.setattr("pipeline.checks.validators.find_spec", lambda name: name)
    assert standing.absent_for(("epub", "pdf", "html")) == ()


def test_a_disk_without_room_is_told_before(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = history.size_of(repository, "HEAD")
    assert size == sum(len(history.read_at(repository, "HEAD", path) or b"") for path in FILES)
    monkeypatch.setattr(standing, "free_bytes", lambda root: standing.LEAST_FREE_BYTES + standing.COPIES * size)
    assert list(standing.can_keep(repository)) == []
    monkeypatch.setattr(standing, "free_bytes", lambda root: standing.LEAST_FREE_BYTES + standing.COPIES * size - 1)
    assert refused(repository) == ["e-065"]


FILES = (".gitignore", "book.yaml", "chapters/a.md")


def test_commit_and_tag_are_signed_as_git_is_set_up(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, log = signer(repository)
    own_settings(repository, monkeypatch, commit__gpgSign="true", tag__gpgSign="true", gpg__program=program)
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    assert "MARK" in run(repository, "cat-file", "commit", "HEAD")
    tag = run(repository, "cat-file", "tag", "v1.0")
    assert "tag v1.0\ntagger A <a@example.org>" in tag and "Cut edition 1.0\n" in tag
    assert tag.endswith("MARK\n-----END PGP SIGNATURE-----")
    assert log.read_text() == "signed\n" * 3, "once to see whether it can"
    assert run(repository, "tag") == "v1.0"
    assert run(repository, "fsck", "--strict", "--no-dangling") == ""


def test_the_tag_alone_is_signed_where_that_is_wanted(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, _ = signer(repository)
    own_settings(repository, monkeypatch, gpg__program=program)
    run(repository, "config", "tag.gpgSign", "yes")
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    assert "MARK" in run(repository, "cat-file", "tag", "v1.0")
    assert "MARK" not in run(repository, "cat-file", "commit", "HEAD")


@pytest.mark.parametrize("program", ["false", "no-such-program"])
def test_who_wants_signatures_and_cannot_make_them_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    own_settings(repository, monkeypatch, tag__gpgSign="true", gpg__program=program)
    assert refused(repository) == ["e-064"]


def test_a_program_of_the_repository_signs_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, log = signer(repository)
    own_settings(repository, monkeypatch, gpg__program="false")
    for name in ("gpg.program", "gpg.openpgp.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand"):
        run(repository, "config", name, program)
    for form in ("openpgp", "ssh"):
        run(repository, "config", "gpg.format", form)
        run(repository, "config", "commit.gpgSign", "true")
        assert refused(repository) == ["e-064"]
    assert not log.exists()


def test_a_download_without_its_history_is_told_as_one(repository: Path) -> None:
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    (repository / ".git").rename(repository.parent / "was-git")
    for done in (cut(toolbox_at(repository), Wanted("1.1")), verify(toolbox_at(repository), "1.0")):
        assert (done.value, [one.code for one in done.diagnostics]) == (None, ["e-067"])


def test_a_machine_without_git_is_told_as_one(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history.shutil, "which", lambda name: None)
    monkeypatch.setenv("PATH", os.devnull)
    for done in (cut(toolbox_at(repository), Wanted("1.0")), verify(toolbox_at(repository), "1.0")):
        assert "e-066" in [one.code for one in done.diagnostics]
        assert "e-009" not in [one.code for one in done.diagnostics]

"""An edition is cut whole or not at all, and refused with every reason at once."""

import json
import os
import signal
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from pipeline.artifacts import Artifacts
from pipeline.book.model import Book
from pipeline.checks.validators import Judged
from pipeline.cli import main
from pipeline.codes import CODES
from pipeline.diagnostics import Span, diagnose
from pipeline.editions.cut import FILES, cut
from pipeline.editions.readiness import Wanted, next_version
from pipeline.record.edition import read_edition
from pipeline.workspace import FolderWorkspace, ToolFailed, WorkspaceError
from tests.editions.conftest import FILES as BOOK
from tests.editions.conftest import commit, run, toolbox_at
from tests.sampling import every

STEPS = ["look", "copy", "press", "validate", "write", "record", "commit"]


def codes(folder: Path, version: str = "1.0", **more: object) -> list[str]:
    done = cut(toolbox_at(folder), Wanted(version, **more))  # type: ignore[arg-type]
    assert done.value is None
    return sorted({one.code for one in done.diagnostics})


def state(folder: Path) -> tuple[str, ...]:
    """Everything that a refused cut must leave as it was."""
    status = run(folder, "status", "--porcelain", "--untracked-files=all")
    return run(folder, "rev-parse", "HEAD"), run(folder, "tag"), status, run(folder, "worktree", "list")


def is_whole(folder: Path, version: str = "1.0") -> None:
    """Hold a cut edition against everything that belongs to it."""
    edition = read_edition(
        *((folder / "editions" / version / name).read_bytes() for name in ("record.json", "blocks.json"))
    )
    assert run(folder, "status", "--porcelain", "--untracked-files=all") == ""
    assert run(folder, "cat-file", "-t", f"v{version}") == "tag"
    assert run(folder, "rev-parse", f"v{version}^{{commit}}") == run(folder, "rev-parse", "HEAD")
    assert run(folder, "rev-parse", "HEAD~1") == edition.record.source
    listed = run(folder, "diff", "--name-only", "HEAD~1", "HEAD").split()
    assert listed == sorted(f"editions/{version}/{name}" for name in FILES)
    outputs = folder / "build" / "editions" / version
    check = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=outputs, capture_output=True)
    assert check.returncode == 0
    assert len(run(folder, "worktree", "list").splitlines()) == 1
    assert run(folder, "fsck", "--strict", "--no-dangling") == ""


def test_an_edition_has_its_number_date_record_and_tag(repository: Path) -> None:
    record = cut(toolbox_at(repository), Wanted("1.0", date="2027-04-01")).value
    assert record is not None
    is_whole(repository)
    assert (repository / "build/editions/1.0/probe.txt").read_text().startswith("Probe 1.0 2027-04-01\n")
    assert record.tools["weasyprint"]
    assert yaml.safe_load((repository / "editions/1.0/CITATION.cff").read_text())["version"] == "1.0"
    assert json.loads((repository / "editions/1.0/datacite.json").read_text())["publicationYear"] == "2027"


def test_a_deposit_has_no_folders_and_tells_what_it_is(repository: Path) -> None:
    cut(toolbox_at(repository), Wanted("1.0"))
    folder = repository / "build/deposits/1.0"
    assert sorted(path.name for path in folder.iterdir()) == sorted(["SHA256SUMS", "html.zip", "probe.txt", *FILES])
    check = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True)
    assert check.returncode == 0
    with zipfile.ZipFile(folder / "html.zip") as packed:
        assert packed.namelist() == ["html/index.html"]
        assert packed.read("html/index.html") == (repository / "build/editions/1.0/html/index.html").read_bytes()
    for name in FILES:
        assert (folder / name).read_bytes() == (repository / "editions/1.0" / name).read_bytes()


def test_what_a_validator_finds_stops_the_cut(repository: Path) -> None:
    before = state(repository)

    def find(artifacts: Artifacts, book: Book, read: Callable[[str], str]) -> Judged:
        assert "probe.txt" in artifacts and "Ein Satz" in read("chapters/a.md")
        return (diagnose("v-001", Span("chapters/a.md"), tool="T", rule="R", message="M", place="x"),), {}

    done = cut(replace(toolbox_at(repository), judge=find), Wanted("1.0"))
    assert (done.value, [one.code for one in done.diagnostics]) == (None, ["e-006", "v-001"])
    assert state(repository) == before
    record = cut(toolbox_at(repository), Wanted("1.0")).value
    assert record is not None
    assert record.checks == {"everything": "passed"}


def test_without_a_date_it_has_the_commits(repository: Path) -> None:
    record = cut(toolbox_at(repository), Wanted("1.0")).value
    assert record is not None
    assert record.date == "2027-03-01"


def test_the_second_edition_says_what_is_new_and_keeps_ids(repository: Path) -> None:
    cut(toolbox_at(repository), Wanted("1.0"))
    text = (repository / "chapters/a.md").read_text(encoding="utf-8").replace("Feler", "Fehler")
    commit(repository, chapters__a=text + "\nEin dritter Absatz.\n")
    record = cut(toolbox_at(repository), Wanted("1.1")).value
    assert record is not None
    assert record.previous == "1.0"
    assert len(record.changes["added"]) == len(record.changes["changed"]) == 1
    first, second = (json.loads((repository / f"editions/{v}/blocks.json").read_text()) for v in ("1.0", "1.1"))
    assert {one["id"] for one in first[1:]} < {one["id"] for one in second[1:]}
    assert "~~Feler~~**Fehler**" in (repository / "editions/1.1/CHANGES.md").read_text(encoding="utf-8")


def test_another_look_is_in_the_change_list_and_the_redline(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut(toolbox_at(repository), Wanted("1.0"))
    (repository / "templates/styles").mkdir(parents=True)
    (repository / "templates/styles/tokens.css").write_text(":root { --ink: #111111; }\n")
    commit(repository)
    for form in ("text", "markdown", "html"):
        main(["--book", str(repository), "edition", "diff", "1.0", "--as", form])
        told = capsys.readouterr().out
        assert "Gestaltung geändert: Stile" in told, form
        assert "Keine Änderungen am Text." in told, form
    assert cut(toolbox_at(repository), Wanted("1.1")).value is not None
    assert "- Gestaltung geändert: Stile\n" in (repository / "editions/1.1/CHANGES.md").read_text(encoding="utf-8")
    commit(repository, chapters__a=BOOK["chapters/a.md"] + "\nMehr.\n")
    cut(toolbox_at(repository), Wanted("1.2"))
    assert "Gestaltung" not in (repository / "editions/1.2/CHANGES.md").read_text(encoding="utf-8")


BAD = """---
status: entwurf
versprechen: Du kannst es.
---
# Anfang

Ein Satz {++mehr++}, siehe [](#nirgends). []{.offen}

::: offen
Noch klären.
:::

<<<<<<< HEAD
"""


def test_all_reasons_are_told_at_once_and_nothing_is_changed(repository: Path) -> None:
    cut(toolbox_at(repository), Wanted("1.5"))
    commit(repository, chapters__a=BAD)
    (repository / "new.txt").write_text("x")
    before = state(repository)
    found = codes(repository, "1.4")
    assert {"e-001", "e-002", "e-003", "e-004", "e-005", "e-006", "e-008", "t-002"} <= set(found)
    assert state(repository) == before
    assert not (repository / "build/editions/1.4").exists()


def test_only_named_exceptions_are_waved_through_and_are_on_record(repository: Path) -> None:
    good = BAD.replace(", siehe [](#nirgends). []{.offen}", ".").replace("<<<<<<< HEAD\n", "")
    commit(repository, chapters__a=good)
    assert codes(repository, allowed=("todos", "comments")) == ["e-005"]
    assert codes(repository, allowed=("status", "todos")) == ["e-004", "e-006", "t-002"]
    assert codes(repository, allowed=("status", "comments")) == ["e-003"]
    record = cut(toolbox_at(repository), Wanted("1.0", allowed=("todos", "status", "comments"))).value
    assert record is not None
    assert record.allowed == ("comments", "status", "todos")
    assert "mehr" not in (repository / "build/editions/1.0/probe.txt").read_text()
    assert "comments, status, todos" in (repository / "editions/1.0/CHANGES.md").read_text()


def enter(folder: Path, lines: str) -> None:
    with (folder / "book.yaml").open("a", encoding="utf-8") as manifest:
        manifest.write(lines)
    commit(folder)


def test_nobody_is_named_without_having_agreed(repository: Path) -> None:
    text = (repository / "chapters/a.md").read_text(encoding="utf-8")
    enter(repository, "contributors:\n  - Ute Eins\n  - {name: Zwei, consent: 2027-01-02}\n")
    enter(repository, "  - {name: Team, organisation: true}\n")
    commit(repository, chapters__a=text.replace("---\n", "---\nmitwirkende: [Ute Eins, Zwei, Team, Drei  Vier]\n", 1))
    done = cut(toolbox_at(repository), Wanted("1.0"))
    named = {(one.code, one.span.path, dict(one.facts)["name"]) for one in done.diagnostics}
    assert named == {
        ("e-012", "book.yaml", "Ute Eins"),
        ("e-012", "chapters/a.md", "Ute Eins"),
        ("e-012", "chapters/a.md", "Drei Vier"),
    }
    record = cut(toolbox_at(repository), Wanted("1.0", allowed=("consent",))).value
    assert record is not None
    assert record.allowed == ("consent",)
    assert [person.consent for person in record.contributors] == ["", "2027-01-02", ""]
    assert "consent" in (repository / "editions/1.0/CHANGES.md").read_text()


def test_an_isbn_is_borne_by_one_edition(repository: Path) -> None:
    enter(repository, "isbn: {pdf: 978-3-16-148410-0}\n")
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    enter(repository, "subtitle: Neu\n")
    (reason,) = cut(toolbox_at(repository), Wanted("1.1")).diagnostics
    assert (reason.code, dict(reason.facts)["version"]) == ("e-043", "1.0")
    record = cut(toolbox_at(repository), Wanted("1.1", allowed=("isbn",))).value
    assert record is not None
    assert record.allowed == ("isbn",)


def test_what_only_a_variant_shows_is_looked_at_too(repository: Path) -> None:
    enter(repository, "variants: [{name: schule}]\n")
    text = (repository / "chapters/a.md").read_text(encoding="utf-8")
    only = "\n::: {.nur variante=schule}\nSiehe [](#nirgends).\n\n::: offen\nKlären.\n:::\n:::\n"
    commit(repository, chapters__a=text + only)
    assert codes(repository) == ["e-003", "e-006", "x-003"]


def test_what_only_the_team_can_fill_is_listed_and_holds_nothing_up(repository: Path) -> None:
    text = (repository / "chapters/a.md").read_text(encoding="utf-8")
    commit(repository, chapters__a=text + "\n[Lizenz]{.teamfeld}\n\n[Adresse]{.teamfeld}\n\n[Name]{.feld}\n")
    done = cut(toolbox_at(repository), Wanted("1.0"))
    assert done.value is not None and done.value.allowed == ()
    (found,) = done.diagnostics
    assert (found.code, CODES[found.code].severity, found.span.path) == ("e-060", "note", "chapters/a.md")
    assert dict(found.facts)["fields"] == "Lizenz; Adresse"
    made = (repository / "build/editions/1.0/probe.txt").read_text()
    assert "Lizenz" not in made and "Name" in made


def test_what_is_missing_is_told_beside_the_reasons_of_a_refusal(repository: Path) -> None:
    text = (repository / "chapters/a.md").read_text(encoding="utf-8")
    commit(repository, chapters__a=text + "\n[Lizenz]{.teamfeld}\n\n::: offen\nKlären.\n:::\n")
    assert codes(repository) == ["e-003", "e-060"]


def test_what_all_variants_show_is_told_once(repository: Path) -> None:
    enter(repository, "variants: [{name: schule}]\n")
    commit(repository, chapters__a=BAD)
    told = [one.code for one in cut(toolbox_at(repository), Wanted("1.0")).diagnostics]
    assert sorted(told) == sorted(set(told))
    assert "e-005" in told


def test_nothing_else_can_be_waved_through(repository: Path) -> None:
    commit(repository, chapters__a=BAD)
    assert {"e-002", "e-006"} <= set(codes(repository, allowed=("status", "todos", "comments", "diagnostics")))


def test_two_readings_of_one_place_cut_no_edition(repository: Path) -> None:
    box = "::::: konflikt\n:::: lesart\nEins war.\n::::\n:::: lesart\nEins wird.\n::::\n:::::\n"
    head = BOOK["chapters/a.md"]
    commit(repository, chapters__a=head + "\n" + box)
    assert "s-071" in codes(repository, allowed=("status", "todos", "comments"))
    commit(repository, chapters__a=head.replace("# Anfang", "# Anfang\n<!-- konflikt: # Beginn -->"))
    assert "s-072" in codes(repository, allowed=("status", "todos", "comments"))
    commit(repository, chapters__a=head + "\n" + box.replace(":::: lesart\nEins war.\n::::\n", ""))
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None


def test_a_version_is_never_cut_twice_and_never_goes_back(repository: Path) -> None:
    cut(toolbox_at(repository), Wanted("1.9"))
    assert codes(repository, "1.9") == codes(repository, "1.9.0") == ["e-007"]
    assert codes(repository, "1.2") == ["e-008"]
    assert cut(toolbox_at(repository), Wanted("1.10")).value is not None


def test_an_old_edition_is_corrected_on_a_branch_of_its_own(repository: Path) -> None:
    cut(toolbox_at(repository), Wanted("1.0"))
    cut(toolbox_at(repository), Wanted("1.1"))
    assert codes(repository, "1.0.1") == ["e-008"]
    run(repository, "checkout", "-q", "-b", "nachdruck", "v1.0")
    assert codes(repository, "1.0.0") == ["e-007"]
    assert codes(repository, "0.9") == ["e-008"]
    record = cut(toolbox_at(repository), Wanted("1.0.1")).value
    assert record is not None
    assert record.previous == "1.0"


def test_a_tag_of_somebody_else_counts_as_an_edition(repository: Path) -> None:
    run(repository, "tag", "v2.0")
    run(repository, "tag", "vorher")
    assert codes(repository, "2.0") == ["e-220"]


@pytest.mark.parametrize("version", ["", "v1", "1.0-rc", "../x", "1/2"])
def test_what_is_no_number_is_refused(repository: Path, version: str) -> None:
    assert codes(repository, version) == ["e-010"]


def test_what_is_no_date_is_refused(repository: Path) -> None:
    assert codes(repository, date="1.4.2027") == codes(repository, date="20270401") == ["e-011"]


def test_without_a_repository_there_are_no_editions(repository: Path) -> None:
    (repository / ".git").rename(repository / "was-git")
    assert codes(repository) == ["e-009"]


def test_a_damaged_record_stops_the_next_cut(repository: Path) -> None:
    cut(toolbox_at(repository), Wanted("1.0"))
    (repository / "editions/1.0/blocks.json").write_text("[]")
    assert "e-021" in codes(repository, "1.1")


def test_a_book_below_the_top_of_the_repository_is_cut_too(tmp_path: Path, repository: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    run(top, "init", "-q", "-b", "main")
    repository.joinpath(".git").rename(tmp_path / "gone")
    repository.rename(top / "one")
    run(top, "add", ".")
    run(top, "commit", "-q", "-m", "Begin")
    assert cut(toolbox_at(top / "one"), Wanted("1.0")).value is not None
    assert run(top, "status", "--porcelain") == ""
    assert "one/editions/1.0/record.json" in run(top, "ls-tree", "-r", "--name-only", "v1.0")


def test_what_git_ignores_does_not_get_into_an_edition(repository: Path) -> None:
    """The files are made from the commit, not from the folder."""
    (repository / ".gitignore").write_text("/build/\n/templates/\n")
    commit(repository)
    (repository / "templates/labels").mkdir(parents=True)
    (repository / "templates/labels/de.yaml").write_text("names: {chapter: Rezept}\n")
    cut(toolbox_at(repository), Wanted("1.0"))
    assert "Rezept" not in (repository / "editions/1.0/blocks.json").read_text()


class Stopped(Exception):
    """The power failed."""


@pytest.mark.slow
@pytest.mark.parametrize("step", every(2, range(len(STEPS))))
def test_a_failure_at_any_step_leaves_no_trace_and_the_next_run_is_whole(repository: Path, step: int) -> None:
    heard: list[str] = []

    def tell(stage: str) -> None:
        heard.append(stage)
        if len(heard) == step + 1:
            raise Stopped(stage)

    before = state(repository)
    with pytest.raises(Stopped):
        cut(toolbox_at(repository, tell), Wanted("1.0"))
    assert heard == STEPS[: step + 1]
    assert state(repository) == before
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    is_whole(repository)


@pytest.mark.slow
@pytest.mark.parametrize("lasting", every(3, range(len(FILES))))
def test_a_full_disk_leaves_no_trace(repository: Path, monkeypatch: pytest.MonkeyPatch, lasting: int) -> None:
    before, written = state(repository), []
    write = FolderWorkspace.write

    def fail(workspace: FolderWorkspace, path: str, data: bytes) -> None:
        written.append(path)
        if len(written) > lasting:
            raise WorkspaceError(path)
        write(workspace, path, data)

    with monkeypatch.context() as patch:
        patch.setattr(FolderWorkspace, "write", fail)
        with pytest.raises(WorkspaceError):
            cut(toolbox_at(repository), Wanted("1.0"))
    assert len(written) == lasting + 1
    assert state(repository) == before
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    is_whole(repository)


def test_a_commit_by_somebody_else_meanwhile_stops_the_cut(repository: Path) -> None:
    def tell(stage: str) -> None:
        if stage == "press":
            run(repository, "commit", "-q", "--allow-empty", "-m", "Meanwhile")

    with pytest.raises(Exception, match="update-ref"):
        cut(toolbox_at(repository, tell), Wanted("1.0"))
    assert run(repository, "tag") == run(repository, "status", "--porcelain") == ""
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    is_whole(repository)


def test_a_git_that_is_busy_or_was_killed_stops_the_cut_before_any_work(repository: Path) -> None:
    (repository / ".git/index.lock").touch()
    before, heard = state(repository), list[str]()
    with pytest.raises(ToolFailed, match=r"index\.lock"):
        cut(toolbox_at(repository, heard.append), Wanted("1.0"))
    assert (heard, state(repository)) == (["look"], before)
    (repository / ".git/index.lock").unlink()
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    is_whole(repository)


def test_an_edition_that_lost_its_tag_gets_it_again(repository: Path) -> None:
    cut(toolbox_at(repository), Wanted("1.0"))
    first = run(repository, "rev-parse", "v1.0^{commit}")
    run(repository, "tag", "-d", "v1.0")
    run(repository, "commit", "-q", "--allow-empty", "-m", "Later")
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    assert run(repository, "rev-parse", "v1.0^{commit}") == first


KILLED_AT = [*STEPS[:-1], *(f"editions/1.0/{name}" for name in FILES), STEPS[-1]]


@pytest.mark.slow
@pytest.mark.parametrize("step", every(3, range(1, len(KILLED_AT))))
def test_a_killed_run_leaves_nothing_that_the_next_cannot_clear(
    repository: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    heard: list[str] = []

    def tell(stage: str) -> None:
        heard.append(stage)
        if len(heard) == step + 1:
            (repository / "build/last").write_text(stage)
            os.kill(os.getpid(), signal.SIGKILL)

    write = FolderWorkspace.write

    def write_and_tell(workspace: FolderWorkspace, path: str, data: bytes) -> None:
        write(workspace, path, data)
        if path.startswith("editions/"):
            tell(path)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(FolderWorkspace, "write", write_and_tell)
        cut(toolbox_at(repository, tell), Wanted("1.0"))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert (repository / "build/last").read_text() == KILLED_AT[step]
    assert run(repository, "tag") == ""
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    is_whole(repository)


@pytest.mark.parametrize(("latest", "following"), [("", "1.0"), ("1.9", "1.10"), ("2", "2.1"), ("2027.1", "2027.2")])
def test_the_next_number_is_suggested(latest: str, following: str) -> None:
    assert next_version(latest) == following

"""The workflow files are what the forges expect, and call only what the command line knows."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.beginning import Answers, new_book
from pipeline.cli import grammar
from pipeline.editions.citation import write_cff
from tests.conftest import miss
from tests.record.samples import RECORD

ROOT = Path(__file__).resolve().parents[2]
GITHUB, GITLAB = ROOT / ".github/workflows/workbook.yml", ROOT / ".gitlab-ci.yml"
FORGEJO = ROOT / ".forgejo/workflows/workbook.yml"
FORGES = [GITHUB, FORGEJO, GITLAB]
# The launcher's own words, which never reach the pipeline.
LAUNCHER = ("test",)


def begun(program_from: str) -> Mapping[str, bytes]:
    """The files of a new book."""
    return new_book(Answers("de", "Ein Buch", program_from=program_from))


def check_schema(schema: str, path: Path) -> str:
    """Hold a file against a published schema that check-jsonschema brings along; give its complaints."""
    try:
        import check_jsonschema
    except ImportError:
        miss("check-jsonschema")
    command = [sys.executable, "-m", check_jsonschema.__name__, "--builtin-schema", f"vendor.{schema}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("github-workflows", GITHUB),
        ("github-workflows", FORGEJO),
        ("gitlab-ci", GITLAB),
    ],
)
def test_a_workflow_file_keeps_to_its_schema(schema: str, path: Path) -> None:
    assert check_schema(schema, path) == ""


@pytest.mark.parametrize("program_from", ["", "https://packages.example/simple"])
@pytest.mark.parametrize(("schema", "name"), [("github-workflows", GITHUB), ("gitlab-ci", GITLAB)])
def test_the_workflows_of_a_new_book_keep_to_their_schema(
    schema: str, name: Path, program_from: str, tmp_path: Path
) -> None:
    made = tmp_path / "workflow.yml"
    made.write_bytes(begun(program_from)[name.relative_to(ROOT).as_posix()])
    assert check_schema(schema, made) == ""


def test_the_schemas_refuse_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("on: push\njobs: {a: {runs-on: x, steps: [{runs: y}]}}\n")
    assert "runs" in check_schema("github-workflows", wrong)


def test_the_citation_file_keeps_to_its_schema(tmp_path: Path) -> None:
    cited = tmp_path / "CITATION.cff"
    cited.write_bytes(write_cff(RECORD))
    assert check_schema("citation-file-format", cited) == ""


def scripts(path: Path) -> list[str]:
    """Every line that a forge runs."""
    jobs: Any = yaml.safe_load(path.read_text("utf-8"))
    if path != GITLAB:
        return [step["run"] for job in jobs["jobs"].values() for step in job["steps"] if "run" in step]
    return [line for job in jobs.values() if isinstance(job, dict) for line in job.get("script", ())]


@pytest.mark.parametrize("path", FORGES)
def test_every_command_in_a_workflow_exists(path: Path) -> None:
    lines = [line for line in scripts(path) if line.startswith("./workbook ")]
    told = [shlex.split(line.replace("$BASE", "main"))[1:] for line in lines]
    made = ["changes"] if path != GITLAB else []
    assert [words[0] for words in told] == ["test", "build", *made, "edition", "edition"]
    for words in told:
        if words[0] not in LAUNCHER:
            assert grammar("en").parse_args(words).command


@pytest.mark.parametrize("path", FORGES)
def test_no_forge_uses_or_keeps_what_earlier_builds_left_of_a_book(path: Path) -> None:
    assert all("--fresh" in line for line in scripts(path) if "workbook build" in line)
    jobs = jobs_of(path).values()
    kept = [job["cache"]["paths"] for job in jobs if isinstance(job, dict) and "cache" in job]
    steps = [step for job in jobs if isinstance(job, dict) for step in job.get("steps", ())]
    kept += [step["with"]["path"] for step in steps if "cache@" in step.get("uses", "")]
    assert "build" not in str(kept)


def test_forgejo_uses_its_own_artifacts_and_else_does_what_github_does() -> None:
    """upload-artifact from GitHub gives up elsewhere (GHESNotSupportedError)."""
    uses = re.findall(r"uses: (\S+)", FORGEJO.read_text("utf-8"))
    assert uses and all(one.startswith("https://code.forgejo.org/") for one in uses)
    assert scripts(FORGEJO) == [line for line in scripts(GITHUB) if not line.startswith("gh ")]


@pytest.mark.parametrize("path", [GITHUB, ROOT / "templates/starter/files/github.yml"])
def test_github_runs_the_very_commits_that_were_looked_at(path: Path) -> None:
    """A tag can be moved to another program; what Renovate brings is a commit again, with the tag beside it."""
    uses = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    assert uses and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in uses)


def test_nothing_that_somebody_else_can_name_is_put_into_a_script() -> None:
    """A branch or tag may be called `$(…)`: it reaches a script as a variable only, in quotes."""
    assert not [line for path in (GITHUB, FORGEJO) for line in scripts(path) if "${{" in line]
    for line in [line for path in FORGES for line in scripts(path)]:
        assert "$" not in re.sub(r'"(origin/)?\$\w+"', "", line)


@pytest.mark.parametrize("path", FORGES)
def test_an_edition_is_made_for_a_tag_only_and_outputs_are_kept(path: Path) -> None:
    jobs: Any = yaml.safe_load(path.read_text("utf-8"))
    jobs = jobs["jobs"] if path != GITLAB else jobs
    assert re.search(r"refs/tags/|TAG =~ /\^", str(jobs["edition"]["if" if path != GITLAB else "rules"]))
    for name, folder in (("build", "build/"), ("edition", "edition/")):
        uploads = [step for step in jobs[name].get("steps", ()) if "upload" in step.get("uses", "")]
        kept = [line for step in uploads for line in step["with"]["path"].split()]
        assert folder in (kept or jobs[name]["artifacts"]["paths"])


def jobs_of(path: Path) -> dict[str, Any]:
    loaded: Any = yaml.safe_load(path.read_text("utf-8"))
    jobs: dict[str, Any] = loaded["jobs"] if path != GITLAB else loaded
    return jobs


@pytest.mark.parametrize("path", FORGES)
def test_what_did_not_pass_the_tests_is_not_published(path: Path) -> None:
    assert "test" in jobs_of(path)["edition"]["needs"]


@pytest.mark.parametrize("path", [GITHUB, FORGEJO])
def test_a_push_to_a_branch_with_an_open_request_runs_once_and_no_request_ends_another_run(path: Path) -> None:
    whole: Any = yaml.safe_load(path.read_text("utf-8"))
    for name in ("test", "build"):
        assert "head.repo.full_name != github.repository" in jobs_of(path)[name]["if"]
    # A stranger's branch may be called like ours: the number of a request is its own.
    assert "pull_request.number || github.ref " in whole["concurrency"]["group"]
    assert "!startsWith(github.ref, 'refs/tags/')" in whole["concurrency"]["cancel-in-progress"]


def test_gitlab_runs_once_per_push() -> None:
    whole: Any = yaml.safe_load(GITLAB.read_text("utf-8"))
    never, else_always = whole["workflow"]["rules"]
    assert ("merge_request_event" in never["if"], never["when"]) == (True, "never")
    assert else_always == {"when": "always"}


@pytest.mark.parametrize("path", [GITHUB, FORGEJO])
def test_only_a_verified_edition_is_published_and_only_its_job_may_write(path: Path) -> None:
    steps = jobs_of(path)["edition"]["steps"]
    place = next(nth for nth, step in enumerate(steps) if "--deposit deposit" in step.get("run", ""))
    publishing = steps[-1]
    assert steps.index(publishing) > place
    assert "if" not in publishing, "what failed before must stop it"
    assert "deposit" in str(publishing)
    writing = [name for name, job in jobs_of(path).items() if "write" in str(job.get("permissions"))]
    assert writing == ["edition", "preview", "site"]
    # What strangers send is built by a job that may write nothing, and is put beside nobody's book.
    condition = jobs_of(path)["preview"]["if"]
    assert "github.event_name == 'push' || (" in condition
    assert "head.repo.full_name == github.repository))" in condition
    assert not [step for step in jobs_of(path)["preview"]["steps"] if "./workbook" in step.get("run", "")]


@pytest.mark.parametrize("path", FORGES)
def test_the_site_of_all_editions_follows_an_edition(path: Path) -> None:
    job = jobs_of(path)["site" if path != GITLAB else "pages"]
    assert "edition" in job["needs"]
    lines = [step.get("run", "") for step in job["steps"]] if path != GITLAB else job["script"]
    assert any("edition site" in line for line in lines)


def test_what_is_the_forges_own_is_asked_for_by_one_program() -> None:
    for path in FORGES:
        called = re.findall(r"\.ci/forge \w+", path.read_text("utf-8"))
        assert {line.split()[1] for line in called} >= {"editions", "comment"}


@pytest.mark.parametrize(("program_from", "command"), [("", "workbook "), ("packages", "./workbook ")])
def test_a_book_of_its_own_has_workflows_that_call_what_there_is(program_from: str, command: str) -> None:
    files = begun(program_from)
    for path, base in ((GITHUB, "jobs"), (GITLAB, "")):
        whole: Any = yaml.safe_load(files[path.relative_to(ROOT).as_posix()])
        jobs = (whole[base] if base else whole).values()
        found = [step.get("run", "") for job in jobs if isinstance(job, dict) for step in job.get("steps", ())]
        found += [line for job in jobs if isinstance(job, dict) for line in job.get("script", ())]
        lines = [
            line for text in found for line in text.splitlines() if line.startswith(command) and "--version" not in line
        ]
        assert {shlex.split(line)[1] for line in lines} >= {"build", "edition"}
        for line in lines:
            assert grammar("en").parse_args(shlex.split(line)[1:]).command


def test_renovate_keeps_to_its_schema_and_pins_what_it_has_seen() -> None:
    assert check_schema("renovate", ROOT / "renovate.json") == ""
    assert {"helpers:pinGitHubActionDigests", "docker:pinDigests"} <= set(
        json.loads((ROOT / "renovate.json").read_text())["extends"]
    )


def test_gitlab_publishes_what_the_job_before_has_verified() -> None:
    jobs = jobs_of(GITLAB)
    assert jobs["release"]["needs"] == ["edition"]
    assert jobs["release"]["rules"] == jobs["edition"]["rules"]
    assert "deposit/" in jobs["edition"]["artifacts"]["paths"]
    assert jobs["edition"]["artifacts"]["expire_in"] == "never"

"""How the repository wants to be cited: beside book.yaml, made from it, and kept true by every cut."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from pipeline.cache import MemoryCache
from pipeline.checks.proof import open_manifest
from pipeline.editions.cited import CITATION, MARK, ZENODO, cite, write_both
from pipeline.editions.commands import Teller
from pipeline.editions.commands import run as run_command
from pipeline.editions.cut import cut
from pipeline.editions.readiness import Wanted
from pipeline.record.edition import Record
from pipeline.record.editions import read_editions
from pipeline.workspace import FolderWorkspace, MemoryWorkspace
from tests.record.samples import RECORD

from .conftest import commit, run, toolbox_at

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(
    (files("check_jsonschema") / "builtin_schemas/vendor/citation-file-format.json").read_text(encoding="utf-8")
)
PERSON = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "orcid": {"type": "string", "pattern": r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"},
        "affiliation": {"type": "string", "minLength": 1},
        "type": {"enum": ["Editor", "Distributor", "Producer", "Sponsor", "Researcher", "Other"]},
    },
    "additionalProperties": False,
}
RELATED = {
    "type": "object",
    "required": ["identifier", "relation"],
    "properties": {
        "identifier": {"type": "string"},
        "relation": {"enum": ["isVariantFormOf"]},
        "scheme": {"enum": ["isbn"]},
        "resource_type": {"enum": ["publication-book"]},
    },
    "additionalProperties": False,
}
WORDS = {"type": "string", "minLength": 1}
# What of Zenodo's deposit metadata we use, and how it has to look (developers.zenodo.org, "Deposit metadata").
DEPOSIT = {
    "type": "object",
    "required": ["title", "upload_type", "publication_type", "creators", "access_right"],
    "properties": {
        **dict.fromkeys(("title", "description", "version", "imprint_publisher", "imprint_isbn"), WORDS),
        **dict.fromkeys(("license", "access_conditions"), WORDS),
        "upload_type": {"enum": ["publication"]},
        "publication_type": {"enum": ["book"]},
        "publication_date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "language": {"type": "string", "pattern": "^[a-z]{2,3}$"},
        "keywords": {"type": "array", "items": WORDS, "uniqueItems": True},
        "creators": {"type": "array", "items": PERSON, "minItems": 1, "uniqueItems": True},
        "contributors": {"type": "array", "items": PERSON, "uniqueItems": True},
        "doi": {"type": "string", "pattern": r"^10\.\d{4,9}/\S+$"},
        "access_right": {"enum": ["open", "restricted"]},
        "related_identifiers": {"type": "array", "items": RELATED, "uniqueItems": True},
    },
    "additionalProperties": False,
    "if": {"properties": {"access_right": {"const": "open"}}},
    "then": {"required": ["license"]},
}
FULL = replace(
    RECORD,
    subtitle="Ein Buch",
    description="Worum es geht.",
    isbn={"print": "978-3-16-148410-0", "pdf": "978-3-16-148411-7"},
    doi="10.5281/zenodo.7",
    rights="Frei.",
    license={"text": "CC-BY-4.0", "pictures": "CC0-1.0", "handouts": "CC0-1.0"},
    site_url="https://example.org/",
    contributors=(
        replace(RECORD.contributors[0], orcid="0000-0002-1825-0097", affiliation="Werk"),
        RECORD.contributors[1],
    ),
)


def _wrong(made: dict[str, bytes]) -> list[str]:
    told = [one.message for one in Draft7Validator(SCHEMA).iter_errors(_plain(yaml.safe_load(made[CITATION])))]
    return told + [one.message for one in Draft7Validator(DEPOSIT).iter_errors(json.loads(made[ZENODO]))]


def _plain(value: Any) -> Any:
    """YAML knows days, JSON does not."""
    return json.loads(json.dumps(value, default=str))


@pytest.mark.parametrize("record", [RECORD, FULL, replace(FULL, version="", date="", license={})])
def test_both_files_are_valid(record: Record) -> None:
    assert _wrong(write_both(record)) == []


def test_the_schemas_refuse_what_is_wrong() -> None:
    made = write_both(FULL)
    assert _wrong({**made, CITATION: made[CITATION].replace(b"cff-version: 1.2.0", b"cff-version: 9")}) != []
    assert _wrong({**made, ZENODO: made[ZENODO].replace(b"0000-0002", b"0000:0002")}) != []
    assert _wrong(write_both(replace(FULL, doi="10.1/x"))) != []


def test_ours_are_what_book_yaml_says() -> None:
    folder = FolderWorkspace(ROOT)
    manifest = open_manifest(folder, MemoryCache()).value
    shelf = read_editions(folder).value
    assert manifest is not None
    made = cite(folder, manifest, shelf[-1].record if shelf else None)
    assert made.diagnostics == ()
    assert {name: (ROOT / name).read_bytes() for name in made.value} == made.value, "run ./workbook edition cite"
    assert _wrong(dict(made.value)) == []


@pytest.mark.parametrize("name", [CITATION, ZENODO])
def test_what_somebody_wrote_by_hand_stays(name: str) -> None:
    folder = MemoryWorkspace({"book.yaml": (ROOT / "book.yaml").read_text(encoding="utf-8"), name: "von Hand\n"})
    manifest = open_manifest(folder, MemoryCache()).value
    assert manifest is not None
    done = cite(folder, manifest, None)
    assert [(one.code, one.span.path) for one in done.diagnostics] == [("e-219", name)]
    assert done.value == {}


def _cite(folder: Path) -> list[str]:
    said: list[str] = []
    options = type("Options", (), {"deed": "cite"})()
    assert run_command(options, FolderWorkspace(folder), 0, Teller(said.append, lambda stage: None)).value  # type: ignore[arg-type]
    return said


def test_a_cut_keeps_them_true(repository: Path) -> None:
    assert "Committe sie" in _cite(repository)[0]
    assert "version" not in yaml.safe_load((repository / CITATION).read_bytes())
    commit(repository)
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    cited = yaml.safe_load(run(repository, "show", f"v1.0:{CITATION}"))
    assert (cited["version"], str(cited["date-released"])) == ("1.0", "2027-03-01")
    assert json.loads(run(repository, "show", f"v1.0:{ZENODO}"))["version"] == "1.0"
    assert run(repository, "status", "--porcelain") == ""
    # What a killed cut left of them is no reason to refuse the next.
    (repository / CITATION).write_bytes(MARK + b"halb")
    (repository / "chapters/a.md").write_text("---\nstatus: fertig\n---\n# Anfang\n\nNeu.\n", encoding="utf-8")
    run(repository, "commit", "-qm", "Write", "chapters/a.md")
    assert cut(toolbox_at(repository), Wanted("1.1")).value is not None
    assert run(repository, "status", "--porcelain") == ""
    assert yaml.safe_load((repository / CITATION).read_bytes())["version"] == "1.1"


def test_a_cut_that_fails_puts_them_back(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cite(repository)
    commit(repository)
    before = (repository / CITATION).read_bytes()

    def refuse(*arguments: object) -> str:
        raise OSError("no room")

    monkeypatch.setattr("pipeline.history.commit_and_tag", refuse)
    with pytest.raises(OSError, match="no room"):
        cut(toolbox_at(repository), Wanted("1.0"))
    assert (repository / CITATION).read_bytes() == before
    assert run(repository, "status", "--porcelain") == ""


def test_a_cut_leaves_those_of_somebody_else_alone(repository: Path) -> None:
    (repository / CITATION).write_text("cff-version: 1.2.0\n", encoding="utf-8")
    commit(repository)
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    assert (repository / CITATION).read_text(encoding="utf-8") == "cff-version: 1.2.0\n"
    assert not (repository / ZENODO).exists()

"""Forges get messages in a form that they put beside the lines, and nothing an author writes becomes a command."""

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotations import as_github, as_gitlab, as_sarif
from pipeline.cli import main
from pipeline.console import Console
from pipeline.diagnostics import Span, diagnose
from tests.schemas import CODE_QUALITY, SARIF, slips

FOUND = diagnose("m-004", Span("book.yaml", 3, 5, 3, 11), key="stauts", suggestion="status", related=(Span("a.md", 7),))


def shown(form: str) -> str:
    out = io.StringIO()
    Console("en", form, out, io.StringIO()).report((FOUND,), lambda path: None)
    return out.getvalue()


def test_github_gets_a_command_with_the_place_the_code_and_the_cure() -> None:
    assert shown("github") == (
        "::error file=book.yaml,line=3,col=5,endLine=3,title=m-004::unknown key `stauts`"
        "%0Adid you mean `status`?%0Acheck the spelling or delete the line\n"
    )


@pytest.mark.parametrize("severity", ["warning", "note"])
def test_no_name_and_no_word_ends_a_command(severity: str) -> None:
    place = {"path": "a,b:c%.md", "line": 1, "column": 2, "end_line": 1, "end_column": 3}
    entry = {**place, "code": "x-001", "severity": severity, "message": "a\r\n::error::b 100%", "hints": ["c"]}
    line = as_github(entry)
    assert line.startswith(f"::{'notice' if severity == 'note' else 'warning'} file=a%2Cb%3Ac%25.md,line=1,")
    assert line.endswith("::a%0D%0A::error::b 100%25%0Ac")
    assert "\n" not in line and "\r" not in line


def test_sarif_has_a_rule_a_level_and_places() -> None:
    log: Any = json.loads(shown("sarif"))
    (run,) = log["runs"]
    (result,) = run["results"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert run["tool"]["driver"]["rules"] == [{"id": result["ruleId"]}] == [{"id": "m-004"}]
    assert result["level"] == "error"
    (place,), (other,) = result["locations"], result["relatedLocations"]
    assert place["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 11}
    assert other["physicalLocation"]["artifactLocation"] == {"uri": "a.md"}


def test_every_form_that_is_a_document_keeps_to_its_schema_and_the_schema_refuses_others() -> None:
    places = ("book.yaml", "chapters/a b.md")
    found = [
        diagnose(code, Span(path, 2, 3, 2, 9), name="x") for code in ("x-003", "l-060", "m-004") for path in places
    ]
    entries = [Console("de")._entry(one) for one in (*found, *found, FOUND)]
    for made, schema in ((as_sarif(entries), SARIF), (as_gitlab(entries), CODE_QUALITY)):
        assert slips(json.loads(json.dumps(made)), schema) == []
    assert slips(as_sarif([entries[0] | {"severity": "bad"}]), SARIF) != []
    assert slips(as_sarif([entries[0] | {"line": 0}]), SARIF) != []
    assert slips(as_gitlab(entries) * 2, CODE_QUALITY) != []


def test_gitlab_knows_a_message_again_when_lines_shift_and_tells_equal_ones_apart() -> None:
    once, shifted = (
        json.loads(shown("gitlab")),
        as_gitlab([Console("en")._entry(replace(FOUND, span=Span("book.yaml", 9)))]),
    )
    assert once[0]["severity"] == "major" and once[0]["location"] == {"path": "book.yaml", "lines": {"begin": 3}}
    assert once[0]["fingerprint"] == shifted[0]["fingerprint"]
    twins = as_gitlab([Console("en")._entry(FOUND)] * 2)
    assert len({one["fingerprint"] for one in twins}) == 2


def test_files_of_a_book_in_a_folder_are_named_from_the_top(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "one book"
    book.mkdir()
    (book / "book.yaml").write_text("title: x\nlanguage: de\nstauts: y\nparts: []\n")
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    assert main(["--book", str(book), "check", "--message-format", "github"]) == 1
    assert "::error file=one book/book.yaml,line=3," in capsys.readouterr().out
    assert main(["--book", str(book), "check", "--message-format", "sarif"]) == 1
    assert '"uri": "one%20book/book.yaml"' in capsys.readouterr().out

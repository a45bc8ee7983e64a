"""Diagnostics as forges show them beside the lines: GitHub's workflow commands, GitLab's reports of code quality, and
SARIF 2.1.0 for whoever reads that.

In: entries as the console's JSON has them. https://docs.github.com/actions/reference/workflow-commands-for-github-actions,
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, https://docs.gitlab.com/ci/testing/code_quality/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

FORMS = ("github", "gitlab", "sarif")
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
GRAVITIES = {"error": "major", "warning": "minor", "note": "info"}
# What would end a command, or one of its properties.
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})

Entry = Mapping[str, Any]


def as_github(entry: Entry) -> str:
    """Write the line with which a runner of GitHub puts a message beside a line of a file."""
    where = {"file": entry["path"], "line": entry["line"], "col": entry["column"], "endLine": entry["end_line"]}
    told = {**where, "title": entry["code"]}
    properties = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in told.items())
    message = "\n".join((entry["message"], *entry["hints"])).translate(_DATA)
    return f"::{COMMANDS[entry['severity']]} {properties}::{message}"


def as_gitlab(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Make a report of code quality; a message is known again by what it says of which file, as its line shifts."""
    seen = Counter[str]()
    return [_issue(entry, seen) for entry in entries]


def _issue(entry: Entry, seen: Counter[str]) -> dict[str, Any]:
    told = "\0".join((entry["code"], entry["path"], entry["message"]))
    seen[told] += 1
    return {
        "description": "\n".join((entry["message"], *entry["hints"])),
        "check_name": entry["code"],
        "fingerprint": sha256(f"{told}\0{seen[told]}".encode()).hexdigest(),
        "severity": GRAVITIES[entry["severity"]],
        "location": {"path": entry["path"], "lines": {"begin": entry["line"]}},
    }


def as_sarif(entries: Sequence[Entry]) -> dict[str, Any]:
    """Make a log of one run."""
    codes = sorted({entry["code"] for entry in entries})
    driver = {"name": "workbook", "rules": [{"id": code} for code in codes]}
    results = [_result(entry) for entry in entries]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(entry: Entry) -> dict[str, Any]:
    made = {
        "ruleId": entry["code"],
        "level": entry["severity"],
        "message": {"text": "\n".join((entry["message"], *entry["hints"]))},
        "locations": [_location(entry)],
    }
    related = [_location(one) for one in entry["related"]]
    return made | ({"relatedLocations": related} if related else {})


def _location(place: Entry) -> dict[str, Any]:
    region = {
        "startLine": place["line"],
        "startColumn": place["column"],
        "endLine": place["end_line"],
        "endColumn": place["end_column"],
    }
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place["path"])}, "region": region}}

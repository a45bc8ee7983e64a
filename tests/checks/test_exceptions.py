"""Exceptions with a reason: how far they reach, and what they cannot take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.checks.exceptions import LATER, add, read, settle
from pipeline.codes import CODES
from pipeline.diagnostics import Diagnostic, Span, diagnose

PATH = "chapters/a.md"
PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"


@pytest.mark.parametrize(("text", "lines"), [
    ("<!-- ausnahme l-060: Grund -->\nEins\nzwei\n\nDrei\n", (1, 3)),
    ("<!-- exception L-060: why -->\n\n\nEins\n", (1, 4)),
    ("Eins <!-- ausnahme l-060: Grund --> zwei\ndrei\n\nVier\n", (1, 2)),
    ("<!-- ausnahme l-060: über\nzwei Zeilen -->\nEins\n\nZwei\n", (1, 3)),
    ("<!-- ausnahme l-060: Grund -->\n::: hinweis\nEins\n\n::: zitat\nZwei\n:::\n\nDrei\n:::\n\nVier\n", (1, 10)),
    ("::: hinweis\n<!-- ausnahme l-060: Grund -->\nEins\n:::\nZwei\n", (2, 4)),
])  # fmt: skip
def test_an_exception_reaches_to_the_end_of_its_block(text: str, lines: tuple[int, int]) -> None:
    (taken,) = read(PATH, text)
    assert (taken.first, taken.last) == lines


@pytest.mark.parametrize("text", ["`<!-- ausnahme l-060: Grund -->`", "<!-- Ausnahmen l-060 -->", "<!-- l-060: x -->"])
def test_other_comments_are_none(text: str) -> None:
    assert [*read(PATH, text)] == []


def test_only_its_code_in_its_file_is_taken_and_no_error() -> None:
    text = {PATH: "<!-- ausnahme l-060, x-001: Grund -->\nEins\n"}
    same, other, error = (diagnose(code, Span(PATH, 2)) for code in ("l-060", "t-050", "x-001"))
    elsewhere = diagnose("l-060", Span("chapters/b.md", 2))
    left = settle((same, other, error, elsewhere), text, is_whole=True)
    assert left[:3] == (other, error, elsewhere)
    assert [(one.code, dict(one.facts)["code"]) for one in left[3:]] == [("l-065", "x-001")]


def test_in_a_variant_none_is_called_needless() -> None:
    assert settle((), {PATH: "<!-- ausnahme l-060: Grund -->\nEins\n"}, is_whole=False) == ()
    assert [one.code for one in settle((), {PATH: "<!-- ausnahme l-060 -->\nEins\n"}, is_whole=False)] == ["l-064"]


@pytest.mark.parametrize(("text", "lines"), [
    ("<!-- ausnahme s-052: Grund -->\n# Titel\n\nText\n", (1, 2)),
    ("---\nstatus: fertig\n---\n\n<!-- noch etwas -->\n<!-- ausnahme s-052: Grund -->\n\n# Titel\n\nText\n", (1, 8)),
    ("# Titel\n\n<!-- ausnahme s-052: Grund -->\nText\n", (3, 4)),
    ("```\nCode\n```\n<!-- ausnahme s-052: Grund -->\nText\n", (4, 5)),
])  # fmt: skip
def test_above_the_title_an_exception_is_about_the_whole_file(text: str, lines: tuple[int, int]) -> None:
    """What is told of a file as such stands at its first line, where no comment can stand."""
    (taken,) = read(PATH, text)
    assert (taken.first, taken.last) == lines


@pytest.mark.parametrize(("text", "lines"), [
    ("# Ausnahme m-112: Grund\ntitle: T\nlanguage: fr\n", (1, 2)),
    ("title: T\n# ausnahme m-112: Grund\nlanguage: fr\nslug: b\n", (2, 3)),
    ("title: T\nparts:\n  # exception m-112: why\n\n  - title: A\n    chapters:\n      - a.md\n  - title: B\n", (3, 7)),
    ("- term: A\n  definition: B\n# ausnahme g-012: Grund\n- term: C\n  definition: D\n", (3, 6)),
])  # fmt: skip
def test_in_yaml_an_exception_reaches_to_the_end_of_its_entry(text: str, lines: tuple[int, int]) -> None:
    (taken,) = read("glossary.yaml", text)
    assert (taken.first, taken.last) == lines


def late(code: str, line: int = 1) -> Diagnostic:
    return diagnose(code, Span(PATH, line))


def test_what_comes_later_is_taken_too_and_needless_is_said_when_all_has_come() -> None:
    texts = {PATH: "<!-- ausnahme m-242, v-004: Grund -->\n# Titel\n\nText\n"}
    told = settle((), texts, is_whole=True)
    assert told == ()
    assert add(told, (late("m-242"),), texts, ("gates", "sheets")) == ()
    assert add(told, (late("m-242"), late("m-241")), texts, ("gates",)) == (late("m-241"),)
    for done, needless in (((), []), (("gates",), ["m-242"]), (("gates", "formats"), ["m-242", "v-004"])):
        assert [dict(one.facts)["code"] for one in add(told, (), texts, done)] == needless


def test_what_was_called_needless_is_not_when_it_takes_something_later() -> None:
    texts = {PATH: "<!-- ausnahme s-151, l-060: Grund -->\n# Titel\n"}
    told = settle((), texts, is_whole=True)
    assert [dict(one.facts)["code"] for one in told] == ["s-151", "l-060"]
    assert CODES["l-060"].severity == "warning"
    assert add(told, (late("l-060"),), texts) == told[:1]


def test_an_error_that_comes_later_stays() -> None:
    texts = {PATH: "<!-- ausnahme v-001: Grund -->\n# Titel\n"}
    told = settle((), texts, is_whole=True)
    assert [dict(one.facts)["code"] for one in told] == ["v-001"]
    assert add(told, (late("v-001"),), texts) == (*told, late("v-001"))


ROOMS = {
    "sheets": ["render/handouts.py"],
    "original": ["translating.py"],
    "gates": ["checks/gates.py"],
    "links": ["checks/links.py"],
    "formats": ["formats.py", "checks/validators.py", "checks/balance/print.py", "render/*/*.py", "render/*.py"],
}


@pytest.mark.parametrize("name", ROOMS)
def test_the_table_names_all_that_may_be_taken_later(name: str) -> None:
    files = {path for way in ROOMS[name] for path in PIPELINE.glob(way)}
    files -= {PIPELINE / way for other in ROOMS if other != name for way in ROOMS[other]}
    given = {code for path in files for code in re.findall(r'"([a-z]-\d{3})"', path.read_text("utf-8"))}
    mild = {code for code in given if CODES[code].severity != "error"}
    assert mild <= LATER[name]
    assert all(CODES[code].severity != "error" for code in LATER[name])

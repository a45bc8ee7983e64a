"""Neighbouring edits of two authors, with what must come out: written down in `merged/` before the driver was asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.manuscript.merge import Merged, merge

CASES = tuple(sorted(Path(__file__).with_name("merged").glob("*.txt")))
STATES = re.compile(r"^--- (?:base|ours|theirs|merged)\n", re.MULTILINE)


def cases() -> list[tuple[str, ...]]:
    """Each with its file, its name, and the four texts."""
    found = []
    for one in "".join(path.read_text(encoding="utf-8") for path in CASES).split("=== ")[1:]:
        title, *texts = STATES.split(one)
        path, _, said = title.strip().partition(": ")
        found.append((path, said, *texts))
    return found


@pytest.mark.parametrize(("path", "said", "base", "ours", "theirs", "merged"), cases(), ids=[one[1] for one in cases()])
def test_neighbouring_edits_are_both_there(
    path: str, said: str, base: str, ours: str, theirs: str, merged: str
) -> None:
    assert base not in (ours, theirs), said
    assert merge(base, ours, theirs, path) == merge(base, theirs, ours, path) == Merged(merged, 0)


def test_there_are_enough_of_them() -> None:
    assert len(cases()) >= 80


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_ends_of_lines_and_of_files_are_no_edits(end: str, ends: str) -> None:
    base, ours, theirs = "Eins ist.\n\nZwei ist." + end, "Eins war.\n\nZwei ist.\n", "Eins ist.\n\nZwei war."
    merged = Merged("Eins war.\n\nZwei war.\n", 0)
    assert merge(base, ours.replace("\n", ends), "\ufeff" + theirs) == merged


def test_of_one_entry_that_both_changed_both_readings_stand() -> None:
    base = "also: [Abend, Nacht]\n"
    merged = merge(base, "also: [Abende, Nacht]\n", "also: [Feierabend, Nacht]\n", "glossary.yaml")
    assert merged == Merged("also: [Abende, Nacht]\n# konflikt: also: [Feierabend, Nacht]\n", 1)


@pytest.mark.parametrize("theirs", ['x: "Eins ist. Zwei war."\n', "x: >\n  Eins ist. Zwei war.\n"])
def test_a_value_that_one_wrote_in_other_signs_is_not_put_together_by_sentences(theirs: str) -> None:
    assert merge("x: Eins ist. Zwei ist.\n", "x: Eins war. Zwei ist.\n", theirs, "x.yaml").conflicts == 1


def test_a_table_that_one_took_away_while_the_other_wrote_in_it_stays_whole() -> None:
    table = "| A | B |\n|---|---|\n| eins | zwei |\n| drei | vier |\n"
    theirs = "Davor.\n\n" + table.replace("vier", "fünf")
    assert merge("Davor.\n\n" + table, "Davor.\n", theirs) == Merged(theirs, 0)

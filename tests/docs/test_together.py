"""What the guide says about writing together is so: its commands, its signs, renaming and deleting a chapter."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from lxml import etree

from docs.examples import GUIDE, files_of, make_book, read_examples
from pipeline import merging
from pipeline.arguments import make_parser
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.cli import main
from pipeline.manuscript.readings import undecided
from pipeline.manuscript.tidy import tidy
from pipeline.workspace import MemoryWorkspace

TEXT = GUIDE.read_text(encoding="utf-8")
ROOT = GUIDE.parents[1]
EXAMPLES = {one.name: one for one in read_examples(TEXT)}
COMMANDS = [
    re.split(r"\s+#", line)[0].strip()
    for fence in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    for line in fence.splitlines()
]
MANIFEST = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [{}]\n"
OTHER = "---\nversprechen: Du kannst es.\n---\n# Anderes\n\nSiehe [](#alt) und [dort](alt.md).\n"
CHAPTER = "---\nversprechen: Du kannst es.\n{}---\n# Kapitel\n\nEin Satz.\n"


def codes(files: dict[str, str], *listed: str) -> list[str]:
    manifest = MANIFEST.format(", ".join(f"chapters/{name}.md" for name in listed))
    written = {f"chapters/{name}.md": text for name, text in files.items()}
    return [
        one.code
        for one in proofread(
            MemoryWorkspace({"book.yaml": manifest, **written}), MemoryCache(), Order(), lambda stage: None
        ).diagnostics
    ]


def test_the_signs_of_the_example_stand_there_as_themselves() -> None:
    proof = proofread(make_book(files_of(()), (EXAMPLES["p"],)), MemoryCache(), Order(), lambda stage: None).value
    assert proof is not None
    (body,) = [section.body for section in proof.book.sections if section.kind == "chapter"]
    shown = "".join(map(str, etree.fromstring(f"<div>{body}</div>").itertext()))
    for written in ("Kreative*innen", "5\u00a0$", "#kreativ", "@atelier", "[Notiz]", "a_b", "2\u00a0<\u00a03", "~10"):
        assert written in shown.replace(" ", "\u00a0"), written
    assert "<em>" not in body and "math" not in body


def test_the_nested_list_is_one_and_its_form_is_tidy() -> None:
    proof = proofread(make_book(files_of(()), (EXAMPLES["ol"],)), MemoryCache(), Order(), lambda stage: None).value
    assert proof is not None
    (body,) = [section.body for section in proof.book.sections if section.kind == "chapter"]
    assert body.count("<ol") == body.count("<ul") == 1 and body.count("<li") == 5


def test_a_box_with_one_reading_left_is_settled() -> None:
    text = EXAMPLES["conflict"].text
    assert [one.code for one in undecided(text, "x.md")] == ["s-071"]
    assert (
        list(
            undecided(
                text.replace(":::: lesart\nDer Abend dauert drei Stunden. Danach gibt es Suppe.\n::::\n", ""), "x"
            )
        )
        == []
    )


def test_every_reference_to_a_renamed_or_deleted_chapter_is_told() -> None:
    both = {"other": OTHER, "alt": CHAPTER.format("")}
    assert codes(both, "other", "alt") == []
    renamed = codes({"other": OTHER, "neu": CHAPTER.format("")}, "other", "neu")
    assert len(renamed) == 2 and all(code.startswith("x-") for code in renamed)
    assert len(codes({"other": OTHER}, "other")) == 2
    assert codes(both, "other") == ["x-060"]


def test_an_old_name_goes_on_as_an_id() -> None:
    written = OTHER.replace(" und [dort](alt.md)", "")
    assert codes({"other": written, "neu": CHAPTER.format("id: alt\n")}, "other", "neu") == []


def test_the_guides_commands_are_commands() -> None:
    known = [command.split()[1] for command in COMMANDS if command.startswith("./workbook")]
    assert {"new", "serve", "format", "merge-driver"} <= set(known)
    parser = make_parser(defaultdict(lambda: lambda options: 0))
    for command in COMMANDS:
        if command.startswith("./workbook"):
            parser.parse_args(command.partition(" > ")[0].split()[1:])


def test_two_people_get_each_others_text_as_the_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "workbook"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipeline "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(merging, "PROGRAM", program)
    told = [command for command in COMMANDS if command.startswith("git ")]
    assert [command.split()[1] for command in told] == ["add", "commit", "pull", "push"]

    def run(folder: Path, command: str, check: bool = True) -> str:
        command = command.replace("git ", "git -c user.name=A -c user.email=a@example.org -c commit.gpgsign=false ", 1)
        done = subprocess.run(command, shell=True, cwd=folder, check=check, capture_output=True, text=True)
        return done.stderr

    run(tmp_path, "git init -q -b main --bare home")
    for name in ("anna", "berta"):
        run(tmp_path, f"git clone -q home {name}")
        (tmp_path / name / ".gitattributes").write_text((ROOT / ".gitattributes").read_text("utf-8"), encoding="utf-8")
        if name == "anna":
            (tmp_path / name / "a.md").write_text("Ruf an. Schreib nicht. Geh hin.\n", encoding="utf-8")
            run(tmp_path / name, "git checkout -q -B main")
            run(tmp_path / name, "git add -A")
            run(tmp_path / name, "git commit -qm Anfang")
            run(tmp_path / name, "git push -q -u origin main")
        monkeypatch.chdir(tmp_path / name)
        assert main(["merge-driver", "install"]) == 0
    for name, old, new in (("anna", "Ruf", "Rufe"), ("berta", "Geh", "Gehe")):
        chapter = tmp_path / name / "a.md"
        chapter.write_text(chapter.read_text("utf-8").replace(old, new), encoding="utf-8")
        for command in told:
            run(tmp_path / name, command)
    assert (tmp_path / "berta" / "a.md").read_text("utf-8") == "Rufe an. Schreib nicht. Gehe hin.\n"
    # Who did not fetch is told the word that the guide explains, and may try again as it says.
    (tmp_path / "anna" / "a.md").write_text("Rufe an. Schreib nie. Geh hin.\n", encoding="utf-8")
    add, commit, pull, push = told
    for command in (add, commit):
        run(tmp_path / "anna", command)
    assert "rejected" in run(tmp_path / "anna", push, check=False) and "`rejected`" in TEXT
    for command in (pull, push):
        run(tmp_path / "anna", command)
    assert (tmp_path / "anna" / "a.md").read_text("utf-8") == "Rufe an. Schreib nie. Gehe hin.\n"


def test_one_sentence_a_line_is_what_format_writes() -> None:
    assert tidy("Ruf an. Schreib nicht.\n") == "Ruf an.\nSchreib nicht.\n"

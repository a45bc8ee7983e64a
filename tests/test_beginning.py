"""A new book is good in every language: nothing is told of it but what its language lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from pipeline.beginning import Answers, languages, new_book
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.cli import main
from pipeline.theme import starter_files
from pipeline.workspace import MemoryWorkspace

LACKING = {"hsb": ["m-111", "m-112"]}


def test_a_book_can_be_begun_in_nine_languages() -> None:
    assert languages() == ("cs", "de", "en", "es", "fr", "hsb", "it", "nl", "pl")


@pytest.mark.parametrize("language", languages())
def test_a_new_book_is_read_without_a_message(language: str) -> None:
    files = new_book(Answers(language, 'A: "B" #1', "O’Hara, {title}", "x: y", "CC BY 4.0"))
    proof = proofread(MemoryWorkspace(files), MemoryCache(), Order(), lambda stage: None)
    assert [one.code for one in proof.diagnostics] == LACKING.get(language, [])
    assert proof.value is not None
    manifest = proof.value.book.manifest
    assert (manifest.title, manifest.publisher, manifest.language) == ('A: "B" #1', "x: y", language)
    assert [person.name for person in manifest.contributors] == ["O’Hara, {title}"]


@pytest.mark.parametrize("language", languages())
def test_the_words_of_a_new_book_are_the_same_in_all_languages(language: str) -> None:
    words = [yaml.safe_load(starter_files()[f"words/{name}.yaml"]) for name in ("de", language)]
    assert list(words[0]) == list(words[1])
    assert all(words[1].values())


def test_init_writes_a_folder_that_git_editors_and_forges_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "new" / "book"
    assert main(["init", str(place), "--language", "cs", "--title", "Kniha", "--lang", "en"]) == 0
    assert f"cd {place}" in capsys.readouterr().out
    made = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert made >= {"book.yaml", "README.md", ".gitattributes", ".gitignore", ".editorconfig", "book.schema.json"}
    assert made >= {".github/workflows/workbook.yml", ".gitlab-ci.yml", ".vscode/settings.json"}
    assert all(
        yaml.safe_load((place / name).read_text()) for name in (".github/workflows/workbook.yml", ".gitlab-ci.yml")
    )
    assert (place / "README.md").read_text(encoding="utf-8").startswith("# Kniha\n")
    assert main(["check", "--book", str(place)]) == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["there", "--language", "en"], "there is not empty, a lies in it"),
        (["new", "--language", "xx"], "no book can be begun in the language xx; there are cs, de"),
        (["there/a", "--language", "en"], "is a file, and a folder is needed"),
    ],
)
def test_init_refuses_what_it_cannot_do(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there/a").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert main(["init", *arguments, "--lang", "en"]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "new").exists() and (tmp_path / "there/a").read_text() == "x"


@pytest.mark.parametrize("language", languages())
def test_a_book_that_says_where_its_program_lies_gets_a_launcher(language: str) -> None:
    files = new_book(Answers(language, program_from="programs"))
    book = yaml.safe_load(files["book.yaml"])
    assert book["program_from"] == "programs" and book["requires"].startswith("~=")
    assert {"workbook", "launcher/start.py"} <= set(files)
    readme = files["README.md"].decode()
    assert "uv tool" not in readme and "{" not in readme and "`./workbook serve`" in readme
    for path in (".github/workflows/workbook.yml", ".gitlab-ci.yml"):
        jobs = files[path].decode()
        assert yaml.safe_load(jobs) and "./workbook build" in jobs
        assert not re.search(r"pip install|(?<![./])\bworkbook build|\{[a-z-]+\}(?!\})", jobs)


def test_init_says_how_the_program_is_called_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "book"
    assert main(["init", str(place), "--language", "en", "--lang", "en", "--program-from", "../wheels"]) == 0
    assert "./workbook serve" in capsys.readouterr().out
    assert (place / "workbook").stat().st_mode & 0o111
    assert main(["check", "--book", str(place)]) == 0


def test_a_folder_without_a_book_is_answered_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["build"], ["check"], ["new", "chapter", "a"]):
        assert main([*command, "--book", str(tmp_path), "--lang", "en"]) != 0
    said = capsys.readouterr()
    assert (said.out + said.err).count("workbook init DIR") == 3

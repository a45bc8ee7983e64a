"""The command line speaks German and English, and names what was meant."""

import subprocess
from pathlib import Path

import pytest

from pipeline import program
from pipeline.cli import grammar, main
from pipeline.usage import grammars
from pipeline.usage.words import GERMAN, HEADINGS

BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command line that cannot be meant is told."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "chapters/a.md").write_text("---\nversprechen: Du kannst es.\n---\n# A\n\nText.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everything_that_is_said_of_a_command_is_there_in_german() -> None:
    headings = "\n".join(pattern for pattern, _ in HEADINGS)
    missing = set()
    for parser in grammars(grammar("en")):
        shown = [parser.description, *(group.title for group in parser._action_groups)]
        shown += [action.help for action in parser._actions]
        missing |= {text for text in shown if text and text not in GERMAN and text not in headings}
    assert missing == set()


def test_a_misspelt_command_option_and_choice_name_the_right_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--lang", "en", "chek").endswith("; did you mean check?")
    assert said(capsys, "--lang", "en", "check", "--strikt") == (
        "workbook: unrecognized arguments: --strikt; did you mean --strict?"
    )
    assert said(capsys, "--lang=de", "check", "--strikt") == (
        "workbook: das gehört nicht zu diesem Befehl: --strikt; meintest du --strict?"
    )
    # What another command knows is not meant by itself.
    assert said(capsys, "--lang=en", "check", "--jobs").endswith("unrecognized arguments: --jobs")
    assert said(capsys, "--lang=de", "chek").endswith("; meintest du check?")
    assert said(capsys, "--lang=de", "new", "chapters", "a").endswith("; meintest du chapter?")
    assert "meintest" not in said(capsys, "--lang=de", "xyzzy")


def test_what_is_missing_is_named_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--lang=de", "explain") == "workbook: es fehlt: CODE"
    assert said(capsys, "--lang=de", "serve", "--port", "x") == (
        "workbook: --port: x ist kein Port; ein Port ist eine Zahl von 0 bis 65535"
    )
    assert said(capsys, "--lang=de", "serve", "--port") == "workbook: --port braucht eine Angabe"


def test_a_german_book_is_spoken_to_in_german(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Aufruf: workbook build")
    assert "Das Buch bauen." in shown and "diese Hilfe zeigen" in shown
    assert "output" not in shown


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"workbook-pipeline {program.VERSION}\n"


def test_quiet_says_nothing_of_a_good_book(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    (book / "chapters/a.md").write_text("# A\n\n**Text.\n", encoding="utf-8")
    assert main(["--quiet", "check"]) == 0
    out, err = capsys.readouterr()
    assert "[s-121]" in out and "[s-050]" not in out
    assert err == "1 Warnung\n"


def test_what_leaves_nothing_to_do_is_told_on_request(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "chapters/a.md").write_text(
        "---\nversprechen: Du kannst es.\nhandout: A4\n---\n# A\n\nText.\n", encoding="utf-8"
    )
    assert main(["check"]) == 0
    assert capsys.readouterr().out == ""


def test_cures_are_written_once_and_told(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapter = book / "chapters/a.md"
    chapter.write_bytes(b"---\r\nversprechen: Du.\r\n---\r\n# A\r\n\r\nEin [Weg] (https://example.org/).  \r\n")
    other = book / "book.yaml"
    before = other.read_bytes()
    assert main(["check", "--fix"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "chapters/a.md:6: '[Weg] (https://example.org/)' → '[Weg](https://example.org/)'\n" in err
    assert "1 Stelle verbessert\n" in err
    after = b"---\r\nversprechen: Du.\r\n---\r\n# A\r\n\r\nEin [Weg](https://example.org/).  \r\n"
    assert (chapter.read_bytes(), other.read_bytes()) == (after, before)
    assert main(["check", "--fix"]) == 0
    assert "keine Stellen verbessert\n" in capsys.readouterr().err
    assert chapter.read_bytes() == after


def test_only_the_files_that_were_named_are_cured(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapter = book / "chapters/a.md"
    chapter.write_text("# A\n\nEin [Weg] (https://example.org/).\n", encoding="utf-8")
    main(["check", "--fix", "book.yaml"])
    assert "] (" in chapter.read_text(encoding="utf-8")
    main(["check", "--fix", "chapters"])
    assert "](" in chapter.read_text(encoding="utf-8")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_and_option_is_completed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    dashes = "-l " if shell == "fish" else "--"
    for word in ("build", "edition", "errata", "worksheet", f"{dashes}message-format", f"{dashes}strict"):
        assert word in script


def test_bash_completes_what_was_begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "bash"])
    script = tmp_path / "completion"
    script.write_text(capsys.readouterr().out, encoding="utf-8")

    def completed(*words: str) -> list[str]:
        asked = f"source {script}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _workbook; "
        done = subprocess.run(["bash", "-c", asked + 'echo "${COMPREPLY[@]}"'], capture_output=True, text=True)
        assert done.stderr == ""
        return done.stdout.split()

    assert completed("workbook", "che") == ["check"]
    assert completed("workbook", "new", "work") == ["worksheet"]
    assert completed("workbook", "edition", "errata", "a") == ["add"]
    assert completed("workbook", "check", "--st") == ["--strict"]
    assert completed("workbook", "--qui") == ["--quiet"]

"""The command line: exit statuses, messages that can be read, and never a traceback."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.book.model import PageMap
from pipeline.cache import MemoryCache
from pipeline.checks import proof
from pipeline.cli import main
from pipeline.diagnostics import Checked
from pipeline.render import epub, html, pdf
from pipeline.render.workers import Workshop
from pipeline.workspace import FolderWorkspace, ToolFailed, ToolMissing
from tests.test_galleys import small_book, words_on

ROOT = Path(__file__).resolve().parents[1]
BOOK = "# unser Buch\ntitle: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters:\n      - chapters/a.md\n"
CHAPTER = "---\nstatus: fertig\nversprechen: Du kannst es.\n---\n# Anfang\n\nEin Satz.\n"

PRINTED = pdf.Printed({"probe.pdf": b"pdf"}, PageMap(), {"a": "text", "cover": "new"})


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "chapters" / "a.md").write_text(CHAPTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    # Rendering is proved elsewhere; here it only has to answer.
    monkeypatch.setattr(html, "render", lambda *given: Checked({"html/index.html": b"web"}))
    monkeypatch.setattr(epub, "render", lambda *given: Checked({"probe.epub": b"epub"}))
    monkeypatch.setattr(pdf, "open_workshop", lambda *given: None)
    monkeypatch.setattr(pdf, "lay_out", lambda *given: pdf.LaidOut(PageMap(), lambda: Checked(PRINTED)))
    yield tmp_path


def break_manifest(book: Path) -> None:
    (book / "book.yaml").write_text(BOOK + "stauts: x\n", encoding="utf-8")


def test_a_good_book_is_built_and_put_in_place(book: Path) -> None:
    assert main(["build"]) == 0
    made = sorted(path.name for path in (book / "build").iterdir())
    assert made == [".cache", "SHA256SUMS", "html", "probe.epub", "probe.pdf"]
    (book / "build" / "html" / "index.html").write_bytes(b"old")
    assert main(["build", "--format", "html", "--out", "elsewhere"]) == 0
    assert sorted(path.name for path in (book / "elsewhere").iterdir()) == ["SHA256SUMS", "html"]


def test_what_sets_type_is_started_first_where_something_is_newer_than_the_last_build(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(Workshop, "open", lambda workshop: opened.append(workshop))

    def starts(*arguments: str) -> bool:
        opened.clear()
        assert main(["build", *arguments]) == 0
        return bool(opened)

    assert not starts("--format", "html", "--out", "elsewhere")
    assert starts()
    assert not starts()
    os.utime(book / "chapters" / "a.md", (time.time() + 9, time.time() + 9))
    assert not starts("--format", "html")
    assert starts("--format", "epub,pdf")


def test_a_book_with_errors_is_built_and_says_so(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_manifest(book)
    assert main(["build"]) == 1
    assert (book / "build" / "probe.pdf").exists()
    out, err = capsys.readouterr()
    assert "Fehler[m-004]: unbekannter Schlüssel `stauts`" in out
    assert "--> book.yaml:8:1" in out
    assert err.endswith("1 Fehler\n")


def test_strictly_a_book_with_errors_leaves_the_old_outputs(book: Path) -> None:
    main(["build"])
    (book / "build" / "probe.pdf").write_bytes(b"old")
    break_manifest(book)
    assert main(["build", "--strict"]) == 1
    assert (book / "build" / "probe.pdf").read_bytes() == b"old"


def test_a_tool_that_fails_leaves_the_old_outputs(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["build"])
    before = (book / "build" / "SHA256SUMS").read_bytes()

    def fail(*given: object) -> None:
        raise ToolFailed("typesetter stopped")

    monkeypatch.setattr(html, "render", fail)
    (book / "chapters" / "a.md").write_text(CHAPTER + "\nNoch ein Satz.\n", encoding="utf-8")
    assert main(["build"]) == 3
    assert (book / "build" / "SHA256SUMS").read_bytes() == before


def test_messages_come_in_the_asked_form_and_language(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_manifest(book)
    assert main(["check", "--message-format", "short", "--lang", "en"]) == 1
    assert capsys.readouterr().out == "book.yaml:8:1: error[m-004]: unknown key `stauts`\n"
    assert main(["--message-format", "json", "check"]) == 1
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["code"], entry["line"]) == ("m-004", 8)


def test_a_broken_manifest_still_speaks_its_authors_language(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "book.yaml").write_text(BOOK + "title: a: b\n", encoding="utf-8")
    assert main(["build"]) == 1
    assert "Fehler[m-003]: ein Doppelpunkt steht mitten im Wert" in capsys.readouterr().out


def test_the_book_may_be_elsewhere(
    book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert main(["check", "--book", str(book)]) == 0
    assert main(["--book", str(book), "check"]) == 0
    assert main(["build", "--book", str(book)]) == 0
    assert (book / "build" / "probe.pdf").exists()
    assert list(Path.cwd().iterdir()) == []


def test_a_check_writes_no_outputs_and_can_be_narrowed(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_manifest(book)
    assert main(["check", "chapters"]) == 0
    assert main(["check", "chapters/a.md", "book.yaml"]) == 1
    assert main(["check", "."]) == 1
    assert main(["check", "chapters/none.md"]) == 2
    assert main(["check", "/etc"]) == 2
    assert "/etc gibt es in diesem Buch nicht" in capsys.readouterr().err
    assert sorted(path.name for path in (book / "build").iterdir()) == [".cache"]


def test_a_folder_without_a_manifest_is_said_to_be_so(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "book.yaml").unlink()
    assert main(["build"]) == 1
    assert "error[m-019]: there is no `book.yaml` in this folder" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--format", "pdf,docx"], "das Format docx gibt es nicht; es gibt pdf,"),
        (["build", "--format", "docx", "--lang", "en"], "there is no format docx; there are pdf,"),
        (["build", "--book", "nowhere"], "there is no folder nowhere"),
        (["explain", "m-004."], "meintest du m-004?"),
        (["new", "chapter", "Mein Kapitel"], "zum Beispiel mein-kapitel"),
        (["new", "chapter", "../x"], "taugt nicht als Dateiname"),
        (["new", "chapter", "a"], "chapters/a.md gibt es schon"),
        (["answers", "fill", "none.pdf"], "die Datei none.pdf gibt es nicht"),
    ],
)
def test_a_wrong_command_line_is_explained(
    book: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["bild"], ["build", "--jobs", "0"], ["serve", "--port", "x"], ["new", "poem", "x"], ["explain"]]
)
def test_an_unknown_command_line_ends_with_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_output_folder_that_cannot_be_one_is_refused(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "taken").write_text("a file")
    assert main(["build", "--out", "taken"]) == 2
    said = capsys.readouterr().err
    assert "taken ist eine Datei" in said and "Manuskript" not in said


def test_a_missing_tool_ends_with_status_3(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*given: object) -> None:
        raise ToolMissing("pandoc")

    monkeypatch.setattr(proof.manuscript, "read", fail)
    assert main(["check"]) == 3
    assert "pandoc" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_without_what_sets_type_a_build_says_so_and_ends(jobs: str, tmp_path: Path) -> None:
    files = {"book.yaml": BOOK, "chapters/a.md": CHAPTER, "lib/weasyprint.py": "raise OSError('cannot load pango')"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "--book", str(tmp_path), "build", "--jobs", jobs]
    known = {**os.environ, "PYTHONPATH": f"{tmp_path / 'lib'}{os.pathsep}{Path(__file__).parents[1]}"}
    done = subprocess.run(command, env=known, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 3
    assert "ein Programm fehlt: Pango (cannot load pango)" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_code_is_explained_in_both_languages(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "m-004"]) == 0
    assert capsys.readouterr().out.startswith("Fehler[m-004]: unbekannter Schlüssel `{key}`\n")
    assert main(["explain", "M-004", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("error[m-004]: unknown key `{key}`\n")


@pytest.mark.parametrize("short", ["m4", "M-4", "m-04", "m004"])
def test_a_code_may_be_written_short(book: Path, capsys: pytest.CaptureFixture[str], short: str) -> None:
    assert main(["explain", short]) == 0
    assert "[m-004]" in capsys.readouterr().out


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert "Das Buch im Browser zeigen" in capsys.readouterr().err


def test_a_number_that_cannot_be_meant_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for option in (["build", "--jobs", "0"], ["build", "--jobs", "3000"], ["serve", "--port", "99999"]):
        with pytest.raises(SystemExit):
            main(["--lang", "en", *option])
    err = capsys.readouterr().err
    assert "0 is no whole number from 1 to" in err and "3000 is no whole number" in err and "99999 is no port" in err


def test_a_new_chapter_stands_in_its_folder_and_in_the_manifest(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "chapter", "neuer-anfang"]) == 0
    assert capsys.readouterr().out == "chapters/neuer-anfang.md\n"
    assert "# Neuer anfang\n" in (book / "chapters" / "neuer-anfang.md").read_text(encoding="utf-8")
    assert (book / "book.yaml").read_text(encoding="utf-8") == BOOK + "      - chapters/neuer-anfang.md\n"


def test_a_chapter_that_the_manifest_names_already_is_only_written(book: Path) -> None:
    (book / "chapters" / "a.md").unlink()
    assert main(["new", "chapter", "a"]) == 0
    assert (book / "chapters" / "a.md").exists()
    assert (book / "book.yaml").read_text(encoding="utf-8") == BOOK


def test_a_new_checklist_needs_no_line_where_the_folder_is_the_list(book: Path) -> None:
    assert main(["new", "checklist", "vorher"]) == 0
    assert (book / "book.yaml").read_text(encoding="utf-8") == BOOK
    assert main(["check"]) == 0


def test_new_files_pass_their_own_check(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("chapter", "checklist", "worksheet"):
        assert main(["new", kind, f"neu-{kind}"]) == 0
    assert main(["check"]) == 0, capsys.readouterr().out


def test_explain_tells_stages_and_what_the_cache_had(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "--explain"])
    err = capsys.readouterr().err
    assert " s  PDF setzen" in err
    assert "neu gesetzt, weil der Text anders ist: chapters/a.md\n" in err
    assert "neu gesetzt, weil es neu dabei ist: cover\n" in err
    assert main(["build", "--explain"]) == 0
    err = capsys.readouterr().err
    assert "neu gesetzt" not in err
    assert "fragment 1 + 0" in err


def test_help_is_quick_because_nothing_heavy_is_loaded() -> None:
    code = "import sys, pipeline.cli as c\ntry: c.main(['--lang=en', '--help'])\nexcept SystemExit: pass\n"
    code += "print(sorted(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "usage: workbook" in shown
    for heavy in ("'yaml'", "'lxml'", "'rich'", "'weasyprint'"):
        assert heavy not in shown


@pytest.mark.slow
def test_answers_go_into_a_sheet_and_come_out_again(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "worksheet", "blatt"])
    assert main(["build", "--format", "handouts"]) == 0
    capsys.readouterr()
    assert main(["answers", "read", "build/handouts/blatt.pdf"]) == 0
    empty = json.loads(capsys.readouterr().out)
    assert (empty["book"], empty["answers"]) == ("probe", {})
    proofed = proof.proofread(FolderWorkspace(book), MemoryCache(), proof.Order(), lambda stage: None).value
    assert proofed is not None
    (sheet,) = (section for section in proofed.book.sections if section.kind == "worksheet")
    ids = re.findall(r'<div[^>]* id="([^"]+)"[^>]*data-kind="lines"|data-kind="lines"[^>]* id="([^"]+)"', sheet.body)
    name = "".join(ids[0])
    (book / "mine.json").write_text(json.dumps({**empty, "answers": {name: "Wir, größer"}}), encoding="utf-8")
    assert main(["answers", "fill", "build/handouts/blatt.pdf", "mine.json"]) == 0
    assert main(["answers", "read", "build/handouts/blatt-ausgefüllt.pdf"]) == 0
    assert json.loads(capsys.readouterr().out.split("\n", 1)[1])["answers"] == {name: "Wir, größer"}


@pytest.mark.slow
def test_a_single_sheet_is_printed_by_its_id_or_its_file(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("erste", "zweite"):
        main(["new", "checklist", name])
    capsys.readouterr()
    assert main(["handout", "checklists/erste.md", "--out", "blätter"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "blätter/handouts/erste.pdf"
    assert [path.name for path in book.rglob("*.pdf")] == ["erste.pdf"]


@pytest.mark.parametrize(
    ("id", "said"), [("ertse", "meintest du erste?"), ("quark", "quark gibt es nicht zum Austeilen; es gibt erste")]
)
def test_a_sheet_that_nobody_knows_is_a_wrong_command_line(
    book: Path, capsys: pytest.CaptureFixture[str], id: str, said: str
) -> None:
    main(["new", "checklist", "erste"])
    assert main(["handout", id]) == 2
    assert said in capsys.readouterr().err
    assert list(book.rglob("*.pdf")) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["anfnag"], "meintest du anfang?"),
        (["quark"], "quark gibt es nicht; es gibt a"),
        (["--owner", "Eva"], "um kein Kapitel kümmert sich Eva; als owner stehen da: –"),
    ],
)
def test_a_proof_of_nothing_is_a_wrong_command_line(
    book: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    if "anfang" in said:
        (book / "chapters/a.md").rename(book / "chapters/anfang.md")
        (book / "book.yaml").write_text(BOOK.replace("a.md", "anfang.md"), encoding="utf-8")
    assert main(["proof", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(book.rglob("*.pdf")) == []


def test_a_proof_is_a_draft_on_larger_paper(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = pdf.Printed({"probe.pdf": small_book()}, PageMap(), {})
    monkeypatch.setattr(pdf, "lay_out", lambda *given: pdf.LaidOut(PageMap(), lambda: Checked(printed)))
    assert main(["proof"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("probe-proof.pdf")
    words = [[text for text, _ in page] for page in words_on((book / "build/probe-proof.pdf").read_bytes())]
    assert len(words) == 4
    assert all({"5", "10", "Entwurf · Probe"} <= {text.strip() for text in page} for page in words)


@pytest.mark.parametrize("arguments", [["read", "none.pdf"], ["fill", "book.yaml"], ["fill", "book.yaml", "none.json"]])
def test_answers_that_are_not_there_are_a_wrong_command_line(book: Path, arguments: list[str]) -> None:
    assert main(["answers", *arguments]) == 2


def test_a_file_that_is_no_sheet_is_named(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answers", "read", "book.yaml"]) == 1
    assert "Fehler[k-082]" in capsys.readouterr().err


def test_the_book_is_counted_for_people_and_programs(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report"]) == 0
    assert "     1  Kapitel mit Nummer" in capsys.readouterr().out
    assert main(["report", "--message-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["chapters"][0]["prose"]["words"] == 2
    assert main(["report", "--to", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["texts"][0]["path"] == "chapters/a.md"
    assert main(["report", "--to", "html"]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    (book / "book.yaml").unlink()
    assert main(["report"]) == 1


def test_format_names_and_writes_what_has_another_form(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapter = book / "chapters" / "a.md"
    chapter.write_text(CHAPTER + "\nNoch einer. Und noch einer.\n", encoding="utf-8")
    assert main(["format", "--check"]) == 1
    assert main(["format", "chapters/a.md"]) == 0
    assert capsys.readouterr().out == "chapters/a.md\n" * 2
    assert chapter.read_text(encoding="utf-8") == CHAPTER + "\nNoch einer.\nUnd noch einer.\n"
    assert main(["format", "--check"]) == 0


def test_six_new_chapters_at_once_are_six_entries(book: Path) -> None:
    """Processes, as six people in a shared folder are."""
    before = (book / "book.yaml").read_text(encoding="utf-8")
    (book / "book.yaml").rename(book / "buch.yaml")
    (book / "buch.yaml").chmod(0o640)
    (book / "book.yaml").symlink_to("buch.yaml")
    (book / ".book.yaml.999999999-2-3.half").write_text("left")
    ids = [f"kapitel-{name}" for name in "abcdef"]
    command = [sys.executable, "-m", "pipeline", "new", "--book", str(book), "chapter"]
    running = [subprocess.Popen([*command, id], cwd=ROOT, stdout=subprocess.DEVNULL) for id in ids]
    assert [process.wait(timeout=120) for process in running] == [0] * 6
    entered = (book / "buch.yaml").read_text(encoding="utf-8")
    assert [entered.count(f"chapters/{id}.md") for id in ids] == [1] * 6
    assert len(entered.splitlines()) == len(before.splitlines()) + 6
    assert (book / "book.yaml").is_symlink()
    assert (book / "buch.yaml").stat().st_mode & 0o777 == 0o640
    assert not list(book.rglob("*.half"))

"""`workbook edition …` and `workbook matrix`, as people type them."""

import json
import os
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from lxml import etree

from pipeline.cli import main
from pipeline.editions.cut import cut
from pipeline.editions.matrix import matrix
from pipeline.editions.readiness import Wanted
from pipeline.manuscript.model import Manifest, Variant
from pipeline.registry import DEFAULTS
from tests.editions.conftest import commit, run, toolbox_at

HERE = Path(__file__).resolve().parents[2]


@pytest.fixture
def two(repository: Path) -> Path:
    """A book with two editions; the second has mended an error."""
    cut(toolbox_at(repository), Wanted("1.0"))
    text = (repository / "chapters/a.md").read_text(encoding="utf-8")
    commit(repository, chapters__a=text.replace("Feler", "Fehler"))
    cut(toolbox_at(repository), Wanted("1.1"))
    return repository


def edition(folder: Path, *arguments: str) -> int:
    return main(["edition", "--book", str(folder), *arguments])


def test_editions_are_listed_newest_first(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert edition(two, "list") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["1.1", "1.0"]
    assert edition(two, "list", "--message-format", "json") == 0
    assert [one["version"] for one in json.loads(capsys.readouterr().out)] == ["1.1", "1.0"]


def test_without_an_edition_the_list_says_so(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert edition(repository, "list") == 0
    assert "noch keine Ausgabe" in capsys.readouterr().out
    assert edition(repository, "list", "--message-format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_two_editions_are_compared_in_three_forms(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert edition(two, "diff", "1.0", "1.1") == 0
    assert "[-Feler-]{+Fehler+}" in capsys.readouterr().out
    assert edition(two, "diff", "1.0", "1.1", "--as", "markdown") == 0
    assert "~~Feler~~**Fehler**" in capsys.readouterr().out
    page = two.parent / "redline.html"
    assert edition(two, "diff", "1.0", "1.1", "--as", "html", "--out", str(page)) == 0
    tree = etree.fromstring(page.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>\n"))
    assert [one.text for one in tree.iter("del", "ins")] == ["Feler", "Fehler"]


def test_a_picture_is_shown_as_it_was_in_the_edition_and_as_it_is(repository: Path) -> None:
    figure = "\n![Ein Punkt](images/a.svg){#abb-punkt}\n"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="{}" height="4"/></svg>'
    (repository / "chapters/images").mkdir()
    (repository / "chapters/images/a.svg").write_text(drawing.format(3))
    commit(repository, chapters__a=(repository / "chapters/a.md").read_text() + figure)
    assert cut(toolbox_at(repository), Wanted("1.0")).value is not None
    (repository / "chapters/images/a.svg").write_text(drawing.format(5))
    page = repository.parent / "redline.html"
    assert edition(repository, "diff", "1.0", "--as", "html", "--out", str(page)) == 0
    tree = etree.fromstring(page.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>\n"))
    shown = [b64decode(image.get("src", "").partition(",")[2]).decode() for image in tree.iter("img")]
    assert shown == [drawing.format(3), drawing.format(5)]


def test_an_edition_is_compared_with_the_folder_as_it_is(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert edition(two, "diff", "1.1") == 0
    assert "Keine Änderungen am Text." in capsys.readouterr().out
    text = (two / "chapters/a.md").read_text(encoding="utf-8")
    (two / "chapters/a.md").write_text(text.replace("Ein zweiter\n", "Ein zweiter ") + "\nNeues.\n", encoding="utf-8")
    assert edition(two, "diff", "1.1", "work", "--lang", "en") == 0
    out = capsys.readouterr().out
    assert "Probe: Edition 1.1 → work in progress" in out
    assert "1 new" in out and "Neues." in out


def test_an_error_is_noted_and_told_for_the_edition_that_has_it(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert edition(two, "errata", "add", "a--b1", "--wrong", "Feler", "--right", "Fehler") == 0
    assert "Ausgabe 1.0" in capsys.readouterr().out
    assert edition(two, "errata", "list", "1.0") == 0
    assert "Feler → Fehler (Berichtigt in: 1.1)" in capsys.readouterr().out
    assert edition(two, "errata", "list", "1.1") == 0
    assert "keine Berichtigungen" in capsys.readouterr().out
    assert edition(two, "errata", "add", "a--b1", "--wrong", "Unsinn", "--right", "Sinn") == 1
    assert "e-030" in capsys.readouterr().out
    assert edition(two, "errata", "add", "a--b1", "--wrong", "", "--right", "Sinn") == 1
    assert "e-033" in capsys.readouterr().out


def test_what_is_refused_ends_with_status_one_and_all_reasons(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (two / "x").write_text("x")
    assert edition(two, "cut", "1.0", "--date", "morgen", "--message-format", "json") == 1
    assert {one["code"] for one in json.loads(capsys.readouterr().out)} == {"e-001", "e-007", "e-011"}
    for command in (("verify", "3"), ("diff", "3"), ("errata", "list", "3"), ("press", "3", "--out", str(two / "o"))):
        assert edition(two, *command) == 1
        assert "e-020" in capsys.readouterr().out


def test_a_file_where_a_folder_must_be_is_refused_before_any_work(
    two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = two / "book.yaml", run(two, "status", "--porcelain")
    for command in (("verify", "1.0", "--out", str(file)), ("verify", "1.0", "--out", str(file / "below"))):
        assert edition(two, *command) == 2
        assert "book.yaml ist eine Datei" in capsys.readouterr().err
    assert edition(two, "diff", "1.0", "--out", str(two / "chapters")) == 2
    assert "ist ein Ordner" in capsys.readouterr().err
    assert edition(two, "verify", "1.0", "--deposit", str(file)) == 2
    assert "book.yaml ist eine Datei" in capsys.readouterr().err
    (two / "build/editions").rename(two / "build/away")
    (two / "build/editions").write_text("x")
    assert edition(two, "cut", "1.2") == 2
    assert "editions ist eine Datei" in capsys.readouterr().err
    assert run(two, "status", "--porcelain") == before


def test_a_folder_that_is_no_book_is_named_as_the_reason(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (two / "book.yaml").unlink()
    assert edition(two, "diff", "1.0") == 1
    assert "book.yaml" in capsys.readouterr().out


NEVER_ALLOWED = ("diagnostics", "commits", "merge", "version", "date", "validators", "e-006", "STATUS", "status,errors")


@pytest.mark.parametrize(
    "wrong",
    [
        *(["cut", "1.0", "--allow", names] for names in NEVER_ALLOWED),
        *(["cut", "1.0", "--title", title] for title in ("", " ", "Eins\x07", "Zwei\x1b[31m")),
        *(["cut"], ["errata"], ["shred", "1.0"]),
    ],
)
def test_a_wrong_command_line_ends_with_status_two(repository: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        edition(repository, *wrong)
    assert stopped.value.code == 2


def test_the_matrix_has_every_variant_in_every_format(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = Manifest("Probe", "de", (), formats=("pdf", "handouts"), variants=(Variant("schule"),))
    pairs = [(one["variant"], one["format"]) for one in matrix(manifest)["include"]]
    assert pairs == [("", "pdf"), ("", "handouts"), ("schule", "pdf"), ("schule", "handouts")]
    assert main(["matrix", "--book", str(repository)]) == 0
    assert {one["format"] for one in json.loads(capsys.readouterr().out)["include"]} == {*DEFAULTS, "handouts"}


@pytest.mark.slow
def test_a_real_edition_is_the_same_in_every_process(repository: Path, tmp_path: Path) -> None:
    """Python hashes texts differently in each process: what hangs on the order of a set shows here."""

    def workbook(seed: str, *arguments: str) -> str:
        command = [sys.executable, "-m", "pipeline", "edition", "--book", str(repository), *arguments]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=True).stdout

    with (repository / "book.yaml").open("a", encoding="utf-8") as manifest:
        manifest.write("variants: [{name: schule, replacements: {Satz: Lehrsatz}}]\n")
    sheet = "---\nstatus: fertig\nzweck: Sehen.\nmoment: Jetzt\n---\n# Liste\n\n- [ ] A\n- [ ] B\n- [ ] C\n"
    commit(repository, checklists__b=sheet)
    assert "Ausgabe 1.0 ist geschnitten" in workbook("1", "cut", "1.0")
    files = json.loads((repository / "editions/1.0/record.json").read_text())["outputs"]
    made = {"probe{}.pdf", "probe{}.epub", "html/a.html", "handouts/b.pdf"}
    assert {name.format("") for name in made} | {f"variants/schule/{n.format('-schule')}" for n in made} <= set(files)
    pages = [repository / "build/editions/1.0" / below / "html/a.html" for below in ("", "variants/schule")]
    assert [page.read_text(encoding="utf-8").count("Ein Lehrsatz") for page in pages] == [0, 1]
    again, sent = str(tmp_path / "again"), tmp_path / "sent"
    verified = workbook("2", "verify", "1.0", "--out", again, "--deposit", str(sent))
    assert f"{len(files)} von {len(files)} Dateien" in verified
    deposit = repository / "build/deposits/1.0"
    assert {one.name: one.read_bytes() for one in sent.iterdir()} == {
        one.name: one.read_bytes() for one in deposit.iterdir()
    }
    check = ["sha256sum", "--check", "--strict", str(repository / "build/editions/1.0/SHA256SUMS")]
    assert subprocess.run(check, cwd=tmp_path / "again", capture_output=True).returncode == 0
    assert run(repository, "status", "--porcelain") == ""
    with (repository / "chapters/a.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\nEin neuer Absatz.\n")
    assert "  + a." in workbook("1", "diff", "1.0")
    built = [sys.executable, "-m", "pipeline", "build", "--book", str(repository), "--format", "pdf"]
    subprocess.run(built, cwd=HERE, capture_output=True, check=True)
    assert "  + S. 3, a." in workbook("1", "diff", "1.0")
